"""Mailboxes: events as mbox files, in the flavour of Gmail Takeout or plain."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.charset import Charset
from email.utils import format_datetime, formataddr
from zlib import crc32

from netgraph.synth.life import Event

_SUBJECTS = (
    "Saturday", "The photos", "A question", "Tuesday's meeting", "Train times", "Minutes", "Your draft", "Lunch?",
    "Keys", "The invoice", "Next steps", "Ideas for autumn", "Réunion", "Grüße")  # fmt: skip
_BODIES = (
    "Does that suit you?", "Thanks, that helps a lot.", "I will bring the rest on Thursday.", "See you there!",
    "Could you have a look when you find the time?", "Good to hear from you.", ">From what I hear, it is settled.",
    "Bien reçu, à bientôt.", "Done, see below.\nFrom my side nothing is missing.",
    "Let us talk next week.")  # fmt: skip


@dataclass(frozen=True)
class Mail:
    """What goes into a mailbox: an event, its further headers, Gmail labels and body ('' = drawn by its number)."""

    event: Event
    headers: tuple[str, ...] = ()
    labels: str = ""
    subject: str = ""
    body: str = ""


def message_id(event: Event) -> str:
    """The Message-ID header of an event, unique and without any dependence on the file."""
    return f"<{event.time:%y%m%d}.{event.number}@{event.sender.partition('@')[2]}>"


def mbox(mails: list[Mail], me: str, names: dict[str, str], zones: dict[str, int], *, takeout: bool) -> bytes:
    """The mails as one mbox file, in their order: Gmail Takeout's (From line with offset, labels, thread) or plain.

    The one `me` stands for the owner of the box: what others sent has a Delivered-To header.
    """
    ids = {m.event.number: message_id(m.event) for m in mails}
    texts = []
    for mail in mails:
        lines = _gmail(mail, me) if takeout else [f"From {mail.event.sender} {mail.event.time.ctime()}"]
        lines += _delivery(mail.event, me) + _headers(mail, ids, names, zones)
        texts.append("\n".join([*lines, "", mail.body or _BODIES[mail.event.number % len(_BODIES)], "", ""]))
    return "".join(texts).encode()


def _gmail(mail: Mail, me: str) -> list[str]:
    event, clock = mail.event, mail.event.time.ctime()
    labels = mail.labels or ("Sent" if event.sender == me else "Inbox")
    stamp = f"{clock[:8]}{event.time:%d}{clock[10:19]} +0000 {clock[20:]}"
    return [
        f"From {1790000000000000000 + event.number * 7919}@xxx {stamp}",
        f"X-GM-THRID: {1780000000000000000 + event.thread * 7919}",
        f"X-Gmail-Labels: {labels}",
    ]


def _delivery(event: Event, me: str) -> list[str]:
    return [] if event.sender == me else [f"Delivered-To: {me}"]


def _headers(mail: Mail, ids: dict[int, str], names: dict[str, str], zones: dict[str, int]) -> list[str]:
    event = mail.event
    cards = [formataddr((names.get(a, ""), a)) for a in event.to]
    subject = mail.subject or _SUBJECTS[event.thread % len(_SUBJECTS)]
    lines = [
        f"Message-ID: {ids[event.number]}",
        f"Date: {_date(event.time, zones.get(event.sender, 0))}",
        f"From: {formataddr((_signature(event, names), event.sender))}",
        f"To: {cards[0]}",
    ]
    lines += ["Cc: " + ",\n ".join(cards[1:])] if cards[1:] else []
    lines += _answering(ids[event.answers]) if event.answers in ids else []
    return [*lines, f"Subject: {_encoded('Re: ' * (event.answers is not None) + subject)}", *mail.headers]


def _answering(parent: str) -> list[str]:
    return [f"In-Reply-To: {parent}", f"References: {parent}"]


def _signature(event: Event, names: dict[str, str]) -> str:
    # Some write from a phone and from a directory that puts the family name first.
    given, _, family = names.get(event.sender, "").rpartition(" ")
    directory = given and event.number % 2 and not crc32(event.sender.encode()) % 25
    return f"{family}, {given}" if directory else f"{given} {family}".strip()


def _encoded(text: str) -> str:
    return text if text.isascii() else Charset("utf-8").header_encode(text)


def _date(time: datetime, hours: int) -> str:
    return format_datetime(time.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=hours))))
