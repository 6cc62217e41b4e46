"""A chat's text as records: what WhatsApp and Signal have alike, and what tells one from the other."""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from netgraph.readers import chatdates, chatlines, dates, handles
from netgraph.readers.chatlines import Head
from netgraph.readers.chats import COLUMNS, Chat
from netgraph.readers.files import File, Options
from netgraph.readers.lines import Physical, physical, readable
from netgraph.tables import TableError

WHATSAPP, SIGNAL = "whatsapp", "signal"

_LEVELS = frozenset({"debug", "info", "warn", "warning", "error", "critical", "fatal", "trace", "notice"})
_SEVERAL, _FIRST_LINES = 2, 3
_DAMAGE = "its date is damaged; the other messages of this file are dated in another way"
_NO_DAY = "no calendar has the day that it names, or no clock the hour"


class App(NamedTuple):
    """How one app writes: what it calls the owner, which records are no messages (a rule for each, or ''), and,
    of a message's text, what a later export may say in another way."""

    source: str
    owner: frozenset[str]
    asides: Callable[[list[Head]], list[str]]
    apart: re.Pattern | None = None
    limit: Callable[[list[Head]], int] = lambda heads: 0  # noqa: ARG005


def looks(texts: list[str], named: str = "") -> str:
    """What these lines are: 'whatsapp', 'signal' or '' for neither; `named`: what the file's name says, or ''."""
    heads = chatlines.decided(chatlines.stamped(texts))
    authors = [head.author for head in heads if head.author]
    filled = [number for number, text in enumerate(texts) if text.strip()][:_FIRST_LINES]
    at_start = bool(heads) and bool(filled) and heads[0].line <= filled[-1]
    if len(authors) < (1 if named else _SEVERAL) or not (at_start or named) or _is_log(authors):
        return ""
    if _is_signal(heads, texts, named):
        return SIGNAL
    known = named or not _is_bare(heads[0].stamp.layout) or any(chatlines.MARK in text for text in texts)
    return WHATSAPP if known else ""


def _is_bare(layout: chatdates.Layout) -> bool:
    """Whether it is '[2018-06-13 21:15:42] ', as Swedish phones and many programs' logs write: then more must tell."""
    return (layout.open, layout.year, layout.glue, layout.seconds) == ("[", "first", " ", True)


def _is_log(authors: list[str]) -> bool:
    last_words = [re.split(r"[^a-z]+", author.lower().strip("[]"))[-1] for author in authors]
    return 2 * sum(word in _LEVELS for word in last_words) > len(authors)


def _is_signal(heads: list[Head], texts: list[str], named: str) -> bool:
    """Signal has '[2019-12-24, 12:23] '; or seconds and no comma, with an owner 'Me' or two spaces at the end."""
    layout = heads[0].stamp.layout
    if layout.marks != ("-", "-") or layout.half:
        return False
    if _is_bare(layout):
        broken = sum(text.rstrip("\r\n").endswith("  ") for text in texts)
        return named == SIGNAL or 2 * broken > len(heads) or any(head.author == "Me" for head in heads)
    return (layout.open, layout.year, layout.glue, layout.seconds) == ("[", "first", ", ", False)


def chat(file: File, options: Options, app: App) -> Chat:
    """One file's records. Raises TableError where no line is dated, or nothing says which number is the day."""
    data, truncated = readable(file)
    text = physical(data)
    heads = chatlines.decided(chatlines.stamped(text.texts))
    if not heads:
        raise TableError(f"{file.name}: no line begins with a date in a known layout; export the chat again")
    records, overhead = _dated(file.name, text, heads, options, app.apart)
    lines = [head.line + 1 for head in heads]
    authors = records["line"].map(dict(zip(lines, [head.author for head in heads], strict=True))).fillna("")
    aside = records["line"].map(dict(zip(lines, app.asides(heads), strict=True))).fillna("")
    people = {author: handle(app.source, author, app.owner, options.region) for author in authors.unique()}
    sender, name = (authors.map({author: both[n] for author, both in people.items()}) for n in (0, 1))
    records = records.assign(aside=aside, sender=sender, name=name)
    if truncated:
        records.loc[records.index[-1], "damage"] = truncated
    return Chat(file.name, records[list(COLUMNS)].astype(COLUMNS), overhead, limit=app.limit(heads))


def _dated(
    name: str, text: Physical, heads: list[Head], options: Options, apart: re.Pattern | None
) -> tuple[pd.DataFrame, int]:
    """All records of a text, in order, with place, damage, time and check; and the bytes before the first."""
    spoilt = chatlines.damaged(text.texts, heads)
    starts = sorted([head.line for head in heads] + spoilt)
    records = chatlines.places(text, starts)
    at = np.searchsorted(np.array(starts), [head.line for head in heads])
    clock = chatdates.times([head.stamp for head in heads], options.dates, name)
    time = np.full(len(records), np.datetime64("NaT", "us"))
    time[at] = dates.local(clock, options.timezone).to_numpy()
    check = np.zeros(len(records), dtype="int64")
    check[at] = chatlines.checks(text.texts, heads, starts, apart)
    spoilt_at = np.isin(records["line"], np.array(spoilt, dtype="int64") + 1)
    undated = np.isnat(time)
    told = {"damage": np.where(spoilt_at, _DAMAGE, ""), "reason": np.where(undated & ~spoilt_at, _NO_DAY, "")}
    assumed = ~undated & (options.timezone is None)
    return records.assign(**told, time=time, check=check, assumed=assumed), int(text.edges[starts[0]])


def handle(source: str, author: str, owner: frozenset[str], region: str | None) -> tuple[str, str]:
    """The handle of an author, and the name to show: '' for a phone number and for the owner.

    A tilde marks a name that people give themselves and no address book confirms: it is another handle.
    """
    if not author or author in owner:
        return (handles.OWNER if author else ""), ""
    name = author.lstrip("~ ") or author
    number = handles.phone(name, region) if name.startswith("+") else ""
    return (number, "") if number else (f"{source}:{'~' if name != author else ''}{name}", name)
