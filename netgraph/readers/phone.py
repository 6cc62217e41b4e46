"""A phone's messages and calls, as the app SMS Backup & Restore writes them in XML.

Of a message its ends, time and direction are read, never its text; of a multimedia message not its
parts. The file names everybody but the owner, who is `handles.OWNER`. Times are UTC.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from netgraph.glossary import TIME
from netgraph.readers import dates, handles, ledger, records
from netgraph.readers.elements import MOST_ADDRESSES, Element, attributes, elements, text
from netgraph.readers.files import File, Options, pieces
from netgraph.readers.ledger import ASIDE, REJECTED, USED, Ruling
from netgraph.tables import Export

NAME = "phone"
SMS, CALLS = "phone:sms", "phone:calls"
DRAFT, UNSENT, WITHHELD = "draft", "not sent", "number withheld"
EMOJI = "emoji written as two halves: put together"

_START = re.compile(rb"(?!From )(?![!-9;-~]+:)[^<]{0,80}<")
_ROOT = re.compile(rb"<(?:smses|calls)\s[^<>]{0,300}?\bcount\s*=")
_RECORD = re.compile(rb"<(?:sms|mms|call)\s[^<]{0,600}?\b(?:address|number|date)\s*=")
_IN, _OUT = "in", "out"
_TYPES = {
    "sms": {"1": _IN, "2": _OUT, "3": DRAFT, "4": UNSENT, "5": UNSENT, "6": UNSENT},
    "call": dict.fromkeys(("1", "3", "4", "5", "6", "7"), _IN) | {"2": _OUT},
}
_TYPES["mms"] = _TYPES["sms"]
_TYPE = {"sms": "type", "mms": "msg_box", "call": "type"}
_UNANSWERED, _RECEIPTS = ("3", "5", "6"), ("134", "135", "136")
_FROM, _TO, _TOKEN = "137", ("151", "130", "129"), "insert-address-token"
_NOBODY = {"", "null", "-1", "-2", "-3", "unknown", "private", "private number", "restricted", "anonymous", "payphone"}
_NAMELESS = {"", "null", "(unknown)"}
_SHORTEST, _SAME_DIGITS, _LONGEST = 7, 7, 100
_WANTED = {"address", "number", "date", "type", "msg_box", "m_type", "contact_name", "duration"}
_BAD, _CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffd]"), re.compile(r"[\x00-\x1f\x7f]")
_MOMENT, _SECONDS = re.compile(r"-?\d{1,14}"), re.compile(r"\d{1,8}")
_YEAR_10000 = 253_402_300_800_000
_HALF = re.compile(rb"&#(?:5[5-7]\d{3}|[xX][dD][89a-fA-F][0-9a-fA-F]{2});")


class _Row(NamedTuple):
    """One record: where it is and what it says; `aside` is the rule that sets it aside, `bad` what cannot be true."""

    number: int
    start: int
    size: int
    damage: str
    kind: str
    date: str = ""
    sender: str = ""
    receivers: tuple[str, ...] = ()
    named: str = ""
    name: str = ""
    duration: float = np.nan
    aside: str = ""
    bad: str = ""
    repaired: bool = False


class _Side(NamedTuple):
    """Who writes, to whom, and whether none of those on the other side is a person."""

    sender: str
    receivers: tuple[str, ...]
    service: bool


class _Whose(NamedTuple):
    """What numbers are read by: the country of those that state none, and the owner's own."""

    region: str | None
    mine: tuple[str, ...]


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is such a backup: by its root, or by a record in the first bytes."""
    head = file.head()
    return bool(_START.match(head) and (_ROOT.search(head) or _RECORD.search(head)))


def read(file: File, options: Options | None = None) -> Export:
    """Messages and calls of one backup, and the names that its address book had for the numbers.

    Times stand in it to the millisecond, so that the same event in two backups has the same id.
    """
    options, stream = options or Options(), _Bytes(file)
    whose = _Whose(options.region, options.me)
    rows = [_row(number, element, whose) for number, element in enumerate(elements(stream), start=1)]
    if stream.broken:
        rows.append(_Row(len(rows) + 1, stream.size, 0, stream.broken, ""))
    overhead = stream.size - sum(row.size for row in rows)
    return _export(_table(rows).assign(file=file.name), {file.name: overhead}, options)


class _Bytes:
    """The bytes of a file, block by block; after that their number, and that a packed file breaks off, or ''."""

    def __init__(self, file: File):
        self._file, self.size, self.broken = file, 0, ""

    def __iter__(self) -> Iterator[bytes]:
        with self._file.open() as stream:
            try:
                for block in pieces(stream):
                    self.size += len(block)
                    yield block
            except EOFError:
                self.broken = "truncated file: it is packed and breaks off; copy or download it again"


def _table(rows: list[_Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(_Row._fields))
    words = dict.fromkeys(("damage", "kind", "date", "sender", "named", "name", "aside", "bad"), "str")
    numbers = dict.fromkeys(("number", "start", "size"), "int64")
    return table.astype(words | numbers | {"duration": "float64", "repaired": "bool"})


def _export(table: pd.DataFrame, overhead: dict[str, int], options: Options) -> Export:
    when = _times(table["date"])
    strange = dates.implausible(when.time)
    source = table["kind"].map({"call": CALLS}).fillna(SMS).astype("str")
    sent = table.assign(time=when.time, source=source)
    return records.finished(
        NAME, table, _rulings(table, when, strange, options), overhead=overhead, keep=options.keep,
        place=ledger.record_places, interactions=lambda used: _interactions(sent[used]),
        contacts=lambda used: _contacts(sent[used]), windows=ledger.window(source, when.time.mask(strange)),
        me=lambda used: (handles.OWNER,) if used.any() else (),
    )  # fmt: skip


def _times(texts: pd.Series) -> dates.Times:
    """Times of milliseconds since 1970."""
    numbers = pd.to_numeric(texts.where(texts.str.fullmatch(_MOMENT)), errors="coerce").astype("float64")
    fits = numbers.abs() < _YEAR_10000
    exact = numbers.where(fits, 0).to_numpy().astype("int64").astype("datetime64[ms]")
    time = pd.Series(exact, index=texts.index).astype(TIME).where(fits)
    shown = ("date '" + texts.str.slice(0, 40) + "' is no time in milliseconds").mask(texts == "", "no date")
    return dates.Times(time, pd.Series(False, index=texts.index), shown.mask(fits, "").astype("str"))


def _rulings(table: pd.DataFrame, when: dates.Times, strange: pd.Series, options: Options) -> list[Ruling]:
    aside = table["aside"].mask(table["aside"].isin(options.keep), "")
    crowd = table["receivers"].map(len).astype("int64") > records.CROWD
    return [
        Ruling(table["bad"] != "", REJECTED, ledger.BAD_VALUE, table["bad"]),
        Ruling(aside != "", ASIDE, aside),
        *records.message_rulings(when, strange, table),
        Ruling(crowd, ASIDE, ledger.BLAST),
        Ruling(table["repaired"], USED, EMOJI),
    ]


def _interactions(used: pd.DataFrame) -> pd.DataFrame:
    sent = used[["time", "sender", "receivers", "duration", "source"]]
    called = sent["source"] == CALLS
    messages = records.interactions(sent[~called], channel="sms", source=SMS)
    calls = records.interactions(sent[called], channel="call", source=CALLS, kind="call")
    return pd.concat([t for t in (messages, calls) if len(t)] or [messages], ignore_index=True)


def _contacts(used: pd.DataFrame) -> pd.DataFrame:
    people = used[["named", "name", "source"]].rename(columns={"named": "handle"})
    shown = [records.named(people[people["source"] == source], source=source) for source in (SMS, CALLS)]
    return pd.concat([t for t in shown if len(t)] or shown[:1], ignore_index=True)


def _row(number: int, element: Element, whose: _Whose) -> _Row:
    place = (number, element.start, element.size)
    if element.damage:
        return _Row(*place, element.damage, element.name)
    try:
        return _Row(*place, "", element.name, **_facts(element, whose))
    except ValueError as error:
        return _Row(*place, "", element.name, bad=str(error))


def _facts(element: Element, whose: _Whose) -> dict:
    """What a whole record says; ValueError where it cannot be true."""
    said, kind = _said(element.tag), element.name
    shown = said.get(_TYPE[kind], "")
    way = _TYPES[kind].get(shown)
    if way is None:
        raise ValueError(f"{_TYPE[kind]} {shown[:20]!r} is none of those that are known")
    listed = _parties(said.get("number" if kind == "call" else "address", ""), whose)
    side = _multimedia(element, listed, way, whose) if kind == "mms" else _plain(listed, way)
    named = next(iter(listed)) if len(listed) == 1 else ""
    return {
        "date": said.get("date", "").strip(),
        "sender": side.sender, "receivers": side.receivers,
        "named": "" if named == handles.OWNER else named, "name": _name(said),
        "duration": _duration(said, unanswered=shown in _UNANSWERED) if kind == "call" else np.nan,
        "aside": _aside(kind, way, said, side),
        "repaired": bool(_HALF.search(element.tag)),
    }  # fmt: skip


def _said(tag: bytes) -> dict[str, str]:
    """The attributes that matter, as text, without what stands for nothing."""
    said = {key: text(value) for key, value in attributes(tag).items() if key in _WANTED}
    return {key: value for key, value in said.items() if value != "null"}


def _aside(kind: str, way: str, said: dict[str, str], side: _Side) -> str:
    if way not in (_IN, _OUT):
        return way
    if kind == "mms" and said.get("m_type") in _RECEIPTS:
        return ledger.NOTICE
    if kind == "call" and not (side.sender and side.receivers):
        return WITHHELD
    return ledger.SERVICE if side.service else ""


def _name(said: dict[str, str]) -> str:
    name = " ".join(_CONTROL.sub(" ", said.get("contact_name", "")).split())
    return "" if name.lower() in _NAMELESS else name


def _duration(said: dict[str, str], *, unanswered: bool) -> float:
    given = said.get("duration", "").strip()
    if given and not _SECONDS.fullmatch(given):
        raise ValueError(f"duration {given[:20]!r} is no number of seconds")
    return 0.0 if unanswered else float(given) if given else np.nan


def _parties(shown: str, whose: _Whose) -> dict[str, bool]:
    """The handles of numbers joined by '~', and of each whether it is a service's; ValueError for what is no text."""
    if _BAD.search(shown):
        raise ValueError("its number holds characters that no number has")
    if shown.count("~") > MOST_ADDRESSES:
        raise ValueError(f"more than {MOST_ADDRESSES:,} numbers")
    each = [_party(number.strip(), whose) for number in shown.split("~")]
    return {handle: service for handle, service in each if handle}


def _party(number: str, whose: _Whose) -> tuple[str, bool]:
    """Handle of a number, and whether a service has it: one of letters, or of fewer than seven digits."""
    if number.lower() in _NOBODY:
        return "", False
    handle = handles.address(number.removeprefix("sip:")) or handles.phone(number, whose.region)
    if handle in whose.mine:
        return handles.OWNER, False
    if handle:
        return handle, handle.isdigit() and len(handle) < _SHORTEST and not number.startswith("+")
    letters = any(c.isalpha() for c in number)
    return (f"{NAME}:{' '.join(number.split())[:_LONGEST]}", True) if letters else ("", False)


def _plain(listed: dict[str, bool], way: str) -> _Side:
    others, service = tuple(listed), bool(listed) and all(listed.values())
    if way == _OUT:
        return _Side(handles.OWNER, others, service)
    return _Side(others[0] if len(others) == 1 else "", (handles.OWNER,), service)


def _multimedia(element: Element, listed: dict[str, bool], way: str, whose: _Whose) -> _Side:
    """The ends of a multimedia message: those of its address list, else those of its `address`.

    `address` lists everybody but the owner. So of what came in the one addressee that it lacks is the
    owner's number; where it lacks several it is no guide, and they all count.
    """
    from_, to = {}, {}
    for tag in element.addresses:
        said = _said(tag)
        role, shown = said.get("type"), said.get("address", "")
        if shown != _TOKEN and role in (_FROM, *_TO):
            (from_ if role == _FROM else to).update(_parties(shown, whose))
    if way == _OUT:
        return _plain(to or listed, _OUT)
    sender = _plain(from_ or listed, _IN)
    known = {handle[-_SAME_DIGITS:] for handle in listed}
    own = [handle for handle in to if handle[-_SAME_DIGITS:] not in known]
    others = [h for h in to if h not in (sender.sender, handles.OWNER) and own != [h]]
    return sender._replace(receivers=(handles.OWNER, *others))
