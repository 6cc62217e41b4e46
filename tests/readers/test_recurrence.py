"""Rules of recurrence, beside dateutil's: the same times wherever both take a rule."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar.prop import vRecur

from netgraph.readers import recurrence

RULES = st.builds(
    lambda *parts: ";".join(filter(None, parts)),
    st.sampled_from(["FREQ=YEARLY", "FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=DAILY", "FREQ=HOURLY"]),
    st.sampled_from(["", "INTERVAL=2", "INTERVAL=3"]), st.sampled_from(["", "COUNT=7", "COUNT=1"]),
    st.sampled_from(["", "BYMONTH=1,2", "BYMONTH=7"]), st.sampled_from(["", "", "BYDAY=MO,FR", "BYDAY=SU"]),
    st.sampled_from(["", "BYHOUR=8,17"]), st.sampled_from(["", "WKST=SU"]),
)  # fmt: skip
RARE = ["FREQ=MONTHLY;BYMONTHDAY=-1,31", "FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=YEARLY;BYDAY=20MO,-1SU", "FREQ=YEARLY",
        "FREQ=YEARLY;BYYEARDAY=1,-1,60", "FREQ=YEARLY;BYWEEKNO=20,1;WKST=SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1",
        "FREQ=DAILY;BYHOUR=9,12;BYMINUTE=0,30;BYSETPOS=2"]  # fmt: skip


@given(RULES | st.sampled_from(RARE), st.integers(0, 18_000))
def test_rules_give_what_dateutil_gives(rule, day):
    start = datetime(1971, 1, 1, 9, 30) + timedelta(days=day)
    end = start + timedelta(days=150 if "HOURLY" in rule else 800)
    found = recurrence.unrolled(vRecur.from_ical(rule), start, end, recurrence.Budget(0))
    assert found.tolist() == rrulestr(rule, dtstart=start).between(start, end, inc=True)


@pytest.mark.parametrize(
    ("rule", "why", "large"),
    [
        ("FREQ=SECONDLY", "secondly", True), ("FREQ=DAILY;INTERVAL=0", "below 1", False), ("COUNT=3", "no freq", False),
        ("FREQ=DAILY;BYMONTHDAY=0", "MONTHDAY out of range", False), ("FREQ=YEARLY;BYMONTH=13", "out of range", False),
        ("FREQ=DAILY;RSCALE=HEBREW", "calendar", False), ("FREQ=HOURLY;BYSETPOS=1", "within an hour", False),
        ("FREQ=HOURLY", "more than 5,000", True), ("FREQ=DAILY;INTERVAL=1,2", "2 values for INTERVAL", False),
    ],
)  # fmt: skip
def test_what_is_not_unrolled_says_why(rule, why, large):
    start = datetime(2020, 1, 1)
    with pytest.raises(recurrence.RuleError, match=why) as caught:
        recurrence.unrolled(vRecur.from_ical(rule), start, datetime(2025, 1, 1), recurrence.Budget(0))
    assert caught.value.large is large


def test_places_count_from_the_start_of_the_week_that_the_rule_begins_in():
    start, end = datetime(2024, 3, 6, 9), datetime(2024, 3, 20)
    for places, days in (
        (
            "-1",
            [
                8,
                15,
            ],
        ),
        ("2", [6, 13, 20]),
    ):
        rule = vRecur.from_ical(f"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS={places}")
        found = recurrence.unrolled(rule, start, end + timedelta(hours=9), recurrence.Budget(0)).tolist()
        assert [time.day for time in found] == days


def test_the_budget_is_shared():
    budget = recurrence.Budget(0)
    budget.fill(250_000)
    with pytest.raises(recurrence.RuleError):
        budget.fill(1)
    with pytest.raises(recurrence.RuleError):
        budget.spend(10**9)
