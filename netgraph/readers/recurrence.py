"""Rules by which meetings recur (RRULE of RFC 5545), unrolled over a span of days.

A rule is unrolled as a table of days: those in the span, less those that one of its parts excludes. So it
costs what the span costs, whatever the rule says; the iterator of dateutil, which gives the same for rules
that both take, looks on until the year 9999 where a rule never holds. Clock times are local: a meeting at
ten stays at ten when the clocks change.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from math import prod
from typing import NamedTuple

import numpy as np

MOST = 5_000
FIRST, LAST = datetime(1970, 1, 1), datetime(2100, 12, 31)

_CELLS, _ROWS = 30_000_000, 250_000
_PRODUCT, _TABLE = 1_000, 1_000_000
_DAY = 86_400
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_RANGES = {
    "BYMONTH": (1, 12), "BYWEEKNO": (-53, 53), "BYYEARDAY": (-366, 366), "BYMONTHDAY": (-31, 31), "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59), "BYSECOND": (0, 60), "BYSETPOS": (-366, 366),
}  # fmt: skip


class RuleError(ValueError):
    """A rule that is not unrolled, and why. `large`: since it asks for too much."""

    def __init__(self, why: str, *, large: bool = False):
        super().__init__(why)
        self.large = large


class Budget:
    """How much work and how many rows of the log the rules of one file may ask for together, by its size in bytes."""

    def __init__(self, size: int):
        self._cells, self._rows = _CELLS + 15 * size, _ROWS + size // 20

    def spend(self, cells: int) -> None:
        """Take so many cells of tables of days; RuleError where they are not left."""
        self._cells -= cells
        if self._cells < 0:
            raise RuleError("its rule and those before it ask for too much", large=True)

    def fill(self, rows: int) -> None:
        """Take so many rows of the log; RuleError, and none taken, where they are not left."""
        if rows > self._rows:
            raise RuleError("its occurrences and those before it are too many for a file so small", large=True)
        self._rows -= rows


class _Rule(NamedTuple):
    """A rule whose parts are in range: lists of numbers by name, days of the week as (n-th or 0, day)."""

    freq: str
    interval: int
    count: int
    monday: int
    by: Mapping[str, list[int]]
    weekdays: list[tuple[int, int]]


class _Days(NamedTuple):
    """The calendar from 1970 on, a row per day; `week` counts weeks that begin on Monday."""

    year: np.ndarray
    month: np.ndarray
    months: np.ndarray
    monthday: np.ndarray
    month_length: np.ndarray
    yearday: np.ndarray
    year_length: np.ndarray
    weekday: np.ndarray


def unrolled(parts: Mapping[str, list], start: datetime, end: datetime, budget: Budget) -> np.ndarray:
    """Local times (datetime64[s], ascending) at which a rule that begins at `start` holds, up to `end`.

    `parts`: as icalendar parses them, such as {"FREQ": ["WEEKLY"], "BYDAY": ["MO"]}; its UNTIL is for the caller
    to see to. RuleError for what cannot be right (INTERVAL below 1, unknown parts of the year) and for what is
    too much: more often than hourly, lists whose product is above 1,000, more than 5,000 times.
    """
    rule = _checked(parts)
    end = min(end, LAST)
    if end < start:
        return np.array([], dtype="datetime64[s]")
    # datetime64 counts from 1970: seconds and days are plain numbers from here on.
    begin, stop = (int((t - FIRST).total_seconds()) for t in (start, end))
    days = _matching(rule, begin // _DAY, stop // _DAY, budget)
    clock = _clock(rule, start)
    if rule.count and "BYSETPOS" not in rule.by and rule.freq != "HOURLY":
        days = days[days >= begin // _DAY][: rule.count + 1]
    if len(days) * len(clock) > _TABLE:
        raise RuleError(f"its rule holds more than {MOST:,} times", large=True)
    budget.spend(days.size * len(clock))
    times = (days[:, None] * _DAY + clock).ravel()
    if rule.freq == "HOURLY":
        times = times[((times // 3600 - begin // 3600) % rule.interval) == 0]
    if "BYSETPOS" in rule.by:
        times = _placed(times, rule)
    times = times[(times >= begin) & (times <= stop)][: rule.count or None]
    if len(times) > MOST:
        raise RuleError(f"its rule holds more than {MOST:,} times", large=True)
    return times.astype("datetime64[s]")


def _checked(parts: Mapping[str, list]) -> _Rule:
    freq = str(_one(parts, "FREQ", "")).upper()
    if freq in ("MINUTELY", "SECONDLY"):
        raise RuleError(f"its rule repeats {freq.lower()}", large=True)
    if freq not in _FREQUENCIES or ("RSCALE" in parts and str(_one(parts, "RSCALE", "")).upper() != "GREGORIAN"):
        raise RuleError("its rule has no frequency or calendar that is known")
    interval, count = (int(_one(parts, name, default)) for name, default in (("INTERVAL", 1), ("COUNT", 0)))
    if interval < 1 or count < 0 or (count == 0 and "COUNT" in parts):
        raise RuleError("its rule has an INTERVAL or a COUNT below 1")
    lists = {name: values for name, values in parts.items() if name.upper().startswith("BY")}
    if prod(map(len, lists.values())) > _PRODUCT:
        raise RuleError(f"the product of the lists of its rule is above {_PRODUCT:,}", large=True)
    by = {name: _numbers(name, lists[name]) for name in _RANGES if name in lists}
    if freq == "HOURLY" and "BYSETPOS" in by:
        raise RuleError("BYSETPOS within an hour is not read")
    monday = _WEEKDAYS.get(str(_one(parts, "WKST", "MO")).upper(), 0)
    return _Rule(freq, interval, count, monday, by, [_weekday(str(day)) for day in lists.get("BYDAY", [])])


def _one(parts: Mapping[str, list], name: str, default):
    values = parts.get(name, default)
    if isinstance(values, (list, tuple)):
        if len(values) != 1:
            raise RuleError(f"its rule has {len(values)} values for {name}")
        return values[0]
    return values


def _numbers(name: str, values: list) -> list[int]:
    low, high = _RANGES[name]
    try:
        numbers = [int(value) for value in values]
    except ValueError as error:
        raise RuleError(f"its rule has a {name} that is no number") from error
    if not numbers or any(not low <= n <= high or (n == 0 and low < 0) for n in numbers):
        raise RuleError(f"its rule has a {name} out of range")
    return numbers


def _weekday(text: str) -> tuple[int, int]:
    name, nth = text[-2:].upper(), text[:-2] or "0"
    if name not in _WEEKDAYS or not nth.lstrip("+-").isdecimal() or abs(int(nth)) > 53:
        raise RuleError("its rule has a day of the week that is none")
    return int(nth), _WEEKDAYS[name]


@lru_cache(maxsize=1)
def _calendar() -> _Days:
    day = np.arange(np.datetime64(FIRST, "D"), np.datetime64(LAST, "D") + 400)
    months, years = day.astype("datetime64[M]"), day.astype("datetime64[Y]")
    ones = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]"), day - months.astype("datetime64[D]"))
    of_year = ((years + 1).astype("datetime64[D]") - years.astype("datetime64[D]"), day - years.astype("datetime64[D]"))
    number, month = day.astype(int), months.astype(int)
    return _Days(
        years.astype(int) + 1970, month % 12 + 1, month, ones[1].astype(int) + 1, ones[0].astype(int),
        of_year[1].astype(int) + 1, of_year[0].astype(int), (number + 3) % 7,
    )  # fmt: skip


def _matching(rule: _Rule, first: int, last: int, budget: Budget) -> np.ndarray:
    """Days since 1970, from the start of the first period to the end of the last, on which the rule holds."""
    all_, by = _calendar(), dict(rule.by)
    weekdays = rule.weekdays
    if not weekdays and not {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"} & set(by):
        # What the rule leaves open is as on its first day.
        if rule.freq == "YEARLY":
            by.setdefault("BYMONTH", [int(all_.month[first])])
        if rule.freq in ("YEARLY", "MONTHLY"):
            by["BYMONTHDAY"] = [int(all_.monthday[first])]
        if rule.freq == "WEEKLY":
            weekdays = [(0, int(all_.weekday[first]))]
    low, high = _period(rule, all_, first)[0], _period(rule, all_, last)[1]
    budget.spend(2_000 + (high - low) * (4 if "BYWEEKNO" in by else 1))
    at = _Days(*(column[low:high] for column in all_))
    holds = _in_step(rule, at, np.arange(low, high), first)
    lengths = {"BYMONTHDAY": (at.monthday, at.month_length), "BYYEARDAY": (at.yearday, at.year_length)}
    for name, (place, length) in lengths.items():
        if name in by:
            holds &= _is_among(place, by[name]) | _is_among(place - length - 1, by[name])
    if "BYMONTH" in by:
        holds &= _is_among(at.month, by["BYMONTH"])
    if "BYWEEKNO" in by:
        holds &= _in_weeks(np.arange(low, high), by["BYWEEKNO"], rule.monday)
    if weekdays:
        holds &= _on_weekdays(at, weekdays, _nth_in(rule))
    return np.flatnonzero(holds) + low


def _period(rule: _Rule, all_: _Days, day: int) -> tuple[int, int]:
    """First day of the rule's year, month or week with that day in it, and the day behind its last."""
    if rule.freq in ("YEARLY", "MONTHLY"):
        year = rule.freq == "YEARLY"
        place, length = (all_.yearday, all_.year_length) if year else (all_.monthday, all_.month_length)
        low = day - int(place[day]) + 1
        return low, low + int(length[day])
    if rule.freq == "WEEKLY":
        low = day - (int(all_.weekday[day]) - rule.monday) % 7
        return max(low, 0), low + 7
    return day, day + 1


def _steps(rule: _Rule, at: _Days, day: np.ndarray) -> np.ndarray:
    """Number of the period that each day is in."""
    if rule.freq == "YEARLY":
        return at.year
    if rule.freq == "MONTHLY":
        return at.months
    return (day + 3 - rule.monday) // 7 if rule.freq == "WEEKLY" else day


def _in_step(rule: _Rule, at: _Days, day: np.ndarray, first: int) -> np.ndarray:
    if rule.freq == "HOURLY" or rule.interval == 1:
        return np.ones(len(day), dtype=bool)
    steps = _steps(rule, at, day)
    return (steps - steps[first - int(day[0])]) % rule.interval == 0


def _is_among(values: np.ndarray, wanted: list[int]) -> np.ndarray:
    # A table is several times as fast as a search; negative numbers count from its end.
    table = np.zeros(1024, dtype=bool)
    table[wanted] = True
    return table[values]


def _nth_in(rule: _Rule) -> str:
    if rule.freq not in ("YEARLY", "MONTHLY") or "BYWEEKNO" in rule.by:
        return ""
    return "month" if rule.freq == "MONTHLY" or "BYMONTH" in rule.by else "year"


def _on_weekdays(at: _Days, weekdays: list[tuple[int, int]], within: str) -> np.ndarray:
    """Which days are one of these: every such day of the week, or the n-th of the month or year."""
    every = _is_among(at.weekday, [day for nth, day in weekdays if not (nth and within)] or [500])
    if not within:
        return every
    place, length = (at.monthday, at.month_length) if within == "month" else (at.yearday, at.year_length)
    for nth, day in weekdays:
        if nth:
            number = (place - 1) // 7 + 1 if nth > 0 else -((length - place) // 7 + 1)
            every |= (at.weekday == day) & (number == nth)
    return every


def _in_weeks(day: np.ndarray, wanted: list[int], monday: int) -> np.ndarray:
    """Which days are in these weeks; the first of a year has four days in it, -1 is the last."""
    all_ = _calendar()
    # A week belongs to the year of its fourth day.
    fourth = np.maximum(day + 3 - (all_.weekday[day] - monday) % 7, 0)
    place, length = all_.yearday[fourth], all_.year_length[fourth]
    return _is_among((place - 1) // 7 + 1, wanted) | _is_among(-((length - place) // 7 + 1), wanted)


def _clock(rule: _Rule, start: datetime) -> np.ndarray:
    """Seconds of the day at which the rule holds."""
    hours = rule.by.get("BYHOUR", range(24) if rule.freq == "HOURLY" else [start.hour])
    minutes, seconds = rule.by.get("BYMINUTE", [start.minute]), rule.by.get("BYSECOND", [start.second])
    return np.array(sorted({h * 3600 + m * 60 + min(s, 59) for h in hours for m in minutes for s in seconds}))


def _placed(times: np.ndarray, rule: _Rule) -> np.ndarray:
    """The times at the places of BYSETPOS in their period, counted from its start or, negative, its end."""
    day, all_ = times // _DAY, _calendar()
    steps = _steps(rule, _Days(*(column[day] for column in all_)), day)
    _, first, size = np.unique(steps, return_index=True, return_counts=True)
    place = np.arange(len(times)) - np.repeat(first, size)
    behind = place - np.repeat(size, size)
    wanted = rule.by["BYSETPOS"]
    return times[np.isin(place + 1, wanted) | np.isin(behind, wanted)]
