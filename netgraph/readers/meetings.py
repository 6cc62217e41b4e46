"""What one event of a calendar says: who, when, how often and in which version. No text of it is looked at."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import unquote

from icalendar.parser import Contentline
from icalendar.prop import vDDDTypes, vRecur

from netgraph.readers import handles, ledger
from netgraph.readers.components import lines

MOST_ATTENDEES, MOST_DATES = 5_000, 10_000

_NEEDED = {
    "UID", "DTSTART", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "ORGANIZER", "ATTENDEE", "STATUS", "SEQUENCE",
    "DTSTAMP", "LAST-MODIFIED", "CREATED",
}  # fmt: skip
_MOST_RULES, _LONGEST, _LONGEST_ID, _LATEST = 10, 20_000, 300, 1 << 31
_NAME = re.compile(r"\s*([A-Za-z-]+)\s*[;:]")
_STAMP = re.compile(r":\s*(\d{8}T\d{6})")
_MAILTO = re.compile(r"mailto:([^\s;:,<>\"]+@[^\s;:,<>\"]+)", re.IGNORECASE)
_ABSENT = {"DECLINED", "DELEGATED"}
_THINGS = {"ROOM": ledger.ROOM, "RESOURCE": ledger.ROOM, "GROUP": ledger.LIST}
_GOOGLE = re.compile(r"@(?:resource|group|group\.v|import)\.calendar\.google\.com$|^unknownorganizer@")


class Moment(NamedTuple):
    """A time as it stands: on the clock, in the zone it names (None for none), and whether it is a whole day."""

    at: datetime
    zone: str | None
    day: bool = False


class Party(NamedTuple):
    """Who is invited: handle, name, whether absent, and the rule by which it is nobody (a room, a list) or ''."""

    handle: str
    name: str
    absent: bool
    thing: str


class Meeting(NamedTuple):
    """What an event says. `stamp`: when it was last written, as text that sorts. `wrong`: reason and detail, or ''.

    `undated`: why its start cannot be read, or ''. `untimed`: it has none.
    """

    uid: str = ""
    sequence: int = 0
    stamp: str = ""
    cancelled: bool = False
    organizer: Party | None = None
    attendees: tuple[Party, ...] = ()
    start: Moment | None = None
    undated: str = ""
    untimed: bool = False
    instead: Moment | None = None
    rules: tuple[str, ...] = ()
    added: tuple[Moment, ...] = ()
    excluded: tuple[Moment, ...] = ()
    wrong: tuple[str, str] = ("", "")


NOTHING = Meeting()
"""What a record says that is no event, or a damaged one."""


class _EventError(ValueError):
    """Something in an event that cannot be used: reason and detail."""


def meeting(own: bytes) -> Meeting:
    """What the lines of an event say; of one that cannot be read as much as can."""
    said = _said(own)
    stamps = [
        m[1] for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED") for x in said.get(name, ()) if (m := _STAMP.search(x))
    ]
    first = {name: _value(found[0]) for name, found in said.items() if name in ("UID", "STATUS", "SEQUENCE")}
    known = Meeting(
        identity(first.get("UID", "")), _number(first.get("SEQUENCE", "")), max(stamps, default=""),
        first.get("STATUS", "").upper() == "CANCELLED",
    )  # fmt: skip
    try:
        _sized(said)
        return known._replace(**_people(said), **_times(said))
    except _EventError as wrong:
        return known._replace(wrong=wrong.args)


def _said(own: bytes) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for line in lines(own):
        found = _NAME.match(line)
        if found and (name := found[1].upper()) in _NEEDED:
            said.setdefault(name, []).append(line)
    return said


def _sized(said: dict[str, list[str]]) -> None:
    """Raise _EventError where the event asks for more than any meeting needs."""
    counts = {
        "attendees": (len(said.get("ATTENDEE", ())), MOST_ATTENDEES),
        "rules": (len(said.get("RRULE", ())), _MOST_RULES),
        "dates": (sum(1 + x.count(",") for n in ("RDATE", "EXDATE") for x in said.get(n, ())), MOST_DATES),
        "characters in a line": (
            max((len(x) for n, found in said.items() if n not in ("RDATE", "EXDATE") for x in found), default=0),
            _LONGEST,
        ),
    }
    for what, (number, most) in counts.items():
        if number > most:
            raise _EventError(ledger.TOO_LARGE, f"it has {number:,} {what}; at most {most:,} are read")


def _people(said: dict[str, list[str]]) -> dict:
    organizer = party(said["ORGANIZER"][0]) if "ORGANIZER" in said else None
    return {"organizer": organizer, "attendees": tuple(map(party, said.get("ATTENDEE", ())))}


def _times(said: dict[str, list[str]]) -> dict:
    found: dict = {"rules": tuple(map(_value, said.get("RRULE", ())))}
    if "RECURRENCE-ID" in said:
        found["instead"] = _all_moments(said["RECURRENCE-ID"][:1], "RECURRENCE-ID")[0]
    # Who meets nobody is set aside, whenever that is.
    if "ATTENDEE" not in said:
        return found
    try:
        found["start"] = moments(said["DTSTART"][0])[0]
    except KeyError:
        found["untimed"] = True
    except (ValueError, IndexError):
        found["undated"] = f"DTSTART '{_value(said['DTSTART'][0])[:40]}' is no date; write it as 20240315T093000Z"
    found["added"] = tuple(_all_moments(said.get("RDATE", ()), "RDATE"))
    found["excluded"] = tuple(_all_moments(said.get("EXDATE", ()), "EXDATE"))
    return found


def _all_moments(texts: Iterable[str], name: str) -> list[Moment]:
    found = []
    for text in texts:
        try:
            found += moments(text)
        except ValueError as error:
            raise _EventError(ledger.BAD_VALUE, f"{name} '{_value(text)[:40]}' is no date") from error
    if not found and name == "RECURRENCE-ID":
        raise _EventError(ledger.BAD_VALUE, f"{name} has no date")
    return found


def moments(line: str) -> list[Moment]:
    """The times of a line such as DTSTART or EXDATE, empty parts left out. ValueError where one is none."""
    name = _NAME.match(line)
    bare = name and line[name.end() - 1] == ":"
    _, parameters, value = ("", {}, line[name.end() :]) if bare else Contentline(line).parts()
    zone = parameters.get("TZID")
    zone = zone.strip() if isinstance(zone, str) else ""
    # Some zones have a colon in their name, and no quotes around it.
    if zone and ":" in value:
        more, _, value = value.rpartition(":")
        zone = f"{zone}:{more.partition(';')[0]}"
    return [_moment(text.strip(), zone or None) for text in value.split(",") if text.strip()]


def _moment(text: str, zone: str | None) -> Moment:
    found = vDDDTypes.from_ical(text)
    found = found[0] if isinstance(found, tuple) else found
    if isinstance(found, datetime):
        plain = found.replace(tzinfo=None, microsecond=0)
        return Moment(plain, zone) if found.tzinfo is None else Moment(plain, "UTC")
    if isinstance(found, date):
        return Moment(datetime.combine(found, time()), zone, day=True)
    raise ValueError(f"{text[:40]} is no date")


@lru_cache(maxsize=4_000)
def recurrence(text: str) -> tuple[dict[str, list], Moment | None]:
    """A rule in its parts, and when it ends, or None; a day ends with its last second. ValueError where it is none."""
    rule = dict(vRecur.from_ical(text))
    until = rule.pop("UNTIL", [None])[0]
    if isinstance(until, datetime):
        zone = "UTC" if until.tzinfo else None
        return rule, Moment(until.astimezone(UTC).replace(tzinfo=None) if until.tzinfo else until, zone)
    return rule, None if until is None else Moment(datetime.combine(until, time(23, 59, 59)), None)


@lru_cache(maxsize=20_000)
def party(line: str) -> Party:
    """Who an ATTENDEE or ORGANIZER line names; _EventError where it cannot be read."""
    try:
        _, parameters, value = Contentline(line).parts()
    except ValueError as error:
        found = _MAILTO.search(line)
        if not found:
            raise _EventError(ledger.BAD_VALUE, "a line that names a person cannot be read") from error
        parameters, value = {}, found[0]
    said = {
        name: _one(parameters[name]) for name in ("CN", "EMAIL", "PARTSTAT", "CUTYPE", "ROLE") if name in parameters
    }
    name = said.get("CN", "")
    handle = _handle(value.strip(), said.get("EMAIL", ""), name)
    absent = said.get("PARTSTAT", "").upper() in _ABSENT or said.get("ROLE", "").upper() == "NON-PARTICIPANT"
    thing = _THINGS.get(said.get("CUTYPE", "").upper(), "") or (ledger.ROOM if _GOOGLE.search(handle) else "")
    return Party(handle, "" if handles.address(name) else name, absent, thing)


def _one(value) -> str:
    # An unquoted comma parts a name in two.
    text = value if isinstance(value, str) else ",".join(map(str, value))
    return " ".join(text.replace("\\,", ",").replace("\\", "").strip().strip("'\"").split())


def _handle(value: str, email: str, name: str) -> str:
    scheme, _, rest = value.partition(":")
    bare = unquote(value) if "%" in value else value
    address = handles.address(bare.partition("?")[0]) or handles.address(email)
    if address:
        return address
    number = handles.phone(rest) if scheme.lower() == "tel" else ""
    # Of what is no address the name tells more than an id of some server.
    nobody = scheme.lower() in ("invalid", "mailto") or not value
    return number or (f"calendar:{name}" if name else "" if nobody else f"calendar:{value}")


def identity(uid: str) -> str:
    """A UID that is fit for an id: one without end is known by its checksum."""
    return uid if len(uid) <= _LONGEST_ID else blake2b(uid.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _value(line: str) -> str:
    name = _NAME.match(line)
    if name and line[name.end() - 1] == ":":
        return line[name.end() :].strip()
    try:
        return Contentline(line).parts()[2].strip()
    except ValueError:
        return line.rpartition(":")[2].strip()


def _number(text: str) -> int:
    return min(int(text), _LATEST) if text.isdecimal() and len(text) < 20 else 0
