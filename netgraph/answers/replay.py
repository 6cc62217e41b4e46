"""A question asked of the past, with nothing later in reach, and what happened then."""

from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from netgraph import identity
from netgraph.build import Network, assembled, moment
from netgraph.measures.contact import keys_of, paired
from netgraph.measures.forecast import aftermath, whole
from netgraph.tables import Export, TableError

Question = Callable[..., pd.DataFrame]

PROBABILITY = "probability"
"""The column whose numbers are taken for probabilities."""

_DAY, _TICK = pd.Timedelta(days=1), pd.Timedelta(microseconds=1)
_IDS = {
    "people": ["person"], "interactions": ["sender", "receiver"], "pair_days": ["source", "target"],
    "ties": ["source", "target"], "merges": ["person"],
}  # fmt: skip
_PAIR, _PERSON, _ENDS = ["a", "b"], ["person"], ["one", "other"]


class Trial(NamedTuple):
    """A score as it stood on a day, and whether contact came after it.

    cases : a row for each pair or person: score, count, last (of the events until then), again. label : what the
    score is called. unknown, unscored : cases left out as no source covers the time after, or as there is no score.
    """

    cases: pd.DataFrame
    label: str
    probability: bool
    unknown: int
    unscored: int


def tried(net: Network, question: Question, *, at, days: int, score: str | None) -> Trial:
    """The trial of a question: asked as of `at`, judged by the `days` after. Raises TableError as `backtest` says."""
    known_until = end_of(at)
    until, name = known_until + pd.Timedelta(days=whole(days)), getattr(question, "__name__", "question").strip("<>")
    after = as_known(net, known_until, later=True)
    known, column = _answer(question, veiled(as_known(net, known_until, later=False)), days=days, score=score)
    _hold_equal(_answer(question, after, days=days, score=column)[0], known, name)
    cases = _judged(net, known, after=known_until, until=until)
    scored, seen = cases["score"].notna(), cases["seen"]
    left = cases.loc[scored & seen, ["score", "count", "last", "again"]].reset_index(drop=True)
    _hold_both(left, cases[scored], f"{name}, {days} days after {known_until:%Y-%m-%d}")
    label = name if column == name else f"{name}: {column}"
    return Trial(left, label, column == PROBABILITY, int((scored & ~seen).sum()), int((~scored).sum()))


def end_of(at) -> pd.Timestamp:
    """The last moment that is known: the end of a UTC day, or the time of day if `at` has one."""
    stamp = moment(at)
    return stamp + _DAY - _TICK if stamp == stamp.normalize() else stamp


def as_known(net: Network, end: pd.Timestamp, *, later: bool) -> Network:
    """The network as of a moment, which has the records of later days within reach, or holds none of them."""
    origin, export, dusk = net.origin, net.export, end.normalize() + _DAY
    log, windows = export.interactions, export.windows
    export = replace(export, interactions=log[(log["time"] <= end) | (log["time"] >= dusk)])
    if not later:
        known = identity.known(export, end.normalize())
        seen = windows[windows["first"] <= end]
        seen = seen.assign(last=seen["last"].clip(upper=dusk - _TICK))
        export = Export(contacts=known.contacts, interactions=known.interactions, windows=seen, me=export.me)
    said = replace(origin.corrections, done=tuple(d for d in origin.corrections.done if d[1] <= f"{end:%Y-%m-%d}"))
    return assembled(replace(origin, export=export, corrections=said), end.normalize())


class _Veiled(Network):
    """A network whose people go by other ids, in the same order, and so do they on another day or in a selection."""

    def at(self, day) -> Network:
        return veiled(super().at(day))

    def only(self, **chosen) -> Network:
        return veiled(super().only(**chosen))


def veiled(net: Network) -> Network:
    """The same network under ids that stand nowhere else: what was brought along from elsewhere finds nobody here."""
    tables = {name: getattr(net, name) for name in (*_IDS, "windows")}
    for name, columns in _IDS.items():
        tables[name] = tables[name].assign(**{column: "veiled-" + tables[name][column] for column in columns})
    me = None if net.me is None else f"veiled-{net.me}"
    return _Veiled(**tables, me=me, as_of=net.as_of, origin=net.origin)


def _answer(question: Question, net: Network, *, days: int, score: str | None) -> tuple[pd.DataFrame, str]:
    """The score of each pair or person by handles, and the name of its column; a person stands at both ends."""
    table = asked(question, net, days=days)
    keys = keys_of(table, _PAIR, _PERSON)
    if keys is None:
        raise TableError("backtest: the question has no table with one row for each pair (a, b) or person")
    numbers = [c for c in table.columns if c not in keys and is_numeric_dtype(table[c]) and not is_bool_dtype(table[c])]
    column = score or next(iter(numbers), None)
    if column not in numbers:
        raise TableError(f"backtest: no column of numbers {score or ''}; name one with score=: {', '.join(numbers)}")
    ordered = np.sort(by_handle(net, table[keys]).to_numpy(dtype="object")[:, [0, -1]], axis=1)
    return pd.DataFrame(ordered, columns=_ENDS, dtype="str").assign(score=table[column].to_numpy("float64")), column


def asked(question: Question, net: Network, **options) -> pd.DataFrame:
    """What the question says of a network, given those of the options that it takes, such as `days`."""
    taken = signature(question).parameters
    return question(net, **{option: value for option, value in options.items() if option in taken})


def by_handle(net: Network, ends: pd.DataFrame) -> pd.DataFrame:
    """The people of a table by a handle, which stands for them on any day. Raises TableError for a stranger."""
    handle = net.merges.sort_values("handle").drop_duplicates("person").set_index("person")["handle"]
    found = ends.apply(lambda end: end.map(handle))
    if found.isna().any(axis=None):
        stranger = str(ends.to_numpy()[found.isna().to_numpy()][0]).removeprefix("veiled-")
        raise TableError(f"the question looks ahead: {stranger!r} is nobody in the network it was given")
    return found


def _hold_equal(after: pd.DataFrame, known: pd.DataFrame, name: str) -> None:
    """Raise TableError unless later records, and ids learnt from elsewhere, make no difference."""
    both = after.merge(known, on=_ENDS, how="outer", suffixes=("", "_known"), indicator=True, validate="one_to_one")
    equal = np.isclose(both["score"], both["score_known"], equal_nan=True, rtol=1e-9, atol=1e-12)
    other = both[~equal | (both["_merge"] != "both")]
    if len(other):
        row = other.iloc[0]
        raise TableError(
            f"backtest: {name} looks ahead: for {' and '.join(dict.fromkeys(row[_ENDS]))} it says {row['score']:g} "
            f"with later records in reach, {row['score_known']:g} without; use nothing but the network that it is given"
        )


def _judged(net: Network, known: pd.DataFrame, *, after: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Everybody who had been in contact, with score (missing where there is none), count, last, again and seen."""
    person = net.merges.set_index("handle")["person"]
    rows = known.assign(person=known["one"].map(person), partner=known["other"].map(person))
    people = bool((known["one"] == known["other"]).any())
    if people and net.me is not None:
        rows = rows.assign(partner=net.me)
    by = _PERSON if people and net.me is None else _PAIR
    rows = paired(net, rows, source="person", target="partner")[[*by, "score"]].dropna()
    cases = aftermath(net, after=after, until=until, by=tuple(by))
    cases = cases if net.me is None else cases[cases["a"] == net.me]
    return cases.merge(rows, on=by, how="left", validate="one_to_many")


def _hold_both(cases: pd.DataFrame, scored: pd.DataFrame, what: str) -> None:
    """Raise TableError unless there are cases with contact and cases without."""
    if scored.empty:
        raise TableError(f"backtest: {what}: nobody who had been in contact has a score; take a later day")
    if cases.empty:
        raise TableError(f"backtest: {what}: no source covers these days; take an earlier day, or fewer days")
    if cases["again"].nunique() < 2:
        all_ = "all" if cases["again"].iloc[0] else "none"
        raise TableError(
            f"backtest: {what}: {all_} of {len(cases):,} were in contact; take other days to tell them apart"
        )
