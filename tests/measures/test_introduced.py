"""Introductions: planted ones are found, and what resembles them is not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network

import netgraph as ng
from netgraph.log import MOST_PROJECTED

COLUMNS = "time event sender receiver recipients"
BEFORE = ["2023-01-01 e0 me x 1", "2023-12-31 e9 me x 1"]
TO_BOTH = ["2023-09-01 e1 me a 2", "2023-09-01 e1 me b 2"]
FOLLOWS = ["2023-09-05 e2 a me 2", "2023-09-05 e2 a b 2"]


def found(rows, *, me=("me",), columns=COLUMNS):
    return ng.introduced(network([*BEFORE, *rows], columns=columns, me=list(me)))


def test_one_that_the_owner_gave():
    row = found([*TO_BOTH, *FOLLOWS]).iloc[0]
    assert row[["introducer", "a", "b"]].tolist() == ["me", "a", "b"]
    assert (row["time"], row["followed"]) == (pd.Timestamp("2023-09-01"), pd.Timestamp("2023-09-05"))
    assert row["why"] == (
        "probable: one message to both on 2023-09-01, who had shared nothing before and did so 4 days later"
    )


def test_one_that_the_owner_got_stands_with_the_owner_first():
    rows = ["2023-09-01 e1 kim me 2", "2023-09-01 e1 kim a 2", "2023-09-02 e2 a me 1"]
    assert found(rows)[["introducer", "a", "b"]].to_numpy().tolist() == [["kim", "me", "a"]]


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        ("they wrote before", ["2023-03-01 e3 b a 1", *TO_BOTH, *FOLLOWS]),
        ("one message had reached both", ["2023-03-01 e3 x a 3", "2023-03-01 e3 x b 3", *TO_BOTH, *FOLLOWS]),
        ("nothing followed", TO_BOTH),
        ("only the same writer followed", [*TO_BOTH, "2023-09-05 e2 me a 2", "2023-09-05 e2 me b 2"]),
        ("it followed too late", [*TO_BOTH, "2023-12-01 e2 a me 2", "2023-12-01 e2 a b 2"]),
        ("it went to three", ["2023-09-01 e1 me a 3", "2023-09-01 e1 me b 3", *FOLLOWS]),
        ("the source had just begun", ["2023-06-29 e1 me a 2", "2023-06-29 e1 me b 2", "2023-06-30 e2 a b 1"]),
    ],
)
def test_what_only_resembles_one(why, rows):
    assert found(rows).empty, why


def test_the_last_day_on_which_something_may_follow_and_the_first_that_is_covered_enough():
    assert len(found([*TO_BOTH, "2023-11-30 e2 b a 1"])) == 1
    assert len(found(["2023-06-30 e1 me a 2", "2023-06-30 e1 me b 2", "2023-07-01 e2 a b 1"])) == 1


@pytest.mark.parametrize(("size", "number"), [(MOST_PROJECTED, 0), (MOST_PROJECTED + 1, 1)])
def test_a_mail_to_all_makes_nobody_acquainted(size, number):
    before = [f"2023-03-01 e3 x {person} {size}" for person in "ab"]
    assert len(found([*before, *TO_BOTH, *FOLLOWS])) == number


@pytest.mark.parametrize(("kind", "number"), [("message", 1), ("meeting", 0), ("call", 0), ("recommendation", 0)])
def test_only_a_message_introduces(kind, number):
    rows = [f"{row} {kind}" for row in TO_BOTH] + [f"{row} message" for row in [*BEFORE, *FOLLOWS]]
    assert len(ng.introduced(network(rows, columns=f"{COLUMNS} kind", me=["me"]))) == number


def test_a_meeting_follows_whoever_called_it_and_one_before_counts_as_knowing_each_other():
    met = ["2023-09-03 m me a 2 meeting", "2023-09-03 m me b 2 meeting"]
    rows = [f"{row} message" for row in [*BEFORE, *TO_BOTH]]
    table = ng.introduced(network([*rows, *met], columns=f"{COLUMNS} kind", me=["me"]))
    assert table["followed"].tolist() == [pd.Timestamp("2023-09-03")]
    early = [row.replace("2023-09-03", "2023-08-03") for row in met]
    follows = [f"{row} message" for row in FOLLOWS]
    assert ng.introduced(network([*rows, *early, *follows], columns=f"{COLUMNS} kind", me=["me"])).empty


@pytest.mark.parametrize(("since", "number"), [("2023-08-31", 0), ("2023-09-01", 1), (None, 1)])
def test_a_contact_list_may_have_named_them_before(since, number):
    rows = ["2023-09-01 e1 kim me 2", "2023-09-01 e1 kim a 2", "2023-09-02 e2 a me 1"]
    export = network([*BEFORE, *rows], columns=COLUMNS, me=["me"]).export
    card = pd.DataFrame({"handle": ["a"], "name": ["A"], "organisation": [None], "title": [None], "card": ["1"]})
    card = card.assign(since=pd.Series([since], dtype="datetime64[us]"), source="book")
    card = card.astype({"organisation": "str", "title": "str"})
    assert len(ng.introduced(ng.network(export + ng.Export(contacts=card)))) == number


def test_a_selection_that_hides_what_was_before_finds_none():
    net = network([*BEFORE, *TO_BOTH, *FOLLOWS], columns=COLUMNS, me=["me"])
    assert len(ng.introduced(net)) == 1
    assert ng.introduced(net.only(since="2023-01-02")).empty


@few
@given(st.data())
def test_no_pair_twice_no_introducer_in_it_and_nothing_later_is_needed(data):
    people = st.permutations("abcd")
    many = data.draw(st.lists(st.tuples(st.integers(180, 400), people, st.integers(1, 2)), min_size=1, max_size=14))
    rows = ["2023-01-01 begin x y 1", "2024-03-01 end z y 1"]
    for number, (day, (sender, *others), size) in enumerate(sorted(many, key=lambda one: one[0])):
        time = pd.Timestamp("2023-01-01") + pd.Timedelta(days=day, minutes=number)
        rows += [f"{time:%Y-%m-%dT%H:%M} e{number} {sender} {to} {size}" for to in others[:size]]
    net = network(rows, columns=COLUMNS)
    table = ng.introduced(net)
    assert not table.duplicated(["a", "b"]).any()
    assert (table["introducer"] != table["a"]).all()
    assert (table["introducer"] != table["b"]).all()
    assert by(table, "a", "b").index.tolist() == slow(net)
    early = ng.introduced(net.at("2023-09-30"))
    pd.testing.assert_frame_equal(early, table[table["followed"] < "2023-10-01"].reset_index(drop=True))


def slow(net):
    """The pairs by reading event after event, in order of time."""
    events = [(time, rows["sender"].iloc[0], list(rows["receiver"])) for time, rows in net.interactions.groupby("time")]
    told = []
    for time, sender, to in events:
        if len(to) == 2 and time >= net.windows["first"].iloc[0] + pd.Timedelta(days=180):
            both = set(to)
            shared = [(t, s) for t, s, others in events if both <= {s, *others}]
            after = [t for t, s in shared if t > time and s != sender]
            if min(shared)[0] == time and after and min(after) - time <= pd.Timedelta(days=90):
                told.append((time, sender, *sorted(both)))
    return [pair for *_, a, b in sorted(told) for pair in [(a, b)]]
