"""Pair-days: what enters, in which direction, and that the reduction loses nothing."""

import ibis
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from netgraph.log import MOST_PROJECTED, reduced
from netgraph.tables import checked


def log(rows):
    columns = ["event", "time", "sender", "receiver", "kind", "recipients"]
    table = pd.DataFrame(rows, columns=columns).assign(channel="mail", reply_to=None, duration=None, source="log")
    return checked("interactions", table.assign(time=pd.to_datetime(table["time"], format="ISO8601")))


ONE_MAIL_TO_TWO = [("1", "2024-01-01T10:00", "s", r, "message", 2) for r in ("x", "y")]
ONE_MEETING = [("2", "2024-01-01T10:00", "s", r, "meeting", 2) for r in ("x", "y")]


def pairs(table):
    return {(row.source, row.target, row.kind) for row in table.itertuples()}


def test_a_message_goes_from_its_sender_and_joins_its_recipients_only_in_one_persons_log():
    observed = {("s", "x", "observed"), ("s", "y", "observed")}
    assert pairs(reduced(log(ONE_MAIL_TO_TWO), co_recipients=False)) == observed
    assert pairs(reduced(log(ONE_MAIL_TO_TWO), co_recipients=True)) == observed | {("x", "y", "projected")}


def test_a_copy_to_oneself_ties_nobody_to_oneself():
    rows = [("1", "2024-01-01T10:00", "s", r, "message", 2) for r in ("s", "y")]
    assert pairs(reduced(log(rows), co_recipients=True)) == {("s", "y", "observed")}


def test_a_meeting_joins_everybody_and_has_no_direction():
    expected = {("s", "x", "projected"), ("s", "y", "projected"), ("x", "y", "projected")}
    assert pairs(reduced(log(ONE_MEETING), co_recipients=False)) == expected


def test_a_pair_that_met_in_either_order_is_one_pair():
    rows = [("1", "2024-01-01T10:00", "b", "a", "meeting", 1), ("2", "2024-01-01T11:00", "a", "b", "meeting", 1)]
    table = reduced(log(rows), co_recipients=False)
    assert table[["source", "target", "count"]].to_numpy().tolist() == [["a", "b", 2]]


def test_a_mail_to_everybody_makes_nobody_acquainted():
    many = [
        ("1", "2024-01-01T10:00", "s", f"r{i:02}", "message", MOST_PROJECTED + 1) for i in range(MOST_PROJECTED + 1)
    ]
    table = reduced(log(many), co_recipients=True)
    assert set(table["kind"]) == {"observed"}
    assert len(table) == MOST_PROJECTED + 1


def test_days_channels_and_fewest_recipients():
    rows = [
        ("1", "2024-01-01T23:59:59", "a", "b", "message", 4),
        ("2", "2024-01-01T00:00:00", "a", "b", "message", 2),
        ("3", "2024-01-02T00:00:00", "a", "b", "message", 1),
        ("4", "2024-01-02T09:00:00", "a", "a", "message", 1),
    ]
    table = reduced(log(rows), co_recipients=True)
    assert table[["count", "recipients"]].to_numpy().tolist() == [[2, 2], [1, 1]]
    assert table["first"].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-02")]


person, moment = st.sampled_from("abcd"), st.datetimes(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01"))


@given(st.lists(st.tuples(person, person, moment), max_size=30))
def test_equals_pandas_and_runs_on_any_ibis_table(rows):
    events = log([(str(i), t.isoformat(), s, r, "message", 1) for i, (s, r, t) in enumerate(rows)])
    table = reduced(events, co_recipients=False)
    sent = events[events["sender"] != events["receiver"]].assign(day=lambda e: e["time"].dt.normalize())
    expected = sent.groupby(["sender", "receiver", "day"])["time"].agg(["size", "min", "max"]).reset_index()
    assert (
        table[["source", "target", "day", "count", "first", "last"]].to_numpy().tolist() == expected.to_numpy().tolist()
    )
    elsewhere = ibis.memtable(pa.Table.from_pandas(events, preserve_index=False))
    pd.testing.assert_frame_equal(reduced(elsewhere, co_recipients=False), table)
