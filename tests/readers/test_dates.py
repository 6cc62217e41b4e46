"""Dates: one decided layout per file, by evidence, or refused."""

import pandas as pd
import pytest

from netgraph.readers import dates
from netgraph.tables import TableError


def texts(*values):
    return pd.Series(values, dtype="str")


def read(*values, **options):
    return dates.parsed(texts(*values), **options).time.tolist()


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-03-15 09:30:00 UTC", "2024-03-15 09:30"),
        ("2024-03-15 09:30", "2024-03-15 09:30"),
        ("2024-03-15T09:30:00Z", "2024-03-15 09:30"),
        ("2024-03-15T09:30:00.250+02:00", "2024-03-15 07:30:00.250"),
        ("2024/03/15 09:30:00 UTC", "2024-03-15 09:30"),
        ("08 Feb 2026", "2026-02-08"),
        ("1/29/26, 2:37 PM", "2026-01-29 14:37"),
        ("1/29/26, 2:37\u202fPM", "2026-01-29 14:37"),
        ("1/29/26, 12:05 AM", "2026-01-29 00:05"),
        ("29.01.2026 14:37", "2026-01-29 14:37"),
    ],
)
def test_layouts(text, utc):
    assert read(text) == [pd.Timestamp(utc)]


def test_a_part_above_twelve_decides_for_the_whole_file():
    assert read("03/04/2024", "13/04/2024")[0] == pd.Timestamp("2024-04-03")
    assert read("03/04/2024", "04/13/2024")[0] == pd.Timestamp("2024-03-04")


def test_the_only_order_that_is_sorted_decides():
    days = ["05/01", "09/01", "02/02", "11/02", "01/03", "12/03", "03/04", "10/05", "04/06"]
    assert read(*[f"{day}/2024" for day in days])[0] == pd.Timestamp("2024-01-05")
    assert read(*[f"{day}/2024" for day in days[:3]])[0] is pd.NaT


def test_an_undecided_order_is_refused_with_the_option():
    found = dates.parsed(texts("03/04/2024", "03/04/2024"))
    assert found.time.isna().all()
    assert "dates='D/M'" in found.reason[0]
    assert read("03/04/2024", dates="D/M") == [pd.Timestamp("2024-04-03")]
    assert read("03/04/2024", default="M/D") == [pd.Timestamp("2024-03-04")]


def test_contradicting_evidence_is_no_evidence():
    assert dates.parsed(texts("13/04/2024", "04/13/2024")).time.isna().all()


def test_a_zone_is_taken_where_none_is_stated_and_flagged_where_none_is_given():
    given = dates.parsed(texts("2024-07-01 12:00", "2024-07-01 12:00Z"), timezone="Europe/Berlin")
    assert given.time.tolist() == [pd.Timestamp("2024-07-01 10:00"), pd.Timestamp("2024-07-01 12:00")]
    assert not given.assumed.any()
    assert dates.parsed(texts("2024-07-01 12:00", "2024-07-01 12:00Z")).assumed.tolist() == [True, False]


def test_clock_changes_are_not_errors():
    twice = dates.parsed(texts("2024-10-27 02:30", "2024-03-31 02:30"), timezone="Europe/Berlin").time
    assert twice.tolist() == [pd.Timestamp("2024-10-27 00:30"), pd.Timestamp("2024-03-31 01:00")]


@pytest.mark.parametrize("options", [{"timezone": "Mars/Olympus"}, {"dates": "Y/D"}])
def test_unknown_options_are_errors(options):
    with pytest.raises(TableError, match="use"):
        read("2024-07-01 12:00", **options)


@pytest.mark.parametrize("number", ["1710495000", "1710495000000", "1710495000000000"])
def test_numbers_are_seconds_or_finer_by_size(number):
    assert read(number, numbers=True) == [pd.Timestamp("2024-03-15 09:30")]


def test_small_numbers_are_relative_seconds_and_eight_digits_that_are_days_are_days():
    assert read("20", "28840", numbers=True)[1] == pd.Timestamp("1970-01-01 08:00:40")
    assert read("20240315", "20240316", numbers=True)[0] == pd.Timestamp("2024-03-15")
    assert read("20240315", "99999999", numbers=True)[0] == pd.Timestamp(20240315, unit="s")


def test_implausible_dates():
    def strange(*days, **options):
        return dates.implausible(pd.Series(pd.to_datetime(list(days))), **options).tolist()

    usual = ["2020-01-01", "2020-06-01", "2021-01-01"]
    assert strange(*usual, "1970-01-01") == [False, False, False, True]
    assert strange(*usual, "1970-01-01", floor=False) == [False] * 4
    assert strange(*usual, "2099-01-01") == [False, False, False, True]
    assert strange(*usual, "2025-01-01") == [False] * 4
    assert strange("2010-01-01", "2020-01-01") == [False, False]
    assert strange(*usual * 4, *["2040-01-01"] * 4) == [False] * 16


def test_a_reason_shows_the_text():
    assert "'soon'" in dates.parsed(texts("2024-01-01", "soon")).reason[1]
    assert dates.parsed(texts("2024-01-01", "")).reason[1] == "no date"


def test_one_damaged_day_of_eight_digits_does_not_turn_the_others_into_seconds():
    days = [f"202403{n:02d}" for n in range(1, 29)]
    for damaged in ("2024031", "x", "999999999"):
        found = dates.parsed(texts(*days, damaged), numbers=True)
        assert found.time[:28].dt.strftime("%Y%m%d").tolist() == days
        assert found.time.isna().tolist() == [False] * 28 + [True]
        assert found.reason[28]
