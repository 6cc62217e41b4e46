"""Strength, overlap, dispersion, backbone and words: worked examples, networkx, definitions, published networks."""

import itertools
import tracemalloc
from dataclasses import replace
from fractions import Fraction
from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from logs import by, network, weighted
from scipy.integrate import quad
from scipy.sparse import csr_array
from scipy.stats import mannwhitneyu, spearmanr

import netgraph as ng
from netgraph.glossary import GLOSSARY
from netgraph.measures.weak_ties import overlaps
from netgraph.tables import Export, checked

PENDANT = [("0", "1", 1), ("1", "2", 1), ("0", "2", 1), ("0", "3", 1)]
LETTERS = st.sampled_from("abcdefg")
EDGES = st.lists(st.tuples(LETTERS, LETTERS, st.integers(1, 9)), min_size=1, max_size=20)


def graph_of(edges):
    """The edges as a networkx graph of weights, each pair once and no loops."""
    kept = {tuple(sorted(edge[:2])): edge[2] for edge in edges if edge[0] != edge[1]}
    assume(kept)
    graph = nx.Graph()
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in kept.items())
    return graph


@cache
def acquainted():
    return weighted([(a, b, 1) for a, b in itertools.pairwise("abcdefg")])


def ties_of(graph):
    """Weak ties of people whose ties are these edges and no others."""
    rows = pd.DataFrame(graph.edges(data="weight"), columns=["source", "target", "strength"])
    some = rows.assign(kind="observed", count=rows["strength"], days=1, first=acquainted().as_of)
    ties = checked("ties", some.assign(last=some["first"]))
    return by(ng.weak_ties(replace(acquainted(), ties=ties)), "a", "b")


def test_triangle_with_pendant():
    table = by(ng.weak_ties(weighted(PENDANT)), "a", "b")
    assert table.loc[("0", "1"), "overlap"] == 0.5
    assert table.loc[("0", "1"), "shared"] == 1
    assert table.loc[("0", "3"), "overlap"] == 0
    assert table.index[table["bridge"].astype("bool")].tolist() == [("0", "3")]
    assert set(table["dispersion"]) == {0}
    assert table["weakness"].to_dict() == {
        ("0", "1"): "close", ("0", "2"): "close", ("0", "3"): "bridge", ("1", "2"): "close",
    }  # fmt: skip


def test_disparity_of_eight_in_eight_one_one():
    table = by(ng.weak_ties(weighted([("i", "x", 8), ("i", "y", 1), ("i", "z", 1)])), "a", "b")
    assert table.loc[("i", "x"), "disparity"] == pytest.approx(1 / 25)
    assert table.loc[("i", "y"), "disparity"] == pytest.approx(81 / 100)
    assert table.loc[("i", "x"), "why"] == "8 sent, last on 2024-01-01; 0 of 2 other contacts shared; backbone"
    assert table.loc[("i", "y"), "why"] == "1 sent, last on 2024-01-01; 0 of 2 other contacts shared"


def test_the_least_overlap_stands_first_and_of_equal_ones_the_strongest():
    two_stars = [("a", "b", 1), ("b", "c", 3), ("c", "d", 2), ("b", "e", 5), ("c", "f", 4)]
    table = ng.weak_ties(weighted([*two_stars, ("a", "e", 1)]))
    told = table[["overlap", "strength"]].to_numpy().tolist()
    assert told == sorted(told, key=lambda row: (row[0], -row[1]))
    assert (table["overlap"] == 0).sum() > 2


def test_a_pair_without_other_contacts_has_neither_overlap_nor_disparity():
    row = ng.weak_ties(weighted([("a", "b", 2)])).iloc[0]
    assert row[["overlap", "disparity"]].isna().all()
    assert (row["strength"], row["shared"], row["weakness"]) == (2, 0, "bridge")


@given(EDGES)
def test_equals_sets_of_neighbours_networkx_and_an_integral(edges):
    graph = graph_of(edges)
    for (a, b), row in ties_of(graph).iterrows():
        one, other = set(graph[a]) - {b}, set(graph[b]) - {a}
        assert row["shared"] == len(one & other)
        if one | other:
            assert row["overlap"] == pytest.approx(len(one & other) / len(one | other))
        assert row["dispersion"] == pytest.approx(min(nx.dispersion(graph, a, b), nx.dispersion(graph, b, a)))
        expected = np.fmin(integral(graph, a, b), integral(graph, b, a))
        assert row["disparity"] == pytest.approx(expected, abs=1e-9, nan_ok=True)


def integral(graph, person, other):
    """Serrano et al. (2009), eq. 2: 1 - (k - 1) * the integral of (1 - x)^(k - 2) from 0 to w / s."""
    k, part = graph.degree(person), graph[person][other]["weight"] / graph.degree(person, weight="weight")
    return np.nan if k == 1 else 1 - (k - 1) * quad(lambda x: (1 - x) ** (k - 2), 0, part)[0]


@given(EDGES)
def test_whose_id_is_smaller_does_not_matter(edges):
    graph = graph_of(edges)
    turned = dict(zip("abcdefg", "gfedcba", strict=True))
    table, other = ties_of(graph), ties_of(nx.relabel_nodes(graph, turned))
    other.index = other.index.map(lambda pair: tuple(sorted(map(turned.get, pair)))).set_names(["a", "b"])
    pd.testing.assert_frame_equal(table.sort_index(), other.sort_index())


def test_moderately_weak_is_below_the_middle_and_below_half():
    """Ties of x to y with 1, 2 and 3 common contacts and many others besides; the middle pair of all shares 2."""
    rows = [(f"x{n}", f"y{n}", 1) for n in (1, 2, 3)]
    rows += [(end, f"common{n}{i}", 1) for n in (1, 2, 3) for i in range(n) for end in (f"x{n}", f"y{n}")]
    rows += [(f"{end}{n}", f"other{end}{n}{i}", 1) for n in (1, 2, 3) for end in "xy" for i in range(6)]
    table = by(ng.weak_ties(weighted(rows)), "a", "b")
    assert [table.loc[(f"x{n}", f"y{n}"), "shared"] for n in (1, 2, 3)] == [1, 2, 3]
    # the twelve ties to common contacts share one each, so one is the middle
    assert [table.loc[(f"x{n}", f"y{n}"), "weakness"] for n in (1, 2, 3)] == ["moderately weak", "close", "close"]
    assert table.loc[("otherx10", "x1"), "weakness"] == "bridge"
    triangle = by(ng.weak_ties(weighted([("a", "b", 1), ("b", "c", 1), ("a", "c", 1)])), "a", "b")
    assert set(triangle["weakness"]) == {"close"}  # at the middle, but all is shared


def test_the_owner_is_a_shared_contact_of_nobody():
    rows = [("me", "a", 1), ("me", "b", 1), ("me", "c", 1), ("a", "b", 1), ("b", "c", 1)]
    table = by(ng.weak_ties(weighted(rows, me=["me"])), "a", "b")
    assert table.loc[("a", "b"), ["shared", "overlap"]].tolist() == [0, 0]
    assert table.loc[("me", "b"), "shared"] == 2


def test_only_the_owners_end_says_how_a_tie_of_the_owner_stands_out():
    rows = [("me", "a", 8), ("me", "b", 1), ("me", "c", 1), ("a", "b", 2), ("b", "c", 6)]
    table = by(ng.weak_ties(weighted(rows, me=["me"])), "a", "b")
    assert table.loc[("me", "a"), "disparity"] == pytest.approx(1 / 25)
    assert table.loc[("me", "c"), "disparity"] == pytest.approx(81 / 100)
    # between contacts the owner is left out: b has a and c, who have nobody else
    assert table.loc[("a", "b"), "disparity"] == pytest.approx(3 / 4)
    assert table.loc[("b", "c"), "disparity"] == pytest.approx(1 / 4)


def test_one_persons_star_is_undefined_never_zero():
    rows = [("me", "a", 1), ("me", "b", 3)]
    table = by(ng.weak_ties(weighted(rows, me=["me"])), "a", "b")
    assert len(table) == 2
    assert table[["overlap", "shared", "bridge", "dispersion", "weakness"]].isna().all(axis=None)
    assert table["disparity"].to_dict() == {("me", "a"): 0.75, ("me", "b"): 0.25}  # the owner's ties are all seen
    assert table.loc[("me", "b"), "why"] == "3 sent, last on 2024-01-01"
    assert ng.weak_ties(weighted(rows))["overlap"].tolist() == [0, 0]


def test_observed_projected_and_declared_ties_are_told_apart():
    rows = [("e1", "2024-01-01", "me", "a"), ("e1", "2024-01-01", "me", "b"), ("e2", "2024-01-02", "a", "me")]
    log = pd.DataFrame(rows, columns=["event", "time", "sender", "receiver"])
    log = log.assign(time=pd.to_datetime(log["time"]), channel="mail", kind="message", recipients=[2, 2, 1])
    log = log.assign(reply_to=None, duration=np.nan, source="mail")
    cards = pd.DataFrame({"handle": ["a", "c"], "card": ["1", "2"], "source": "linkedin"})
    cards = cards.assign(name=cards["handle"], organisation="", title="", since=pd.Timestamp("2023-05-01"))
    windows = pd.DataFrame({"source": ["mail"], "first": [log["time"].min()], "last": [log["time"].max()]})
    table = by(
        ng.weak_ties(ng.network(Export(cards[list(GLOSSARY["contacts"])], log, windows=windows, me=("me",)))), "a", "b"
    )
    assert table["kind"].to_dict() == {("me", "a"): "observed", ("me", "b"): "observed", ("a", "b"): "projected",
                                       ("me", "c"): "declared"}  # fmt: skip
    assert (
        table.loc[("me", "a"), "why"] == "2 sent, in a contact list, last on 2024-01-02; 1 of 1 other contacts shared"
    )
    assert table.loc[("a", "b"), "why"].startswith("1 together, last on 2024-01-01; 0 of 0 other contacts shared")
    assert table.loc[("me", "c"), "why"] == "in a contact list"
    assert table.loc[("me", "c"), ["strength", "overlap", "disparity", "weakness"]].isna().all()


def test_a_shared_contact_of_several_lives_is_dispersed():
    """Two people who share three contacts of whom no two know each other: all three pairs hang on them alone."""
    rows = [("x", "y", 1), *((end, common, 1) for end in "xy" for common in "abc")]
    table = by(ng.weak_ties(weighted(rows)), "a", "b")
    assert table.loc[("x", "y"), "dispersion"] == Fraction(3, 3)
    assert "3 of 3 other contacts shared, pairs of them that nobody else joins: 3" in table.loc[("x", "y"), "why"]


def test_a_hub_of_thousands_does_not_need_a_matrix_of_all_pairs():
    number = 20_000
    hub = csr_array((np.ones(2 * number), (np.r_[np.zeros(number), np.arange(1, number + 1)].astype(int),
                    np.r_[np.arange(1, number + 1), np.zeros(number)].astype(int))))  # fmt: skip
    tracemalloc.start()
    assert overlaps(hub)["shared"].eq(0).all()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500e6  # all pairs would be 3.2e9


def test_a_million_pairs_fit_into_memory():
    rng, number = np.random.default_rng(1), 100_000
    source, target = rng.integers(0, number, (2, 1_010_000))
    kept = source != target
    ends = np.r_[source[kept], target[kept]], np.r_[target[kept], source[kept]]
    matrix = csr_array((np.ones(2 * kept.sum()), ends), shape=(number, number))
    tracemalloc.start()
    table = overlaps(matrix)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table) > 1_000_000
    assert peak < 400e6


@pytest.mark.real
def test_workplace_of_2015(shared):
    folder = shared / "data/networks/workplace_2015"
    log = pd.read_csv(folder / "contacts.csv.gz").rename(columns={"time_s": "time", "recipient": "receiver"})
    people = pd.read_csv(folder / "nodes.csv").rename(columns={"id": "handle"})
    net = ng.network(log.assign(kind="meeting"), people=people)
    table = _counted(net)
    assert spearmanr(table["overlap"], table["count"]).statistic == pytest.approx(0.351, abs=0.005)
    assert spearmanr(table["overlap"], table["days"]).statistic == pytest.approx(0.429, abs=0.005)
    department = net.people.set_index("person")["department"]
    same = table["a"].map(department) == table["b"].map(department)
    wins = mannwhitneyu(table.loc[same, "count"], table.loc[~same, "count"]).statistic
    assert wins / (same.sum() * (~same).sum()) == pytest.approx(0.720, abs=0.005)


@pytest.mark.real
def test_messages_of_a_college(shared):
    log = pd.read_csv(shared / "data/networks/collegemsg/events.csv.gz").rename(columns={"recipient": "receiver"})
    table = _counted(ng.network(log)).dropna(subset=["overlap"])
    assert 0.16 <= spearmanr(table["overlap"], table["count"]).statistic <= 0.19


def _counted(net):
    """Each pair with its overlap, events and days."""
    counts = ng.strength(net)[["a", "b", "count", "days"]]
    return ng.weak_ties(net).merge(counts, on=["a", "b"], validate="one_to_one")


def test_days_and_channels_of_one_pair_add_up():
    rows = ["2024-01-01 a b mail", "2024-01-01 b a chat", "2024-01-02 a b chat", "2024-01-02 b c chat"]
    table = by(ng.weak_ties(network(rows, columns="time sender receiver channel")), "a", "b")
    assert table.loc[("a", "b"), "why"].startswith("3 sent, last on 2024-01-02")
