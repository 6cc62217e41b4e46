"""Rates of the recommended and of others alike, with their counts and the verdict."""

import pandas as pd
import pytest

from netgraph import plot
from netgraph.glossary import GLOSSARY


def table(rates=(0.3, 0.2)):
    rows = pd.DataFrame(
        {
            "recommendation": "dormant",
            "group": ["recommended", "alike, not recommended"],
            "pairs": [20, 5000],
            "left_out": [1, 2],
            "again": [6, 10],
            "rate": rates,
            "ci_low": [0.15, 0.12],
            "ci_high": [0.5, 0.31],
            "gain": [0.1, None],
            "gain_low": [-0.1, None],
            "gain_high": [0.3, None],
            "verdict": ["no difference shown", None],
        }
    )
    return rows[[*GLOSSARY["hindsight"]]]


def test_a_bar_for_each_group_with_its_interval_and_the_verdict():
    figure = plot.hindsight(table())
    (bars,) = figure.data
    assert bars.x == (30, 20)
    assert bars.error_x.array == pytest.approx((20, 11))
    assert bars.error_x.arrayminus == pytest.approx((15, 8))
    assert figure.layout.yaxis.ticktext == ("dormant", "others alike")
    assert [note.text for note in figure.layout.annotations] == ["6 of 20, no difference shown", "10 of 5,000"]


def test_what_cannot_be_compared_is_left_out():
    assert len(plot.hindsight(table((None, 0.2))).data[0].x) == 1
    assert "compared" in plot.hindsight(table((None, None))).layout.meta["why"]
