"""Reach-outs and answers: what counts as first-ever, dormant and warm, what is left out, and when there are too few."""

import pandas as pd
import pytest
from logs import by, network
from scipy.stats import beta

import netgraph as ng
from netgraph.answers.fear_and_reality import outcomes

COLUMNS = "time sender receiver"
EDGES = ["2023-01-01 me x", "2025-01-01 me x"]


def kinds(rows, **options):
    found = outcomes(network(rows, columns=options.pop("columns", COLUMNS), **options))
    return {(row.receiver, f"{row.time:%m-%d}", row.kind, bool(row.answered)) for row in found.itertuples()}


def test_kinds_by_what_came_before():
    rows = ["2024-01-01 me a", "2024-01-03 a me", "2024-01-10 me a", "2024-06-01 me a"]
    found = {k for k in kinds([*rows, *EDGES], me=["me"]) if k[0] == "a"}
    assert found == {
        ("a", "01-01", "first-ever", True),
        ("a", "01-10", "warm", False),
        ("a", "06-01", "dormant", False),
    }


def test_thirty_days_are_warm_and_seven_days_are_an_answer():
    rows = ["2024-01-01 me a", "2024-01-31 me a", "2024-02-07 a me", "2024-05-01 me b", "2024-05-09 b me"]
    found = {k for k in kinds([*rows, *EDGES], me=["me"]) if k[0] != "x"}
    assert ("a", "01-31", "warm", True) in found
    assert ("b", "05-01", "first-ever", False) in found


def test_a_log_that_starts_late_makes_nobody_first_ever():
    assert kinds(["2024-01-01 me a", "2024-12-31 me z"], me=["me"]) == set()
    columns = "time sender receiver source"
    late = ["2023-01-01 me x mail", "2024-05-01 me y chat", "2024-06-01 me a chat", "2024-12-01 me y chat"]
    assert not [k for k in kinds(late, columns=columns, me=["me"]) if k[2] == "first-ever"]


def test_messages_whose_week_has_not_passed_are_left_out():
    rows = ["2023-01-01 me x", "2024-01-01 me a", "2024-01-07T23:59 x me"]
    assert kinds(rows, me=["me"]) == set()
    assert kinds([*rows, "2024-01-08 x me"], me=["me"]) == {("a", "01-01", "first-ever", False)}


def test_whom_one_has_met_is_no_stranger():
    columns = "time sender receiver kind"
    rows = ["2023-01-01 me x message", "2024-01-01 a me meeting", "2024-01-02 me a message", "2025-01-01 me x message"]
    assert {k[2] for k in kinds(rows, columns=columns, me=["me"]) if k[0] == "a"} == {"warm"}


def test_a_cut_in_time_makes_nobody_first_ever():
    net = network(["2022-01-01 me a", "2024-01-01 me a", *EDGES], me=["me"])
    assert set(outcomes(net)["kind"]) >= {"dormant"}
    assert "first-ever" not in set(outcomes(net.only(since="2023-01-01"))["kind"])


def test_group_mail_is_no_reach_out_but_ends_a_silence():
    columns = "time sender receiver recipients"
    rows = ["2023-01-01 me x 1", "2024-01-01 me a 3", "2024-01-05 me a 1", "2025-01-01 me x 1"]
    assert {k[1:3] for k in kinds(rows, columns=columns, me=["me"]) if k[0] == "a"} == {("01-05", "warm")}


def test_under_twenty_there_is_no_rate():
    table = by(ng.fear_and_reality(network(["2024-01-01 me a", *EDGES], columns=COLUMNS, me=["me"])), "kind")
    assert table.loc["first-ever", ["sent", "answered", "verdict"]].tolist() == [1, 0, "too few to know"]
    assert table[["rate", "ci_low", "ci_high"]].isna().all(axis=None)


def test_rates_and_intervals_of_planted_answers():
    start = pd.Timestamp("2024-01-01")
    sent = [f"{start + pd.Timedelta(days=i):%Y-%m-%d} me p{i}" for i in range(40)]
    back = [f"{start + pd.Timedelta(days=i + 2):%Y-%m-%d} p{i} me" for i in range(10)]
    row = by(ng.fear_and_reality(network([*sent, *back, *EDGES], me=["me"])), "kind").loc["first-ever"]
    assert row[["sent", "answered", "rate"]].tolist() == [40, 10, 0.25]
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(beta(10.5, 30.5).ppf([0.05, 0.95]).tolist())


def test_of_answers_within_a_minute_the_order_of_the_log_decides():
    rows = ["2023-01-01 me x", "2024-01-01T10:00 me a", "2024-01-01T10:00 a me", "2024-02-01 me x"]
    assert ("a", "01-01", "first-ever", True) in kinds(rows, me=["me"])


@pytest.mark.real
def test_on_a_public_log_old_ties_answer_more_often_than_strangers(shared):
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    rate = by(ng.fear_and_reality(net), "kind")["rate"]
    assert rate["dormant"] > rate["first-ever"]
