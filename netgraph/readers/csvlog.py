"""A log's CSV as text columns with the place of each row: fast where it is clean, row by row where it is not."""

import io
import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from netgraph.readers.csvheader import MOST_COLUMNS, Finder, header_like
from netgraph.readers.dates import is_dated
from netgraph.readers.lines import is_utf8, lines, physical
from netgraph.readers.rows import Rows, most_damaged, rows, split

DELIMITERS = (",", "\t", ";", "|")
_HEADER = 8192
_SEPARATOR = re.compile(r'"?sep=([^\w\s"]|\t)"?', re.IGNORECASE)
_QUOTE, _NEWLINE, _RETURN = 34, 10, 13


class Header(NamedTuple):
    """A header's cells, and what separates them. `finder` finds it again where it is not the first line as it is."""

    cells: list[str]
    delimiter: str
    finder: Finder | None = None


def header(start: bytes) -> Header | None:
    """The header of a table in text: its first line that is not blank, nor Excel's 'sep=;'.

    None where it has a single column or is no text. It is split as finely as it goes, or by what a
    line 'sep=' before it names.
    """
    first, *rest = _filled(start) or [""]
    told = _SEPARATOR.fullmatch(first)
    line = rest[0] if told and rest else first
    found = [Header([c.strip() for c in split(line, d)], d) for d in (told[1] if told else DELIMITERS)]
    widest = max(found, key=lambda h: len(h.cells))
    return widest if len(widest.cells) > 1 and line.replace("\t", "").isprintable() else None


def known_header(start: bytes, known: Collection[str], needed: Collection[str]) -> Header | None:
    """The header of a table that has the `needed` columns of all that are `known`, damaged or after a preamble or not.

    Of the delimiters that give one it is the one that splits it most finely; None where none does.
    """
    texts = physical(start).texts
    finder = header_like(known, needed)
    found = [(head, d) for d in DELIMITERS if (head := finder(texts, d))]
    if not found:
        return None
    head, delimiter = max(found, key=lambda f: (not f[0].mended, len(f[0].names)))
    return Header(head.names, delimiter, finder)


def _filled(start: bytes) -> list[str]:
    return [line.text for line in lines(start) if line.text.strip()]


def text_columns(data: bytes, head: Header, time: str) -> Rows | None:
    """Every record as text, nothing converted; None without a header.

    `time` is the column that tells a record from prose.
    """
    clean = _clean(data, head)
    if clean is not None:
        return clean

    def looks(names: list[str]):
        at = names.index(time)
        return lambda cells: len(cells) == len(names) and is_dated(cells[at])

    return rows(
        data,
        finder=head.finder,
        is_header=lambda cells: any(c.strip() for c in cells) and not _SEPARATOR.fullmatch(head.delimiter.join(cells)),
        looks=looks,
        delimiter=head.delimiter,
        name=str.strip,
    )


def _clean(data: bytes, head: Header) -> Rows | None:
    """The same by Arrow, where each record surely is one line: UTF-8, one kind of line end, quotes in pairs."""
    if len(head.cells) > MOST_COLUMNS or b"\0" in data:
        return None
    if data.count(b"\r") != data.count(b"\r\n") or not is_utf8(data):
        return None
    line = _lines(data)
    if line["odd"].any() or len(set(head.cells)) < len(head.cells):
        return None
    filled = line[~line["blank"]].iloc[1:].drop(columns=["odd", "blank"]).reset_index(drop=True)
    table, damaged = _arrow(data, head)
    if list(table.columns) != head.cells or len(table) + len(damaged) != len(filled):
        return None
    places = filled.assign(damage="").astype({"damage": "str"})
    places.loc[list(damaged), "damage"] = list(damaged.values())
    table.index = places.index.drop(list(damaged))
    fields = table.reindex(places.index, fill_value="") if damaged else table
    return Rows(fields, places, len(data) - int(filled["size"].sum()))


def _lines(data: bytes) -> pd.DataFrame:
    """Physical lines: number from 1, start, size, whether blank, whether their quotes are odd in number."""
    codes = np.frombuffer(data, dtype=np.uint8)
    start = np.concatenate([[0], np.flatnonzero(codes == _NEWLINE) + 1])
    start = start[start < len(codes)]
    size = np.diff(np.append(start, len(codes)))
    quotes = np.add.reduceat(codes == _QUOTE, start, dtype=np.int64) if b'"' in data else np.zeros_like(start)
    blank = (size == 1) & (codes[start] == _NEWLINE) | (size == 2) & (codes[start] == _RETURN)
    columns = {
        "line": np.arange(1, len(start) + 1),
        "start": start,
        "size": size,
        "blank": blank,
        "odd": quotes % 2 == 1,
    }
    return pd.DataFrame(columns)


def _arrow(data: bytes, head: Header) -> tuple[pd.DataFrame, dict[int, str]]:
    """All columns as text, and why which rows (counted from 0) were skipped."""
    damaged: dict[int, str] = {}

    def skip(row) -> str:
        # Arrow counts the header as row 1; it counts at all only on one thread.
        if len(damaged) > most_damaged(len(head.cells)):
            return "error"
        damaged[row.number - 2] = f"it has {row.actual_columns} fields, the header {row.expected_columns}"
        return "skip"

    raw = split(next(iter(_filled(data[:_HEADER])), ""), head.delimiter)
    try:
        table = pyarrow.csv.read_csv(
            io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=64 << 20),
            parse_options=pyarrow.csv.ParseOptions(delimiter=head.delimiter, invalid_row_handler=skip),
            convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(raw, pa.string())),
        )
    except pa.ArrowInvalid:
        return pd.DataFrame(), {}
    table = table.rename_columns([name.strip() for name in table.column_names])
    return table.to_pandas(types_mapper={pa.string(): pd.StringDtype(na_value=np.nan)}.get), damaged
