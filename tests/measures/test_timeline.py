"""Months, those without contact too."""

from logs import by, network

import netgraph as ng


def test_new_and_active_pairs_by_month():
    rows = ["2024-01-05 a b", "2024-01-06 b a", "2024-03-01 a b", "2024-03-02 a c"]
    table = by(ng.timeline(network(rows)), "month")
    assert [f"{month:%Y-%m}" for month in table.index] == ["2024-01", "2024-02", "2024-03"]
    assert table["events"].tolist() == [2, 0, 2]
    assert table["active_pairs"].tolist() == [1, 0, 2]
    assert table["new_pairs"].tolist() == [1, 0, 1]
