"""A CSV reader for strangers' files: damage stays local, and every byte is accounted for.

Where the csv module, strict, finds records of the header's width, they are taken. Where it does not,
a record is taken while its quotes stay open, as long as no continuation line looks like a record of
its own. Otherwise one physical line is rejected and reading goes on with the next.
"""

import csv
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from netgraph.readers.csvheader import MOST_COLUMNS, Finder, Head, header_like
from netgraph.readers.fields import literal, quoted, scan, split
from netgraph.readers.lines import physical
from netgraph.tables import TableError

__all__ = ["Head", "Rows", "header_like", "rows", "split"]

Looks = Callable[[list[str]], bool]
_UNCLOSED = "a quote is opened and not closed before the next record"
# Fewer lists than the collector of garbage lets pile up before it looks at them.
_CHUNK = 500
_MOST_DAMAGED, _MOST_BLANK_CELLS = 100_000, 2_000_000
_TEXT = pd.StringDtype(na_value=np.nan)


class Rows(NamedTuple):
    """Records of a CSV file.

    `fields`: one text column per header name, one row per record. `places`: on the same index,
    line (of the first line, from 1), start and size (bytes), and damage: why the record cannot
    be read, empty where it can. `overhead`: bytes of preamble, header and blank lines.
    `mended`: how a damaged header was read, in words; empty for a whole one.
    """

    fields: pd.DataFrame
    places: pd.DataFrame
    overhead: int
    mended: str = ""


def rows(
    data: bytes, *, is_header: Looks | None = None, looks: Callable[[list[str]], Looks], delimiter: str = ",",
    name: Callable[[str], str] = str, finder: Finder | None = None,
) -> Rows | None:  # fmt: skip
    """Read a CSV file whose header is the first line that `is_header` accepts; None without one.

    `looks(header)` gives a predicate: whether the fields of a line, taken alone, begin a record
    (its date parses, say), so that prose inside a message of many lines is not taken for one.
    `name` turns a header cell into a column name. `finder`, as `header_like` makes one, takes the
    place of `is_header` and `name`, and finds a damaged header too.
    Raises TableError for a header of more than 10,000 columns.
    """
    texts, edges = physical(data)
    head = finder(texts, delimiter) if finder else _first(texts, is_header, delimiter, name)
    if head is None:
        return None
    if len(head.names) > MOST_COLUMNS:
        raise TableError(f"its header has {len(head.names):,} columns; at most {MOST_COLUMNS:,} are read: drop some")
    header = _distinct(head.names)
    reading = _Reading(texts, len(header), delimiter, looks(header))
    reading.run(head.last)
    places = reading.places(edges)
    return Rows(reading.fields(header), places, len(data) - int(places["size"].sum()), head.mended)


def most_damaged(width: int) -> int:
    """How many records may be damaged, each with blank cells; beyond that, damaged lines that follow are one."""
    return min(_MOST_DAMAGED, _MOST_BLANK_CELLS // width)


def _first(texts: list[str], is_header: Looks, delimiter: str, name: Callable[[str], str]) -> Head | None:
    for at, text in enumerate(texts):
        cells = split(text.rstrip("\r\n"), delimiter)
        if is_header(cells):
            return Head([name(cell) for cell in cells], at, at + 1)
    return None


def _distinct(header: list[str]) -> list[str]:
    seen: set[str] = set()
    return [h if h not in seen and not seen.add(h) else f"{h}#{n}" for n, h in enumerate(header)]


class _Reading:
    """The records of the lines of a file, as they are found: their cells, lines and damage.

    Of record n the lines are first[n] up to but not including last[n]; damage[n] says what is wrong with it.
    """

    def __init__(self, texts: list[str], width: int, delimiter: str, looks: Looks):
        self.texts, self.width, self.delimiter, self.looks = texts, width, delimiter, looks
        self.first: list[int] = []
        self.last: list[int] = []
        self.damage: dict[int, str] = {}
        self.cells: list[list[str]] = []
        self.chunks: list[list[pa.Array]] = []
        # Lines before `absorbed` belong to a rejected record if it goes on into them and they are none of their own.
        self.absorbed = 0
        self.most = most_damaged(width)
        self.opened = _Opened(texts, delimiter, self.looks_whole)

    def run(self, at: int) -> None:
        """Read from line `at` on: at full speed, and with care where that fails, as far as the failure reached."""
        careful = at
        while at < len(self.texts):
            if at >= careful:
                at, careful = self.fast(at)
            else:
                at = self.careful(at)
                if self.absorbed > careful:
                    careful = self.absorbed

    def fast(self, at: int) -> tuple[int, int]:
        """The line where a record cannot be taken as it stands, and the line up to which that showed."""
        texts, width = self.texts, self.width
        reader = csv.reader(map(texts.__getitem__, range(at, len(texts))), delimiter=self.delimiter, strict=True)
        start = at
        try:
            for cells in reader:
                end = start + reader.line_num
                if len(cells) == width and (end == at + 1 or not any(map(self.looks_whole, texts[at + 1 : end]))):
                    self.take(cells, at, end)
                elif end > at + 1:
                    return at, end
                elif texts[at].strip():
                    self.reject(at, len(cells))
                at = end
        except csv.Error:
            return at, start + reader.line_num
        return at, at

    def careful(self, at: int) -> int:
        """One record, or the rejection of one line, from line `at` on; the line after it."""
        text = self.texts[at].rstrip("\r\n")
        end, width, closes = self.opened.span(at, text) if '"' in text else (at + 1, 0, True)
        if closes and width == self.width:
            self.take(quoted("".join(self.texts[at:end]).rstrip("\r\n"), self.delimiter), at, end)
            return end
        cells = self.alone(text)
        if cells:
            self.take(cells, at, at + 1)
        elif text.strip() or at < self.absorbed:
            is_one = closes and end == at + 1
            self.reject(at, len(split(text, self.delimiter)) if is_one else 0, end)
        return at + 1

    def alone(self, text: str) -> list[str]:
        """The fields of a line that is a record by itself, if stray quotes are passed over; none for another line."""
        if text.count(self.delimiter) + 1 < self.width:
            return []
        cells = split(text, self.delimiter)
        if len(cells) != self.width:
            cells = literal(text, self.delimiter)
        return cells if len(cells) == self.width else []

    def looks_whole(self, text: str) -> bool:
        """Whether a line, taken alone, begins a record; never one without a delimiter."""
        if self.delimiter not in text:
            return False
        bare = text.rstrip("\r\n")
        cells = split(bare, self.delimiter)
        if self.width <= 2 * len(cells) < 2 * self.width and scan(bare, self.delimiter, is_open=False)[1]:
            # The rest of the fields may stand behind a quote that goes on in the next line.
            cells += [""] * (self.width - len(cells))
        return self.looks(cells)

    def take(self, cells: list[str], first: int, last: int) -> None:
        self.first.append(first)
        self.last.append(last)
        self.cells.append(cells)
        if len(self.cells) == _CHUNK:
            self.pack()

    def reject(self, at: int, width: int, absorbed: int = 0) -> None:
        """Reject a line, for its width or, where that is 0, for a quote that does not close in it."""
        n = len(self.first)
        full = len(self.damage) >= self.most
        if (full or at < self.absorbed) and n - 1 in self.damage and self.last[-1] == at:
            self.last[-1] = at + 1
        elif self.texts[at].strip():
            self.first.append(at)
            self.last.append(at + 1)
            self.damage[n] = f"it has {width} fields, the header {self.width}" if width else _UNCLOSED
        if absorbed > self.absorbed:
            self.absorbed = absorbed

    def pack(self) -> None:
        """Cells as columns: they take far less memory, and the collector of garbage need not look at them."""
        self.chunks.append([pa.array(column, type=pa.large_string()) for column in zip(*self.cells, strict=True)])
        self.cells.clear()

    def places(self, edges: np.ndarray) -> pd.DataFrame:
        first, last = np.array(self.first, dtype=np.int64), np.array(self.last, dtype=np.int64)
        start = edges[first]
        places = pd.DataFrame({"line": first + 1, "start": start, "size": edges[last] - start})
        damage = pd.Series("", index=places.index, dtype="str")
        damage.iloc[list(self.damage)] = list(self.damage.values())
        return places.assign(damage=damage)

    def fields(self, header: list[str]) -> pd.DataFrame:
        self.pack()
        n = len(self.first)
        chunks = [c for c in self.chunks if c]
        if self.damage:
            chunks.append([pa.array([""], type=pa.large_string())] * self.width)
        if not chunks:
            return pd.DataFrame({name: pd.Series(dtype="str") for name in header})
        columns = [pa.concat_arrays(parts) for parts in zip(*chunks, strict=True)]
        if self.damage:
            # The last row is blank, and stands for each damaged record.
            good = np.ones(n, dtype=bool)
            good[list(self.damage)] = False
            rows = pa.array(np.where(good, np.cumsum(good) - 1, n - len(self.damage)))
            columns = [column.take(rows) for column in columns]
        return pd.DataFrame({h: pd.array(c, dtype=_TEXT) for h, c in zip(header, columns, strict=True)}, copy=False)


class _Opened:
    """Where quotes that are left open close. Lines read once in vain are not read again: that keeps it linear."""

    def __init__(self, texts: list[str], delimiter: str, looks: Callable[[str], bool]):
        self.texts, self.delimiter, self.looks = texts, delimiter, looks
        self.start = self.end = 0
        self.closes = False
        self.ended: list[int] = [0]

    def span(self, at: int, text: str) -> tuple[int, int, bool]:
        """Of a record that begins with `text`, in line `at`: the line after it, its fields, whether its quotes close.

        They do not where a line looks like a record of its own, which is then the line after it.
        """
        ended, is_open = scan(text, self.delimiter, is_open=False)
        if not is_open:
            return at + 1, ended + 1, True
        if not self.start <= at + 1 < self.end:
            self.follow(at + 1)
        return self.end, ended + 1 + self.ended[-1] - self.ended[at + 1 - self.start], self.closes

    def follow(self, at: int) -> None:
        """Read on from line `at`, inside a quote, and remember how many fields ended up to each line."""
        self.start, self.ended, is_open = at, [0], True
        while is_open and at < len(self.texts) and not self.looks(self.texts[at]):
            ended, is_open = scan(self.texts[at].rstrip("\r\n"), self.delimiter, is_open=True)
            self.ended.append(self.ended[-1] + ended)
            at += 1
        self.end, self.closes = at, not is_open
