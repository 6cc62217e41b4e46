"""What the readers of chats in JSON share: rows kept as columns, times, and events that several files hold once."""

from collections.abc import Iterable

import pandas as pd

from netgraph.glossary import TIME
from netgraph.readers import dates, files
from netgraph.readers.files import File, Options

_BATCH = 50_000
_MOST_TICKS = 2 * 10**17


class Gathered:
    """Rows that come one by one, kept as columns, so that millions of them stay small."""

    def __init__(self, columns: dict[str, str]):
        self._columns = columns
        self._rows: list[tuple] = []
        self._tables: list[pd.DataFrame] = []

    def add(self, row: tuple) -> None:
        """One more row: its values in the order of the columns."""
        self._rows.append(row)
        if len(self._rows) == _BATCH:
            self._compact()

    def _compact(self) -> None:
        columns = dict(zip(self._columns, zip(*self._rows, strict=True) if self._rows else (), strict=False))
        series = {c: pd.Series(list(columns.get(c, ())), dtype=kind) for c, kind in self._columns.items()}
        self._tables.append(pd.DataFrame(series))
        self._rows = []

    def table(self) -> pd.DataFrame:
        """All rows so far."""
        if self._rows or not self._tables:
            self._compact()
        return pd.concat(self._tables, ignore_index=True) if len(self._tables) > 1 else self._tables[0]


def times(ticks: pd.Series, clock: pd.Series, options: Options) -> dates.Times:
    """Times from `ticks`, microseconds since 1970 (Int64), or, where there are none, from `clock`, dates as text."""
    known = ticks.notna() & (ticks.abs() < _MOST_TICKS).fillna(False)
    exact = pd.to_datetime(ticks.where(known), unit="us").astype(TIME)
    texts = clock.mask(known, "")
    if not (texts != "").any():
        reason = pd.Series("no date", index=ticks.index, dtype="str").mask(known, "")
        return dates.Times(exact, ~known & False, reason)
    read = dates.parsed(texts, timezone=options.timezone, dates=options.dates)
    return dates.Times(exact.fillna(read.time), read.assumed & ~known, read.reason.mask(known, ""))


def given(people: pd.DataFrame, me: Iterable[str]) -> tuple[str, ...]:
    """Of people with handle and name, the handles that the owner gave, by handle or by name in any case."""
    wanted = {one.casefold() for one in me}
    mine = people["handle"].isin(tuple(me)) | people["name"].str.casefold().isin(wanted)
    return tuple(sorted(set(people.loc[mine, "handle"])))


def length(file: File) -> int:
    """The bytes of a file, unpacked."""
    with file.open() as stream:
        return sum(map(len, files.pieces(stream)))
