"""Whom to leave in peace: planted cases by hand, every row against a slow reading, what ends it, what cannot matter."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network

import netgraph as ng

COLUMNS = "time sender receiver recipients kind"
ENDS = ["2024-01-01 x me 1 message", "2024-12-31 x me 1 message"]
DAY = pd.Timedelta(days=1)


def table(rows, *, ends=ENDS, columns=COLUMNS, me=("me",), **options):
    rows = [*ends, *(f"{row} 1 message" if row.count(" ") == 2 else row for row in rows)]
    return by(ng.pressure(network(rows, columns=columns, me=list(me), **options)), "source", "target")


def daily(person, *, since="2024-11-01", until="2024-12-31", back=False):
    """Rows of a message a day, and one back an hour later."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range(since, until)]
    return [row for day in days for row in [f"{day} {person} me"] + [f"{day}T01:00 me {person}"] * back]


def test_three_days_in_vain_stop_either_way_and_two_do_not():
    rows = [f"2024-12-{day} me a" for day in (10, 15, 20)] + [f"2024-12-{day} b me" for day in (10, 15, 20)]
    found = table([*rows, "2024-12-10 me c", "2024-12-30 me c"])
    assert found["verdict"].loc[[("me", "a"), ("b", "me"), ("me", "c")]].tolist() == [
        "leave in peace", "leave in peace", "give it time",
    ]  # fmt: skip
    assert found.loc[("me", "a"), "again_on"] == pd.Timestamp("2024-12-20") + 90 * DAY
    assert found.loc[("me", "a"), ["streak", "silent_days", "rhythm"]].tolist() == [3, 11, 5]
    assert found.loc[("me", "a"), "why"].startswith("3 messages on 3 days without an answer, the last on 2024-12-20; ")
    assert (found.loc[("a", "me"), "verdict"], found.loc[("a", "me"), "streak"]) == ("fine", 0)
    assert pd.isna(found.loc[("a", "me"), "last"])


def test_three_messages_of_one_evening_are_one_try():
    found = table([f"2024-12-20T{hour}:00 me a" for hour in (19, 20, 21)])
    assert found.loc[("me", "a"), ["streak", "verdict"]].tolist() == [3, "fine"]


def test_one_message_is_given_the_time_that_an_answer_usually_takes():
    known = [f"2024-{month}-01 me a" for month in ("02", "03", "04")]
    known += [f"2024-{month}-03 a me" for month in ("02", "03", "04")]
    found = table([*known, "2024-12-30 me a", "2024-12-26 me b", "2024-12-24 me c"])
    # gaps of 2 and about 30 days, and the long one: the rhythm, not the 2 days in which a answered
    assert found.loc[("me", "a"), "rhythm"] == pytest.approx((366 - 1 - 32) / 6)
    assert found.loc[("me", "a"), "again_on"] == pd.Timestamp("2024-12-30") + 56 * DAY
    assert found.loc[("me", "b"), "again_on"] == pd.Timestamp("2025-01-02")
    assert found.loc[("me", "c"), "verdict"] == "fine"
    quick = [f"2024-12-{day}T{hour}:00 {way}" for day in (20, 22, 24) for hour, way in ((10, "me a"), (12, "a me"))]
    assert table([*quick, "2024-12-30 me a"]).loc[("me", "a"), "again_on"] == pd.Timestamp("2025-01-02") + DAY


def test_the_quiet_is_four_rhythms_but_a_season_at_least_and_a_year_at_most():
    every = {5: 90, 40: 160, 200: 365}
    for gap, quiet in every.items():
        last = pd.Timestamp("2024-12-20")
        rows = [f"{last - n * gap * DAY:%Y-%m-%d} me a" for n in (2, 1, 0)]
        found = table(rows, ends=["2023-01-01 x me 1 message", "2024-12-31 x me 1 message"])
        assert found.loc[("me", "a"), "again_on"] == last + quiet * DAY
    past = [f"2024-{day} me a" for day in ("09-20", "09-26", "10-01")]
    assert table(past).loc[("me", "a"), "verdict"] == "fine"


def test_who_talks_daily_both_ways_is_fine_and_who_writes_daily_to_everybody_is_not():
    mass = [f"{row} 5 message" for row in daily("spam")]
    found = table([*daily("pal", back=True), *mass, "2024-12-02 me spam"])
    assert found.loc[("pal", "me"), "verdict"] == found.loc[("me", "pal"), "verdict"] == "fine"
    spam = found.loc[("spam", "me")]
    assert spam[["streak", "days_written", "verdict"]].tolist() == [0, 1.0, "leave in peace"]
    assert spam["why"].startswith("nothing to this person alone is without an answer; wrote on 30 of the last 30 days")


def test_three_days_of_silence_of_a_daily_pair_are_no_refusal():
    rows = daily("pal", until="2024-12-27", back=True) + [f"2024-12-{day} pal me" for day in (28, 29, 30)]
    found = table(rows)
    assert found.loc[("pal", "me"), "streak"] >= 3
    assert found.loc[("pal", "me"), "verdict"] != "leave in peace"


def test_a_message_to_several_presses_nobody_unless_daily():
    found = table([f"2024-12-{day} me a 4 message" for day in (10, 15, 20, 25)])
    assert found.loc[("me", "a"), ["streak", "verdict"]].tolist() == [0, "fine"]
    assert found.loc[("me", "a"), "days_written"] == pytest.approx(4 / 30)


@pytest.mark.parametrize(
    ("sign", "ends"),
    [
        ("2024-12-28 a me 1 message", True),
        ("2024-12-28 a me 9 message", True),
        ("2024-12-28 x me 2 meeting|2024-12-28 x a 2 meeting", True),
        ("2024-12-28 me a 1 call 60", True),
        ("2024-12-28 a me 1 endorsement", True),
        ("2024-12-28 me a 1 call 0", False),
        ("2024-12-28 me a 1 endorsement", False),
        ("2024-12-12 a me 1 message", False),
    ],
)
def test_what_ends_a_streak(sign, ends):
    rows = [f"2024-12-{day} me a 1 message" for day in (13, 16, 19)] + sign.split("|")
    columns = f"{COLUMNS} duration event"
    full = [" ".join([*row.split(), "nan"][:6]) for row in [*ENDS, *rows]]
    events = [f"{row} {'meet' if 'meeting' in row else number}" for number, row in enumerate(full)]
    frame = pd.DataFrame([row.split() for row in events], columns=columns.split())
    frame = frame.astype({"duration": "float64"})
    found = by(ng.pressure(ng.network(frame, me=["me"])), "source", "target")
    assert (found.loc[("me", "a"), "verdict"] != "leave in peace") == ends


def test_what_was_done_out_of_sight_ends_a_streak():
    rows = [f"2024-12-{day} me a" for day in (10, 15, 20)]
    done = ng.Overrides(done=(("a", "2024-12-22"),))
    assert table(rows, overrides=done).loc[("me", "a"), "verdict"] == "fine"
    early = ng.Overrides(done=(("a", "2024-12-19"),))
    assert table(rows, overrides=early).loc[("me", "a"), "streak"] == 1


def test_where_no_window_covers_the_silence_there_is_no_verdict_on_it():
    columns = "time sender receiver source"
    rows = [f"2024-06-{day} me {who} {source}" for day in (10, 15, 20) for who, source in (("a", "job"), ("b", "mail"))]
    rows += ["2024-01-01 x me job", "2024-12-24 x me job", "2024-12-31 x me mail"]
    found = by(ng.pressure(network(rows, columns=columns, me=["me"], as_of="2024-07-01")), "source", "target")
    assert found.loc[[("me", "a"), ("me", "b")], "verdict"].tolist() == ["leave in peace"] * 2
    ended = [row for row in rows if row != "2024-12-24 x me job"]
    found = by(ng.pressure(network(ended, columns=columns, me=["me"], as_of="2024-07-01")), "source", "target")
    assert found.loc[("me", "a"), ["verdict", "silent_days"]].tolist() == ["unknown", 0]
    assert found.loc[("me", "a"), "why"].endswith("no source since 2024-06-20")
    assert found.loc[("me", "b"), "verdict"] == "leave in peace"


def test_a_log_seen_whole_has_both_ways_of_every_pair_and_its_planted_writers_on_top(firm):
    found = ng.pressure(firm)
    ways = set(zip(found["source"], found["target"], strict=True))
    assert {(b, a) for a, b in ways} == ways
    stop = found[found["verdict"] == "leave in peace"]
    assert 0 < len(stop) < len(found) / 50
    assert stop["streak"].is_monotonic_decreasing


def test_a_contact_without_a_message_has_no_row():
    rows = ["2024-01-01 me a 1 meeting", "2024-03-01 me b 1 message"]
    net = network(rows, columns=COLUMNS, me=["me"])
    assert set(ng.pressure(net)["target"]) == {"me", "b"}
    assert ng.pressure(net.at("2024-01-15")).empty


LOG = st.lists(
    st.tuples(st.integers(0, 75), st.integers(1, 23), st.sampled_from(["a b", "b a", "a b", "a c", "c b"])),
    min_size=1,
    max_size=40,
    unique_by=lambda one: one[:2],
)


def rows_of(log, sizes=(1,)):
    start = pd.Timestamp("2024-01-01")
    times = [(start + day * DAY + hour * DAY / 24, ends, sizes[(day + hour) % len(sizes)]) for day, hour, ends in log]
    return [f"{time:%Y-%m-%dT%H:%M} {ends} {size} message" for time, ends, size in sorted(times)]


SPAN = ["2024-01-01T00:00 x y 1 message", "2024-04-01T00:00 x y 1 message"]


@few
@given(LOG)
def test_every_row_equals_a_slow_reading(log):
    net = network([*SPAN, *rows_of(log, sizes=(1, 1, 3))], columns=COLUMNS)
    found = ng.pressure(net)
    for row in found.itertuples():
        assert (row.streak, row.verdict, row.again_on) == slow(net, row.source, row.target), row


def slow(net, source, target):
    """streak, verdict and again_on of one way, by the docstring."""
    log, today = net.interactions, net.as_of
    to = log[(log["sender"] == source) & (log["receiver"] == target)]
    back = log[(log["sender"] == target) & (log["receiver"] == source)]
    sign = back["time"].max() if len(back) else pd.Timestamp(0)
    alone = to[to["recipients"] == 1]
    vain = alone[alone["time"] > sign]
    tries = sorted({time.normalize() for time in vain["time"]})
    days = sorted({time.normalize() for time in [*to["time"], *back["time"]]})
    gaps = [(later - early).days for early, later in pairwise(days)]
    rhythm = np.mean(gaps) if gaps else 0
    took = [min([b - t for b in back["time"] if b > t], default=99 * DAY) for t in to["time"]]
    took = [t / DAY for t in took if t <= 7 * DAY]
    usual = np.quantile(took, 0.9) if len(took) >= 3 else 7
    lately = [{t.normalize() for t in way["time"] if (today - t.normalize()).days < 30} for way in (to, back)]
    wrote, got = map(len, lately)
    answers = got > 0 and got >= wrote / 2
    daily = wrote > 15 and to["time"].max() > sign
    if (len(tries) >= 3 or daily) and not answers:
        since, wait, verdict = to["time"].max() if daily else vain["time"].max(), 4 * rhythm, "leave in peace"
        wait = min(max(wait, 90), 365)
    elif tries and not (answers and got > 15):
        since, wait, verdict = vain["time"].max(), min(max(usual, rhythm), 90), "give it time"
    else:
        return len(vain), "fine", pd.NaT
    again = since.normalize() + int(np.ceil(wait)) * DAY
    return (len(vain), verdict, again) if again > today else (len(vain), "fine", pd.NaT)


@few
@given(LOG, st.randoms(use_true_random=False))
def test_an_answer_ends_it_and_neither_the_order_of_rows_nor_what_comes_later_matters(log, chance):
    rows, day = [*SPAN, *rows_of(log)], "2024-03-25"
    found = ng.pressure(network(rows, columns=COLUMNS, as_of=day))
    first = found.iloc[0]
    answer = f"2024-03-31T12:00 {first['target']} {first['source']} 1 message"
    net = network([*chance.sample(rows, len(rows)), answer], columns=COLUMNS)
    assert by(ng.pressure(net), "source", "target").loc[(first["source"], first["target"]), "verdict"] == "fine"
    pd.testing.assert_frame_equal(ng.pressure(net.at(day)), found)
