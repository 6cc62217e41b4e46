"""The truths of the organisation's log hold in the file that people read."""

import csv
import gzip
import io
from collections import Counter
from datetime import date, datetime, timedelta

import pytest


@pytest.fixture(scope="module")
def rows(firm_sample):
    text = gzip.decompress(firm_sample.files["log.csv.gz"]).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def staff(firm_sample):
    return {row["handle"]: row for row in csv.DictReader(io.StringIO(firm_sample.files["people.csv"].decode()))}


@pytest.fixture(scope="module")
def counts(rows):
    return Counter((row["sender"], row["receiver"]) for row in rows)


def test_size_and_columns(rows, staff):
    assert list(rows[0]) == ["time", "sender", "receiver", "channel", "event"]
    assert 40_000 <= len(rows) <= 60_000
    assert len(staff) == 300
    assert {row["channel"] for row in rows} == {"mail", "chat"}
    assert {*(r["sender"] for r in rows), *(r["receiver"] for r in rows)} == set(staff)


def test_the_file_is_the_truth_s_log(firm_sample, rows):
    log = firm_sample.truth["interactions"]
    assert [r["event"] for r in rows] == log["event"].tolist()
    assert [datetime.strptime(r["time"], "%Y-%m-%dT%H:%M:%SZ") for r in rows] == log["time"].dt.to_pydatetime().tolist()
    assert Counter(r["event"] for r in rows) == Counter(dict(zip(log["event"], log["recipients"], strict=True)))


def test_an_event_has_one_sender_time_and_channel(rows):
    assert len({(r["event"], r["sender"], r["time"], r["channel"]) for r in rows}) == len({r["event"] for r in rows})
    assert len({(r["event"], r["receiver"]) for r in rows}) == len(rows)


def test_departments_and_managers(firm_sample, staff):
    assert len(firm_sample.truth["departments"]) == 8
    assert {h: r["department"] for h, r in staff.items()} == {
        h: name for name, handles in firm_sample.truth["departments"].items() for h in handles
    }
    assert [h for h, r in staff.items() if not r["manager"]] == [firm_sample.truth["departments"]["Operations"][0]]
    assert {r["manager"] for r in staff.values()} <= {"", *staff}


def test_brokers_have_the_lowest_constraint(firm_sample, firm_ties, lowest_constraint):
    brokers = firm_sample.truth["brokers"]
    assert len(brokers) >= 4
    assert lowest_constraint(firm_ties, len(brokers)) == set(brokers)


def test_gatekeepers_carry_nearly_all_contact_of_their_department(firm_sample, counts, staff):
    for gatekeeper in firm_sample.truth["gatekeepers"]:
        home = staff[gatekeeper]["department"]
        across = {pair: n for pair, n in counts.items() if sum(staff[h]["department"] == home for h in pair) == 1}
        through = sum(n for pair, n in across.items() if gatekeeper in pair)
        assert 0.85 < through / sum(across.values()) < 1


def test_one_sided_and_balanced_pairs(firm_sample, counts):
    assert set(firm_sample.truth["planted_one_sided"]) <= set(firm_sample.truth["one_sided"])
    for one, other in firm_sample.truth["one_sided"]:
        there, back = counts[one, other], counts[other, one]
        assert there + back >= 10
        assert there / (there + back) >= 0.9
    for one, other in firm_sample.truth["balanced"]:
        there, back = counts[one, other], counts[other, one]
        assert there + back >= 20
        assert 0.45 <= there / (there + back) <= 0.55


def test_the_broadcaster_writes_every_working_day(firm_sample, rows):
    sent = Counter(r["time"][:10] for r in rows if r["sender"] == firm_sample.truth["daily_broadcaster"])
    days = {day for day, count in sent.items() if count >= 12}
    year = [date(2025, 7, 1) + timedelta(days=n) for n in range(365)]
    assert days == {day.isoformat() for day in year if day.weekday() < 5}


def test_late_joiners_are_not_seen_before(firm_sample, rows):
    first = {}
    for row in rows:
        for handle in (row["sender"], row["receiver"]):
            first.setdefault(handle, row["time"])
    assert {h for h in first if first[h] >= "2026-03-31"} == set(firm_sample.truth["late_joiners"])
    assert rows[0]["time"][:10] == firm_sample.truth["starts"].date().isoformat()
