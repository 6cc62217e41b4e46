"""The one sentence: computed, in the singular where it is one."""

import pytest
from logs import network, weighted

import netgraph as ng
from netgraph.answers.headline import headline


def test_owner():
    assert headline(weighted([("ada", "b", 1), ("c", "ada", 1)], me=["ada"])) == (
        "ada: 1 person is waiting for a reply, 0 old ties are worth a message."
    )


def test_organisation():
    assert headline(weighted([("0", "1", 3), ("1", "0", 1), ("0", "2", 1), ("1", "2", 2)])) == (
        "3 people, 4 directed ties: edgewise reciprocity .500, ρ -.500, weighted reciprocity .286."  # noqa: RUF001
    )
    assert headline(network(["2024-01-01 a b meeting"], columns="time sender receiver kind")) == (
        "2 people, 1 tie without direction."
    )


@pytest.mark.real
def test_public_logs(shared):
    messages = ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"})
    assert headline(ng.network(messages)) == (
        "1,899 people, 20,296 directed ties: edgewise reciprocity .636, ρ .634, weighted reciprocity .610."  # noqa: RUF001
    )
    folder = shared / "data/networks/workplace_2015"
    contacts = ng.read(folder / "contacts.csv.gz", columns={"time": "time_s", "receiver": "recipient"})
    net = ng.network(ng.undirected(contacts), people=folder / "nodes.csv")
    assert headline(net) == "232 people, 4,274 ties without direction."
    assert net.people["department"].nunique() == 12


def test_what_is_undefined_is_left_out():
    assert headline(weighted([("a", "b", 1), ("b", "a", 1)])) == (
        "2 people, 2 directed ties: edgewise reciprocity 1.000, weighted reciprocity 1.000."
    )
