"""A made-up organisation: a year of its mail and chat, and the people table that goes with it."""

import csv
import gzip
import io
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from random import Random

import pandas as pd

from netgraph.synth import truth
from netgraph.synth.life import DAY, Diary, Event, delay
from netgraph.synth.people import Person, crowd, work_address
from netgraph.synth.sample import Sample

SIZES = {
    "Research": 40, "Engineering": 55, "Design": 28, "Sales": 42, "Support": 45, "Finance": 30, "Legal": 20,
    "Operations": 40}  # fmt: skip
GATED = ("Research", "Finance", "Legal")
OPEN = tuple(name for name in SIZES if name not in GATED)
FIRST, LAST = datetime(2025, 7, 1, 8, 3, 0), datetime(2026, 6, 30, 17, 30, 0)
_JOINING = datetime(2026, 4, 1)
_TEAM, _TALKS, _BROKERS, _LATE, _ONE_SIDED = 8, 15000, 5, 9, 14
_DOMAIN = "ostrelund.example"
_OFFICES, _LEVELS = ("Aarhus", "Porto", "Leeds"), ("Junior", "", "", "Senior", "Lead")


@dataclass
class Staff:
    """The organisation: departments in order of rank, and who may write to whom how often."""

    departments: dict[str, list[Person]]
    brokers: list[Person] = field(default_factory=list)
    gatekeepers: list[Person] = field(default_factory=list)
    late: dict[str, datetime] = field(default_factory=dict)
    one_sided: list[tuple[str, str]] = field(default_factory=list)
    weights: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def broadcaster(self) -> Person:
        """Who writes to a good part of the department every working day."""
        return self.departments["Operations"][-1]


def firm(seed: int = 1) -> Sample:
    """An organisation's log: 300 people, 8 departments, 2025-07-01 to 2026-06-30, with these truths.

    Files: `log.csv.gz` (time, sender, receiver, channel, event; a mail to several has as many rows) and
    `people.csv` (handle, name, department, title, office, manager; handles are addresses).

    - `interactions`: frame of the log as a faultless reader returns it. `departments`: {name: handles}.
    - `brokers`: who ties departments together. `gatekeepers`: handles through whom nearly all
      contact of their department with others goes.
    - `one_sided`: pairs (who writes, who hardly answers), 10 messages or more, 90 % one way;
      `planted_one_sided`: those among them that chance has no part in. `balanced`: pairs, 20 messages or
      more, 45-55 %.
    - `daily_broadcaster`: writes to a dozen every working day. `late_joiners`: first seen in the last three
      months. `starts`: first day of the log, before which nobody can be known.
    """
    rng = Random(seed)
    staff = _staff(rng)
    diary = Diary(rng, {"mail": (FIRST, LAST), "chat": (FIRST, LAST)})
    _talks(diary, staff)
    _insist(diary, staff)
    _broadcast(diary, staff)
    log = truth.log(diary.events, _numbers(diary.events).get, attrgetter("source"))
    log = log.assign(reply_to=None, source="log")
    files = {"log.csv.gz": _packed(_log_csv(log)), "people.csv": _people_csv(rng, staff)}
    return Sample(files, _truth(staff, log))


def _staff(rng: Random) -> Staff:
    people = iter(crowd(rng, sum(SIZES.values())))
    staff = Staff({name: [_employed(next(people), name) for _ in range(size)] for name, size in SIZES.items()})
    staff.brokers = [staff.departments[OPEN[n % len(OPEN)]][1 + n // len(OPEN)] for n in range(_BROKERS)]
    staff.gatekeepers = [staff.departments[name][1] for name in GATED]
    _hire_late(rng, staff)
    for members in staff.departments.values():
        _acquaint(rng, staff, members)
    _reach_out(rng, staff)
    _plan_one_sided(rng, staff)
    return staff


def _employed(person: Person, department: str) -> Person:
    return replace(person, address=work_address(person, _DOMAIN), slug="", circle=department)


def _hire_late(rng: Random, staff: Staff) -> None:
    for number in range(_LATE):
        members = staff.departments[OPEN[number % len(OPEN)]]
        staff.late[members[-3 - number // len(OPEN)].handle] = _JOINING + rng.randrange(2, 60) * DAY


def _acquaint(rng: Random, staff: Staff, members: list[Person]) -> None:
    """Inside a department: the team closely, a few others loosely."""
    brokers = {p.handle for p in staff.brokers}
    for n, person in enumerate(members):
        for other in members[n + 1 : n - n % _TEAM + _TEAM]:
            # Brokers belong to their team no more than to anybody else's.
            close = 1.0 if brokers & {person.handle, other.handle} else rng.lognormvariate(1, 0.8)
            staff.weights[_pair(person, other)] = close
        for other in rng.sample(members, 4):
            if other is not person:
                staff.weights.setdefault(_pair(person, other), 0.6)


def _reach_out(rng: Random, staff: Staff) -> None:
    """Across departments: brokers widely, gatekeepers for their own, others hardly."""
    for broker in staff.brokers:
        for name in OPEN:
            for other in rng.sample(staff.departments[name], 11):
                if other is not broker:
                    staff.weights[_pair(broker, other)] = 1.6
    for gatekeeper in staff.gatekeepers:
        for name in rng.sample(OPEN, 3):
            for other in rng.sample(staff.departments[name][6:], 3):
                staff.weights[_pair(gatekeeper, other)] = 3.0
    for gatekeeper in staff.gatekeepers:  # nearly all is not all
        staff.weights[_pair(staff.departments[gatekeeper.circle][-1], staff.departments["Sales"][-1])] = 1.5
    for _ in range(120):
        one, other = (rng.choice(staff.departments[name]) for name in rng.sample(OPEN, 2))
        staff.weights.setdefault(_pair(one, other), 0.3)


def _plan_one_sided(rng: Random, staff: Staff) -> None:
    """Pairs of one team that leave the common talk: what passes between them is planned."""
    for number in range(_ONE_SIDED):
        members = staff.departments[list(SIZES)[number % len(SIZES)]]
        one, other = members[8 + number // len(SIZES)], members[11 + number // len(SIZES)]
        del staff.weights[_pair(one, other)]
        staff.one_sided.append((one.handle, other.handle) if rng.random() < 0.5 else (other.handle, one.handle))


def _pair(one: Person, other: Person) -> tuple[str, str]:
    return (one.handle, other.handle) if one.handle < other.handle else (other.handle, one.handle)


def _working_time(rng: Random) -> datetime:
    """A minute between 8 and 18 o'clock of a working day inside the year."""
    while True:
        day = FIRST.replace(hour=8, minute=0) + rng.randrange(365) * DAY
        if day.weekday() < 5:
            return day + timedelta(minutes=rng.randrange(600), seconds=rng.randrange(60))


def _talks(diary: Diary, staff: Staff) -> None:
    """Conversations of pairs by their weight, some opened with a mail that others get too."""
    rng, circle = diary.rng, _contacts(staff)
    choices = rng.choices(list(staff.weights), list(staff.weights.values()), k=_TALKS)
    for pair in choices:
        sender, receiver = rng.sample(pair, 2)
        source, time = rng.choice(("mail", "mail", "chat")), _working_time(rng)
        here = [h for h in circle[sender] if h != receiver and staff.late.get(h, FIRST) <= time]
        copied = rng.sample(here, min(rng.randint(1, 3), len(here))) if rng.random() < 0.15 else []
        if time >= max(staff.late.get(h, FIRST) for h in pair):
            _go_on(diary, diary.write(time, sender, [receiver, *copied], source if not copied else "mail"))


def _contacts(staff: Staff) -> dict[str, list[str]]:
    contacts: dict[str, list[str]] = {}
    for one, other in sorted(staff.weights):
        contacts.setdefault(one, []).append(other)
        contacts.setdefault(other, []).append(one)
    return contacts


def _go_on(diary: Diary, event: Event | None) -> None:
    most = 4 * DAY if event and event.source == "mail" else timedelta(hours=5)
    while event and diary.rng.random() < 0.62:
        time = event.time + delay(diary.rng, most) / 3
        event = diary.write(time, event.to[0], (event.sender,), event.source, answers=event)


def _insist(diary: Diary, staff: Staff) -> None:
    for one, other in staff.one_sided:
        for number in range(diary.rng.randint(18, 34)):
            event = diary.write(_working_time(diary.rng), one, (other,), "mail")
            if number == 0 and event:
                diary.write(event.time + timedelta(minutes=20), other, (one,), "mail", answers=event)


def _broadcast(diary: Diary, staff: Staff) -> None:
    rng, sender = diary.rng, staff.broadcaster
    others = [p.handle for p in staff.departments[sender.circle] if p is not sender]
    for number in range(365):
        time = FIRST + number * DAY + timedelta(seconds=rng.randrange(1500))
        there = [h for h in others if staff.late.get(h, FIRST) <= time]
        if time.weekday() < 5:
            diary.write(time, sender.handle, rng.sample(there, 12), "mail")


def _numbers(events: list[Event]) -> dict[Event, str]:
    """The id of each event, counted in the order of the log."""
    order = sorted(events, key=lambda e: (e.time, e.number))
    return {event: f"e{n:05d}" for n, event in enumerate(order, start=1)}


def _log_csv(log: pd.DataFrame) -> bytes:
    shown = log.assign(time=log["time"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return shown[["time", "sender", "receiver", "channel", "event"]].to_csv(index=False, lineterminator="\n").encode()


def _packed(content: bytes) -> bytes:
    """The content gzipped without the hour and the name that gzip writes down."""
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as file:
        file.write(content)
    return target.getvalue()


def _people_csv(rng: Random, staff: Staff) -> bytes:
    chief = staff.departments["Operations"][0]
    rows = [["handle", "name", "department", "title", "office", "manager"]]
    for name, members in staff.departments.items():
        for person in members:
            manager = members[0] if person is not members[0] else chief
            level = "Head of" if person is members[0] else rng.choice(_LEVELS)
            title = "Chief executive" if person is chief else f"{level} {name}".strip()
            boss = "" if person is chief else manager.handle
            rows.append([person.handle, person.name, name, title, rng.choice(_OFFICES), boss])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _truth(staff: Staff, log: pd.DataFrame) -> dict:
    counted = truth.pairs(log)
    return {
        "interactions": log,
        "departments": {name: [p.handle for p in members] for name, members in staff.departments.items()},
        "brokers": [p.handle for p in staff.brokers],
        "gatekeepers": [p.handle for p in staff.gatekeepers],
        "one_sided": truth.one_sided(counted, 10),
        "planted_one_sided": sorted(staff.one_sided),
        "balanced": truth.balanced(counted, 20),
        "daily_broadcaster": staff.broadcaster.handle,
        "late_joiners": sorted(staff.late),
        "starts": FIRST.replace(hour=0, minute=0),
    }
