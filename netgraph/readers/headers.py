"""What one mail's headers say: who, to whom, when, and what kind of mail it is. Never subject or body.

Nearly all headers are plain, and are read by a few expressions; what is odd goes to the standard library's parser,
which means the same by the plain ones. A message that breaks it is damage.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.errors import HeaderParseError
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from netgraph.readers import handles, mail_rules
from netgraph.readers.mail_rules import CONFIRMED, DENIED, ZONED, decoded, first
from netgraph.readers.mbox import CAP

ADDRESSES = 5000
"""Addresses that one message may have; more are damage."""

Person = tuple[str, str]
"""A mail address and the name shown with it, '' where there is none or it repeats the address."""

_LONGEST_NAME, _LONGEST_DATE, _ODD = 1000, 200, 300_000
_CACHED = 100
_PEOPLE = ("from", "to", "cc", "bcc")
_WANTED = (
    frozenset(
        (*_PEOPLE, "date", "message-id", "in-reply-to", "references", "received", "delivery-date", "delivered-to")
    )
    | mail_rules.HEADERS
)
_FIELD = re.compile(r"^([!-9;-~]++):([^\n]*+(?:\n[ \t][^\n]*+)*+)\n?", re.MULTILINE)
_HEADER_LINE = re.compile(r"From |[!-9;-~]*:|[\t ]")
_ATOM, _WORD = r"[\w!#$%&*+/=?^`{|}~-]++", r"[^ ()<>@,:;\\\"\[\]]++"
_PHRASE = rf"{_WORD}(?: {_WORD})*+"
_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*+@[\w-]++(?:\.[\w-]++)*+"
_ENTRY = rf'(?:(?:"([^"\\]*)" *|({_PHRASE}) *)?<({_ADDRESS})>|({_ADDRESS}))'
_PLAIN_ENTRY, _PLAIN_LIST = re.compile(_ENTRY, re.ASCII), re.compile(rf"{_ENTRY}(?: ?, ?{_ENTRY})*+", re.ASCII)
_PLAIN_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, {1,2})?(\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:19[7-9]|20\d)\d)"
    r" ([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))? (?:GMT|([+-])([01]\d|2[0-3])([0-5]\d))(?: \([A-Z]{1,5}\))?", re.ASCII
)  # fmt: skip
_ID = re.compile(r"<[^<>\s]+>")
_IN_UTC = re.compile(r"-0000(?: \([^()]*\))?$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EPOCH, _EPOCH_DAY, _TICK = datetime(1970, 1, 1), date(1970, 1, 1).toordinal(), timedelta(microseconds=1)
_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip


class Mail(NamedTuple):
    """One message's facts.

    `time`: microseconds since 1970, UTC where `flags` have ZONED; None where unreadable. `detail`: why it is
    unreadable, or what the damage is. `flags`: bits of `mail_rules`. `people`: receivers in order,
    some perhaps twice. `delivered`: the address that it was delivered to.
    """

    time: int | None = None
    flags: int = 0
    detail: str = ""
    sender: Person = ("", "")
    people: tuple[Person, ...] = ()
    event: str = ""
    reply_to: str = ""
    delivered: str = ""


def facts(head: bytes) -> Mail:
    """The facts in a message's headers; a message that breaks the parser comes back as damage."""
    if len(head) > CAP:
        return _damaged(f"its headers take more than {CAP:,} bytes")
    try:
        return _facts(fields(head))
    except (RecursionError, ValueError, LookupError, TypeError, HeaderParseError) as error:
        return _damaged(f"its headers cannot be parsed ({type(error).__name__})")


def _damaged(why: str) -> Mail:
    return Mail(flags=mail_rules.DAMAGED, detail=why)


def fields(head: bytes) -> dict[str, list[str]]:
    """The values of the headers that matter, by name in lower case, as they stand but for space around them.

    Headers end before the first line that is neither a header nor the continuation of one.
    """
    text = head.decode("ascii", "surrogateescape")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    every = _FIELD.findall(text)
    taken = sum(map(len, chain.from_iterable(every))) + 2 * len(every)
    if taken != len(text) + (not text.endswith("\n")):
        every = _FIELD.findall(_of_headers(text))
    found: dict[str, list[str]] = {}
    for name, value in every:
        if (key := name.lower()) in _WANTED:
            found.setdefault(key, []).append((value if value.isascii() else _text(value)).strip())
    return found


def _of_headers(text: str) -> str:
    """The headers of a text that holds other lines too, each from its own line on."""
    kept, inside = [], False
    for line in text.split("\n"):
        if not _HEADER_LINE.match(line):
            break
        if line[0] not in " \t":
            inside = line[0] != ":" and not line.startswith("From ")
        if inside:
            kept.append(line)
    return "\n".join(kept)


def _text(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _facts(found: dict[str, list[str]]) -> Mail:
    named = {name: found[name] for name in _PEOPLE if name in found}
    # Each of these marks is there once an address at most; floods of any of them take seconds to parse.
    if sum(map(len, chain.from_iterable(named.values()))) >= ADDRESSES:
        text = "".join(chain.from_iterable(named.values()))
        if max(map(text.count, ",;:<@[(")) >= ADDRESSES:
            return _damaged(f"it has more than {ADDRESSES:,} addresses")
    senders = _people(named.pop("from", ()))
    sender = senders[0] if senders else ("", "")
    receivers = tuple(chain.from_iterable(map(_people, named.values())))
    time, zoned, detail = when(first(found, "date"))
    flags = mail_rules.flags(found, sender[0]) | ZONED * zoned
    if time is not None:
        flags |= _witness(found, (_EPOCH + time * _TICK).year)
    delivered = handles.address(found["delivered-to"][0]) if "delivered-to" in found else ""
    return Mail(time, flags, detail, sender, receivers, _event(found), _answered(found), delivered)


def _people(values: list[str]) -> tuple[Person, ...]:
    if len(values) == 1:
        text = values[0]
        return _listed(text) if len(text) <= _CACHED else people(text)
    return tuple(chain.from_iterable(map(people, values)))


def people(text: str) -> tuple[Person, ...]:
    """The people in a list of addresses, in order; entries without an address are left out."""
    text = " ".join(text.split())
    if not _PLAIN_LIST.fullmatch(text):
        if len(text) > _ODD:
            raise ValueError("a list of addresses too long for its faults")
        return _of_odd(text)
    each = _PLAIN_ENTRY.findall(text)
    return tuple([_person(quoted or phrase, address or bare) for quoted, phrase, address, bare in each])


_listed = lru_cache(maxsize=2048)(people)


def _of_odd(text: str) -> tuple[Person, ...]:
    found = [(name, handles.address(raw)) for name, raw in getaddresses([text])]
    return tuple(_person(name, address) for name, address in found if address)


def _person(name: str, address: str) -> Person:
    address = address.lower()
    if name:
        name = " ".join(decoded(name[:_LONGEST_NAME]).split())
    return (address, "" if name.lower() == address else name)


def when(text: str) -> tuple[int | None, bool, str]:
    """Microseconds since 1970 of a Date header, whether they are UTC, and why there are none."""
    plain = _PLAIN_DATE.fullmatch(text)
    day = plain and _day(plain[1])
    if not day:
        return _odd_date(text)
    _, hour, minute, second, sign, hours, minutes = plain.groups()
    seconds = day + int(hour) * 3600 + int(minute) * 60 + int(second or 0)
    if sign:
        offset = int(hours) * 3600 + int(minutes) * 60
        seconds += offset if sign == "-" else -offset
    return seconds * 1_000_000, True, ""


@lru_cache(maxsize=2048)
def _day(text: str) -> int:
    """Seconds from 1970 to a day such as '4 Mar 2024'; 0 where there is no such day."""
    day, month, year = text.split()
    try:
        return (date(int(year), _MONTHS[month], int(day)).toordinal() - _EPOCH_DAY) * 86_400
    except ValueError:
        return 0


def _odd_date(text: str) -> tuple[int | None, bool, str]:
    if not text:
        return None, False, "no date"
    try:
        time = parsedate_to_datetime(text[:_LONGEST_DATE])
        zoned = time.tzinfo is not None
        bare = time.astimezone(UTC).replace(tzinfo=None) if zoned else time
        # '-0000' says that the time is UTC, and nothing about where the sender was.
        return (bare - _EPOCH) // _TICK, zoned or bool(_IN_UTC.search(text)), ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, False, f"date {text[:40]!r} cannot be read"


def _witness(found: dict[str, list[str]], year: int) -> int:
    """What the headers of those who carried the message say of its year: the same, or one before it, or nothing."""
    stamps = first(found, "delivery-date") + " " + first(found, "received").rpartition(";")[2]
    if str(year) in stamps:
        return CONFIRMED
    years = _YEAR.findall(stamps[:_LONGEST_DATE])
    return DENIED if years and year > int(max(years)) + 1 else 0


def _event(found: dict[str, list[str]]) -> str:
    own = "".join(first(found, "message-id").split())
    ids = _ID.search(own)
    return ids[0] if ids else f"<{own.strip('<>')}>" if own.strip("<>") else ""


def _answered(found: dict[str, list[str]]) -> str:
    answered = _ID.search(first(found, "in-reply-to"))
    if answered:
        return answered[0]
    ids = _ID.findall(first(found, "references"))
    return ids[-1] if ids else ""
