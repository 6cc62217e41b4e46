"""Circles: planted ones are found, named and stable; chance has none that are clear; the owner is in none."""

from math import comb

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from logs import by, network, weighted

import netgraph as ng
from netgraph.measures.circles import _days, _jaccard, _matrix
from netgraph.measures.contact import without_owner, z


def adjusted_rand(one, other):
    """Hubert & Arabie (1985): agreement on pairs of people beyond chance; 1 for the same division, 0 for chance."""
    counts = pd.crosstab(np.asarray(one), np.asarray(other)).to_numpy()
    both, first, second = (sum(comb(int(n), 2) for n in ns) for ns in (counts.ravel(), counts.sum(0), counts.sum(1)))
    chance = first * second / comb(int(counts.sum()), 2)
    return (both - chance) / ((first + second) / 2 - chance)


def log_of(graph, *, days, seed=1):
    """A year in which each pair of the graph is in contact on about so many days, at least one."""
    rng, edges = np.random.default_rng(seed), np.array(graph.edges)
    rows = edges.repeat(np.maximum(rng.poisson(days, len(edges)), 1), axis=0)
    time = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, len(rows)), unit="D")
    return pd.DataFrame({"time": time, "sender": rows[:, 0], "receiver": rows[:, 1]}).astype(
        {"sender": "str", "receiver": "str"}
    )


def by_circle(table):
    return table.dropna(subset=["circle"]).drop_duplicates("circle").set_index("circle")


def test_agreement_beyond_chance_by_hand():
    assert adjusted_rand([1, 1, 2, 2], ["x", "x", "y", "y"]) == 1
    assert adjusted_rand([1, 1, 2, 2], [1, 2, 1, 2]) == pytest.approx(-0.5)


def test_departments_of_the_firm_are_found_and_named(firm):
    table = ng.circles(firm)
    department = table["person"].map(by(firm.people, "person")["department"])
    assert adjusted_rand(department, table["circle"]) > 0.85
    circles = by_circle(table)
    assert circles.index.tolist() == list(range(1, len(circles) + 1))
    assert set(firm.people["department"]) <= set(circles["label"])
    for label, row in by(circles, "label").iterrows():
        members = department[(table["label"] == label).to_numpy()]
        assert row["size"] == len(members)
        if label in set(department):
            inside, outside = (members == label).sum(), (department == label).sum() - (members == label).sum()
            others = len(table) - row["size"]
            assert row["why"] == f"department: {inside} of {row['size']}, and {outside} of {others} outside"
    assert (circles.loc[:8, "verdict"] == "clear").mean() > 0.8


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_circles_are_found_and_clear(seed):
    graph = nx.planted_partition_graph(5, 30, 0.35, 0.02, seed=seed)
    table = ng.circles(ng.network(log_of(graph, days=5, seed=seed)), seed=seed)
    assert adjusted_rand(table["person"].astype("int64") // 30, table["circle"]) > 0.9
    assert set(table["verdict"]) == {"clear"}


@pytest.mark.parametrize(("ties", "days"), [(300, 1), (500, 5), (1000, 5), (1000, 30)])
def test_chance_has_no_clear_circle(ties, days):
    table = ng.circles(ng.network(log_of(nx.gnm_random_graph(150, ties, seed=1), days=days)), resamples=8)
    assert (table["verdict"] == "clear").mean() < 0.05
    assert (table["verdict"] == "no clear circle").mean() > 0.8
    assert table["stability"].median() < 0.5


def test_the_owner_is_in_no_circle_and_joins_none():
    left, right = (nx.relabel_nodes(nx.complete_graph(5), lambda n, side=side: f"{side}{n}") for side in "lr")
    edges = [(*edge, 1) for graph in (left, right) for edge in graph.edges]
    edges += [("me", person, 5) for graph in (left, right) for person in graph]
    table = by(ng.circles(weighted(edges, me=["me"])), "person")
    assert table.loc["me"].isna().all()
    circles = [set(table.loc[[f"{side}{n}" for n in range(5)], "circle"]) for side in "lr"]
    assert sorted(circles, key=min) == [{1}, {2}]
    assert table["size"].dropna().eq(5).all()


def test_people_without_contact_and_stars_of_one_person_have_no_circle():
    assert by(ng.circles(weighted([("a", "b", 1)], isolated=["c"])), "person").loc["c"].isna().all()
    star = ng.circles(weighted([("me", "a", 1), ("me", "b", 1)], me=["me"]))
    assert star.drop(columns="person").isna().all(axis=None)
    assert ng.verdict(weighted([("me", "a", 1)], me=["me"]), "circles").startswith("circles: not applicable")


def test_a_circle_is_named_by_what_sets_it_apart():
    cliques = {side: nx.complete_graph(6) for side in "xyz"}
    rows = [f"2024-01-0{1 + n % 3} {s}{a} {s}{b} {'chat' if s == 'y' else 'mail'}" for s, graph in cliques.items()
            for n, (a, b) in enumerate(graph.edges)]  # fmt: skip
    rows += ["2024-01-01 x0 y0 mail", "2024-01-02 y0 z0 mail", *(f"2024-01-0{n} z0 z1 mail" for n in range(4, 9))]
    handles = [f"{side}{n}" for side in "xyz" for n in range(6)]
    # half of x is not more than half; team is the same for all; z has nothing of its own
    people = pd.DataFrame(
        {"handle": handles, "team": "one", "city": ["Bath"] * 4 + [None] * 2 + ["Bonn"] * 3 + [None] * 9}
    )
    table = ng.circles(network(rows, columns="time sender receiver channel", people=people, decay=ng.count))
    told = by(table, "person").loc[["x0", "y0", "z0"], ["label", "why"]].to_numpy().tolist()
    assert told == [
        ["Bath", "city: 4 of 6, and 0 of 12 outside"],
        ["on chat", "channel: 6 of 6, and 0 of 12 outside"],
        ["around z0 and z1", "most contact inside; nothing else sets the members apart"],
    ]


def test_circles_that_would_bear_one_name_are_told_apart():
    edges = [(f"{side}{a}", f"{side}{b}", 1) for side in "wxyz" for a, b in nx.complete_graph(5).edges]
    people = [f"{side}{n}" for side in "wxyz" for n in range(5)]
    teams = pd.DataFrame({"handle": people, "team": ["Sales"] * 10 + ["Law"] * 5 + ["Ops"] * 5})
    rows = [f"2024-01-01 {a} {b}" for a, b, _ in edges]
    labels = by(ng.circles(network(rows, people=teams)), "person").loc[["w0", "x0", "y0"], "label"]
    assert labels.tolist() == ["Sales, around w0 and w1", "Sales, around x0 and x1", "Law"]


def test_the_days_add_up_to_the_contact_that_circles_are_made_of(ada):
    row, column, weight = _days(ada)
    again = _matrix(row, column, weight, people=len(ada.people))
    assert abs(again - without_owner(ada, z(ada))).max() < 1e-12


def test_jaccard_is_of_the_sets_of_company():
    one, other = pd.Series([1, 1, 1, 2, 2, None], dtype="Int64"), np.array([0, 0, 1, 1, 1, 2])
    found = _jaccard(one, other)
    for person in range(5):
        mine, then = (
            set(np.flatnonzero((one == one[person]).fillna(False))),
            set(np.flatnonzero(other == other[person])),
        )
        assert found[person] == pytest.approx(len(mine & then) / len(mine | then))


def test_the_same_seed_gives_the_same_table(ada):
    pd.testing.assert_frame_equal(ng.circles(ada, resamples=3), ng.circles(ada, resamples=3))
    other = ng.circles(ada, seed=2, resamples=3)
    assert (
        adjusted_rand(*(t.sort_values("person")["circle"].fillna(0) for t in (other, ng.circles(ada, resamples=3))))
        > 0.9
    )
