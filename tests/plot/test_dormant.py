"""Rhythm against silence, in the table's order."""

import pandas as pd
import pytest

from netgraph import plot


def test_dormant_draws_rhythm_and_silence_in_the_order_of_the_table():
    people = pd.DataFrame(
        {
            "person": ["Ken", "Ada"],
            "silent_days": [400, 90],
            "rhythm": [30.25, 0.5],
            "strength_then": 1.0,
            "reciprocated": True,
            "why": "silent",
            **dict.fromkeys(["novelty", "trust", "chance", "ci_low", "ci_high", "worth"], 0.5),
        }
    )
    figure = plot.dormant(people)
    lines, usual, silent = figure.data
    assert figure.layout.yaxis.ticktext == ("Ken", "Ada")
    assert usual.x == pytest.approx((30.2, 1.0), abs=0.1)
    assert silent.x == (400, 90)
    assert lines.x[:3] == (usual.x[0], 400, None)
