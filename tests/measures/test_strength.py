"""Pairs and their strength."""

import pytest
from logs import by, network

import netgraph as ng


def test_both_directions_and_kinds_of_evidence_add_up():
    rows = ["2024-01-01 a b message", "2024-01-08 b a message", "2024-01-08 a b meeting"]
    row = by(ng.strength(network(rows, columns="time sender receiver kind")), "a", "b").loc[("a", "b")]
    assert row["strength"] == pytest.approx(0.5 + 1 + 1)
    assert row[["count", "days"]].tolist() == [3, 3]


def test_the_owner_comes_first_in_a_pair():
    table = ng.strength(network(["2024-01-01 a zoe", "2024-01-01 b a"], me=["zoe"]))
    assert table[["a", "b"]].to_numpy().tolist() == [["a", "b"], ["zoe", "a"]]
