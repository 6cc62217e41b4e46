"""Who should not be asked now: each reason planted, and those who resemble it."""

import pandas as pd
import pytest
from logs import by, network

import netgraph as ng

ENDS = ["2024-01-01 x me 1", "2024-12-31 me x 1"]
COLUMNS = "time sender receiver recipients event"


def table(rows, **options):
    """A row without number of recipients went to one; a row without an event is one of its own."""
    rows = [f"{row} 1" if row.count(" ") == 2 else row for row in [*ENDS, *rows]]
    rows = [f"{row} e{number}" if row.count(" ") == 3 else row for number, row in enumerate(rows)]
    return by(ng.spared(network(rows, columns=COLUMNS, me=["me"]), **options), "person")


def turns(person, days, *, answers=True, theirs=()):
    """On each of these days a turn of the owner's, or of theirs, answered within the hour, and the owner wrote last."""
    rows = []
    for day in days:
        times = [f"2024-{day}T{time} {{}} {{}}" for time in ("10:00", "10:30", "11:00")][day in theirs :]
        ends = [(person, "me"), ("me", person)] if day in theirs else [("me", person), (person, "me"), ("me", person)]
        rows += [time.format(*end) for time, end in zip(times, ends if answers else ends[:1], strict=answers)]
    return rows


DAYS = ["11-01", "11-08", "11-15", "11-22", "11-29", "12-06", "12-13", "12-20"]


def test_a_friend_asked_often_is_spared_until_fewer_than_five_are_lately():
    found = table(turns("ann", DAYS))
    assert found.index.tolist() == ["ann"]
    assert found.loc["ann", "why"] == ("asked often lately: in 90 days you began or were introduced 8 times, they 0")
    assert found.loc["ann", "until"] == pd.Timestamp("2024-11-22") + pd.Timedelta(days=90)


def test_a_friend_who_begins_as_often_is_not_and_neither_is_one_asked_long_ago_or_seldom():
    even = turns("ben", DAYS, theirs=DAYS[::2])
    old = [
        row.replace("2024-1", "2024-0") for row in turns("cy", ["12-01", "12-06", "12-11", "12-16", "12-21", "12-26"])
    ]
    assert table([*even, *old, *turns("di", DAYS[:4])]).empty


def test_the_day_on_which_the_fifth_favour_grows_old_is_the_first_free_one():
    late = ["11-08", "11-15", "11-22", "11-29"]
    assert table(turns("ann", ["10-02", *late])).empty
    assert table(turns("ann", ["10-03", *late])).loc["ann", "until"] == pd.Timestamp("2025-01-01")


def test_introductions_count_as_favours_both_ways():
    got = [row for n, day in enumerate(DAYS[:3]) for row in introduction("ann", "me", f"new{n}", day)]
    asked = turns("ann", ["11-03", "11-10"])
    found = table([*got, *asked])
    assert found.loc["ann", "why"].endswith("you began or were introduced 5 times, they 0")
    given = [row for n, day in enumerate(DAYS[3:6]) for row in introduction("me", "ann", f"new{n}x", day)]
    assert table([*got, *asked, *given]).empty


def introduction(introducer, one, other, day):
    time = pd.Timestamp(f"2024-{day}")
    later, to_whom = time + pd.Timedelta(days=1), sorted({one, introducer} - {other})
    first = [f"{time:%Y-%m-%d} {introducer} {to} 2 {other}-1" for to in (one, other)]
    return [*first, *(f"{later:%Y-%m-%d} {other} {to} 2 {other}-2" for to in to_whom)]


def test_who_waits_and_who_is_to_be_left_in_peace_either_way():
    rows = ["2024-12-20 wes me"] + [f"2024-12-{day} {way}" for day in (10, 14, 18) for way in ("me ned", "pam me")]
    found = table(rows)
    assert found.index.tolist() == ["ned", "pam", "wes"]
    assert found.loc["wes", "why"] == "waiting for your reply since 2024-12-20"
    assert pd.isna(found.loc["wes", "until"])
    assert found.loc[["ned", "pam"], "why"].str.slice(0, 27).tolist() == [
        "leave in peace: you wrote, ", "leave in peace: they wrote,",
    ]  # fmt: skip
    assert (found.loc[["ned", "pam"], "until"] == pd.Timestamp("2024-12-18") + pd.Timedelta(days=90)).all()
    assert table(rows, people=["pam", "nobody"]).index.tolist() == ["pam"]


def test_several_reasons_stand_in_one_row_and_the_last_day_counts():
    rows = turns("ann", DAYS, answers=False)
    found = table(rows)
    assert found.loc["ann", "why"].count("; leave in peace: you wrote, ") == 1
    assert found.loc["ann", "until"] == pd.Timestamp("2024-12-20") + pd.Timedelta(days=90)


@pytest.mark.parametrize("question", [ng.introduced, ng.pressure, ng.give_and_take, ng.spared])
def test_an_address_book_alone_presses_nobody(question):
    card = pd.DataFrame({"handle": ["a"], "name": ["A"], "organisation": [None], "title": [None], "card": ["1"]})
    card = card.assign(since=pd.Series([None], dtype="datetime64[us]"), source="book")
    card = card.astype({"organisation": "str", "title": "str"})
    assert question(ng.network(ng.Export(contacts=card, me=("the owner",)), as_of="2024-01-01")).empty


@pytest.mark.parametrize("me", [[], ["me"]])
def test_nobody_to_spare(me):
    assert ng.spared(network(["2024-01-01 me a"], me=me)).empty
    assert ng.spared(network(["2024-01-01 b me", "2024-06-01 me b"], me=me)).empty
    assert ng.spared(network(["2024-01-01 me b meeting"], columns="time sender receiver kind", me=me)).empty


def test_of_some_people_it_says_what_it_says_of_all(ada):
    everybody = ng.spared(ada)
    some = ada.people["person"][::2]
    found = ng.spared(ada, people=some)
    assert 0 < len(found) < len(everybody)
    pd.testing.assert_frame_equal(found, everybody[everybody["person"].isin(some)].reset_index(drop=True))
