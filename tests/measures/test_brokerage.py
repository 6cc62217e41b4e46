"""Roles between groups: by hand, by brute force, and what happens to people without a group and to owners."""

from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network, weighted

import netgraph as ng

NAMES = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
M6 = [("0", "1", 1), ("1", "2", 1), ("1", "3", 1), ("3", "2", 1), ("3", "4", 1)]


def grouped(edges, groups, **options):
    """The network of (source, target, count), its people with the department that `groups` gives by handle."""
    people = pd.DataFrame({"handle": list(groups), "department": pd.Series(list(groups.values()), dtype="str")})
    rows = [("2024-01-01", *edge[:2]) for edge in edges for _ in range(edge[2])]
    log = pd.DataFrame(rows, columns=["time", "sender", "receiver"])
    return ng.network(log, people=people, **options)


def test_worked_example():
    table = by(ng.brokerage(grouped(M6, dict(zip("01234", "XXXYZ", strict=True)))), "person")
    assert table.loc["1", NAMES].tolist() == [1, 0, 1, 0, 0, 2]
    assert table.loc["3", NAMES].tolist() == [0, 0, 0, 0, 1, 1]
    assert table.loc[["0", "2", "4"], "total"].tolist() == [0, 0, 0]
    assert table.loc["1", "z_coordinator"] == pytest.approx(3.0317, abs=5e-5)
    assert table.loc["3", "z_liaison"] == pytest.approx(1.2199, abs=5e-5)
    assert pd.isna(table.loc["3", "z_coordinator"])  # nobody else is of Y
    assert table.index.tolist() == ["1", "3", "0", "2", "4"]


@st.composite
def logs(draw):
    """Edges between people, and the groups that some of them have."""
    people = [str(n) for n in range(draw(st.integers(3, 7)))]
    edges = draw(st.sets(st.tuples(st.sampled_from(people), st.sampled_from(people)), min_size=1))
    groups = {person: draw(st.sampled_from(["x", "y", "z", None])) for person in people}
    return sorted(edge for edge in edges if edge[0] != edge[1]), groups


@few
@given(logs())
def test_equals_brute_force_among_people_with_a_group(drawn):
    edges, groups = drawn
    if not edges:
        return
    known = [person for person, group in groups.items() if group]
    kept = {edge for edge in edges if groups[edge[0]] and groups[edge[1]]}
    found = {person: dict.fromkeys(NAMES, 0) for person in known}
    for s, v, t in permutations(known, 3):
        if {(s, v), (v, t)} <= kept and (s, t) not in kept:
            a, b, c = groups[s], groups[v], groups[t]
            role = ("coordinator" if a == b == c else "itinerant" if a == c else
                    "representative" if a == b else "gatekeeper" if b == c else "liaison")  # fmt: skip
            found[v][role] += 1
            found[v]["total"] += 1
    table = by(ng.brokerage(grouped([(*edge, 1) for edge in edges], groups)), "person")
    assert table["group"].dropna().to_dict() == {person: groups[person] for person in known}
    unknown = [person for person, group in groups.items() if not group]
    assert table.loc[unknown].isna().all(axis=None)
    if kept:
        assert table.loc[known, NAMES].to_dict("index") == found
    else:
        assert table[NAMES].isna().all(axis=None)


@few
@given(logs())
def test_people_without_a_group_do_not_count_at_all(drawn):
    edges, groups = drawn
    known = {person: group for person, group in groups.items() if group}
    kept = [(*edge, 1) for edge in edges if set(edge) <= set(known)]
    if kept:
        whole = ng.brokerage(grouped([(*edge, 1) for edge in edges], groups)).dropna(subset=["group"])
        pd.testing.assert_frame_equal(whole, ng.brokerage(grouped(kept, known)))


def test_a_name_for_the_unknown_makes_them_one_group():
    edges = [("a", "b", 1), ("b", "c", 1)]
    assert ng.brokerage(grouped(edges, {"a": None, "b": None, "c": None}))["total"].isna().all()
    table = ng.brokerage(grouped(edges, dict.fromkeys("abc", "unknown")))
    assert table.loc[0, ["person", "coordinator"]].tolist() == ["b", 1]


def test_any_column_of_people_makes_groups():
    people = pd.DataFrame({"handle": list("abc"), "floor": [1, 2, 3]})
    net = network(["2024-01-01 a b", "2024-01-01 b c"], people=people)
    table = ng.brokerage(net, groups="floor")
    assert table.loc[0, ["person", "group", "liaison"]].tolist() == ["b", "2", 1]
    with pytest.raises(ng.TableError, match=r"people have no column department; they have person, name, .*floor"):
        ng.brokerage(net)


def test_strength_and_meetings_do_not_matter():
    groups = dict.fromkeys("abc", "x")
    once, often = (grouped([("a", "b", n), ("b", "c", 1)], groups) for n in (1, 9))
    pd.testing.assert_frame_equal(ng.brokerage(once), ng.brokerage(often))
    rows = ["2024-01-01 a b meeting", "2024-01-01 b c meeting"]
    people = pd.DataFrame({"handle": list("abc"), "department": "x"})
    met = network(rows, columns="time sender receiver kind", people=people)
    assert ng.brokerage(met)[NAMES].isna().all(axis=None)
    assert ng.verdict(met, "brokerage").startswith("brokerage: not applicable: the events read have no direction")


def test_one_persons_export_has_counts_without_the_owner_and_no_z():
    edges = [("a", "b", 1), ("b", "c", 1), ("me", "a", 5), ("b", "me", 5)]
    net = grouped(edges, {"a": "x", "b": "x", "c": "y", "me": "x"}, me=["me"])
    table = by(ng.brokerage(net), "person")
    assert table.loc["b", NAMES].tolist() == [0, 0, 1, 0, 0, 1]
    assert table.loc["me"].isna().all()
    assert table.filter(like="z_").isna().all(axis=None)
    assert "caution: seen through one person's data, the owner left out, and so without z" in ng.verdict(
        net, "brokerage"
    )
    star = grouped([("me", "a", 1), ("b", "me", 1)], {"a": "x", "b": "y", "me": "x"}, me=["me"])
    assert ng.brokerage(star)[NAMES].isna().all(axis=None)
    assert ng.verdict(star, "brokerage").startswith("brokerage: not applicable: no message goes between people")


def test_verdicts_count_the_people_without_a_group():
    edges = [("a", "b", 1), ("b", "c", 1)]
    cases = {
        ("x", "y", "y"): "ok: 2 departments; 3 of 3 people have one",
        ("x", "y", None): "caution: 2 departments; 2 of 3 people have one, others are left out",
        ("x", "x", "x"): "not applicable: all are of one department",
        ("x", None, "y"): "not applicable: no message goes between people of known departments",
    }
    for groups, words in cases.items():
        net = grouped(edges, dict(zip("abc", groups, strict=True)))
        assert words in ng.verdict(net, "brokerage")
    assert "people have no column department" in ng.verdict(weighted(edges), "brokerage")


def test_no_role_is_known_from_what_came_later():
    rows = ["2024-01-01 a b", "2024-01-02 b c", "2024-06-01 a c"]
    people = pd.DataFrame({"handle": list("abc"), "department": ["x", "x", "y"]})
    net = network(rows, people=people)
    assert by(ng.brokerage(net.at("2024-05-31")), "person").loc["b", "representative"] == 1
    assert by(ng.brokerage(net), "person").loc["b", "representative"] == 0
