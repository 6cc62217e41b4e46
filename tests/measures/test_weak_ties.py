"""Overlap and local bridges: worked examples, an independent count, and where they are undefined."""

import tracemalloc

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, weighted
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.measures.weak_ties import overlaps


def test_triangle_with_pendant():
    rows = [("0", "1", 1), ("1", "2", 1), ("0", "2", 1), ("0", "3", 1)]
    table = by(ng.weak_ties(weighted(rows)), "a", "b")
    assert table.loc[("0", "1"), "overlap"] == 0.5
    assert table.loc[("0", "1"), "shared"] == 1
    assert table.loc[("0", "3"), "overlap"] == 0
    assert table.index[table["bridge"].astype("bool")].tolist() == [("0", "3")]


def test_a_pair_without_other_contacts_has_no_overlap():
    row = ng.weak_ties(weighted([("a", "b", 2)])).iloc[0]
    assert row[["overlap"]].isna().all()
    assert (row["strength"], row["shared"]) == (2, 0)


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), min_size=1, max_size=20))
def test_equals_a_count_over_neighbour_sets(edges):
    edges = {tuple(sorted(edge)) for edge in edges if edge[0] != edge[1]} or {("a", "b")}
    graph = nx.Graph(edges)
    for row in ng.weak_ties(weighted([(*edge, 1) for edge in edges])).itertuples():
        one, other = set(graph[row.a]) - {row.b}, set(graph[row.b]) - {row.a}
        assert row.shared == len(one & other)
        if one | other:
            assert row.overlap == pytest.approx(len(one & other) / len(one | other))


def test_the_owner_is_a_shared_contact_of_nobody():
    rows = [("me", "a", 1), ("me", "b", 1), ("me", "c", 1), ("a", "b", 1), ("b", "c", 1)]
    table = by(ng.weak_ties(weighted(rows, me=["me"])), "a", "b")
    assert table.loc[("a", "b"), ["shared", "overlap"]].tolist() == [0, 0]
    assert table.loc[("me", "b"), "shared"] == 2


def test_one_persons_star_is_undefined_never_zero():
    rows = [("me", "a", 1), ("me", "b", 2)]
    table = ng.weak_ties(weighted(rows, me=["me"]))
    assert len(table) == 2
    assert table[["overlap", "shared", "bridge"]].isna().all(axis=None)
    assert ng.weak_ties(weighted(rows))["overlap"].tolist() == [0, 0]


def test_a_hub_of_thousands_does_not_need_a_matrix_of_all_pairs():
    number = 20_000
    hub = csr_array((np.ones(2 * number), (np.r_[np.zeros(number), np.arange(1, number + 1)].astype(int),
                    np.r_[np.arange(1, number + 1), np.zeros(number)].astype(int))))  # fmt: skip
    tracemalloc.start()
    assert overlaps(hub)["shared"].eq(0).all()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500e6  # all pairs would be 3.2e9
