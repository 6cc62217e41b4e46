"""Noor's calendar: a weekly meeting with exceptions, single ones, and what is in a calendar and is no meeting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from netgraph.synth.calendar import Meeting, calendar, uid
from netgraph.synth.life import DAY, Event, Span, anytime
from netgraph.synth.people import Person
from netgraph.synth.sources_cast import AT_WORK, NAME, WINDOW, ZONE, everybody
from netgraph.synth.sources_life import groups

EXPORTED = WINDOW[1] - timedelta(hours=1)
ROOM = "room-blue@quillmarsh.example"
_SERIES, _FIRST = 0, datetime(2025, 1, 14, 10)  # a Tuesday
_WITHOUT, _MOVED, _CANCELLED = (datetime(2025, month, day, 10) for month, day in ((4, 22), (6, 17), (9, 9)))
_MOVED_TO = datetime(2025, 6, 18, 15, 30)
_PAST: Span = (WINDOW[0], WINDOW[1] - 12 * DAY)


class Calendar:
    """The file, its `events` as they took place (one each occurrence), and how many records it sets aside by rule."""

    name = f"calendar/{AT_WORK}.ics"

    def __init__(self, rng: Random, circles: dict[str, list[Person]]):
        team, partner = groups(circles)["calendar"], circles["work"][8].address
        series = Event(_SERIES, _utc(_FIRST), team[0], (*team[1:], AT_WORK), self.name, 0)
        held = [_single(n, anytime(rng, _PAST), (AT_WORK, partner, *team[: n % 3])) for n in range(1, 9)]
        others, self.set_aside = _others(team, partner)
        meetings = [
            Meeting(series, "FREQ=WEEKLY;BYDAY=TU", rooms=(ROOM,), lines=(_out(_WITHOUT),)),
            Meeting(replace(series, time=_utc(_MOVED_TO)), lines=(_instead(_MOVED),)),
            Meeting(replace(series, time=_utc(_CANCELLED)), lines=(_instead(_CANCELLED),)),
            *(Meeting(e, declined=frozenset(e.to[1:2])) for e in held), *others,
        ]  # fmt: skip
        self.records = len(meetings)
        self.events = [*_occurrences(series), *(replace(e, to=(*e.to[:1], *e.to[2:])) for e in held)]
        names = {p.address: p.name for p in everybody(circles)} | {AT_WORK: NAME}
        self.data = _of_series(calendar(meetings, AT_WORK, names, exported=EXPORTED, zone=ZONE), meetings[:3])


def _utc(local: datetime) -> datetime:
    return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC).replace(tzinfo=None)


def _single(number: int, time: datetime, people: tuple[str, ...]) -> Event:
    return Event(number, time.replace(minute=0, second=0), people[0], people[1:], Calendar.name, number)


def _occurrences(series: Event) -> list[Event]:
    """Weekly at the same hour of the clock, whatever the season, but for the one left out, moved or cancelled."""
    weeks = [_FIRST + n * 7 * DAY for n in range(80)]
    held = [t for t in weeks if t not in (_WITHOUT, _MOVED, _CANCELLED)]
    return [replace(series, time=_utc(t)) for t in [*held, _MOVED_TO] if _utc(t) <= EXPORTED]


def _others(team: list[str], partner: str) -> tuple[list[Meeting], dict[str, int]]:
    """What does not count, each for a reason of its own."""
    at = _PAST[0] + 40 * DAY
    alone = [_single(20 + n, at + n * DAY, (AT_WORK,)) for n in range(2)]
    roomy, declined = _single(22, at + 9 * DAY, (AT_WORK,)), _single(23, at + 11 * DAY, (partner, AT_WORK))
    to_come = _single(24, EXPORTED + 9 * DAY, (AT_WORK, *team[:2]))
    meetings = [
        *map(Meeting, alone), Meeting(roomy, rooms=(ROOM,)), Meeting(declined, declined=frozenset({AT_WORK})),
        Meeting(to_come),
    ]  # fmt: skip
    # The cancelled occurrence of the series is a record too. Of the declined one nobody but its host is left.
    rules = {"nobody else in it": 2, "room or resource": 1, "declined": 1, "still to come": 1, "cancelled": 1}
    return meetings, rules


def _out(local: datetime) -> str:
    return f"EXDATE;TZID={ZONE}:{local:%Y%m%dT%H%M%S}"


def _instead(local: datetime) -> str:
    return f"RECURRENCE-ID;TZID={ZONE}:{local:%Y%m%dT%H%M%S}"


def _of_series(data: bytes, meetings: list[Meeting]) -> bytes:
    """The calendar with the exceptions under the id of their series, and the last of them cancelled."""
    series, *exceptions = [uid(m.event).encode() for m in meetings]
    head, *events = data.split(b"BEGIN:VEVENT")
    last = next(n for n, event in enumerate(events) if exceptions[-1] in event)
    events[last] = events[last].replace(b"STATUS:CONFIRMED", b"STATUS:CANCELLED")
    data = b"BEGIN:VEVENT".join([head, *events])
    for exception in exceptions:
        data = data.replace(exception, series)
    return data
