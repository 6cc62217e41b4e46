"""An analyst's own log: CSV (also .gz, tabs, semicolons), Parquet or a DataFrame.

Columns: time, sender, receiver and, if there, channel, kind, event, recipients, reply_to, duration, source.
Others are left alone. Ids stay text as they are written. Times may be relative: 1970 is a date here.
A header in which some bytes are damaged is mended, and a row in problems says so. Ids of events: see logids.
"""

import io
import os
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from netgraph.readers import dates, ledger, logids, records
from netgraph.readers.columns import NEEDED, OPTIONAL, mapping, of_log, parts
from netgraph.readers.csvlog import Header, header, known_header, text_columns
from netgraph.readers.files import File, Options, files
from netgraph.readers.ledger import ASIDE, REJECTED, USED, Ruling
from netgraph.readers.lines import physical, readable, whole
from netgraph.readers.rows import Rows
from netgraph.tables import Export, TableError

NAME = "table"
_ALIKE = {
    "time": {"date", "datetime", "timestamp", "times", "time_s", "ts", "sent", "sentat", "when", "t", "epoch"},
    "sender": {
        "from", "source", "src", "i", "author", "sender_id", "senderid", "from_id", "caller", "ego", "source_id",
    },
    "receiver": {
        "to", "recipient", "target", "dst", "j", "receiver_id", "receiverid", "recipient_id", "to_id", "callee",
        "alter", "destination", "target_id",
    },
}  # fmt: skip
_FRAME = "frame"
_PERSON = ("handle", "person", "id", "name", "email")
_PEOPLE = "looks like a people table: give it as people=... or --people"
_PARQUET = b"PAR1"
_WHOLE = {pa.int64(): pd.Int64Dtype(), pa.uint64(): pd.UInt64Dtype()}
_EXACT = 2**53
_MOST_RECIPIENTS, _FEW_ROWS = 1_000_000, 500_000
_START = 65_536
_TABLE = re.compile(r"\.(?:csv|tsv|tab|parquet)(?:\.gz)?$", re.IGNORECASE)


def sniff(file: File, options: Options | None = None) -> bool:
    """Whether this is a table with columns like time, sender and receiver, under these or obvious other names."""
    names = _names(file, options or Options())
    columns = (options or Options()).columns or {}
    roles = [role for role in NEEDED if columns.get(role) in names or _alike(role, names)]
    return len(roles) == len(NEEDED) or (len(roles) == 2 and sum(_own(role, names) in names for role in NEEDED) == 2)


def read(file: File, options: Options | None = None) -> Export:
    """Interactions of one log file; of a packed one that breaks off, those before the break.

    Raises TableError, with a suggestion, where a needed column is missing, and where one `event` of a
    source happens at several times or, unless all its rows are meetings, has several senders.
    """
    options = options or Options()
    if file.head(4) == _PARQUET:
        data, named = whole(file), _mapped(_names(file, options), options.columns, file.name)
        table = _parquet(data, file.name, columns=list(named.values()))
        return _export(_ours(table, named), _row_places(table, len(data)), 0, file.name, options)
    data, truncated = readable(file)
    head = _header(data[:_START], options)
    if head is None:
        raise TableError(f"{file.name}: its header is damaged; write it as time,sender,receiver")
    named = _mapped(head.cells, options.columns, file.name)
    found = _records(data, truncated, head, named["time"])
    if found is None:
        raise TableError(f"{file.name}: its header is damaged; write it as time,sender,receiver")
    export = _export(_ours(found.fields, named), found.places, found.overhead, file.name, options)
    return records.header_noted(export, file.name, found.mended)


def _records(data: bytes, truncated: str, head: Header, time: str) -> Rows | None:
    """The records of text; what follows the last whole line of one that breaks off is one more, damaged."""
    if not truncated:
        return text_columns(data, head, time)
    texts, edges = physical(data)
    is_cut = bool(texts) and not texts[-1].endswith(("\r", "\n"))
    number, kept = len(texts) + 1 - is_cut, int(edges[-1 - is_cut])
    found = text_columns(data[:kept], head, time)
    if found is None:
        return None
    rest = pd.DataFrame({"line": [number], "start": [kept], "size": [len(data) - kept], "damage": [truncated]})
    places = pd.concat([found.places, rest], ignore_index=True) if len(found.places) else rest
    return found._replace(fields=found.fields.reindex(places.index, fill_value=""), places=places)


def from_frame(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    me: tuple[str, ...] = (),
    timezone: str | None = None,
) -> Export:
    """The same for a DataFrame; its ledger calls it 'frame' and counts no bytes."""
    named = _mapped([str(c) for c in frame.columns], columns, _FRAME)
    table = frame.rename(columns=str).reset_index(drop=True)
    owners = (me,) if isinstance(me, str) else tuple(me)
    export = _export(_ours(table, named), _row_places(table, 0), 0, _FRAME, Options(timezone=timezone))
    return Export(
        export.contacts, export.interactions, export.ledger, export.problems, export.windows, tuple(map(str, owners))
    )


def hint(file: File, options: Options | None = None) -> str:
    """What would help with a table that has a header but is no log; empty for a file that is no table."""
    # Only what is called a table is quoted: the first line of another text may be somebody's message.
    names = _names(file, options or Options()) if _TABLE.search(file.name) else []
    if not names:
        return ""
    shown = ", ".join(n[:30] for n in names[:8]) + (", ..." if len(names) > 8 else "")
    asked = (options or Options()).columns or {}
    absent = [f"{ours}={theirs}" for ours, theirs in asked.items() if not set(parts(theirs, names)) & set(names)]
    asked_for = f" (asked for {', '.join(absent)})" if absent else ""
    if _about_people(names):
        return f"{_PEOPLE}{asked_for}; it has {shown}"
    return (
        f"a table with columns {shown}, but none like time, sender and receiver{asked_for}; "
        f"name them with columns= (--columns time=... sender=... receiver=...)"
    )


def people_table(source) -> pd.DataFrame:
    """A people table: `handle` (text) from the first column named handle, person, id, name or email; others kept.

    `source` is a DataFrame or a CSV (.gz too) or Parquet file. Column names are matched in any
    case. Raises TableError where there is no such column, or a handle is missing or there twice.
    """
    table, name = (source, "people") if isinstance(source, pd.DataFrame) else _people_file(source)
    table = table.rename(columns=str).reset_index(drop=True)
    key = _person(list(table.columns))
    if not key:
        raise TableError(f"{name} has no column handle, person, id, name or email; it has {', '.join(table.columns)}")
    handle = _text(table[key])
    if (handle == "").any():
        raise TableError(f"{name}, row {int((handle == '').argmax()) + 1}: no {key}; fill it in or drop the row")
    if handle.duplicated().any():
        raise TableError(f"{name}: {key} {handle[handle.duplicated()].iloc[0]!r} is there twice; keep one row of each")
    rest = table.drop(columns=[key, *[c for c in table.columns if c == "handle"]], errors="ignore")
    return pd.concat([handle.rename("handle"), rest], axis=1)


def _people_file(path: str | os.PathLike) -> tuple[pd.DataFrame, str]:
    if not Path(path).is_file():
        raise TableError(f"{Path(path).name}: there is no such file; check the spelling")
    file = next(files(path))
    if file.head(4) == _PARQUET:
        return _parquet(whole(file), file.name), file.name
    head = header(file.head())
    if head is None:
        raise TableError(f"{file.name}: no table with a header and at least two columns; give CSV or Parquet")
    found = text_columns(whole(file), head, head.cells[0])
    bad = found.places[found.places["damage"] != ""]
    if len(bad):
        raise TableError(f"{file.name}, line {bad['line'].iloc[0]}: {bad['damage'].iloc[0]}; correct that line")
    return found.fields.mask(found.fields == ""), file.name


def _parquet(data: bytes, name: str, columns: list[str] | None = None) -> pd.DataFrame:
    try:
        rows = pyarrow.parquet.read_metadata(io.BytesIO(data)).num_rows
        # The same row over and over takes no room in the file, and all the more in memory.
        if rows > max(_FEW_ROWS, len(data)):
            raise TableError(f"{name}: {rows:,} rows in {len(data):,} bytes; read it yourself and give the frame")
        table = pyarrow.parquet.read_table(io.BytesIO(data), columns=columns)
        # Beside missing values, whole numbers would become floats and long ids lose their last digits.
        return table.to_pandas(types_mapper=_WHOLE.get)
    except pa.ArrowException as error:
        raise TableError(f"{name}: cannot be read ({str(error).splitlines()[0]}); write it again") from error


def _person(names: list[str]) -> str:
    by_lower = {name.strip().lower(): name for name in reversed(names)}
    return next((by_lower[p] for p in _PERSON if p in by_lower), "")


def _about_people(names: list[str]) -> bool:
    """Whether a table has a key of people, and no column that says when, from whom or to whom."""
    return bool(_person(names)) and not (_own("time", names) or _alike("sender", names) or _alike("receiver", names))


def _names(file: File, options: Options) -> list[str]:
    """Column names; none for a file that is no table."""
    if file.head(4) == _PARQUET:
        try:
            with file.open() as stream:
                return pyarrow.parquet.read_schema(stream).names
        except pa.ArrowInvalid:
            return []
    head = _header(file.head(), options)
    return head.cells if head else []


def _header(start: bytes, options: Options) -> Header | None:
    """The header of a log, damaged or not, under our names or those given; else what a header would be."""
    asked = of_log(options.columns)
    theirs = {role: parts(name, []) for role, name in asked.items()}
    needed = {name for role in NEEDED for name in theirs.get(role, [role])}
    known = {*NEEDED, *OPTIONAL, *(name for names in theirs.values() for name in names)}
    return known_header(start, known, needed) or (asked and known_header(start, known, NEEDED)) or header(start)


def _own(role: str, names: list[str]) -> str:
    """The column that has our own name for this, in whatever case."""
    return next((n for n in names if n.strip().lower() == role), "")


def _alike(role: str, names: list[str]) -> str:
    """The column that has our name or an obvious other one for this."""
    bare = {n: n.strip().lower().replace(" ", "_") for n in names}
    return _own(role, names) or next((n for n, b in bare.items() if b in _ALIKE[role]), "")


def _mapped(names: list[str], columns: Mapping[str, str] | None, file: str) -> dict[str, str]:
    """Our column -> theirs. Other names than ours are taken only as given; an obvious one is suggested."""
    columns = of_log(mapping(columns))
    if file != _FRAME and not set(columns.values()) & set(names) and all(_own(role, names) for role in NEEDED):
        columns = {}  # the mapping is meant for another log that was given beside this one
    for ours, theirs in columns.items():
        if theirs not in names:
            raise TableError(f"{file} has no column {theirs!r} to take as {ours}; it has {', '.join(names)}")
    taken = set(columns.values())
    own = {ours: _own(ours, [n for n in names if n not in taken]) for ours in (*NEEDED, *OPTIONAL)}
    named = {ours: theirs for ours, theirs in (own | columns).items() if theirs}
    absent = [role for role in NEEDED if role not in named]
    if absent:
        raise TableError(_advice(file, names, absent, set(named.values())))
    return named


def _advice(file: str, names: list[str], absent: list[str], taken: set[str]) -> str:
    if _about_people(names):
        return f"{file} {_PEOPLE}; it has {', '.join(names)}"
    free = [n for n in names if n not in taken]
    guess = {role: _alike(role, free) or "..." for role in absent}
    if file == _FRAME:
        how = f"frame.rename(columns={{{', '.join(f'{theirs!r}: {ours!r}' for ours, theirs in guess.items())}}})"
    else:
        how = "--columns " + " ".join(f"{ours}={theirs}" for ours, theirs in guess.items())
    missing = " or ".join(repr(role) for role in absent)
    which = "one" if len(absent) == 1 else "them"
    return f"{file} has no column {missing}; it has {', '.join(names)}: map {which}, e.g. {how}"


def _ours(table: pd.DataFrame, named: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({ours: table[theirs] for ours, theirs in named.items()})


def _row_places(table: pd.DataFrame, size: int) -> pd.DataFrame:
    """Rows have no bytes of their own here: those of the file are shared evenly."""
    n = len(table)
    edges = np.arange(n + 1, dtype=np.int64) * size // max(n, 1)
    places = {"line": np.arange(1, n + 1), "start": edges[:-1], "size": np.diff(edges)}
    return pd.DataFrame(places).assign(damage="")


def _export(log: pd.DataFrame, places: pd.DataFrame, overhead: int, file: str, options: Options) -> Export:
    when = _times(log["time"], options)
    table = pd.DataFrame({"time": when.time, "sender": _text(log["sender"]), "receiver": _text(log["receiver"])})
    for name, default in OPTIONAL.items():
        given = _text(log[name]) if name in log else pd.Series(default, index=log.index, dtype="str")
        table[name] = given.mask(given == "", default) if default else given
    table["counted"] = table["recipients"] != ""
    table["recipients"] = pd.to_numeric(table["recipients"], errors="coerce")
    table["timed"] = table["duration"] != ""
    table["duration"] = pd.to_numeric(table["duration"], errors="coerce")
    strange = dates.implausible(when.time, floor=False)
    places = places.assign(file=file)
    verdicts = ledger.judged(places, _rulings(table, places, when, strange), keep=options.keep)
    used = table[verdicts["fate"] == USED].drop(columns=["counted", "timed"])
    windows = ledger.window(table["source"], when.time.mask(strange))
    rest = {file: overhead}
    return Export(
        interactions=logids.numbered(used), windows=windows, **ledger.books(NAME, verdicts, rest, ledger.line_places)
    )


def _rulings(table: pd.DataFrame, places: pd.DataFrame, when: dates.Times, strange: pd.Series) -> list[Ruling]:
    k, said = table["recipients"], table["counted"]
    untimely = table["timed"] & ~(table["duration"] >= 0)
    whole_number = (k >= 1) & (k % 1 == 0) & (k <= _MOST_RECIPIENTS)
    far = "implausible date: more than five years after all others; correct it if it is wrong"
    judged = [
        Ruling(places["damage"] != "", REJECTED, ledger.DAMAGED, places["damage"]),
        Ruling(when.time.isna(), REJECTED, ledger.UNDATED, when.reason),
        Ruling(strange, REJECTED, ledger.IMPLAUSIBLE, far),
        Ruling(table["sender"] == "", REJECTED, ledger.NO_SENDER, "no sender"),
        Ruling(table["receiver"] == "", REJECTED, ledger.NO_RECIPIENTS, "no receiver"),
        Ruling(said & ~whole_number, REJECTED, ledger.BAD_VALUE, "recipients must be a whole number from 1"),
        Ruling(untimely, REJECTED, ledger.BAD_VALUE, "duration must be seconds from 0"),
        Ruling(table["sender"] == table["receiver"], ASIDE, ledger.SELF),
    ]
    taken = pd.concat([r.mask.astype(bool) for r in judged], axis=1).any(axis=1)
    named = table[~taken & (table["event"] != "")]
    moved = logids.moved(named, places).reindex(table.index, fill_value="")
    twice = named.duplicated(["event", "sender", "receiver", "source"]).reindex(table.index, fill_value=False)
    return [
        *judged,
        Ruling(moved != "", REJECTED, ledger.BAD_VALUE, moved),
        Ruling(twice, ASIDE, "same event and receiver"),
        Ruling(when.assumed, USED, dates.ASSUMED),
    ]


def _times(values: pd.Series, options: Options) -> dates.Times:
    said = pd.Series("", index=values.index, dtype="str")
    if pd.api.types.is_datetime64_any_dtype(values):
        zoned = values.dt.tz is not None
        utc = values.dt.tz_convert("UTC").dt.tz_localize(None) if zoned else dates.local(values, options.timezone)
        assumed = pd.Series(not zoned and options.timezone is None, index=values.index)
    elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        utc, assumed = dates.moments(values.astype("float64")), pd.Series(False, index=values.index)
    else:
        return dates.parsed(_text(values), timezone=options.timezone, dates=options.dates, numbers=True)
    return dates.Times(utc, assumed & utc.notna(), said.mask(utc.isna(), "no time"))


def _text(values: pd.Series) -> pd.Series:
    """Ids and words as text, missing as '': integers without '.0', whatever type they came as."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        if (values.abs() > _EXACT).any():
            raise TableError(f"column {values.name}: long ids came as floats and lost digits; read it as text")
        values = values.astype("Int64")
    if values.dtype == object:
        values = values.map(lambda v: v.decode("utf-8", "replace") if isinstance(v, bytes) else v)
    text = values.astype("str").fillna("").str.strip().mask(values.isna(), "")
    filled = text[text != ""]
    if len(filled) and filled.str.contains(r"^-?\d+\.0$", regex=True).all():
        text = text.str.removesuffix(".0")
    return text
