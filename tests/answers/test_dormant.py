"""Dormant ties: planted ones are found, and silence outside what a source covers makes nobody dormant."""

from math import isclose

import numpy as np
import pandas as pd
from hypothesis import given
from logs import by, few, network, three

import netgraph as ng
from netgraph.measures.silence import alive, allowed, silences

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
    assert row["why"].startswith(
        "20 messages (10 sent, 10 received) on 20 days; usually every 14 days, now silent for 464; "
        "more time with 1 of 3 ties; whom else they know is not seen; chance of an answer "
    )
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


def test_unreturned_ties_are_worth_nothing_and_a_log_without_owner_has_none():
    alone = [f"{day} me quiet mail" for day in days("2023-01-01", 3, 40)]
    rows = alone + both_ways(days("2023-01-01", 14, 5), "old") + NOW
    table = ng.dormant(network(rows, columns=COLUMNS, me=["me"]))
    assert table["person"].tolist() == ["old", "quiet"]
    assert table["why"].iloc[1].startswith("40 messages (40 sent, 0 received) on 40 days")
    assert table[["trust", "worth"]].iloc[1].tolist() == [0, 0]
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
    assert table["why"].item().startswith("5 messages (5 sent, 0 received) and 1 meeting on 6 days")
    assert table["trust"].item() == 1 / 7
    met = [f"{day} me pal mail meeting" for day in days("2023-01-01", 7, 5)]
    table = ng.dormant(network([*met, "2024-12-01 me kept mail message"], columns=columns, me=["me"]))
    assert isclose(table["strength_then"].item(), sum(1 / (1 + i) for i in range(5)))
    assert table["chance"].isna().all()  # nothing was ever written, so nothing tells how often it is answered
    assert table["worth"].isna().all()
    assert table["why"].item().endswith("whom else they know is not seen")


def test_worth_is_the_product_of_its_parts_each_by_its_definition(ada):
    table = ng.dormant(ada)
    assert table[["novelty", "trust", "chance", "worth"]].ge(0).all(axis=None)
    assert table[["novelty", "trust", "chance", "worth"]].le(1).all(axis=None)
    assert np.allclose(table["worth"], table["novelty"] * table["trust"] * table["chance"])
    assert table["worth"].is_monotonic_decreasing
    answers = by(ng.replies(ada), "source", "target").loc[ada.me]
    told = ["chance", "ci_low", "ci_high"]
    pd.testing.assert_frame_equal(by(table, "person")[told], answers[told].loc[table["person"]], check_names=False)


def test_trust_is_the_share_that_was_mutual():
    """8 sent and 4 received, a call taken and a meeting: (2 x 4 + 2) of 14, and one more that was not."""
    columns = "time sender receiver source kind duration"
    ends = ["me pal"] * 8 + ["pal me"] * 4
    times = days("2023-01-01", 7, 14)
    rows = [f"{day} {pair} mail message 0" for day, pair in zip(times, ends, strict=False)]
    rows += [f"{times[12]} me pal mail call 60", f"{times[13]} me pal mail meeting 0"]
    net = network([*rows, "2024-12-01 me kept mail message 0"], columns=columns, me=["me"])
    row = by(ng.dormant(net), "person").loc["pal"]
    assert isclose(row["trust"], 10 / 15)
    assert row["why"].startswith("12 messages (8 sent, 4 received) and 1 call and 1 meeting on 14 days")


def test_a_call_that_nobody_took_is_a_message():
    columns = "time sender receiver source kind duration"
    rows = [f"{day} me pal mail call 0" for day in days("2023-01-01", 7, 5)]
    net = network([*rows, "2024-12-01 me kept mail message 0"], columns=columns, me=["me"])
    assert ng.dormant(net)["trust"].tolist() == [0]


def test_novelty_falls_with_time_together():
    """Ties of 3, 5, 5 and 20 days: 1/2, 2, 2 and 3 1/2 places of 4 from the least, which is what is familiar."""
    ties = {"new": 3, "one": 5, "two": 5, "old": 20}
    rows = [row for who, number in ties.items() for row in both_ways(days("2023-01-01", 7, number), who)]
    table = by(ng.dormant(network([*rows, "2024-12-01 me kept mail"], columns=COLUMNS, me=["me"])), "person")
    assert table["novelty"].to_dict() == {"new": 7 / 8, "one": 1 / 2, "two": 1 / 2, "old": 1 / 8}
    assert "more time with 1 of 4 ties" in table.loc["one", "why"]


def together(day, event, people, sender="me"):
    return [f"{day} {sender} {person} mail {event} {len(people)}" for person in people]


def groups(also=()):
    """Two old friends, each once seen in a mail with two others; of those of `known` one is in touch with the owner."""
    columns = "time sender receiver source event recipients"
    old = {who: both_ways(days("2023-01-01", 7, 9), who) for who in ("bridge", "known")}
    rows = [f"{row} {who}{n} 1" for who, sent in old.items() for n, row in enumerate(sent)]
    rows += together("2023-02-02", "x", ["bridge", "b1", "b2"]) + together("2023-02-03", "y", ["known", "k1", "k2"])
    rows += [f"{row} k1{n} 1" for n, row in enumerate(both_ways(days("2024-06-01", 7, 20), "k1"))]
    return by(ng.dormant(network([*rows, *also], columns=columns, me=["me"])), "person")


def test_ways_to_people_whom_nobody_alive_reaches_are_new():
    table = groups()
    assert list(table.index) == ["bridge", "known"]
    assert "nobody in touch with you reaches 2 of their 2 contacts" in table.loc["bridge", "why"]
    assert table.loc["bridge", "novelty"] == 1
    # k1 is in touch, and was in that mail with k2, so both are reached
    assert "nobody in touch with you reaches 0 of their 2 contacts" in table.loc["known", "why"]
    assert isclose(table.loc["known", "novelty"], 1 - 1 / 3)  # the two share places 1 and 2 of 3 in time together


def test_a_way_that_another_living_tie_has_is_not_new():
    table = groups(together("2024-10-10", "z", ["me", "b1"], sender="k1"))
    assert "nobody in touch with you reaches 1 of their 2 contacts" in table.loc["bridge", "why"]
    assert isclose(table.loc["bridge", "novelty"], 1 - 1 / 3 * 1 / 2)


def test_who_is_known_from_a_source_that_ended_is_not_alive():
    """Whether k1 is in touch still nobody can tell, so the way through k1 does not count as one."""
    columns = "time sender receiver source"
    rows = both_ways(days("2023-01-01", 7, 9), "pal") + both_ways(days("2023-01-01", 7, 60), "late", source="job")
    net = network([*rows, "2024-12-31 me kept mail"], columns=columns, me=["me"])
    pairs = by(silences(net), "b")
    assert pairs.loc["late", "silent_days"] == 0
    assert alive(net, pairs).to_dict() == {"kept": True, "late": False, "pal": False}


@few
@given(three(hours=24 * 400, step=24))
def test_invariants_of_any_log(rows):
    net = network([*rows, "2024-12-31T00:00 a z mail"], columns=COLUMNS, me=["a"])
    table = ng.dormant(net)
    assert table[["novelty", "trust"]].clip(0, 1).equals(table[["novelty", "trust"]])
    assert table["worth"].dropna().between(0, 1).all()
    pairs = silences(net)
    assert not (alive(net, pairs) & (pairs["silent_days"] > allowed(pairs))).any()
