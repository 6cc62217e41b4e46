"""Losses by hand and by networkx, whom to know better, R-index of known graphs, and windows."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.kernels.cuts import r_index

COLUMNS = "time sender receiver recipients event channel"


def matrix_of(graph):
    return csr_array(nx.to_scipy_sparse_array(graph, dtype="float64"))


@pytest.mark.parametrize(
    ("graph", "value"),
    [(nx.star_graph(3), 3 / 16), (nx.complete_graph(4), 3 / 8), (nx.empty_graph(3), 2 / 9), (nx.path_graph(2), 1 / 4)],
)
def test_r_index_by_hand(graph, value):
    assert r_index(matrix_of(graph)) == pytest.approx(value)


def slowly(graph):
    graph, number, total = graph.copy(), len(graph), 0
    for _ in range(number):
        graph.remove_node(max(graph, key=lambda v: (graph.degree(v), -v)))
        total += max(map(len, nx.connected_components(graph)), default=0)
    return total / number**2


@pytest.mark.parametrize("seed", range(25))
def test_r_index_equals_the_definition(seed):
    graph = nx.gnp_random_graph(4 + seed, 0.25, seed=seed)
    assert r_index(matrix_of(graph)) == pytest.approx(slowly(graph))


def test_r_index_of_a_network_leaves_the_owner_out_and_is_missing_for_nobody():
    rows = [f"2024-01-0{i} {ends} 1 {i} mail" for i, ends in enumerate(["me a", "me b", "a b", "a c", "a d"], 1)]
    assert ng.r_index(network(rows, columns=COLUMNS, me=["me"])) == pytest.approx(3 / 16)
    assert np.isnan(ng.r_index(network(rows[:1], columns=COLUMNS, me=["me"])))


def bridge(*more):
    """Ada of Acme is the only way to x and y, who are in touch, and to z."""
    rows = ["2024-01-01 me ada 1 1 mail", "2024-01-02 ada x 2 2 mail", "2024-01-02 ada me 2 2 mail",
            "2024-01-03 ada y 2 3 mail", "2024-01-03 ada x 2 3 mail", "2024-01-04 ada z 1 4 chat",
            "2024-01-05 me bob 1 5 mail", "2024-01-06 bob ada 1 6 mail"]  # fmt: skip
    people = pd.DataFrame({"handle": ["ada", "bob", "x"], "organisation": ["Acme", "Other", "Acme"], "sector": "tea"})
    return network([*rows, *more], columns=COLUMNS, me=["me"], people=people)


def test_what_hangs_on_one_person_is_lost_with_that_person():
    table = by(ng.resilience(bridge()), "loss", "what")
    ada = table.loc[("person", "ada")]
    assert (ada["people"], ada["people_alone"]) == (4, 3)
    assert ada["better"] in ("x", "y")
    assert ada["why"].startswith("1 person goes, 3 others are reached no other way; ")
    assert table.loc[("person", "bob"), "people"] == 1
    assert pd.isna(table.loc[("person", "bob"), "better"])
    assert table.loc[("employer", "Acme"), "people"] == 4
    assert table.loc[("sector", "tea"), "people"] == 5
    assert table.loc[("channel", "chat"), ["people", "better"]].tolist() == [1, "z"]
    assert table.loc[("channel", "mail"), "people"] == 5


def test_to_know_the_better_one_makes_the_loss_smaller():
    before = by(ng.resilience(bridge()), "loss", "what").loc[("person", "ada")]
    after = by(ng.resilience(bridge(f"2024-01-08 me {before['better']} 1 9 mail")), "loss", "what")
    assert after.loc[("person", "ada"), "people"] == before["people"] - 2


@st.composite
def logs(draw):
    ends = st.tuples(st.sampled_from(["me", *"abcdef"]), st.sampled_from("abcdef")).filter(lambda two: two[0] != two[1])
    rows = draw(st.lists(ends, min_size=1, max_size=12))
    return [f"2024-01-01 {a} {b} 1 {n} mail" for n, (a, b) in enumerate([("me", "a"), *rows])]


@few
@given(logs(), st.booleans())
def test_losses_of_people_equal_networkx(rows, owned):
    net = network(rows, columns=COLUMNS, me=["me"] if owned else [])
    graph = nx.Graph([row.split()[1:3] for row in rows])
    table = ng.resilience(net)
    table = by(table[table["loss"] == "person"], "what")
    for person in set(graph) - ({"me"} if owned else set()):
        left = graph.subgraph(set(graph) - {person})
        alone = graph.subgraph(set(graph) - {"me"}) if owned else graph
        part = nx.node_connected_component(alone, person)
        pieces = nx.connected_components(alone.subgraph(part - {person}))
        cut = 0 if len(part) == 1 else len(part) - max(map(len, pieces), default=0)
        reached = nx.node_connected_component(graph, "me") - nx.node_connected_component(left, "me") if owned else None
        expected = (len(reached), cut) if owned else (cut, cut)
        found = tuple(table.loc[person, ["people", "people_alone"]]) if person in table.index else (0, 0)
        assert found == expected


def test_old_contact_and_crowds_are_no_living_ties():
    old = ["2022-01-01 me x 1 7 mail"]
    assert by(ng.resilience(bridge(*old)), "loss", "what").loc[("person", "ada"), "people"] == 4
    crowd = [f"2024-01-07 me {who} 30 8 mail" for who in ("x", "y", "z")]
    assert by(ng.resilience(bridge(*crowd)), "loss", "what").loc[("person", "ada"), "people"] == 4


def test_a_circle_is_lost_where_all_its_people_are():
    table = by(ng.resilience(bridge()), "loss", "what")
    assert (table.loc["circle", "circles"] >= 1).all()


def test_without_contact_there_is_nothing_to_lose():
    assert ng.resilience(bridge().at("2000-01-01")).empty
