"""Tables that keep the contracts of the GLOSSARY, and the Export, which is made of them.

Every table that crosses a module border is a plain DataFrame with the columns that
`GLOSSARY` names for it, in that order and of that type; `checked` enforces it.
"""

from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from hashlib import blake2b

import pandas as pd

from netgraph.glossary import GLOSSARY, NULLABLE, NUMBER


class Table:
    """A table of a frozen object: whoever asks for it gets their own, so that changing it changes nothing else.

    A descriptor for fields of frozen dataclasses. Copy-on-write shares the data until it is written to.
    """

    def __set_name__(self, owner: type, name: str):
        self.name = name

    def __get__(self, instance, owner: type) -> pd.DataFrame | None:
        return None if instance is None else instance.__dict__[self.name].copy(deep=False)

    def __set__(self, instance, table: pd.DataFrame | None):
        instance.__dict__[self.name] = empty(self.name) if table is None else table


class TableError(ValueError):
    """Bad input, in one line: the thing, the place and the next step."""


def empty(name: str) -> pd.DataFrame:
    """A table of that name without rows."""
    return _empty(name).copy(deep=False)


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({c: pd.Series(dtype=t) for c, (t, _) in GLOSSARY[name].items()})


def checked(name: str, table: pd.DataFrame, *, extra: bool = False) -> pd.DataFrame:
    """The same rows with exactly the columns of `GLOSSARY[name]`, in order and of their types.

    `extra` lets further columns follow, as people carry an analyst's own attributes.
    Raises TableError on missing or unknown columns, values of another type, or missing
    values in a column that cannot hold them.
    """
    contract = GLOSSARY[name]
    if [str(dtype) for dtype in table.dtypes] == [dtype for dtype, _ in contract.values()] and _fits(table, contract):
        return table.reset_index(drop=True)
    missing = [c for c in contract if c not in table.columns]
    if missing:
        raise TableError(f"{name}: no column {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")
    unknown = [c for c in table.columns if c not in contract]
    if unknown and not extra:
        raise TableError(f"{name}: unknown column {', '.join(map(str, unknown))}; drop it, or name it in the GLOSSARY")
    columns = {c: _typed(name, c, dtype, table[c]) for c, (dtype, _) in contract.items()}
    return pd.DataFrame(columns | {c: table[c] for c in unknown}).reset_index(drop=True)


def _fits(table: pd.DataFrame, contract: dict[str, tuple[str, str]]) -> bool:
    """Whether a table whose types are right needs nothing done to it."""
    whole = all(
        dtype in NULLABLE or not table[column].isna().any()
        for column, (dtype, _) in contract.items()
        if column in table
    )
    return whole and list(table.columns) == list(contract)


def _typed(name: str, column: str, dtype: str, values: pd.Series) -> pd.Series:
    if dtype not in NULLABLE and values.isna().any():
        raise TableError(f"{name}: column {column} has {values.isna().sum()} missing values; it must have none")
    try:
        return values.astype(dtype)
    except (TypeError, ValueError) as error:
        raise TableError(f"{name}: column {column} must be {dtype}, not {values.dtype} ({error})") from error


def steady(values: pd.Series) -> pd.Series:
    """A sort key under which numbers that differ by rounding noise are equal, whatever processor computed them."""
    return values.round(10) if values.dtype == NUMBER else values


def digest(*tables: pd.DataFrame) -> str:
    """Fingerprint of the rows of some tables, whatever their order: 16 hexadecimal digits."""
    mark = blake2b(digest_size=8)
    for table in tables:
        mark.update("|".join(map(str, table.columns)).encode())
        mark.update(pd.util.hash_pandas_object(table, index=False).sort_values().to_numpy().tobytes())
    return mark.hexdigest()


EXPORT_TABLES = ("contacts", "interactions", "ledger", "problems", "windows")


@dataclass(frozen=True, eq=False, repr=False)
class Export:
    """What was read: five tables (see GLOSSARY) and the owner's handles, `me`.

    A table that is not given is empty. Exports add up: of two that overlap, what both hold is
    there once.
    """

    contacts: pd.DataFrame = Table()
    interactions: pd.DataFrame = Table()
    ledger: pd.DataFrame = Table()
    problems: pd.DataFrame = Table()
    windows: pd.DataFrame = Table()
    me: tuple[str, ...] = ()

    def __post_init__(self):
        for name in EXPORT_TABLES:
            object.__setattr__(self, name, checked(name, getattr(self, name)))
        object.__setattr__(self, "me", tuple(sorted(set(self.me))))

    @cached_property
    def digest(self) -> str:
        """Fingerprint of contacts, interactions and windows; not of files, their names or order."""
        return digest(self.contacts, self.interactions, self.windows)

    def __add__(self, other: "Export") -> "Export":
        return combined([self, other])

    def __repr__(self) -> str:
        used = self.ledger.loc[self.ledger["fate"] == "used", "records"].sum()
        return (
            f"<Export of {len(self.contacts):,} contacts and {self.interactions['event'].nunique():,} events, "
            f"{used:,} of {self.ledger['records'].sum():,} records used, from {self.ledger['file'].nunique():,} files>"
        )


def combined(exports: list[Export]) -> Export:
    """One Export of several: repeated events and cards once, windows joined, ledgers one under the other."""
    parts = {name: _stacked(name, [getattr(e, name) for e in exports]) for name in EXPORT_TABLES}
    parts["contacts"] = parts["contacts"].drop_duplicates()
    # A reader gives each row once; only two exports can hold the same one.
    if sum(len(e.interactions) > 0 for e in exports) > 1:
        parts["interactions"] = once(parts["interactions"])
    parts["windows"] = parts["windows"].groupby("source", as_index=False).agg({"first": "min", "last": "max"})
    return Export(**parts, me=reduce(lambda mine, e: mine + e.me, exports, ()))


def once(log: pd.DataFrame) -> pd.DataFrame:
    """Rows of an event between two people once, whichever file came first; the order of the rest stays."""
    key = ["event", "sender", "receiver", "source"]
    again = log[log.duplicated(key, keep=False)]
    kept = again.sort_values([*key, "recipients", "time", "reply_to"], ascending=[True] * 4 + [False, True, True])
    return log.drop(index=again.index.difference(kept.drop_duplicates(key).index))


def _stacked(name: str, tables: list[pd.DataFrame]) -> pd.DataFrame:
    held = [t for t in tables if len(t)]
    return pd.concat(held, ignore_index=True) if len(held) > 1 else held[0] if held else empty(name)


def undirected(export: Export) -> Export:
    """The same events as meetings: contact without direction, as proximity logs and calendars record it."""
    return replace(export, interactions=export.interactions.assign(kind="meeting"))
