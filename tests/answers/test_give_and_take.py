"""What went out and came back, and who is waiting."""

import pandas as pd
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


def test_patience_and_streaks_have_an_end():
    late = [f"2024-12-{day} a me" for day in ("01", "02", "03", "04")]
    rows = [*late, "2024-11-30 b me", "2024-12-01 c me", "2024-12-31 me x"]
    table = by(ng.give_and_take(network(rows, me=["me"])), "person")
    assert table["waiting_days"].dropna().to_dict() == {"c": 30}
