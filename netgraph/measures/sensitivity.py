"""How far do the places in a ranking hang on the doubtful cases of who is who?"""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from netgraph.build import Network, assembled, named
from netgraph.measures.contact import keys_of
from netgraph.measures.suggestions import suggestions
from netgraph.tables import TableError, checked

_PERSON, _PAIR = ["person"], ["a", "b"]


def sensitivity(net: Network, measure: Callable[[Network], pd.DataFrame], *, most: int = 10) -> pd.DataFrame:
    """How the ranking of a measure, such as `ng.brokers`, moves when doubtful cases go the other way.

    The `most` most consequential `suggestions` are turned around one at a time: who counts as one person becomes two,
    who counts as two becomes one, and the measure is taken of the network that follows. Each row of the measure's
    table has its rank now, the best and the worst of all these networks, and the line of the overrides file that
    moves it furthest. Where best and worst are near, the place is safe from these cases, taken singly, and not from
    any that nothing here gives away.

    A rank is the place in the measure's own order; rows that are wholly missing have none and are left out. A person
    is found again by their handle with the most events here. A network in which a row has no place, as the two of a
    pair became one, does not count for it. Each case costs a build of the network and a run of the measure. Raises
    TableError where the measure has no table with one row for each person or each pair.
    """
    now = ranked(measure, net)
    cases = suggestions(net).head(max(most, 0))
    lines = cases["if_different"].where(cases["merged"], cases["if_same"])
    places = {}
    for case, line in zip(cases.itertuples(), lines, strict=True):
        turned = _turned(net, case)
        places[line] = _found(now, ranked(measure, turned), _again(net, turned))
    table = _spread(now["rank"], pd.DataFrame(places, index=now.index, dtype="float64"))
    return checked("sensitivity", table.assign(who=names(net, now), turned=len(cases)))


def ranked(measure: Callable[[Network], pd.DataFrame], net: Network) -> pd.DataFrame:
    """The keys of the rows that have a value, in the measure's order, with their rank."""
    table, name = measure(net), getattr(measure, "__name__", "the measure")
    keys = keys_of(table, _PAIR, _PERSON)
    if keys is None:
        raise TableError(
            f"{name}: no table with one row for each person or each pair (a, b); take one such as brokers or weak_ties"
        )
    table = table[table.drop(columns=keys).notna().any(axis=1)]
    return table[keys].assign(rank=range(1, len(table) + 1)).reset_index(drop=True)


def _turned(net: Network, case) -> Network:
    """The network in which this case is the other way."""
    kind, corrections = "different" if case.merged else "same", net.origin.corrections
    groups = (*getattr(corrections, kind), (case.handle, case.other))
    return assembled(replace(net.origin, corrections=replace(corrections, **{kind: groups})), net.as_of)


def _again(net: Network, turned: Network) -> pd.Series:
    """Person -> who holds their busiest handle in the other network."""
    log = net.export.interactions
    events = pd.concat([log["sender"], log["receiver"]]).value_counts()
    held = net.merges.assign(events=net.merges["handle"].map(events).fillna(0))
    busiest = held.sort_values(["person", "events", "handle"], ascending=[True, False, True]).drop_duplicates("person")
    return busiest.set_index("person")["handle"].map(turned.merges.set_index("handle")["person"])


def _found(ranked: pd.DataFrame, turned: pd.DataFrame, again: pd.Series) -> pd.Series:
    """The rank of each row in the other network; missing where it has none."""
    ends = [key for key in ranked.columns if key != "rank"]
    there = dict(zip(map(frozenset, turned[ends].to_numpy()), turned["rank"], strict=True))
    sought = map(frozenset, ranked[ends].apply(lambda end: end.map(again)).to_numpy())
    return pd.Series([there.get(row) for row in sought], index=ranked.index, dtype="float64")


def _spread(rank: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    """Best and worst rank of each row, and the column of `places` that moves it furthest, the first of equals."""
    moves = places.sub(rank, axis=0).abs().fillna(0.0)
    moved = moves.max(axis=1) > 0
    by = moves[moved].idxmax(axis=1) if moved.any() else pd.Series(dtype="str")
    every = places.assign(now=rank.astype("float64"))
    return pd.DataFrame({
        "rank": rank, "best": every.min(axis=1), "worst": every.max(axis=1), "moved_by": by.reindex(rank.index),
    }).astype({"moved_by": "str"})  # fmt: skip


def names(net: Network, ranked: pd.DataFrame) -> pd.Series:
    """The name of each row's person, or of both of its pair."""
    shown = named(net, ranked).drop(columns="rank").astype("str")
    return pd.Series([" and ".join(row) for row in shown.to_numpy()], index=ranked.index, dtype="str")
