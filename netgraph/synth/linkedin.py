"""The files of a LinkedIn archive that say who knows, writes to, endorses and recommends whom."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from zlib import crc32

from netgraph.synth.life import Event
from netgraph.synth.people import Person

_HOST = "https://www.linkedin.com"
_NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing. '
    'You will only see email addresses for connections who have allowed it."\n\n'
)
_CONNECTIONS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
_MESSAGES = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
    "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")  # fmt: skip
_INVITATIONS = ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
_ENDORSEMENTS = (
    "Endorsement Date", "Skill Name", "Endorse{} First Name", "Endorse{} Last Name", "Endorse{} Public Url",
    "Endorsement Status")  # fmt: skip
_RECOMMENDATIONS = ("First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status")
_SKILLS = ("Materials research", "Project planning", "Public speaking", "C++, embedded")
_PRAISE = (
    "A pleasure to work with.", "Ran the archive with care, wit and patience.\n\nI would hire again at once.",
    'Knows what "done" means.')  # fmt: skip
_CONTENT = (
    "Thank you for getting back to me!", 'Our paths crossed at the "Open Archives" day, and I kept your card.',
    "Hi,\n\nI liked your talk, do you have the slides?\n\nBest", "Gladly, how about Wednesday?",
    "Still in the same place?\nWould love to catch up.", "Congratulations, well deserved 🎉")  # fmt: skip


def url(handle: str) -> str:
    """The profile's address; '' for somebody who shows none."""
    return _HOST + handle if handle.startswith("/in/") else ""


def conversation(event: Event) -> str:
    """Id of a conversation, the same for all messages among the same people."""
    return f"2-{crc32('|'.join(sorted((event.sender, *event.to))).encode()):08x}=="


def connections(cards: Iterable[tuple[Person | None, datetime]], emails: set[str]) -> bytes:
    """Connections.csv, newest first; None stands for a hidden member; `emails` are the slugs that show an address."""
    rows = [[*_connection(person, emails), format_datetime(day)[5:16]] for person, day in cards]
    return _NOTES.encode() + _csv(_CONNECTIONS, rows).removesuffix(b"\n")


def _connection(person: Person | None, emails: set[str]) -> list[str]:
    if person is None:
        return [""] * 6
    address = person.handles[-2] if person.slug in emails else ""
    return [person.given, person.family, url(person.slug), address, person.employer, person.title]


def messages(events: list[Event], names: dict[str, str], drafts: set[int], content: dict[int, str]) -> bytes:
    """messages.csv in the thirteen columns of the present, newest first, line breaks left in the content."""
    rows = [_message(e, names, e.number in drafts, content.get(e.number)) for e in _newest(events)]
    return _csv(_MESSAGES, rows)


def _message(event: Event, names: dict[str, str], draft: bool, content: str | None) -> list[str]:
    to, urls = ", ".join(names[h] for h in event.to), ",".join(map(url, event.to))
    text = _CONTENT[event.number % len(_CONTENT)] if content is None else content
    title = "Lunch, Thursday?" if event.to[1:] else ""
    who = [conversation(event), title, names[event.sender], url(event.sender), to, urls]
    flag = "Yes" if draft else "No"
    return [*who, f"{event.time:%Y-%m-%d %H:%M:%S} UTC", "", text, "INBOX", "", flag, "No"]


def invitations(events: list[Event], me: str, names: dict[str, str]) -> bytes:
    """Invitations.csv, newest first, its times in US order and to the minute."""
    return _csv(_INVITATIONS, [_invitation(e, me, names) for e in _newest(events)])


def _invitation(event: Event, me: str, names: dict[str, str]) -> list[str]:
    (to,), time = event.to, event.time
    at = f"{time.month}/{time.day}/{time:%y}, {time.hour % 12 or 12}:{time:%M} {'AP'[time.hour >= 12]}M"
    note = "Shall we connect?" if event.number % 3 else ""
    direction = "OUTGOING" if event.sender == me else "INCOMING"
    return [names[event.sender], names[to], at, note, direction, url(event.sender), url(to)]


def endorsements(events: list[Event], people: dict[str, Person], *, given: bool) -> bytes:
    """Endorsement_Given_Info.csv or Endorsement_Received_Info.csv, newest first; `people` by handle."""
    header = tuple(column.format("e" if given else "r") for column in _ENDORSEMENTS)
    return _csv(header, [_endorsement(e, people[e.to[0] if given else e.sender]) for e in _newest(events)])


def _endorsement(event: Event, other: Person) -> list[str]:
    status = "REJECTED" if event.number % 9 == 8 else "ACCEPTED"
    page = url(other.slug).removeprefix("https://")
    who = [_SKILLS[event.number % len(_SKILLS)], other.given, other.family, page]
    return [f"{event.time:%Y/%m/%d %H:%M:%S} UTC", *who, status]


def recommendations(events: list[Event], people: dict[str, Person], *, given: bool) -> bytes:
    """Recommendations_Given.csv or Recommendations_Received.csv, newest first, names only; `people` by handle."""
    return _csv(_RECOMMENDATIONS, [_praise(e, people[e.to[0] if given else e.sender]) for e in _newest(events)])


def _praise(event: Event, other: Person) -> list[str]:
    text, status = _PRAISE[event.number % len(_PRAISE)], ("VISIBLE", "VISIBLE", "HIDDEN")[event.number % 3]
    who = [other.given, other.family, other.employer, other.title]
    return [*who, text, f"{event.time:%m/%d/%y, %I:%M %p}", status]


def _newest(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (e.time, e.number), reverse=True)


def _csv(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()
