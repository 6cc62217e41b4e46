"""Constraint, effective size, hierarchy and betweenness: worked examples, R's figures, networkx as a second opinion."""

from math import isclose

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network, weighted
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.measures.brokers import burt, ego_burt, sampling_error
from netgraph.measures.contact import z
from netgraph.measures.paths import betweenness, lengths

STAR = [("0", "1", 1), ("0", "2", 1), ("0", "3", 1)]
TRIANGLE_AND_PENDANT = [("0", "1", 1), ("1", "2", 1), ("0", "2", 1), ("0", "3", 1)]
DIRECTED = [("0", "1", 3), ("1", "0", 1), ("0", "2", 1), ("1", "2", 2)]


@st.composite
def random_contact(draw):
    number = draw(st.integers(2, 9))
    weights = draw(st.lists(st.sampled_from([0, 0, 1, 2, 5]), min_size=number**2, max_size=number**2))
    square = np.triu(np.array(weights, dtype="float64").reshape(number, number), 1)
    return csr_array(square + square.T)


@pytest.mark.parametrize("scope", ["whole", "ego"])
def test_star(scope):
    table = by(ng.brokers(weighted(STAR), scope=scope), "person")
    assert isclose(table.loc["0", "constraint"], 1 / 3)
    assert table.loc["0", "effective_size"] == 3
    assert table.loc["0", "betweenness"] == 1  # 3 of the 3 pairs of others
    leaf = table.loc["1"]
    assert (leaf["constraint"], leaf["effective_size"], leaf["hierarchy"], leaf["betweenness"]) == (1, 1, 1, 0)


@pytest.mark.parametrize(("scope", "corner"), [("whole", 145 / 144), ("ego", 9 / 8)])
def test_triangle_with_pendant(scope, corner):
    table = by(ng.brokers(weighted(TRIANGLE_AND_PENDANT), scope=scope), "person")
    assert isclose(table.loc["0", "constraint"], 11 / 18)
    assert isclose(table.loc["1", "constraint"], corner)  # in the ego network all three of the triangle are alike
    assert isclose(table.loc["0", "effective_size"], 7 / 3)
    assert isclose(table.loc["0", "efficiency"], 7 / 9)
    held = np.array([9, 9, 4]) / 22  # shares of the constraint: (1/2)^2, (1/2)^2, (1/3)^2 of 11/18
    assert isclose(table.loc["0", "hierarchy"], 1 + (held * np.log(held)).sum() / np.log(3))
    assert isclose(table.loc["0", "hierarchy"], 0.052204545, abs_tol=1e-9)
    assert isclose(table.loc["0", "betweenness"], 2 / 3)
    assert table["articulation"].to_dict() == {"0": True, "1": False, "2": False, "3": False}


@pytest.mark.parametrize("scope", ["whole", "ego"])
def test_directed_and_weighted_counts_both_ways_together(scope):
    table = by(ng.brokers(weighted(DIRECTED, isolated=["3"]), scope=scope), "person")
    assert isclose(table.loc["0", "constraint"], 49 / 45)
    assert isclose(table.loc["0", "effective_size"], 11 / 10)
    assert table.loc["3"].isna().all()


def test_another_scope_is_refused():
    with pytest.raises(ng.TableError, match="no scope 'near'; take 'whole' or 'ego'"):
        ng.brokers(weighted(STAR), scope="near")


@given(random_contact())
def test_the_ego_scope_is_the_whole_scope_of_each_ego_network(contact):
    found = ego_burt(contact)
    for person in range(contact.shape[0]):
        inside = np.union1d(contact[[person]].indices, [person])
        alone = burt(csr_array(contact[inside][:, inside])).iloc[np.searchsorted(inside, person)]
        assert found.loc[person].tolist() == pytest.approx(alone.tolist(), rel=1e-12, abs=1e-12, nan_ok=True)


def test_scope_bears_on_burts_measures_alone():
    net = weighted([*TRIANGLE_AND_PENDANT, ("1", "4", 9)])
    whole, ego = (by(ng.brokers(net, scope=scope), "person").sort_index() for scope in ("whole", "ego"))
    others = ["degree", "betweenness", "articulation"]
    pd.testing.assert_frame_equal(whole[others], ego[others])
    assert (whole["constraint"] - ego["constraint"]).abs().max() > 0.1


@few
@given(random_contact())
def test_articulation_equals_networkx(contact):
    edges = [(str(a), str(b), int(w)) for a, b, w in zip(*contact.nonzero(), contact.data, strict=True) if a < b]
    if edges:
        graph = nx.Graph([edge[:2] for edge in edges])
        found = by(ng.brokers(weighted(edges, isolated=["x"])), "person")["articulation"]
        assert set(found.index[found.fillna(False)]) == set(nx.articulation_points(graph))
        assert found.index[found.isna()].tolist() == ["x"]


def test_no_broker_is_known_from_what_came_later():
    rows = ["2024-01-01 a b", "2024-01-01 b c", "2024-06-01 a c", "2024-06-01 c d"]
    net = network(rows)
    pd.testing.assert_frame_equal(ng.brokers(net.at("2024-05-31")), ng.brokers(network(rows[:2], as_of="2024-05-31")))
    assert by(ng.brokers(net.at("2024-05-31")), "person").loc["b", "articulation"]
    assert not by(ng.brokers(net), "person").loc["b", "articulation"]


@pytest.mark.real
def test_textbook_betweenness_of_the_kite(shared):
    edges = pd.read_csv(shared / "data/networks/krackhardt_kite/ties.csv")[["sender", "recipient"]]
    table = ng.brokers(weighted([(*edge, 1) for edge in edges.to_numpy()])).sort_values("betweenness")
    assert table["person"].iloc[-1] == "heather"
    assert round(table["betweenness"].iloc[-1], 3) == 0.389


@given(random_contact())
def test_equals_networkx_where_networkx_is_right(contact):
    table, graph = burt(contact), nx.from_scipy_sparse_array(contact)
    expected = nx.constraint(graph, weight="weight")
    size = nx.effective_size(graph, nodes=list(graph), weight="weight")
    met = [node for node in graph if graph.degree(node)]
    assert table["constraint"].loc[met].to_numpy() == pytest.approx([expected[node] for node in met])
    assert table["effective_size"].loc[met].to_numpy() == pytest.approx([size[node] for node in met])
    assert table.drop(index=met).isna().all(axis=None)
    assert table["hierarchy"].dropna().between(-1e-12, 1 + 1e-12).all()


def test_strong_ties_are_short_and_equal_paths_stay_equal():
    assert lengths(np.array([3.0, 6.0, 2.0])).tolist() == [2, 1, 3]  # 1/3 + 1/6 == 1/2, in whole numbers
    assert lengths(np.array([0.5, 4.0])).tolist() == [2, 0.25]


@given(random_contact())
def test_betweenness_equals_networkx_on_whole_lengths(contact):
    graph = nx.from_scipy_sparse_array(contact)
    away = dict(zip(zip(*contact.nonzero(), strict=True), lengths(contact.data), strict=True))
    nx.set_edge_attributes(graph, {edge: int(length) for edge, length in away.items()}, "length")
    expected = nx.betweenness_centrality(graph, weight="length", normalized=False)
    found = betweenness(contact, np.arange(contact.shape[0]))
    assert found == pytest.approx([expected[node] for node in graph])


def test_paths_that_differ_by_rounding_alone_are_equal():
    ages = {("a", "b"): 0, ("b", "c"): 3, ("a", "d"): 1, ("d", "c"): 2}  # 1 + (1 + 3/7) and (1 + 1/7) + (1 + 2/7)
    rows = [f"{pd.Timestamp('2024-01-10') - pd.Timedelta(days=age):%Y-%m-%d} {a} {b}" for (a, b), age in ages.items()]
    table = by(ng.brokers(network(rows)), "person")
    assert table.loc["b", "betweenness"] == table.loc["d", "betweenness"] == pytest.approx(1 / 6)


def test_whole_lengths_give_way_before_they_overflow():
    assert lengths(np.arange(1.0, 800.0)).tolist() == (1 / np.arange(1.0, 800.0)).tolist()


def test_the_owner_does_not_count_among_the_others():
    edges = [("me", p, 1) for p in "abcd"] + [("a", p, 1) for p in "bcd"]
    assert by(ng.brokers(weighted(edges, me=["me"])), "person").loc["a", "betweenness"] == 1


def test_sampled_betweenness_is_near_the_exact_one(monkeypatch):
    graph = nx.connected_watts_strogatz_graph(400, 6, 0.3, seed=1)
    net = weighted([(str(a), str(b), 1) for a, b in graph.edges])
    exact = by(ng.brokers(net), "person")["betweenness"]
    monkeypatch.setattr("netgraph.measures.brokers.EXACT", 100)
    sampled = by(ng.brokers(net), "person")["betweenness"]
    assert (sampled - exact.loc[sampled.index]).abs().max() < 0.02 < sampling_error(net)


def test_owner_is_left_out_of_one_persons_export():
    rows = [("me", "a", 5), ("me", "b", 5), ("a", "b", 1), ("b", "c", 1)]
    table = by(ng.brokers(weighted(rows, me=["me"])), "person")
    assert table.loc["me"].isna().all()
    assert table["degree"].drop("me").to_dict() == {"a": 1, "b": 2, "c": 1}


def test_a_star_of_one_person_has_no_numbers_but_a_star_seen_whole_has():
    assert ng.brokers(weighted(STAR, me=["0"])).drop(columns="person").isna().all(axis=None)
    assert ng.brokers(weighted(STAR))["constraint"].notna().all()


def test_sampled_betweenness_says_how_far_off_it_may_be(monkeypatch):
    net = weighted(STAR, isolated=["x"])
    assert sampling_error(net) == 0
    monkeypatch.setattr("netgraph.measures.brokers.EXACT", 3)
    assert isclose(sampling_error(net), np.sqrt(np.log(2 * 4 / 0.1) / 512))
    monkeypatch.setattr("netgraph.measures.brokers.EXACT", 4)
    assert sampling_error(net) == 0


def test_symmetric_contact_weighs_projected_ties_once():
    rows = ["2024-01-01 a b meeting 1", "2024-01-01 a c meeting 1"]
    shared_out = z(network(rows, columns="time sender receiver kind event")).toarray()
    assert shared_out == pytest.approx((1 - np.eye(3)) * 2**-0.5)
