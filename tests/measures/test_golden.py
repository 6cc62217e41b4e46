"""R's figures of two textbook networks: what igraph gives for each person, and sna for brokerage and triads."""

import numpy as np
import pandas as pd
import pytest
from graphs import GROUPED, textbook
from logs import by
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.kernels.betweenness import hops
from netgraph.kernels.census import census
from netgraph.kernels.clustering import clustering
from netgraph.kernels.cuts import articulation_points
from netgraph.kernels.from_networkit import core_numbers
from netgraph.measures.contact import observed, pairs_in, z

pytestmark = pytest.mark.real
NODES = [(name, tie) for name in ("krackhardt_hightech", "lazega_lawyers") for tie in ("advice", "friends")]
ROLES = {"coordinator": "w_I", "itinerant": "w_O", "representative": "b_IO", "gatekeeper": "b_OI", "liaison": "b_O"}
ROLES["total"] = "t"
CLOSE = {"rel": 1e-6, "abs": 1e-6, "nan_ok": True}


def network(shared, name, tie, *, both_ways=True):
    """The network of a textbook's ties, each of weight 1, or each pair once; people with their attributes."""
    folder = shared / "data/networks" / name
    people = pd.read_csv(folder / "nodes.csv", dtype="str").rename(columns={"id": "handle"})
    rows = pd.read_csv(folder / "ties.csv", dtype="str")
    rows = rows.loc[rows["tie"] == tie, ["sender", "recipient"]]
    if not both_ways:
        rows = pd.DataFrame(np.sort(rows.to_numpy().astype("str"), axis=1), columns=rows.columns).drop_duplicates()
    log = rows.rename(columns={"recipient": "receiver"}).assign(time="2024-01-01")
    return ng.network(log, people=people, decay=ng.count)


def igraph(shared, name, tie, net):
    """Its figures in the order of the network's people."""
    table = pd.read_csv(shared / f"golden/igraph_nodes_{name}_{tie}.csv", dtype={"id": "str"}).set_index("id")
    return table.loc[net.people["person"]]


@pytest.mark.parametrize(("name", "tie"), NODES)
def test_brokers_of_ties_in_both_directions(shared, name, tie):
    net = network(shared, name, tie)
    golden, table = igraph(shared, name, tie, net), by(ng.brokers(net), "person").loc[net.people["person"]]
    assert table["constraint"].tolist() == pytest.approx(golden["constraint_binary_directed"].tolist(), **CLOSE)
    cuts = golden["articulation"].astype("bool")
    assert (table["articulation"].fillna(False) == cuts).all()
    ties = observed(net)
    assert np.diff(ties.indptr).tolist() == golden["outdegree"].tolist()
    assert np.diff(csr_array(ties.T).indptr).tolist() == golden["indegree"].tolist()


@pytest.mark.parametrize(("name", "tie"), NODES)
def test_brokers_of_pairs(shared, name, tie):
    net = network(shared, name, tie, both_ways=False)
    golden, table = igraph(shared, name, tie, net), by(ng.brokers(net), "person").loc[net.people["person"]]
    assert table["constraint"].tolist() == pytest.approx(golden["constraint_binary_undirected"].tolist(), **CLOSE)
    raw = table["betweenness"].fillna(0) * (len(golden) - 1) * (len(golden) - 2) / 2
    assert raw.tolist() == pytest.approx(golden["betweenness_undirected"].tolist(), **CLOSE)
    assert (table["articulation"].fillna(False) == golden["articulation"].astype("bool")).all()


@pytest.mark.parametrize(("name", "tie"), NODES)
def test_kernels(shared, name, tie):
    net = network(shared, name, tie)
    golden, contact = igraph(shared, name, tie, net), z(net)
    assert hops(observed(net), directed=True).tolist() == pytest.approx(
        golden["betweenness_directed"].tolist(), **CLOSE
    )
    assert core_numbers(contact).tolist() == golden["coreness"].tolist()
    assert articulation_points(contact).tolist() == golden["articulation"].astype("bool").tolist()
    # igraph has no value for people with fewer than two contacts; the kernel, like networkx, has 0.
    local = clustering(pairs_in(contact))
    assert local.tolist() == pytest.approx(golden["transitivity_local"].fillna(0).tolist(), **CLOSE)


@pytest.mark.parametrize(("name", "tie", "group"), GROUPED)
def test_brokerage(shared, name, tie, group):
    net = network(shared, name, tie)
    short = name.removeprefix("krackhardt_").removesuffix("_lawyers")
    golden = pd.read_csv(shared / f"golden/sna_brokerage_{short}_{tie}_by_{group}.csv", dtype={"id": "str"})
    table = by(ng.brokerage(net, groups=group), "person").loc[golden["id"]]
    assert table["group"].astype("float64").tolist() == golden["group"].tolist()
    for role, column in ROLES.items():
        assert table[role].tolist() == golden[column].tolist()
        assert table[f"z_{role}"].tolist() == pytest.approx(golden[f"z_{column}"].tolist(), **CLOSE)


@pytest.mark.parametrize(("name", "tie", "group"), GROUPED)
def test_triads(shared, name, tie, group):
    short = name.removeprefix("krackhardt_").removesuffix("_lawyers")
    golden = pd.read_csv(shared / f"golden/sna_triads_{short}_{tie}_by_{group}.csv", index_col=0)["V1"]
    assert census(textbook(shared, name, tie)[1]) == golden.to_dict()
