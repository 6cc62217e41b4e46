"""Months, those without contact too; ties born, fading and revived, as far as sources could see it."""

import pandas as pd
import pytest
from logs import by, network

import netgraph as ng
from netgraph.measures.timeline import turns

COLUMNS = "time sender receiver source"
WHAT = ("born", "fading", "revived")
ENDS = ["2020-01-01 me x mail", "2024-12-31 me x mail"]
"""The mail that all other sources are set against: it covers five years."""


def days(start, every, number):
    return [f"{pd.Timestamp(start) + pd.Timedelta(days=every * i):%Y-%m-%d}" for i in range(number)]


def wrote(times, person, source="mail"):
    return [f"{day} me {person} {source}" for day in times]


def seen(rows, **options):
    """Turns of all ties but that of x, as (day, person, what)."""
    table = turns(network(rows, columns=COLUMNS, me=["me"], **options))
    table = table[table["b"] != "x"]
    return [(f"{row.day:%Y-%m-%d}", row.b, row.what) for row in table.itertuples()]


def test_new_and_active_pairs_by_month():
    rows = ["2024-01-05 a b", "2024-01-06 b a", "2024-03-01 a b", "2024-03-02 a c"]
    table = by(ng.timeline(network(rows)), "month")
    assert [f"{month:%Y-%m}" for month in table.index] == ["2024-01", "2024-02", "2024-03"]
    assert table["events"].tolist() == [2, 0, 2]
    assert table["active_pairs"].tolist() == [1, 0, 2]
    assert table["new_pairs"].tolist() == [1, 0, 1]
    assert table["born"].isna().all()
    assert table[["fading", "revived"]].eq(0).all(axis=None)


def test_a_tie_is_born_fades_and_revives():
    """Ten weekly days, the last on 2023-03-05: after 31 days silent for more than a month, and than 4 weeks."""
    rows = [*ENDS, *wrote(days("2023-01-01", 7, 10), "pal"), *wrote(["2023-08-01"], "pal")]
    # 149 days are the longest gap then, and 4 times the mean of 21.2 is less
    assert seen(rows) == [
        ("2023-01-01", "pal", "born"),
        ("2023-04-05", "pal", "fading"),
        ("2023-08-01", "pal", "revived"),
        ("2023-12-29", "pal", "fading"),
    ]
    table = by(ng.timeline(network(rows, columns=COLUMNS, me=["me"])), "month")
    months = {what: [f"{month:%Y-%m}" for month in table.index[table[what].fillna(0) > 0]] for what in WHAT}
    assert months == {"born": ["2023-01"], "fading": ["2023-04", "2023-12"], "revived": ["2023-08"]}


@pytest.mark.parametrize(("last", "fades"), [("2023-04-04", False), ("2023-04-05", True)])
def test_a_silence_fades_on_the_first_day_that_is_too_long_and_covered(last, fades):
    rows = [ENDS[0], *wrote(days("2023-01-01", 7, 10), "pal"), f"{last} me x mail"]
    faded = [day for day, _, what in seen(rows) if what == "fading"]
    assert faded == (["2023-04-05"] if fades else [])


def test_contact_on_the_very_day_comes_in_time():
    assert len(seen([*ENDS, *wrote([*days("2023-01-01", 7, 10), "2023-04-05"], "pal")])) == 2  # born; fades 32 days on
    rows = [*ENDS, *wrote([*days("2023-01-01", 7, 10), "2023-04-06"], "pal")]
    assert ("2023-04-06", "pal", "revived") in seen(rows)


def test_two_days_of_contact_have_no_rhythm():
    assert seen([*ENDS, *wrote(days("2023-01-01", 7, 2), "pal")]) == [("2023-01-01", "pal", "born")]


def test_an_export_that_ends_early_makes_nobody_fade():
    job = wrote(days("2022-01-01", 7, 52), "colleague", "job")
    assert seen(ENDS + job) == []  # and as the job's mail begins with it, nobody is born either
    covered = ["2021-01-01 me x job", "2023-12-31 me x job"]
    assert seen(ENDS + job + covered) == [("2022-01-01", "colleague", "born"), ("2023-01-24", "colleague", "fading")]


def test_a_log_that_starts_late_makes_nobody_born():
    chat = ["2024-01-01 me x chat", "2024-12-31 me x chat"]
    early, late = wrote(["2024-06-28"], "early", "chat"), wrote(["2024-06-29"], "late", "chat")
    assert seen(ENDS + chat + early + late) == [("2024-06-29", "late", "born")]  # after 180 days of chat


def test_somebody_known_from_another_source_is_not_born_again():
    """Known by mail since 2022; the chat, which begins in 2023, shows nothing new."""
    chat = ["2023-01-01 me x chat", "2024-12-31 me x chat", *wrote(days("2024-01-01", 7, 30), "pal", "chat")]
    assert [turn for turn in seen([*ENDS, *chat, *wrote(["2022-03-01"], "pal")]) if turn[2] == "born"] == [
        ("2022-03-01", "pal", "born")
    ]


def test_first_seen_where_a_source_begins_nobody_knows_whether_it_was_the_first():
    """The mail has covered years and knows the person later: the chat that shows them first had just begun."""
    chat = ["2024-01-01 me x chat", *wrote(["2024-01-20"], "pal", "chat"), "2024-12-31 me x chat"]
    assert seen([*ENDS, *chat, *wrote(["2024-02-01"], "pal")]) == []


def test_of_two_sources_that_see_a_pair_one_that_goes_on_makes_it_fade():
    """The old mailbox ends in March, the new one, which knows the pair too, covers the silence that follows."""
    old, new = wrote(days("2023-01-01", 7, 10), "pal", "old"), wrote(["2023-01-10"], "pal", "new")
    rows = [*ENDS, *old, *new, "2022-01-01 me x new", "2024-12-31 me x new"]
    assert [what for _, _, what in seen(rows)] == ["fading"]
    assert seen([*ENDS, *old, *new]) == []  # as the new one ends on its only day


def test_time_that_nobody_saw_is_no_silence():
    """Weekly until the old mailbox ends, and weekly again since the new one begins, half a year later."""
    rows = [*ENDS, *wrote(days("2023-01-01", 7, 10), "pal", "old"), *wrote(days("2023-10-01", 7, 10), "pal", "new")]
    assert seen(rows) == []
    assert [what for _, _, what in seen([*rows, "2024-12-31 me x old"])] == ["fading", "revived", "fading"]


def test_months_that_no_source_covers_are_unknown():
    rows = [*wrote(["2023-01-01", "2023-02-01"], "a", "old"), *wrote(["2023-06-01", "2024-01-31"], "b", "new")]
    table = by(ng.timeline(network(rows, columns=COLUMNS, me=["me"])), "month")
    unknown = [f"{month:%Y-%m}" for month in table.index[table["fading"].isna()]]
    assert unknown == ["2023-03", "2023-04", "2023-05"]
    assert table["revived"].isna().equals(table["fading"].isna())
    # the new source has covered 180 days on 2023-11-28
    assert [f"{month:%Y-%m}" for month in table.index[table["born"].notna()]] == ["2023-11", "2023-12", "2024-01"]


def test_a_time_cut_off_makes_nobody_born():
    rows = [*ENDS, *wrote(["2021-01-01", "2023-01-01"], "pal")]
    net = network(rows, columns=COLUMNS, me=["me"]).only(since="2022-01-01")
    assert ng.timeline(net)["born"].isna().all()


def test_in_one_persons_export_only_the_owners_ties_turn():
    others = [f"{day} a b mail" for day in days("2023-01-01", 7, 10)]
    assert seen(ENDS + others) == []
    assert [what for _, _, what in seen_by_all(ENDS + others)] == ["born", "fading"]


def seen_by_all(rows):
    table = turns(network(rows, columns=COLUMNS))
    return [(row.a, row.b, row.what) for row in table[table["b"] == "b"].itertuples()]


@pytest.mark.parametrize("day", [None, "2025-03-31", "2024-06-30"])
def test_who_has_faded_and_not_revived_is_dormant(ada, day):
    net = ada if day is None else ada.at(day)
    last = turns(net).query("what != 'born'").groupby("b").tail(1)
    assert set(last.loc[last["what"] == "fading", "b"]) == set(ng.dormant(net)["person"])


def test_turns_alternate_and_the_table_counts_them(ada):
    table, found = ng.timeline(ada), turns(ada)
    assert {what: int(table[what].sum()) for what in ("born", "fading", "revived")} == found[
        "what"
    ].value_counts().to_dict()
    silences = found[found["what"] != "born"]
    again = silences.groupby("b")["what"].shift()
    assert (again[again.notna()] != silences.loc[again.notna(), "what"]).all()
    assert (silences.loc[again.isna(), "what"] == "fading").all()
