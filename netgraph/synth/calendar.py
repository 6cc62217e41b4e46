"""Calendars: meetings as .ics files, in the manner of Google Calendar's export, Outlook or plain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from netgraph.synth.life import Event

_SUMMARIES = ("Catch-up", "Review", "Planning, part 2", "Lunch; café", "Interview", "Walk in the park", "Réunion")
_TEXT = "Agenda:\\n- what is new\\, what is next\\n- who does it"
_WINDOWS = {"Europe/Berlin": "W. Europe Standard Time", "America/New_York": "Eastern Standard Time", "Etc/UTC": "UTC"}
_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:{zone}", "X-LIC-LOCATION:{zone}", "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT", "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET",
    "DTSTART:19701025T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
_ALARM = (
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "DESCRIPTION:This is an event reminder",
    "TRIGGER:-P0DT0H10M0S",
    "END:VALARM",
)


@dataclass(frozen=True)
class Meeting:
    """What goes into a calendar: an event (its sender asks the others), how it recurs, and who will not come.

    `rule`: an RRULE, '' for none. `declined`: handles. `rooms`: addresses of rooms. `lines`: further properties.
    """

    event: Event
    rule: str = ""
    declined: frozenset[str] = frozenset()
    rooms: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def uid(event: Event) -> str:
    """The UID of a meeting, without any dependence on the file."""
    return f"{event.number:06d}{event.time:%y%m%d}@calendar.example"


def calendar(
    meetings: Iterable[Meeting], me: str, names: dict[str, str], *, exported: datetime, zone: str = "Europe/Berlin",
    windows: bool = False,
) -> bytes:  # fmt: skip
    """The calendar of `me` on the day of its export (UTC): events in the order given, lines folded, CRLF.

    `zone`: where its meetings are held. `windows`: name it as Outlook does.
    """
    name = _WINDOWS.get(zone, zone) if windows else zone
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Example//Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{me}", f"X-WR-TIMEZONE:{zone}"]
    lines += [line.format(zone=name) for line in _ZONE] if zone == "Europe/Berlin" else []
    for meeting in meetings:
        lines += _event(meeting, names, exported, ZoneInfo(zone), name)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(meeting: Meeting, names: dict[str, str], exported: datetime, zone: ZoneInfo, name: str) -> list[str]:
    event = meeting.event
    start = event.time.replace(tzinfo=UTC).astimezone(zone)
    # What recurs has its zone, so that it stays at its hour; the rest is written in UTC, as Google does.
    at = f"DTSTART;TZID={name}:{start:%Y%m%dT%H%M%S}" if meeting.rule else f"DTSTART:{event.time:%Y%m%dT%H%M%SZ}"
    people = [_attendee(h, names.get(h, ""), h in meeting.declined) for h in (event.sender, *event.to)]
    rooms = [f"ATTENDEE;CUTYPE=RESOURCE;CN=Room {n + 1}:mailto:{room}" for n, room in enumerate(meeting.rooms)]
    organizer = f"ORGANIZER;CN={_quoted(names.get(event.sender, event.sender))}:mailto:{event.sender}"
    return [
        "BEGIN:VEVENT", at, "DURATION:PT1H", *([f"RRULE:{meeting.rule}"] if meeting.rule else []),
        f"DTSTAMP:{exported:%Y%m%dT%H%M%SZ}", organizer,
        f"UID:{uid(event)}", *people, *rooms, *meeting.lines, f"DESCRIPTION:{_TEXT}", "SEQUENCE:0", "STATUS:CONFIRMED",
        f"SUMMARY:{_escaped(_SUMMARIES[event.thread % len(_SUMMARIES)])}", *_ALARM, "END:VEVENT",
    ]  # fmt: skip


def _attendee(handle: str, name: str, declined: bool) -> str:
    status, shown = "DECLINED" if declined else "ACCEPTED", _quoted(name or handle)
    return (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN={shown};X-NUM-GUESTS=0:mailto:{handle}"
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if set(name) & set(",;:") else name


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, none of which cuts a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > 74:
            pieces.append("")
            size = 0
        pieces[-1] += character
        size += width
    return "\r\n ".join(pieces)
