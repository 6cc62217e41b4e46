"""The one sentence: computed, in the singular where it is one."""

from logs import network, weighted

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
        "2 people, 1 ties without direction."
    )
