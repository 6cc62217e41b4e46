"""What went out and came back, and who is waiting."""

import pandas as pd
import pytest
from logs import by, network

import netgraph as ng

COLUMNS = "time sender receiver recipients"
ROWS = [
    "2024-01-01 me a 1", "2024-01-02 a me 1", "2024-01-03 me a 1",
    "2024-01-01 me b 1", "2024-01-20 b me 1", "2024-01-25 b me 1",
    "2024-01-20 c me 1", "2024-01-21 me c 4",
    "2024-01-20 d me 7",
    "2023-11-01 e me 1",
    "2024-01-31 me f 1",
]  # fmt: skip


def test_counts_and_who_waits():
    table = by(ng.give_and_take(network(ROWS, columns=COLUMNS, me=["me"])), "person")
    assert table.loc["a", ["sent", "received"]].tolist() == [2, 1]
    assert table["waiting_since"].dropna().to_dict() == {"b": pd.Timestamp("2024-01-20")}
    assert table.loc["b", "waiting_days"] == 11
    assert table.index[0] == "b"
    assert "d" not in table.index


def test_nobody_waits_in_a_source_that_ended_or_after_long_silence():
    rows = [
        "2024-01-01 a me job",
        "2024-01-10 x me job",
        "2024-12-20 y me mail",
        "2024-06-01 z me mail",
        "2024-12-31 z me mail",
    ]
    table = by(ng.give_and_take(network(rows, columns="time sender receiver source", me=["me"])), "person")
    assert table["waiting_days"].dropna().to_dict() == {"y": 11, "z": 213}


def test_without_an_owner_there_is_nothing_to_give():
    assert ng.give_and_take(network(ROWS, columns=COLUMNS)).empty


def test_nobody_known_from_a_source_that_ended_is_waiting():
    rows = ["2024-12-12 a me job", "2024-12-12 y me mail", "2024-12-31 me x mail"]
    table = by(ng.give_and_take(network(rows, columns="time sender receiver source", me=["me"])), "person")
    assert table["waiting_days"].dropna().to_dict() == {"y": 19}


def test_a_meeting_a_taken_call_and_what_was_done_answer_too():
    columns = "time sender receiver kind duration"
    rows = [f"2024-12-20 {who} me message nan" for who in "abcd"] + ["2024-12-31 me x message nan"]
    rows += ["2024-12-22 me a meeting nan", "2024-12-22 b me call 60", "2024-12-22 me c call 0"]
    frame = pd.DataFrame([row.split() for row in rows], columns=columns.split()).astype({"duration": "float64"})
    frame = frame.assign(event=[f"e{n}" for n in range(len(frame))])
    table = by(ng.give_and_take(ng.network(frame, me=["me"])), "person")
    assert table["waiting_days"].dropna().to_dict() == {"d": 11}
    done = ng.Overrides(done=(("d", "2024-12-21"),))
    assert ng.give_and_take(ng.network(frame, me=["me"], overrides=done))["waiting_days"].isna().all()


def test_who_waits_is_never_on_the_stop_list():
    rows = [f"2024-12-{day} a me" for day in (10, 14, 18)] + ["2024-12-18 b me", "2024-01-01 me x", "2024-12-31 me x"]
    net = network(rows, me=["me"])
    stopped = ng.pressure(net).query("verdict == 'leave in peace'")["source"]
    waiting = ng.give_and_take(net).dropna(subset=["waiting_since"])["person"]
    assert (stopped.tolist(), waiting.tolist()) == (["a"], ["b"])


def test_each_count_by_hand():
    columns = "time event sender receiver kind recipients"
    rows = [
        "2023-01-01 e0 me x message 1",
        "2024-03-01 e1 me ann message 1", "2024-03-02 e2 ann me message 1", "2024-03-02T01 e3 ann me message 1",
        "2024-03-20 e4 ann me message 1",
        "2024-04-01 e5 ann me message 2", "2024-04-01 e5 ann bob message 2", "2024-04-02 e6 bob me message 1",
        "2024-05-01 e7 me ann message 2", "2024-05-01 e7 me cat message 2", "2024-05-03 e8 cat ann message 2",
        "2024-05-03 e8 cat me message 2",
        "2024-06-01 e9 ann me endorsement 1", "2024-06-02 e10 me ann recommendation 1",
        "2025-03-15 e11 me ann message 1", "2025-03-31 e12 x me message 1",
    ]  # fmt: skip
    net = network(rows, columns=columns, me=["me"])
    ann = by(ng.give_and_take(net), "person").loc["ann"]
    assert ann[["sent", "received", "sent_lately", "received_lately"]].tolist() == [2, 3, 1, 0]
    assert ann[["turns_sent", "turns_received"]].tolist() == [2, 2]
    assert ann[["replies_got", "replies_given"]].tolist() == [1, 0]
    assert ann[["introductions_got", "introductions_given"]].tolist() == [1, 1]
    assert ann[["endorsements_got", "endorsements_given"]].tolist() == [1, 0]
    assert ann[["recommendations_got", "recommendations_given"]].tolist() == [0, 1]
    assert ann["why"] == (
        "you wrote 2 and they 3, one to one; answered: 0 by you, 1 by them; introductions: 1 given, 1 got; "
        "endorsements: 0 given, 1 got; recommendations: 1 given, 0 got; you wrote last, on 2025-03-15"
    )


def test_the_share_has_the_prior_of_imbalance(ada):
    table = ng.give_and_take(ada)
    pairs = ng.imbalance(ada).rename(columns={"b": "person"})
    both = table.merge(pairs, on=["person", "sent", "received"], suffixes=("", "_all"), validate="one_to_one")
    assert len(both) > 20
    for column in ("share", "ci_low", "ci_high"):
        assert both[column].to_numpy() == pytest.approx(both[f"{column}_all"].to_numpy())
    assert (table["sent_lately"] <= table["sent"]).all()
    assert (table["replies_got"] <= table["sent"]).all()
    assert (table["replies_given"] <= table["received"]).all()
    assert (table["turns_sent"] <= table["sent"]).all()


def test_without_a_message_alone_there_is_no_share():
    rows = ["2024-01-01 a me endorsement", "2024-01-02 me b message"]
    table = by(ng.give_and_take(network(rows, columns="time sender receiver kind", me=["me"])), "person")
    assert table.loc["a", ["sent", "received", "endorsements_got"]].tolist() == [0, 0, 1]
    assert table.loc["a", ["share", "ci_low", "ci_high"]].isna().all()
    assert table.loc["b", "share"] == pytest.approx(0.75)


def test_a_log_of_meetings_alone_has_nobody():
    assert ng.give_and_take(network(["2024-01-01 me a meeting"], columns="time sender receiver kind", me=["me"])).empty


def test_patience_and_streaks_have_an_end():
    late = [f"2024-12-{day} a me" for day in ("01", "02", "03", "04")]
    rows = [*late, "2024-11-30 b me", "2024-12-01 c me", "2024-12-31 me x"]
    table = by(ng.give_and_take(network(rows, me=["me"])), "person")
    assert table["waiting_days"].dropna().to_dict() == {"c": 30}
