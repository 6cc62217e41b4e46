"""The clocks of a calendar: the zone of a time by its name, by the calendar's own rules, or by what is given."""

import re
import warnings
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.parser import Contentline
from icalendar.prop import vRecur
from icalendar.timezone.tzp import TZP

from netgraph.readers import dates
from netgraph.readers.components import lines
from netgraph.readers.recurrence import FIRST, LAST, Budget, RuleError, unrolled

UNKNOWN = "unknown time zone: taken as a time without one"

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?$")
_PLAIN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?Z?$")
_MOST, _LONGEST, _MOST_NAMES = 200, 200, 2_000
# The database of zones has these names too, but what they mean is the machine's to say, or nothing.
_NO_ZONES = {"localtime", "posixrules", "factory"}
_OBSERVANCE = re.compile(rb"^BEGIN:(?:STANDARD|DAYLIGHT)\s*$", re.IGNORECASE | re.MULTILINE)


class Rules:
    """A zone by its own changes: when, from which offset to which. Its `utcoffset` is that of a tzinfo."""

    def __init__(self, changes: list[tuple[datetime, timedelta, timedelta]]):
        changes = sorted(changes, key=lambda change: change[0] - change[1])
        # An hour that the clock skips counts by the offset before it, one that it shows twice by the first.
        self._since = [at + max(after - before, timedelta(0)) for at, before, after in changes]
        self._offsets = [changes[0][1], *(after for _, _, after in changes)]

    def utcoffset(self, local: datetime) -> timedelta:
        """How far the clock is ahead of UTC at a local time."""
        return self._offsets[bisect_right(self._since, local)]


class Clocks:
    """The zones of one file. A name is looked up once."""

    def __init__(self, zones: list[bytes], own: list[str], timezone: str | None, budget: Budget):
        """`zones`: its VTIMEZONE components; `own`: for each calendar the name of its zone, or ''."""
        # Raises TableError for a zone that is not known.
        dates.local(pd.Series([], dtype="datetime64[us]"), timezone)
        self._given = ZoneInfo(timezone) if timezone else None
        self._raw, self._own, self._budget = zones, own, budget
        self._known: dict[str, ZoneInfo | Rules | None] = {}
        self._names, self._rules = TZP("zoneinfo"), None

    def of(self, name: str | None, calendar: int) -> tuple[ZoneInfo | Rules, str]:
        """Zone of a time that names this one (None: none), and the rule that flags it, or ''.

        A time without a zone, or in one that nobody knows, is in that of its calendar, else in the zone that
        the reader was given, else in UTC.
        """
        zone = self._zone(name) if name else None
        if zone is not None:
            return zone, ""
        zone = self._zone(self._own[calendar]) if self._own[calendar] else None
        assumed = "" if zone or self._given else dates.ASSUMED
        return zone or self._given or UTC, UNKNOWN if name else assumed

    def _zone(self, name: str) -> ZoneInfo | Rules | None:
        if name not in self._known:
            self._known[name] = self._by_name(name) or self._by_rules(name)
        return self._known[name]

    def _by_name(self, name: str) -> ZoneInfo | None:
        if name.upper() in ("UTC", "GMT", "Z"):
            return UTC
        if name.lower() in _NO_ZONES or len(name) > _LONGEST or len(self._known) > _MOST_NAMES:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
            try:
                return self._names.timezone(name)
            except (ValueError, OSError, KeyError):
                return None

    def _by_rules(self, name: str) -> Rules | None:
        if self._rules is None:
            self._rules = {}
            for raw in self._raw:
                self._rules.setdefault(_name(raw), raw)
        raw = self._rules.get(name)
        changes = _changes(raw, self._budget) if raw else []
        return Rules(changes) if changes else None


def utc(local: datetime, zone) -> datetime:
    """Naive UTC of a clock time; the same clock time where it is at the end of all time."""
    try:
        return local - zone.utcoffset(local) if zone is not UTC else local
    except OverflowError:
        return local


def _name(raw: bytes) -> str:
    head = _OBSERVANCE.split(raw.replace(b"\r\n", b"\n"), maxsplit=1)[0]
    return next((_parts(line)[1] for line in lines(head) if line[:5].upper() == "TZID:"), "")


def _parts(line: str) -> tuple[str, str]:
    try:
        name, _, value = Contentline(line).parts()
    except ValueError:
        return "", ""
    return name.upper(), value.strip()


def _changes(raw: bytes, budget: Budget) -> list[tuple[datetime, timedelta, timedelta]]:
    """When the clocks of a VTIMEZONE change; none where its rules cannot be followed."""
    pieces = _OBSERVANCE.split(raw.replace(b"\r\n", b"\n"))[1:]
    if len(pieces) > _MOST:
        return []
    try:
        return [change for piece in pieces for change in _observed(lines(piece)[: 10 * _MOST], budget)]
    except (ValueError, OverflowError, KeyError, AttributeError, TypeError):
        return []


def _observed(text: list[str], budget: Budget) -> list[tuple[datetime, timedelta, timedelta]]:
    said: dict[str, list[str]] = {}
    for name, value in map(_parts, text):
        said.setdefault(name, []).append(value)
    before, after = _offset(said["TZOFFSETFROM"][0]), _offset(said["TZOFFSETTO"][0])
    start = _local(said["DTSTART"][0])
    times = {start, *(_local(t) for value in said.get("RDATE", [])[:_MOST] for t in value.split(",")[:_MOST] if t)}
    for rule in said.get("RRULE", [])[:1]:
        times |= _unrolled(rule, start, budget)
    return [(time, before, after) for time in times]


def _unrolled(text: str, start: datetime, budget: Budget) -> set[datetime]:
    rule = vRecur.from_ical(text)
    last = next(iter(rule.get("UNTIL", [])), LAST)
    last = datetime(last.year, last.month, last.day) + timedelta(days=1) if last is not LAST else LAST
    if start < FIRST:
        # Rules of zones often begin in 1601; what was before 1970 concerns nobody here.
        start = start.replace(year=FIRST.year)
    if str(rule.get("FREQ", [""])[0]).upper() != "YEARLY":
        raise RuleError("a zone whose clocks change more than yearly")
    return set(unrolled(rule, start, last, budget).tolist())


def _offset(text: str) -> timedelta:
    sign, hours, minutes, seconds = _OFFSET.match(text.strip()).groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if size >= timedelta(days=1):
        raise ValueError("an offset of a day or more")
    return -size if sign == "-" else size


def _local(text: str) -> datetime:
    return datetime(*(int(part or 0) for part in _PLAIN.match(text.strip()).groups()))
