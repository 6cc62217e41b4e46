"""Ways in: which circle or employer is sought, and that the paths are those of `introductions`."""

from itertools import combinations

import pandas as pd
import pytest
from logs import by, network

import netgraph as ng

COLUMNS = "time sender receiver recipients event"


def cliques(*sizes, ties=()):
    """Circles a, b, ... of so many people who all write to one another, and single ties between circles."""
    people = [[f"{letter}{n}" for n in range(size)] for letter, size in zip("abcdef", sizes, strict=False)]
    pairs = [pair for group in people for pair in combinations(group, 2)] + list(ties)
    days = [f"2024-0{month}-01 {s} {r}" for month in (1, 2, 3) for one in pairs for s, r in (one, one[::-1])]
    return network(days)


def test_it_seeks_the_circle_with_most_strangers_and_leads_there_through_a_contact():
    net = cliques(4, 5, 3, ties=[("a1", "b0"), ("a2", "c0")])
    table = ng.ways_in(net, of="a0", most=1)
    assert table[["source", "target", "to"]].to_numpy().tolist() == [["a0", "a1", "b0"], ["a1", "b0", "b0"]]
    circle = by(ng.circles(net), "person").loc["b0", "circle"]
    pd.testing.assert_frame_equal(table, ng.introductions(net, to=int(circle), of="a0", most=1))


def test_strangers_count_and_not_the_size_of_the_circle():
    net = cliques(4, 5, 3, ties=[("a0", "b0"), ("a0", "b1"), ("a0", "b2"), ("a2", "c0")])
    assert ng.ways_in(net, of="a0")["to"].unique().tolist() == ["c0"]
    assert ng.ways_in(net, of="c1")["to"].str[0].unique().tolist() == ["b"]


def test_who_knows_everybody_or_whose_circle_stands_apart_finds_none():
    assert ng.ways_in(cliques(4), of="a0").empty
    assert ng.ways_in(cliques(4, 5), of="a0").empty


# ann and bob wrote first and were answered, so that neither waits for a reply.
STAR = ["2024-01-01 ann me 1 1", "2024-01-02 me ann 1 2", "2024-01-03 bob me 1 3", "2024-01-04 me bob 1 4"]


def carded(**firms):
    people = pd.DataFrame({"handle": list(firms), "organisation": list(firms.values())})
    return network(STAR, columns=COLUMNS, people=people, me=["me"])


def test_where_only_cards_name_strangers_it_is_an_employer_of_a_contact():
    net = carded(ann="Acme", zoe="ACME Ltd", yan="Acme", bob="Other", kim="Other", x="Far", y="Far", z="Far")
    table = ng.ways_in(net)
    assert set(table["to"]) <= {"zoe", "yan"}
    assert table[["target", "kind"]].to_numpy().tolist()[:1] == [["ann", "observed"]]
    pd.testing.assert_frame_equal(table, ng.introductions(net, to="Acme"))


def test_an_employer_called_as_a_person_is_not_taken_for_that_person():
    assert ng.ways_in(carded(ann="Bob", zoe="Bob", yan="Bob", bob="Other", kim="Other"))["to"].unique() == ["kim"]


def test_a_log_without_an_owner_needs_somebody_who_seeks():
    with pytest.raises(ng.TableError, match="ways_in: this log has no owner; say who seeks one with of="):
        ng.ways_in(cliques(3, 3))
    with pytest.raises(ng.TableError, match="nobody here is called 'nemo'"):
        ng.ways_in(cliques(3, 3), of="nemo")
