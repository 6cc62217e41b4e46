"""Introductions to give: planted reasons to meet are found, and who knows each other is left alone."""

import numpy as np
import pandas as pd
import pytest
from logs import by

import netgraph as ng
from netgraph.answers.give_first import _alike

DAYS = pd.date_range("2024-01-01", "2024-12-30", freq="10D")


def letters(people, *, sender="me", every=DAYS):
    """A letter on each of some days from one person to all of some others."""
    one = {"event": f"{sender}-{'-'.join(people)}", "sender": sender, "recipients": len(people)}
    rows = [one | {"time": f"{day:%Y-%m-%d}", "receiver": person} for day in every for person in people]
    return [row | {"event": f"{row['event']}-{row['time']}"} for row in rows]


def both(people):
    return [row for person in people for row in letters([person]) + letters(["me"], sender=person)]


CHOIR, CLUB = ["ann", "bob", "cat"], ["dan", "eve", "fay"]
TITLES = {"ann": "Editor", "dan": "Senior editor", "bob": "Nurse", "eve": "Pilot", "cat": "Cook", "fay": "Judge"}


def net(*, titles=TITLES, employers=None, also=(), **options):
    """Two circles of three, each seen in letters of the owner's to all of it, and each answering the owner."""
    rows = letters(CHOIR) + letters(CLUB) + both(CHOIR + CLUB) + list(also)
    people = pd.DataFrame({"handle": ["me", *CHOIR, *CLUB]})
    people = people.assign(title=people["handle"].map(titles), organisation=people["handle"].map(employers or {}))
    return ng.network(pd.DataFrame(rows), people=people.astype("str").where(people.notna()), me=["me"], **options)


def pairs(table):
    return {frozenset(pair) for pair in table[["a", "b"]].to_numpy()}


def test_who_shares_a_profession_in_different_circles_comes_first():
    table = ng.give_first(net())
    assert table.loc[0, ["a", "b"]].tolist() == ["ann", "dan"]
    assert table.loc[0, "why"].startswith("Editor and Senior editor; only you are seen in both circles; not seen")
    assert table.loc[0, "circle_a"] != table.loc[0, "circle_b"]
    # everybody once, always one of each circle
    assert sorted(table[["a", "b"]].to_numpy().ravel()) == sorted(CHOIR + CLUB)
    assert all(len(pair & set(CHOIR)) == 1 for pair in pairs(table))


def test_the_chance_is_that_both_answer():
    whole = net()
    answers = by(ng.replies(whole), "source", "target").loc["me"]["chance"]
    for row in ng.give_first(whole).itertuples():
        assert row.chance == pytest.approx(answers[row.a] * answers[row.b])


def test_a_common_employer_is_a_reason_and_two_reasons_come_before_one():
    table = ng.give_first(net(employers={"bob": "Acme", "eve": "Acme"}))
    assert pairs(table.head(2)) == {frozenset(["ann", "dan"]), frozenset(["bob", "eve"])}
    assert "both at Acme; " in by(table, "a").loc["bob", "why"]
    both_reasons = ng.give_first(net(employers={"ann": "Acme", "dan": "Acme", "bob": "Acme"}))
    assert both_reasons.loc[0, ["a", "b"]].tolist() == ["ann", "dan"]
    assert both_reasons.loc[0, "why"].startswith("both at Acme; Editor and Senior editor; ")


def test_who_was_seen_together_in_one_event_of_any_size_is_no_stranger():
    crowd = [f"x{n}" for n in range(40)]
    for others in ([], crowd):
        table = ng.give_first(net(also=letters(["ann", "dan", *others], every=DAYS[:1])))
        assert frozenset(["ann", "dan"]) not in pairs(table)


def test_circles_that_others_join_too_are_no_reason():
    """Cat wrote to fay once: the circles touch, and of their members only those with a reason of their own are left."""
    table = ng.give_first(net(also=letters(["fay", "me"], sender="cat", every=DAYS[:1])))
    assert pairs(table) == {frozenset(["ann", "dan"])}
    assert "only you" not in table.loc[0, "why"]


def test_nobody_is_named_who_is_silent_or_to_be_spared():
    known = net(also=letters(["gus"]) + letters(["gus"], sender="me"))
    waiting = net(also=letters(["me"], sender="ann", every=[pd.Timestamp("2024-12-31")]))
    assert "ann" in set(ng.spared(waiting)["person"])
    assert "ann" not in set(ng.give_first(waiting)[["a", "b"]].to_numpy().ravel())
    assert len(ng.give_first(known))
    # a source that went on for a year without them: all are silent, and none is left
    silent = net(also=letters(["kim"], every=[pd.Timestamp("2026-01-01")]))
    assert ng.give_first(silent).empty


def test_nobody_is_named_to_whom_time_is_to_be_given():
    """The owner wrote to ann alone yesterday, and she has not answered."""
    waits = net(also=letters(["ann"], every=[pd.Timestamp("2024-12-31")]))
    assert by(ng.pressure(waits), "source", "target").loc[("me", "ann"), "verdict"] == "give it time"
    assert "ann" not in set(ng.give_first(waits)[["a", "b"]].to_numpy().ravel())


def test_two_days_of_contact_are_no_living_tie():
    seen = letters(["me", "gus"], sender="bob", every=DAYS[:3])
    rare = net(also=seen + both(["gus"])[:1] + both(["gus"])[-1:])
    assert by(ng.circles(rare), "person").loc["gus", "circle"] > 0
    assert "gus" not in set(ng.give_first(rare)[["a", "b"]].to_numpy().ravel())


def test_most_is_how_many_at_most():
    whole, three = net(), ng.give_first(net())
    pd.testing.assert_frame_equal(ng.give_first(whole, most=1), three.head(1))
    assert ng.give_first(whole, most=0).empty


def test_without_owner_or_contact_between_contacts_there_is_none_and_limits_say_why():
    frame = pd.DataFrame(both(CHOIR + CLUB))
    star = ng.network(frame, me=["me"])
    assert ng.give_first(star).empty
    assert ng.verdict(star, "give_first").startswith("give_first: not applicable: this export shows whom you know")
    owner = ng.network(frame)
    assert ng.give_first(owner).empty
    assert ng.verdict(owner, "give_first").startswith("give_first: not applicable: this log belongs to nobody")
    assert ng.verdict(net(), "give_first").startswith("give_first: caution")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Editor", "editor", True),
        ("Software engineer", "Senior software engineer", True),
        ("Head of operations", "Head of Operations, EMEA", True),
        ("Product manager", "Engineering manager", False),
        ("Head of operations", "Head of sales", False),
        ("Designer", None, False),
        (None, None, False),
        ("of", "the", False),
    ],
)
def test_titles_are_alike_by_at_least_half_of_their_words(one, other, alike):
    titles = pd.Series([one, other, "unrelated"], dtype="str")
    found = _alike(titles)
    assert found[0, 1] == found[1, 0] == alike
    assert not found[0, 2]
    assert np.array_equal(found, found.T)
