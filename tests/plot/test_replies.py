"""Chances with their intervals, and how often was answered so far."""

import pandas as pd
import pytest

from netgraph import plot

ROW = {"source": "Ada", "base_rate": 0.5, "recipient_rate": 0.5, "pair_rate": 0.5, "undecided": 0, "streak": 0}
ROW |= {"silent_days": 3, "quiet_days": 1, "recipients": 1, "fitted_on": 500, "sent": 4, "answered": 3}


def table(*rows):
    return pd.DataFrame([ROW | dict(zip(("target", "chance", "ci_low", "ci_high"), row, strict=True)) for row in rows])


def test_each_person_stands_at_the_chance_with_its_interval():
    figure = plot.replies(table(("Grace", 0.8, 0.6, 0.9), ("Alan", 0.3, 0.2, 0.5)))
    chance, so_far = figure.data
    assert chance.x == (80.0, 30.0)
    assert chance.error_x.array == pytest.approx((10.0, 20.0))
    assert chance.error_x.arrayminus == pytest.approx((20.0, 10.0))
    assert so_far.x == (75.0, 75.0)
    assert figure.layout.yaxis.ticktext == ("Grace", "Alan")


def test_who_was_never_written_to_has_no_rate_so_far():
    figure = plot.replies(table(("Grace", 0.8, 0.6, 0.9)).assign(sent=0, answered=0))
    assert figure.data[1].x == (None,)


def test_in_a_log_seen_whole_rows_are_named_after_both():
    rows = table(("Grace", 0.8, 0.6, 0.9), ("Alan", 0.3, 0.2, 0.5)).assign(source=["Ada", "Ken"])
    assert plot.replies(rows).layout.yaxis.ticktext == ("Ada → Grace", "Ken → Alan")
