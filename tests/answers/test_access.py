"""Ways into an organisation: by hand, and as many as a flow of networkx finds."""

import networkx as nx
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network

import netgraph as ng

WORK = {"a": "Acme", "b": "Acme", "c": "Acme", "p": "Pub", "q": "Pub"}
FOLK = ["me", *WORK, "r"]


def asked(pairs, *, owned=True):
    rows = [f"2024-01-01 {one} {other}" for one, other in pairs]
    people = pd.DataFrame({"handle": list(WORK), "organisation": list(WORK.values())})
    return ng.access(network(rows, people=people, me=["me"] if owned else []))


def test_contacts_there_and_one_contact_each_for_the_others():
    table = by(asked([("me", "a"), ("me", "r"), ("r", "b"), ("r", "c"), ("me", "p")]), "organisation")
    assert table.loc["Acme", ["contacts", "ways", "through"]].tolist() == [1, 2, "a; r"]
    assert table.loc["Acme", "why"] == "1 in contact there, 1 further by way of one contact each: a, r"
    assert table.loc["Pub", ["contacts", "ways", "through"]].tolist() == [1, 1, "p"]


def test_the_fewest_ways_first_and_none_where_nobody_is_in_contact():
    table = asked([("me", "a"), ("me", "b"), ("r", "p")])
    assert table[["organisation", "ways"]].to_numpy().tolist() == [["Pub", 0], ["Acme", 2]]


@few
@given(st.lists(st.permutations(FOLK), min_size=1, max_size=12), st.booleans())
def test_as_many_ways_as_networkx_finds(drawn, owned):
    pairs = [("me", "r"), *(two[:2] for two in drawn)]
    graph = nx.Graph([*pairs])
    graph.add_nodes_from(FOLK)
    table = by(asked(pairs, owned=owned), "organisation")["ways"]
    for firm in set(WORK.values()):
        inside = {who for who, work in WORK.items() if work == firm}
        assert table[firm] == (owners(graph, inside) if owned else outsiders(graph, inside))


def owners(graph, inside):
    """Paths of one or two ties from the owner that share nobody."""
    near = set(graph["me"])
    short = nx.DiGraph([("me", who) for who in near])
    short.add_edges_from((who, other) for who in near - inside for other in set(graph[who]) & inside)
    short.add_edges_from((who, "there") for who in inside)
    return len(list(nx.node_disjoint_paths(short, "me", "there"))) if nx.has_path(short, "me", "there") else 0


def outsiders(graph, inside):
    between = nx.Graph([(a, b) for a in inside for b in graph[a] if b not in inside])
    return len(nx.max_weight_matching(between, maxcardinality=True))


def test_no_employer_no_rows():
    assert ng.access(network(["2024-01-01 me a"], me=["me"])).empty
