"""A CSV reader for strangers' files: damage stays local, and every byte is accounted for.

A record is taken while its quotes stay open, as long as no continuation line looks like a record
of its own. Otherwise one physical line is rejected and reading goes on with the next.
"""

import csv
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from netgraph.readers.lines import Line, lines

Looks = Callable[[list[str]], bool]


class Rows(NamedTuple):
    """Records of a CSV file.

    `fields`: one text column per header name, one row per record. `places`: on the same index,
    line (of the first line, from 1), start and size (bytes), and damage: why the record cannot
    be read, empty where it can. `overhead`: bytes of preamble, header and blank lines.
    """

    fields: pd.DataFrame
    places: pd.DataFrame
    overhead: int


class _Record(NamedTuple):
    line: int
    start: int
    size: int
    damage: str
    fields: list[str]


def rows(
    data: bytes, *, is_header: Looks, looks: Callable[[list[str]], Looks], delimiter: str = ",", name=str
) -> Rows | None:
    """Read a CSV file whose header is the first line that `is_header` accepts; None without one.

    `looks(header)` gives a predicate: whether the fields of a line, taken alone, begin a record
    (its date parses, say), so that prose inside a message of many lines is not taken for one.
    `name` turns a header cell into a column name.
    """
    physical = lines(data)
    head = next((n for n, line in enumerate(physical) if is_header(split(line.text, delimiter))), None)
    if head is None:
        return None
    header = _distinct([name(cell) for cell in split(physical[head].text, delimiter)])
    found = list(_records(physical, head + 1, len(header), delimiter, looks(header)))
    places = pd.DataFrame([r[:4] for r in found], columns=["line", "start", "size", "damage"])
    fields = pd.DataFrame([r.fields for r in found], columns=header, dtype="str")
    return Rows(fields, places, len(data) - int(places["size"].sum()))


def split(text: str, delimiter: str = ",") -> list[str]:
    """The fields of one record; lenient about stray quotes, as spreadsheets are."""
    if '"' not in text and "\r" not in text and "\n" not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _distinct(header: list[str]) -> list[str]:
    return [h if h not in header[:n] else f"{h}#{n}" for n, h in enumerate(header)]


def _records(physical: list[Line], at: int, width: int, delimiter: str, looks: Looks) -> Iterator[_Record]:
    # From an open quote before `known` the way is the same as one already tried in vain: this keeps it linear.
    known = at
    while at < len(physical):
        last, closes = at, True
        if physical[at].text.strip():
            if _open_after(physical[at].text, delimiter, is_open=False):
                last, closes = (at, False) if at < known else _closing(physical, at, delimiter, looks)
            record = _record(physical[at : last + 1], at, width, delimiter, closes=closes)
            if record.damage:
                known, last = max(known, last), at
            yield record
        at = last + 1


def _closing(physical: list[Line], at: int, delimiter: str, looks: Looks) -> tuple[int, bool]:
    """The line that closes the quote left open by line `at`; or, and False, the one that shows it never closes."""
    for n in range(at + 1, len(physical)):
        if looks(split(physical[n].text, delimiter)):
            return n, False
        if not _open_after(physical[n].text, delimiter, is_open=True):
            return n, True
    return len(physical), False


def _record(pieces: list[Line], at: int, width: int, delimiter: str, *, closes: bool) -> _Record:
    fields = split(_text(pieces), delimiter) if closes else []
    if len(fields) == width:
        return _Record(at + 1, pieces[0].start, sum(p.size for p in pieces), "", fields)
    damage = f"it has {len(fields)} fields, the header {width}"
    if not closes or len(pieces) > 1:
        damage = "a quote is opened and not closed before the next record"
    return _Record(at + 1, pieces[0].start, pieces[0].size, damage, [""] * width)


def _text(pieces: list[Line]) -> str:
    return "".join(p.text + p.end for p in pieces[:-1]) + pieces[-1].text


def _open_after(text: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quote is open at the end of the line: one opens only where a field begins."""
    at = text.find('"')
    while at >= 0:
        if not is_open:
            is_open = at == 0 or text[at - 1] == delimiter
        elif text.startswith('"', at + 1):
            at += 1
        else:
            is_open = False
        at = text.find('"', at + 1)
    return is_open
