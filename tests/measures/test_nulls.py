"""Chance with the same numbers of contacts: what it keeps, what it finds, and how often it cries wolf."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from logs import by, network, weighted

import netgraph as ng
from netgraph.kernels.switches import switched
from netgraph.measures.contact import z
from netgraph.measures.nulls import _drawn, two_sided


def crossing():
    """Two closed groups, one person between them."""
    groups = [("a", "b", "c", "d", "e"), ("v", "w", "x", "y", "z")]
    inside = [(p, q, 2) for group in groups for n, p in enumerate(group) for q in group[n + 1 :]]
    return weighted([*inside, ("hub", "a", 1), ("hub", "v", 1)])


@pytest.mark.parametrize("directed", [False, True])
def test_numbers_of_contacts_and_of_messages_stay(firm, directed):
    drawn = next(_drawn(firm, directed, 1, 1))
    for ends in ["source", "target"] if directed else []:
        assert drawn.ties.groupby(ends).size().equals(firm.ties.groupby(ends).size())
    degree, before = (np.diff(z(net).indptr) for net in (drawn, firm))
    assert directed or np.array_equal(degree, before)
    assert sorted(drawn.ties["count"]) == sorted(firm.ties["count"])
    pairs = pd.MultiIndex.from_frame(firm.ties[["source", "target"]])
    assert pd.MultiIndex.from_frame(drawn.ties[["source", "target"]]).isin(pairs).mean() < 0.3


def test_pairs_keep_both_directions_together():
    net = network([f"2024-01-0{n} {row}" for row in ("a b", "c d", "e f") for n in (1, 2)] + ["2024-01-03 b a"])
    for drawn in _drawn(net, False, 10, 1):
        assert len(drawn.ties) == 4
        assert z(drawn).nnz == 6


def test_the_owners_pairs_and_declared_ties_stay(ada):
    drawn = next(_drawn(ada, False, 1, 1))
    for keep in (lambda t: t[t["kind"] == "declared"], lambda t: t[(t[["source", "target"]] == ada.me).any(axis=1)]):
        columns = [keep(net.ties).sort_values(["source", "target", "kind"], ignore_index=True) for net in (ada, drawn)]
        assert columns[0].equals(columns[1])


def test_who_stands_between_closed_groups_stands_out():
    table = ng.nulls(crossing(), ng.brokers, runs=199)
    row = by(table, "person", "figure").loc[("hub", "betweenness")]
    assert row["value"] == pytest.approx(25 / 45)
    assert row["z"] > 3
    assert row["p"] == pytest.approx(1 / 200)
    assert "degree" not in set(table["figure"])
    assert table["person"].drop_duplicates().tolist() == ng.brokers(crossing())["person"].tolist()


def test_expectation_equals_that_of_networkx_swaps():
    net = crossing()
    graph = nx.from_scipy_sparse_array(z(net))
    rng, found = np.random.default_rng(1), []
    for _ in range(400):
        nx.double_edge_swap(graph, nswap=60, max_tries=10_000, seed=int(rng.integers(2**31)))
        found.append(nx.betweenness_centrality(graph)[list(net.people["person"]).index("hub")])
    # weights are all the same here, so that paths go by steps in both
    row = by(ng.nulls(net, ng.brokers, runs=400), "person", "figure").loc[("hub", "betweenness")]
    assert row["expected"] == pytest.approx(np.mean(found), abs=4 * np.std(found) / np.sqrt(200))


def test_returned_contact_stands_out_and_p_is_as_far_as_runs_allow():
    mutual = [(f"p{n}", f"p{(n + k) % 30}", 1) for n in range(30) for k in (1, -1, 5, -5)]
    row = by(ng.nulls(weighted(mutual), ng.reciprocity, directed=True, runs=99), "measure", "figure").loc[
        ("edgewise", "value")
    ]
    assert row["value"] == 1
    assert row["expected"] == pytest.approx(4 / 29, abs=0.03)
    assert row["p"] == 1 / 100


def test_probability_by_hand():
    chance = np.array([[1.0], [2.0], [2.0], [3.0]])
    for value, p in [(0.0, 1 / 5), (1.0, 2 / 5), (2.0, 1.0), (9.0, 1 / 5)]:
        assert two_sided(np.array([value]), chance).tolist() == [p]
    assert np.isnan(two_sided(np.array([np.nan]), chance)).all()
    assert np.isnan(two_sided(np.array([1.0]), np.full((4, 1), np.nan))).all()


def chance_graphs(number, people=24, seed=5):
    """Ties at random where some write more and some get more: given the degrees, each graph is as likely as another."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        odds = np.outer(*np.exp(rng.normal(-0.6, 0.8, (2, people))))
        there = rng.random((people, people)) < odds / (1 + odds)
        np.fill_diagonal(there, False)
        yield np.nonzero(there)


def test_edgewise_reciprocity_of_chance_is_called_unlikely_as_often_as_it_should_be():
    """From graphs that no switch made: by a formula whose graphs of one degree sequence are equally likely."""
    people, runs, rng, found = 24, 39, np.random.default_rng(1), []

    def returned(source, target):
        there = np.zeros((people, people), dtype="bool")
        there[source, target] = True
        return (there & there.T).sum() / max(len(source), 1)

    for ends in chance_graphs(600):
        middle = switched(*ends, people=people, directed=True, rng=rng)
        drawn = (switched(*middle, people=people, directed=True, rng=rng) for _ in range(runs))
        chance = np.array([[returned(*new)] for new in drawn])
        found.append(two_sided(np.array([returned(*ends)]), chance)[0])
    assert 0.03 <= (np.array(found) <= 0.05).mean() <= 0.07


@pytest.mark.slow
def test_the_measure_itself_is_called_unlikely_as_often_as_it_should_be():
    base, found = weighted([(f"{n:02d}", f"{(n + 1) % 24:02d}", 1) for n in range(24)]), []
    ids = base.people["person"].to_numpy()
    for source, target in chance_graphs(600, seed=6):
        row = {"kind": "observed", "count": 1, "days": 1, "strength": 1.0, "first": base.as_of, "last": base.as_of}
        net = replace(base, ties=pd.DataFrame({"source": ids[source], "target": ids[target]}).assign(**row))
        table = by(ng.nulls(net, ng.reciprocity, directed=True, runs=39), "measure", "figure")
        found.append(table.loc[("edgewise", "value"), "p"])
    assert 0.03 <= (np.array(found) <= 0.05).mean() <= 0.07


def test_without_ties_nothing_changes():
    net = network(["2024-01-01 a b"]).at("2023-01-01")
    assert ng.nulls(net, ng.brokers, runs=20).empty


def test_the_seed_decides():
    one, again, other = (ng.nulls(crossing(), ng.brokers, runs=20, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)


@pytest.mark.parametrize("measure", [ng.strength, ng.timeline, lambda _: 3])
def test_what_has_no_row_for_each_person_or_figure_is_refused(measure):
    with pytest.raises(ng.TableError, match="no table with one row for each person or each measure"):
        ng.nulls(crossing(), measure, runs=20)


def test_too_few_runs_are_refused():
    with pytest.raises(ng.TableError, match="runs=19 are too few"):
        ng.nulls(crossing(), ng.brokers, runs=19)
