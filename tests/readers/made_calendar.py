"""Faultless calendars, with the place of each event and its first start."""

import re
from datetime import datetime, timedelta
from random import Random

from damage import Made, times

from netgraph.synth import calendar
from netgraph.synth.calendar import Meeting
from netgraph.synth.life import Event
from netgraph.synth.people import crowd

ME, NAMES = "ada@example.org", {p.address: p.name for p in crowd(Random(5), 30)} | {"ada@example.org": "Okafor, Ada"}
START, EXPORTED = datetime(2024, 3, 4, 9, 0), datetime(2025, 1, 31, 12, 0)
shown = times

_EVENT = re.compile(rb"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n", re.MULTILINE | re.DOTALL)


def meetings(count: int, *, rule: str = "") -> list[Meeting]:
    """Meetings with one to four others, two a week, none at the time of another."""
    rng, others = Random(7), sorted(set(NAMES) - {ME})
    found = []
    for n in range(count):
        people = rng.sample(others, 1 + n % 4)
        sender, to = (ME, people) if n % 2 else (people[0], [*people[1:], ME])
        event = Event(n, START + timedelta(days=3 * n, minutes=n), sender, tuple(to), "calendar", n)
        found.append(Meeting(event, rule, rooms=("room.1@example.org",) * (n % 3 == 0)))
    return found


def made(name: str, data: bytes, asked: list[Meeting]) -> Made:
    """The file with its events, each known by its first start."""
    where = [m.span() for m in _EVENT.finditer(data)]
    keys = [m.event.time.strftime("%Y-%m-%d %H:%M:%S") for m in asked]
    return Made(name, data, [(*span, key) for span, key in zip(where, keys, strict=True)])


def makers() -> list[Made]:
    """As Google writes it, as Outlook names its zones, with meetings that recur, and with bare newlines."""
    single, weekly = meetings(60), meetings(25, rule="FREQ=WEEKLY;COUNT=4")
    google = calendar.calendar(single, ME, NAMES, exported=EXPORTED)
    outlook = calendar.calendar(weekly, ME, NAMES, exported=EXPORTED, windows=True)
    york = calendar.calendar(weekly, ME, NAMES, exported=EXPORTED, zone="America/New_York")
    plain = b"\xef\xbb\xbf" + google.replace(b"\r\n", b"\n")
    return [
        made("ada@example.org.ics", google, single), made("Calendar.ics", outlook, weekly),
        made("york.ics", york, weekly), made("plain.ics", plain, single),
    ]  # fmt: skip
