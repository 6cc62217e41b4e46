"""Rates with their intervals, or that there are too few."""

import pandas as pd
import pytest

from netgraph import plot

NAN = float("nan")


def test_fear_and_reality_writes_that_there_are_too_few_in_place_of_a_bar():
    kinds = pd.DataFrame(
        {
            "kind": ["first-ever", "dormant"],
            "shared_contacts": ["any", "any"],
            "sent": [40, 12],
            "answered": [10, 3],
            "rate": [0.25, NAN],
            "ci_low": [0.15, NAN],
            "ci_high": [0.38, NAN],
            "verdict": ["ok", "too few to know"],
            "caveat": ["association", "association"],
        }
    )
    figure = plot.fear_and_reality(kinds)
    (bars,) = figure.data
    assert bars.x == (25.0, None)
    assert bars.error_x.array[0] == pytest.approx(13.0)
    assert bars.error_x.arrayminus[0] == pytest.approx(10.0)
    assert [note.text for note in figure.layout.annotations] == ["25% of 40", "too few to know (12 sent)"]


def test_shared_contacts_have_thinner_bars_under_their_kind_where_any_message_has_them():
    row = {"kind": "warm", "sent": 40, "answered": 20, "rate": 0.5, "ci_low": 0.4, "ci_high": 0.6}
    kinds = pd.DataFrame([row | {"shared_contacts": shared} for shared in ("any", "0", "1-2")])
    kinds = kinds.assign(verdict="ok", caveat="association", sent=[40, 40, 0])
    figure = plot.fear_and_reality(kinds)
    assert figure.layout.yaxis.ticktext == ("warm", "0 shared")
    assert figure.data[0].width == (0.5, 0.25)
