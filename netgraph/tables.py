"""Column contracts: which tables there are, what each column means, and who checks them.

Every table that crosses a module border is a plain DataFrame with the columns that
`GLOSSARY` names for it, in that order and of that type; `checked` enforces it.
"""

from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from hashlib import blake2b

import pandas as pd

TEXT, TIME, COUNT, NUMBER, FLAG = "str", "datetime64[us]", "int64", "float64", "bool"
MAYBE_COUNT, MAYBE_FLAG = "Int64", "boolean"
NULLABLE = {TEXT, TIME, NUMBER, MAYBE_COUNT, MAYBE_FLAG}

_PAIR = {
    "a": (TEXT, "first person of the pair: the owner where the owner is in it, else the smaller id"),
    "b": (TEXT, "the other person of the pair"),
}
_PERSON = {"person": (TEXT, "id of a person: the slug of the name, of the handle where there is none")}
_INTERVAL = {
    "ci_low": (NUMBER, "lower end of the 90 % interval"),
    "ci_high": (NUMBER, "upper end of the 90 % interval"),
}

GLOSSARY: dict[str, dict[str, tuple[str, str]]] = {
    "contacts": {
        "handle": (TEXT, "what a source knows a person by: address, phone number, profile slug, chat id, id in a log"),
        "name": (TEXT, "name as the card shows it"),
        "organisation": (TEXT, "employer as the card shows it at the time of the export"),
        "title": (TEXT, "role as the card shows it at the time of the export"),
        "since": (TIME, "UTC day of declaration by a contact list; missing where it has no dates"),
        "card": (TEXT, "id of the card, which may hold several handles; missing where a row only names a handle"),
        "source": (TEXT, "the export and account that showed it, such as 'linkedin' or 'mail:ada@example.org'"),
    },
    "interactions": {
        "event": (TEXT, "id of one event; an event to k recipients has k rows"),
        "time": (TIME, "UTC, no zone attached"),
        "sender": (TEXT, "handle (before identification) or person (after) that sent it"),
        "receiver": (TEXT, "handle or person that received it"),
        "channel": (TEXT, "medium, such as 'mail' or 'linkedin'"),
        "kind": (TEXT, "message, call, meeting, invitation, endorsement, recommendation; a meeting has no direction"),
        "recipients": (COUNT, "k, the number of recipients of the event as sent, at least 1, whatever rows were kept"),
        "reply_to": (TEXT, "event that this one answers, where the source says so"),
        "duration": (NUMBER, "seconds that a call lasted, 0 where nobody answered; missing where it says nothing"),
        "source": (TEXT, "the export and account that showed it"),
    },
    "ledger": {
        "file": (TEXT, "path of the file below what was read"),
        "reader": (TEXT, "the reader that took it; 'none' where none did"),
        "fate": (TEXT, "used (it stands in the tables, once however many files hold it), set aside or rejected"),
        "rule": (TEXT, "why it was set aside or rejected, or what was assumed when it was used; empty for plain use"),
        "records": (COUNT, "number of records of the file with this fate and rule"),
        "bytes": (COUNT, "bytes of the file that these records take; separators and preambles count as set aside"),
    },
    "problems": {
        "file": (TEXT, "path of the file below what was read"),
        "place": (TEXT, "where in the file: line, message or byte range"),
        "reason": (TEXT, "why, one of a fixed list (netgraph.readers.ledger.REASONS)"),
        "detail": (TEXT, "what is wrong there, and what would help"),
    },
    "windows": {
        "source": (TEXT, "the export and account"),
        "first": (TIME, "earliest record of the source, also of those set aside"),
        "last": (TIME, "latest record of the source, also of those set aside"),
    },
    "people": {
        **_PERSON,
        "name": (TEXT, "the fullest name that any source shows; the handle where none does"),
        "organisation": (TEXT, "employer on the newest card; missing before that card was exported"),
        "title": (TEXT, "role on the newest card; missing before that card was exported"),
        "handles": (TEXT, "all handles of the person, joined by '; '"),
        "is_me": (FLAG, "whether this is the owner of the data"),
        "note": (TEXT, "the user's own words from the overrides file, several joined by '; '; missing without one"),
    },
    "merges": {
        **_PERSON,
        "handle": (TEXT, "a handle of this person"),
        "evidence": (TEXT, "why the handle belongs to this person, in words"),
        "probability": (NUMBER, "probability in 0..1 that it does; 1 for certain keys"),
    },
    "unused": {
        "handle": (TEXT, "a handle in the overrides file, as written there, that occurs nowhere in the export"),
        "key": (TEXT, "the key that it stands under: same, different, exclude or notes"),
    },
    "pair_days": {
        "source": (TEXT, "person who sent; of a projected row the smaller id"),
        "target": (TEXT, "person who received; of a projected row the larger id"),
        "day": (TIME, "UTC day"),
        "channel": (TEXT, "medium"),
        "kind": (TEXT, "observed: source sent target something; projected: both were in one event"),
        "count": (COUNT, "events of the pair on that day in that channel"),
        "recipients": (COUNT, "fewest recipients k of those events"),
        "first": (TIME, "first event of the day"),
        "last": (TIME, "last event of the day"),
    },
    "ties": {
        "source": (TEXT, "person from whom the tie goes; of a projected tie the smaller id"),
        "target": (TEXT, "person to whom the tie goes; of a projected tie the larger id"),
        "kind": (TEXT, "observed (something was sent), projected (both were in one event), declared (a list says so)"),
        "count": (COUNT, "events"),
        "days": (COUNT, "distinct UTC days with an event"),
        "strength": (NUMBER, "decayed weight as of the network's day, each channel at 1; missing for declared ties"),
        "first": (TIME, "first event; of a declared tie the day of declaration"),
        "last": (TIME, "last event; missing for declared ties"),
    },
    "limits": {
        "measure": (TEXT, "name of the function"),
        "verdict": (TEXT, "ok, caution or not applicable"),
        "reason": (TEXT, "why, and what would help"),
    },
    "strength": {
        **_PAIR,
        "strength": (NUMBER, "both directions and evidence kinds together, >= 0; missing for declared ties alone"),
        "count": (COUNT, "events both ways"),
        "days": (COUNT, "sum over directions and evidence kinds of days with an event"),
        "first": (TIME, "first event or declaration"),
        "last": (TIME, "last event"),
    },
    "weak_ties": {
        **_PAIR,
        "strength": (NUMBER, "both directions together, >= 0; missing for declared ties alone"),
        "overlap": (NUMBER, "share of the pair's other contacts that both have, 0..1"),
        "shared": (MAYBE_COUNT, "number of contacts that both have"),
        "bridge": (MAYBE_FLAG, "local bridge: no contact is shared"),
    },
    "brokers": {
        **_PERSON,
        "degree": (MAYBE_COUNT, "number of contacts"),
        "constraint": (NUMBER, "Burt's constraint: how far the contacts lead back to one another, > 0, may exceed 1"),
        "effective_size": (NUMBER, "contacts less their redundancy, 1..degree"),
        "efficiency": (NUMBER, "effective size / degree, 0..1"),
        "hierarchy": (NUMBER, "how far the constraint sits in one contact, 0..1"),
        "betweenness": (NUMBER, "share of the shortest paths between others that pass here, 0..1"),
    },
    "imbalance": {
        **_PAIR,
        "sent": (COUNT, "messages, calls, invitations and the like from a to b"),
        "received": (COUNT, "the same from b to a"),
        "share": (NUMBER, "a's share of the messages, drawn towards that of all pairs, 0..1"),
        **_INTERVAL,
        "verdict": (TEXT, "one-sided (and who writes more), balanced, or too few to know"),
    },
    "reciprocity": {
        "measure": (TEXT, "name of the figure"),
        "value": (NUMBER, "its value; missing where undefined"),
        "definition": (TEXT, "what it is"),
    },
    "timeline": {
        "month": (TIME, "first day of the month"),
        "events": (COUNT, "events in the month"),
        "active_pairs": (COUNT, "pairs with an event in the month"),
        "new_pairs": (COUNT, "pairs whose first event lies in the month"),
        "new_declared": (COUNT, "contacts that a contact list declares from that month on"),
    },
    "organisations": {
        "organisation": (TEXT, "employer on the newest card"),
        "people": (COUNT, "contacts who name it"),
    },
    "picture": {
        **_PAIR,
        "strength": (NUMBER, "both directions together"),
        "group_a": (TEXT, "organisation or department of a"),
        "group_b": (TEXT, "organisation or department of b"),
        "x_a": (NUMBER, "horizontal place of a, -1..1"),
        "y_a": (NUMBER, "vertical place of a, -1..1"),
        "x_b": (NUMBER, "horizontal place of b, -1..1"),
        "y_b": (NUMBER, "vertical place of b, -1..1"),
    },
    "evidence": {
        "time": (TIME, "UTC"),
        "channel": (TEXT, "medium"),
        "kind": (TEXT, "what the event is"),
        "direction": (TEXT, "a to b, b to a, or together"),
        "recipients": (COUNT, "k, the number of recipients of the event"),
    },
    "next_exports": {
        "export": (TEXT, "what to export next"),
        "answers": (TEXT, "the questions it would open"),
        "how": (TEXT, "where to get it"),
    },
    "suggestions": {
        "handle": (TEXT, "a handle of the one side, the smallest of those that certain keys join with it"),
        "name": (TEXT, "the fullest name of that handle; missing where no source shows one"),
        "other": (TEXT, "the same of the other side"),
        "other_name": (TEXT, "the fullest name of the other handle; missing where no source shows one"),
        "merged": (FLAG, "whether the two sides count as one person now"),
        "probability": (NUMBER, "probability in 0..1 that they are one person"),
        "at_stake": (COUNT, "events of the side with fewer, which stand with the wrong person if this is wrong"),
        "evidence": (TEXT, "what speaks for one person and what against, in words"),
        "if_same": (TEXT, "the line of an overrides file that says they are one person"),
        "if_different": (TEXT, "the line of an overrides file that says they are two"),
    },
    "sensitivity": {
        "who": (TEXT, "name of the person, or names of the pair joined by 'and'; namesakes with their id"),
        "rank": (COUNT, "place in the measure's own order, 1 for the first"),
        "best": (COUNT, "smallest rank, now or with any one doubtful case turned around"),
        "worst": (COUNT, "largest rank, now or with any one doubtful case turned around"),
        "turned": (COUNT, "doubtful cases that were turned around, one at a time"),
        "moved_by": (TEXT, "the line of an overrides file that moves the row furthest; missing where none moves it"),
    },
    "dormant": {
        **_PERSON,
        "silent_days": (COUNT, "days without contact that a source covers"),
        "rhythm": (NUMBER, "mean gap in days between the pair's days of contact"),
        "strength_then": (NUMBER, "strength of the tie on its last day of contact, both directions"),
        "reciprocated": (FLAG, "whether both ever wrote"),
        "why": (TEXT, "the reason in words, with the counts"),
    },
    "give_and_take": {
        **_PERSON,
        "sent": (COUNT, "messages, calls and the like of mine that reached this person alone"),
        "received": (COUNT, "those of this person that reached me alone"),
        "waiting_since": (TIME, "first message to me that I have not answered since; missing where none waits"),
        "waiting_days": (MAYBE_COUNT, "days since then"),
    },
    "fear_and_reality": {
        "kind": (TEXT, "first-ever: no earlier contact; dormant: more than 30 silent days; warm: fewer"),
        "sent": (COUNT, "one-to-one messages whose seven days have passed"),
        "answered": (COUNT, "those that any message back followed within seven days"),
        "rate": (NUMBER, "answered / sent; missing under 20 sent"),
        **_INTERVAL,
        "verdict": (TEXT, "ok, or too few to know (under 20 sent)"),
    },
}  # fmt: skip


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
