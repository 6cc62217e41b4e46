"""Dormant ties: planted ones are found, and silence outside what a source covers makes nobody dormant."""

from math import isclose

import pandas as pd
from logs import by, network

import netgraph as ng

COLUMNS = "time sender receiver source"


def days(start, every, number):
    return [f"{pd.Timestamp(start) + pd.Timedelta(days=every * i):%Y-%m-%d}" for i in range(number)]


def both_ways(times, person, source="mail"):
    ends = [("me", person), (person, "me")]
    return [f"{day} {ends[i % 2][0]} {ends[i % 2][1]} {source}" for i, day in enumerate(times)]


NOW = ["2024-12-31 me kept mail"]


def test_a_tie_silent_for_its_own_rhythm_is_dormant():
    fortnightly = both_ways(days("2023-01-01", 14, 20), "old")
    yearly = both_ways(["2021-03-01", "2022-03-02", "2023-03-01", "2024-03-01"], "aunt")
    kept = both_ways(days("2024-01-01", 14, 26), "kept")
    net = network(fortnightly + yearly + kept + NOW, columns=COLUMNS, me=["me"])
    table = by(ng.dormant(net), "person")
    assert list(table.index) == ["old"]  # the aunt is heard from once a year and not due yet
    row = table.loc["old"]
    assert (row["silent_days"], row["rhythm"], row["reciprocated"]) == (464, 14, True)
    assert row["why"] == "20 messages on 20 days, both ways; usually every 14 days, now silent for 464"
    assert isclose(row["strength_then"], sum(1 / (1 + 14 * i / 7) for i in range(20)))


def test_a_source_that_ends_early_makes_nobody_dormant():
    job = both_ways(days("2023-01-01", 7, 20), "colleague", source="job")
    net = network(job + NOW, columns=COLUMNS, me=["me"])
    assert ng.dormant(net).empty
    covered = [f"2024-12-01 me kept {source}" for source in ("mail", "job")]
    assert ng.dormant(network(job + covered, columns=COLUMNS, me=["me"]))["person"].tolist() == ["colleague"]


def test_a_month_of_silence_or_less_is_never_dormant():
    daily = both_ways(days("2024-01-01", 1, 30), "daily")
    assert ng.dormant(network([*daily, "2024-02-29 me kept mail"], columns=COLUMNS, me=["me"])).empty
    assert len(ng.dormant(network([*daily, "2024-03-01 me kept mail"], columns=COLUMNS, me=["me"]))) == 1


def test_unreturned_ties_come_last_and_a_log_without_owner_has_none():
    alone = [f"{day} me quiet mail" for day in days("2023-01-01", 3, 40)]
    rows = alone + both_ways(days("2023-01-01", 14, 5), "old") + NOW
    table = ng.dormant(network(rows, columns=COLUMNS, me=["me"]))
    assert table["person"].tolist() == ["old", "quiet"]
    assert table["why"].iloc[1].startswith("40 messages on 40 days, one way only")
    assert ng.dormant(network(rows, columns=COLUMNS)).empty


def test_each_of_the_three_conditions_is_needed():
    weekly = both_ways(days("2023-01-01", 7, 20), "weekly")  # last 2023-05-14
    gap = both_ways([*days("2022-01-01", 7, 9), *days("2023-03-18", 7, 9)], "gap")  # a silence of 385 days before
    rare = both_ways(days("2021-01-01", 100, 9), "rare")  # last 2023-03-12
    found = {
        "2023-06-13": [],
        "2023-06-14": ["weekly"],
        "2023-10-01": ["weekly"],
        "2024-04-16": ["rare", "weekly"],
        "2024-07-01": ["gap", "rare", "weekly"],
    }
    for end, expected in found.items():
        net = network(weekly + gap + rare + [f"{end} me kept mail"], columns=COLUMNS, me=["me"])
        assert sorted(ng.dormant(net)["person"]) == expected


def test_time_that_no_source_covers_is_no_gap():
    old = both_ways(days("2020-01-01", 7, 10), "pal", source="old")
    new = [*both_ways(days("2023-01-01", 7, 10), "pal", source="new"), "2024-12-01 me kept new"]
    table = by(ng.dormant(network(old + new, columns=COLUMNS, me=["me"])), "person")
    assert table.loc["pal", "rhythm"] == 7


def test_meetings_are_contact_but_no_answer():
    columns = "time sender receiver source kind"
    rows = [f"{day} me pal mail message" for day in days("2023-01-01", 7, 5)] + ["2023-02-10 pal me mail meeting"]
    table = ng.dormant(network([*rows, "2024-12-01 me kept mail message"], columns=columns, me=["me"]))
    assert table["reciprocated"].tolist() == [False]
    assert table["why"].item().startswith("5 messages and 1 meetings on 6 days, one way only")
    met = [f"{day} me pal mail meeting" for day in days("2023-01-01", 7, 5)]
    table = ng.dormant(network([*met, "2024-12-01 me kept mail message"], columns=columns, me=["me"]))
    assert isclose(table["strength_then"].item(), sum(1 / (1 + i) for i in range(5)))
