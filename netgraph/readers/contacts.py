"""Lists of contacts in CSV: Google's, Outlook's and Thunderbird's address books, CRMs, and any that `columns` names.

A card holds everything its person is reached by: addresses, phone numbers, a LinkedIn profile. Who has nothing but
a name is 'contacts:<name>'. Address books state no dates; a CRM's day of creation is `since`.
"""

import re
from collections.abc import Callable

import pandas as pd

from netgraph.readers import dates, handles, ledger, records
from netgraph.readers.columns import completing, of_card, parts
from netgraph.readers.contact_columns import Roles, plain, roles_of, words
from netgraph.readers.csvheader import Finder, Head, header_like
from netgraph.readers.csvlog import DELIMITERS, Header, header
from netgraph.readers.fields import split
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import REJECTED, USED, Ruling
from netgraph.readers.lines import physical, whole
from netgraph.readers.rows import Rows, rows
from netgraph.tables import Export, TableError

NAME = "contacts"
UNDATED = "no readable date: taken as undated"

_SEVERAL = " ::: "
_LISTED = re.compile(r"[;,]")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = 10
_NAMED = re.compile(r"\.(?:csv|tsv|txt)(?:\.gz)?$", re.IGNORECASE)
_START, _LINES, _FEW_LETTERS = 65_536, 30, 6


def sniff(file: File, options: Options | None = None) -> bool:
    """Whether this is a list of contacts: by its header, damaged or not, or by the columns that the user named."""
    return _head(file, options or Options()) is not None


def is_whole(file: File, options: Options) -> bool:
    """Whether the first line is the header of a list of contacts as it is, with nothing mended."""
    first = header(file.head())
    return first is not None and roles_of(first.cells, options.columns) is not None


def read(file: File, options: Options | None = None) -> Export:
    """The cards of one file; a mended header is in problems.

    Raises TableError where the header cannot be read, or a column that the user named is missing.
    """
    options = options or Options()
    head = _head(file, options)
    found = rows(whole(file), finder=head.finder, looks=_looks(options), delimiter=head.delimiter) if head else None
    roles = roles_of(found.fields.columns, options.columns) if found else None
    if roles is None:
        raise TableError(f"{file.name}: its header is damaged; export it again")
    if roles.absent:
        asked = [part for theirs in of_card(options.columns).values() for part in parts(theirs, [])]
        absent = next(part for part in asked if plain(part) in roles.absent)
        shown = ", ".join(cell[:30] for cell in (header(file.head()) or head).cells[:20])
        raise TableError(f"{file.name} has no column {absent!r}, which columns= asks for; it has {shown}")
    return records.header_noted(_export(file, found, roles, options), file.name, found.mended)


def _head(file: File, options: Options) -> Header | None:
    """The header of the file, how it is found again, and what separates its cells; None for no list of contacts."""
    start = file.head(_START)
    first = header(start)
    whole_one = first is not None and roles_of(first.cells, options.columns) is not None
    if not (whole_one or _NAMED.search(file.name)):
        return None
    texts, names = physical(start).texts[:_LINES], {plain(cell) for cell in first.cells} if whole_one else set()
    likely = sorted(words(options.columns), key=lambda of: not of[1] <= names)
    finders = [completing(header_like(known, needed, plain), known) for known, needed in likely]
    for delimiter in (first.delimiter,) if whole_one else DELIMITERS:
        for finder in (*finders, *([_as_it_is(options)] if whole_one else [])):
            head = finder(texts, delimiter)
            if head and roles_of(head.names, options.columns) and _is_near(head, texts):
                return Header(head.names, delimiter, finder)
    return None


def _is_near(head: Head, texts: list[str]) -> bool:
    """Whether a header has nearly all letters of what it was mended to: another table's may be like it in part."""
    there = sum(map(str.isalnum, "".join(texts[head.first : head.last])))
    return not head.mended or sum(map(str.isalnum, "".join(head.names))) - there <= _FEW_LETTERS


def _as_it_is(options: Options) -> Finder:
    """A finder of the first line that is a header as it is."""

    def find(texts: list[str], delimiter: str) -> Head | None:
        heads = ([plain(cell) for cell in split(text.rstrip("\r\n"), delimiter)] for text in texts)
        return next(
            (Head(names, at, at + 1) for at, names in enumerate(heads) if roles_of(names, options.columns)), None
        )

    return find


def _looks(options: Options) -> Callable:
    """A line begins a card if it has all columns and, in a table of few, something that a person is reached by."""

    def of(names: list[str]) -> Callable[[list[str]], bool]:
        roles = roles_of(names, options.columns)
        reached = set(roles.handles) if roles else set()
        at = [n for n, name in enumerate(names) if name in reached]
        return lambda cells: len(cells) == len(names) and (len(names) >= _WIDE or any(_reaches(cells[n]) for n in at))

    return of


def _reaches(cell: str) -> bool:
    return "@" in cell or "/in/" in cell or (sum(map(str.isdigit, cell)) > 4 and not _LETTER.search(cell))


def _export(file: File, found: Rows, roles: Roles, options: Options) -> Export:
    cards = _cards(found.fields, roles, options)
    said = _first(found.fields, roles.since)
    since = dates.parsed(said, timezone=options.timezone, dates=options.dates)
    day = since.time.dt.normalize().mask(dates.implausible(since.time))
    open_order = since.reason.str.endswith(dates.UNDECIDED)
    rulings = [
        Ruling(cards["handles"].map(len) == 0, REJECTED, ledger.NOBODY, "no name, address, phone number or profile"),
        Ruling(open_order, REJECTED, ledger.UNDATED, since.reason),
        Ruling((said != "") & day.isna(), USED, UNDATED),
    ]
    return records.finished(
        NAME, found.places.assign(file=file.name), rulings, overhead={file.name: found.overhead}, keep=options.keep,
        contacts=lambda used: records.cards(cards.assign(since=day)[used], source=roles.source),
        windows=ledger.window(roles.source, day),
    )  # fmt: skip


def _cards(fields: pd.DataFrame, roles: Roles, options: Options) -> pd.DataFrame:
    """Name, handles, organisation and title of each card; '' for none."""
    name = _first_of([_joined(fields, columns) for columns in roles.names], fields.index)
    columns = [fields[column] for column in roles.handles if column in fields]
    each = zip(*columns, strict=True) if columns else [()] * len(fields)
    reached = [_handles(cells, options.region, free=roles.free) for cells in each]
    named = ("contacts:" + name).mask(name == "", "")
    found = [held or ((by_name,) if by_name else ()) for held, by_name in zip(reached, named, strict=True)]
    return pd.DataFrame({
        "name": name, "handles": pd.Series(found, index=fields.index, dtype=object),
        "organisation": _first(fields, roles.organisation), "title": _first(fields, roles.title),
    })  # fmt: skip


def _handles(cells: tuple[str, ...], region: str | None, *, free: bool) -> tuple[str, ...]:
    values = [value.strip() for cell in cells if cell for value in _values(cell)]
    found = [h for v in values if (h := handles.profile(v) or handles.address(v) or _number(v, region))]
    return tuple(dict.fromkeys(found)) or (tuple(v for v in values[:1] if v) if free else ())


def _number(text: str, region: str | None) -> str:
    return "" if text[:1].isalpha() else handles.phone(text, region)


def _values(cell: str) -> list[str]:
    """The values of a cell: Google joins several by ' ::: ', others join addresses by a semicolon or comma."""
    return [v for part in cell.split(_SEVERAL) for v in (_LISTED.split(part) if "@" in part else [part])]


def _joined(fields: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    text = pd.Series("", index=fields.index, dtype="str")
    for column in columns:
        if column in fields:
            text = text + " " + fields[column].str.strip()
    return text.str.split().str.join(" ") if len(text) else text


def _first(fields: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Of several columns the first that has text; of several values in it the first."""
    there = [fields[column] for column in columns if column in fields]
    return _first_of([text.str.split(_SEVERAL, n=1, regex=False).str[0].str.strip() for text in there], fields.index)


def _first_of(texts: list[pd.Series], index: pd.Index) -> pd.Series:
    found = pd.Series("", index=index, dtype="str")
    for text in texts:
        found = found.mask(found == "", text)
    return found
