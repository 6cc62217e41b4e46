"""Each definition by its name: a worked example, R's figures, the public log, and where it is undefined."""

from math import isclose

import pandas as pd
import pytest
from logs import by, network, weighted

import netgraph as ng

DIRECTED = [("0", "1", 3), ("1", "0", 1), ("0", "2", 1), ("1", "2", 2)]


def value(net):
    return by(ng.reciprocity(net), "measure")["value"]


def test_four_people_by_hand():
    found = value(weighted(DIRECTED, isolated=["3"]))
    assert found["directed ties"] == 4
    assert found["edgewise"] == 1 / 2
    assert isclose(found["rho"], 1 / 4)
    assert isclose(found["weighted"], 2 / 7)
    assert isclose(found["dyadic"], 1 / 3)


def test_meetings_have_no_reciprocity():
    found = value(network(["2024-01-01 a b meeting"], columns="time sender receiver kind"))
    assert found["directed ties"] == 0
    assert found.drop("directed ties").isna().all()


@pytest.mark.real
@pytest.mark.parametrize(("ties", "by_group"), [("advice", "office"), ("friends", "office"), ("cowork", "office")])
def test_equals_r_on_the_lawyers(shared, ties, by_group):
    golden = pd.read_csv(shared / f"golden/sna_graph_lazega_{ties}_by_{by_group}.csv").set_index("measure")["value"]
    edges = pd.read_csv(shared / "data/networks/lazega_lawyers/ties.csv", dtype="str").query("tie == @ties")
    everybody = pd.read_csv(shared / "data/networks/lazega_lawyers/nodes.csv", dtype="str")["id"]
    found = value(weighted([(*edge, 1) for edge in edges[["sender", "recipient"]].to_numpy()], isolated=everybody))
    assert isclose(found["edgewise"], golden["edgewise.Mut"], rel_tol=1e-9)
    assert isclose(found["rho"], golden["correlation"], rel_tol=1e-9)
    assert isclose(found["dyadic"], golden["dyadic.nonnull.Mut"], rel_tol=1e-9)


@pytest.mark.real
def test_public_message_log(shared):
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    assert (len(net.people), len(net.interactions)) == (1_899, 59_835)
    assert value(net).round(3).to_dict() == {
        "directed ties": 20_296, "edgewise": 0.636, "rho": 0.634, "weighted": 0.610, "dyadic": 0.467,
    }  # fmt: skip
