"""Months in order, and series of zeros left out."""

import pandas as pd

from netgraph import plot


def test_timeline_draws_each_month_and_leaves_a_series_of_zeros_out():
    months = pd.DataFrame(
        {
            "month": pd.to_datetime(["2026-02-01", "2026-01-01"]),
            "events": [5, 7],
            "active_pairs": [2, 3],
            "new_pairs": [1, 3],
            "new_declared": [0, 0],
            "born": [1, None],
            "fading": [2, 0],
            "revived": [0, 0],
        }
    )
    bars, active, new, born, fading = plot.timeline(months.astype({"born": "Int64"})).data
    assert (bars.x, bars.y) == (("2026-01-01", "2026-02-01"), (7, 5))
    assert (active.y, new.y) == ((3, 2), (3, 1))
    assert (born.y, fading.y, fading.customdata) == ((None, 1), (0, -2), (0, 2))  # what is unknown is no bar


def test_timeline_of_contacts_alone_draws_their_growth():
    months = pd.DataFrame(
        {
            "month": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "events": [0, 0],
            "active_pairs": [0, 0],
            "new_pairs": [0, 0],
            "new_declared": [4, 2],
            "born": 0,
            "fading": 0,
            "revived": 0,
        }
    )
    figure = plot.timeline(months)
    (growth,) = figure.data
    assert (growth.type, growth.y) == ("bar", (4, 2))
    assert (figure.layout.yaxis.title.text, figure.layout.yaxis.dtick) == ("contacts", 1)
