"""Each definition by its name: a worked example, R's figures, the public log, and where it is undefined."""

from math import isclose, log

import numpy as np
import pandas as pd
import pytest
from logs import by, network
from logs import weighted as weighted_network
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.kernels.reciprocity import dyadic, edgewise, weighted

DIRECTED = [("0", "1", 3), ("1", "0", 1), ("0", "2", 1), ("1", "2", 2)]


def value(net):
    return by(ng.reciprocity(net), "measure")["value"]


def test_four_people_by_hand():
    found = value(weighted_network(DIRECTED, isolated=["3"]))
    assert found["directed ties"] == 4
    assert found["edgewise"] == 1 / 2
    assert isclose(found["rho"], 1 / 4)
    assert isclose(found["weighted"], 2 / 7)
    assert isclose(found["dyadic"], 1 / 3)
    assert isclose(found["density"], 1 / 3)
    assert isclose(found["dyadic all"], 2 / 3)
    assert isclose(found["edgewise lrr"], log(3 / 2))
    assert isclose(found["rho weighted"], (2 / 7 - 7 / 26) / (1 - 7 / 26))


def test_by_chance_is_the_mean_of_random_networks():
    """300 networks of 12 people whose ties, and then messages, fall on ordered pairs alike."""
    rng, ends = np.random.default_rng(3), [(f"p{i}", f"p{j}") for i in range(12) for j in range(12) if i != j]
    found = []
    for _ in range(300):
        counts = rng.geometric(0.4, len(ends)) - 1
        square = csr_array((counts.astype("float64"), [[int(e[1:]) for e in side] for side in zip(*ends, strict=True)]))
        square.eliminate_zeros()
        found.append([edgewise(square), dyadic(square), weighted(square)])
    net = weighted_network([(*end, 1) for end in ends[::2]] + [(*ends[0], 22)])
    chance = by(ng.reciprocity(net), "measure")["by_chance"]
    a, total = 0.6, len(ends) * 1.5
    assert np.mean(found, axis=0) == pytest.approx([a, a / (2 - a), total / (2 * total + len(ends))], abs=0.02)
    assert chance["edgewise"] == 0.5
    assert isclose(chance["dyadic"], 0.5 / 1.5)
    assert chance["dyadic all"] == 0.5
    assert isclose(chance["weighted"], 88 / (2 * 88 + 132))


def test_meetings_have_no_reciprocity():
    found = value(network(["2024-01-01 a b meeting"], columns="time sender receiver kind"))
    assert found["directed ties"] == 0
    assert found["density"] == 0
    assert found.drop(["directed ties", "density"]).isna().all()


@pytest.mark.real
@pytest.mark.parametrize(
    ("network", "ties", "golden"),
    [("lazega_lawyers", tie, f"lazega_{tie}_by_office") for tie in ("advice", "friends", "cowork")]
    + [("krackhardt_hightech", tie, f"hightech_{tie}_by_dept") for tie in ("advice", "friends")],
)
def test_equals_r(shared, network, ties, golden):
    golden = pd.read_csv(shared / f"golden/sna_graph_{golden}.csv").set_index("measure")["value"]
    edges = pd.read_csv(shared / f"data/networks/{network}/ties.csv", dtype="str").query("tie == @ties")
    everybody = pd.read_csv(shared / f"data/networks/{network}/nodes.csv", dtype="str")["id"]
    found = value(weighted_network([(*e, 1) for e in edges[["sender", "recipient"]].to_numpy()], isolated=everybody))
    names = {
        "density": "density", "edgewise": "edgewise.Mut", "edgewise lrr": "edgewise.lrr.Mut", "rho": "correlation",
        "dyadic": "dyadic.nonnull.Mut", "dyadic all": "dyadic.Mut",
    }  # fmt: skip
    assert found[[*names]].to_numpy() == pytest.approx(golden[[*names.values()]].to_numpy(), abs=1e-9)
    if ties == "advice" and network == "lazega_lawyers":
        assert found[["edgewise", "rho", "dyadic"]].round(3).tolist() == [0.392, 0.259, 0.244]


@pytest.mark.real
def test_public_message_log(shared):
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    assert (len(net.people), len(net.interactions)) == (1_899, 59_835)
    known = {"directed ties": 20_296, "edgewise": 0.636, "rho": 0.634, "weighted": 0.610, "dyadic": 0.467}
    found = value(net)
    assert found[[*known]].round(3).to_dict() == known
    chance = 59_835 / (2 * 59_835 + 1_899 * 1_898)
    assert isclose(found["rho weighted"], (found["weighted"] - chance) / (1 - chance))
