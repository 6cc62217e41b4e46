"""Who could introduce me, and how likely is it that each step is answered?"""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from netgraph.answers.spared import spared
from netgraph.build import Network, candidates, whom
from netgraph.employers import of_card
from netgraph.log import MOST_PROJECTED
from netgraph.measures.chances import between, places
from netgraph.measures.circles import circles
from netgraph.tables import TableError, checked, empty

SAME = 1e-12
"""Relative difference up to which two paths count as equally likely."""

OBSERVED, PROJECTED, DECLARED = range(3)
KINDS = np.array(["observed", "projected", "declared"])

SHORTEST = 1e-9
"""Length of a leg that is as good as sure, so that even it counts."""

MORE = 3
"""For so many times the paths that are shown it is looked up at once whom to spare."""

_ENDS, _PLACES = ["source", "target"], ["by", "to"]


def introductions(net: Network, *, to, of: str | None = None, most: int = 3) -> pd.DataFrame:
    """Warm paths to somebody whom one would else write to cold: a row for each leg, the likeliest path first.

    to : a person (id, handle or name), an organisation as cards name it, or a circle (number or label of `circles`).
    of : the person who seeks; the owner unless given, and to be given where the log has none.
    most : paths at most.

    A leg leads from a person to somebody whom that person has been in contact with. leg_chance : that a message on it
    is answered within 7 days (`chances`); chance : of the whole path, their product, as if the legs were independent;
    direct : that a message of one's own to the same person is answered, a cold one where there was no contact. The
    first path is the likeliest of all, the second the likeliest of those that share no middleman with it, and so on:
    they are meant to be tried in this order. There may be more paths without a common middleman, but only if the
    likeliest is given up for worse ones. kind : observed, where one wrote to the other; projected, where events of at
    most 25 people reached both; declared, only as the last leg and only from a contact of one's own, where the cards of
    the two name one employer and no contact of theirs is seen: its chance is that of a cold message.

    One's own tie to the target is no path. Nobody in `spared` is a middleman, as far as the log has an owner. To an
    organisation or a circle the target is anybody in it whom one never had a message from or wrote to; those whom one
    knows there may introduce. Each path then leads to another person.

    Chances between others are upper bounds where the log is one person's (see `chances`); that people answer does not
    say that they will introduce. Empty where no path is seen: `limits` says why where only contact lists were read.
    Raises TableError where nobody or nothing is called so, where `of` is missing, or is the target, and where `most`
    is under 1.

    Source: Dijkstra, Numer. Math. 1:269 (1959), on -log(leg_chance).
    """
    if most < 1:
        raise TableError(f"introductions: most={most}; give 1 or more paths")
    start, ties = _start(net, of), _placed(net, net.ties)
    targets = _targets(net, ties, start, to)
    if not len(targets) or not (ties["kind"] == OBSERVED).any():
        return empty("introductions")
    direct, legs = _legs(net, ties, start, targets)
    found = _unspared(net, _lengths(legs, start, targets), start, targets, most=most)
    if not found:
        return empty("introductions")
    table = _told(net, legs, found)
    table = table.assign(why=_reasons(net, ties, table), to=table["end"], direct=table["end"].map(direct))
    return checked("introductions", table.drop(columns=["by", "end"]))


def best(lengths: csr_array, start: int, targets: np.ndarray) -> Iterator[np.ndarray]:
    """The shortest path from the start to any target, then the shortest that shares no middleman with it, and so on.

    Each path holds the places from the start to its end. Of several targets each is the end, or a middleman, of one
    path at most. Of paths that differ by rounding alone the one whose last people have the smaller numbers.
    """
    lengths, left = lengths.copy(), targets
    distance = dijkstra(lengths, indices=start)
    while (shortest := distance[left].min(initial=np.inf)) < np.inf:
        path = _followed(lengths, distance, start, left[distance[left] <= shortest * (1 + SAME)].min())
        yield path
        gone = path[1:-1] if len(targets) == 1 else path[1:]
        _cut(lengths, gone)
        left = np.setdiff1d(left, gone)
        distance = dijkstra(lengths, indices=start)


def _cut(lengths: csr_array, people: np.ndarray) -> None:
    """No leg leads on from these people."""
    for person in people:
        lengths.data[lengths.indptr[person] : lengths.indptr[person + 1]] = np.inf


def _followed(lengths: csr_array, distance: np.ndarray, start: int, end: int) -> np.ndarray:
    """The places of a shortest path, found from its end."""
    path = [end]
    while path[-1] != start:
        leg = np.flatnonzero(lengths.indices == path[-1])
        before = np.searchsorted(lengths.indptr, leg, side="right") - 1
        near = distance[before] + lengths.data[leg] <= distance[path[-1]] * (1 + SAME)
        path.append(before[near & (distance[before] < distance[path[-1]])].min())
    return np.array(path[::-1])


def _start(net: Network, of: str | None) -> int:
    if of is None and net.me is None:
        raise TableError("introductions: this log has no owner; say who seeks one with of=")
    return int(places(net.people["person"], pd.Series([net.me if of is None else whom(net, of)], dtype="str"))[0])


def _placed(net: Network, rows: pd.DataFrame) -> pd.DataFrame:
    """Ties or pair-days that show contact, with places in `people` for ids: by, to, kind, count, last."""
    by, to = (places(net.people["person"], rows[end]) for end in _ENDS)
    table = rows[["count", "last"]].assign(by=by, to=to, kind=places(KINDS, rows["kind"]))
    return table[table["kind"] != DECLARED]


def _targets(net: Network, ties: pd.DataFrame, start: int, to) -> np.ndarray:
    """Places of those to whom a path may lead."""
    people = net.people
    if isinstance(to, str) and candidates(net, to):
        found = places(people["person"], pd.Series([whom(net, to)]))
        if found[0] == start:
            raise TableError(f"introductions: {to!r} is the one who seeks; name somebody else")
        return found
    held = _members(net, to)
    if not held.any():
        raise TableError(f"introductions: no person, organisation or circle is called {to!r}; net.people lists people, "
                         "ng.organisations(net) employers, ng.circles(net) circles")  # fmt: skip
    mine = ties[(ties["kind"] == OBSERVED) & ((ties["by"] == start) | (ties["to"] == start))]
    return np.setdiff1d(np.flatnonzero(held), [start, *mine["by"], *mine["to"]])


def _members(net: Network, to) -> pd.Series:
    """Who is in the organisation, else in the circle, that is called so."""
    there = employers(net) == of_card(str(to))
    if isinstance(to, str) and of_card(to) and there.any():
        return there
    column = "label" if isinstance(to, str) else "circle"
    found = circles(net, resamples=0)
    return net.people["person"].isin(found.loc[found[column] == to, "person"])


def employers(net: Network) -> pd.Series:
    """The employer of each of the people in one word, however cards spell it; missing where none is known."""
    shown = net.people["organisation"].dropna()
    return shown.map(of_card).replace("", None).astype("str").reindex(net.people.index)


def _legs(net: Network, ties: pd.DataFrame, start: int, targets: np.ndarray) -> tuple[pd.Series, pd.DataFrame]:
    """The chance of a message of one's own to each target, and every leg: by and to (places), kind and chance."""
    close = _acquainted(net, ties)
    said = _colleagues(net, start, targets, close)
    legs = pd.concat([close, close.rename(columns={"by": "to", "to": "by"}), said], ignore_index=True)
    by, to = np.append(legs["by"], np.full(len(targets), start)), np.append(legs["to"], targets)
    chance = between(net, by, to)
    return pd.Series(chance[len(legs) :], net.people["person"][targets]), legs.assign(chance=chance[: len(legs)])


def _acquainted(net: Network, ties: pd.DataFrame) -> pd.DataFrame:
    """Pairs in contact, each once: by and to (places in `people`), and kind, which is observed where one wrote.

    An event of more than 25 people makes nobody acquainted.
    """
    small, number = net.pair_days["recipients"] <= MOST_PROJECTED, len(net.people)
    keys = _keys(ties, number)
    if not small.all():
        keys = np.intersect1d(keys, _keys(_placed(net, net.pair_days[small]), number))
    pair, kind = np.divmod(keys, len(KINDS))
    first = np.diff(pair, prepend=-1) > 0
    by, to = np.divmod(pair[first], number)
    return pd.DataFrame({"by": by, "to": to, "kind": kind[first]})


def _keys(rows: pd.DataFrame, number: int) -> np.ndarray:
    """Of each two people and kind of contact a whole number, by which they are in order."""
    ends = rows[_PLACES].to_numpy()
    return np.sort((ends.min(axis=1) * number + ends.max(axis=1)) * len(KINDS) + rows["kind"].to_numpy())


def _colleagues(net: Network, start: int, targets: np.ndarray, close: pd.DataFrame) -> pd.DataFrame:
    """Legs from one's contacts to targets whose cards name the same employer, where no contact of the two is seen."""
    employer = employers(net).rename("employer").rename_axis("place").reset_index().dropna()
    mine = pd.concat([close.loc[close["by"] == start, "to"], close.loc[close["to"] == start, "by"]])
    pairs = employer[employer["place"].isin(mine)].merge(employer[employer["place"].isin(targets)], on="employer")
    legs = pd.DataFrame({"by": pairs["place_x"], "to": pairs["place_y"], "kind": DECLARED})
    legs = legs[legs["by"] != legs["to"]]
    near = close[close["by"].isin(legs["to"]) | close["to"].isin(legs["to"])]
    met = pd.MultiIndex.from_arrays([np.r_[near["by"], near["to"]], np.r_[near["to"], near["by"]]])
    return legs[~pd.MultiIndex.from_frame(legs[["by", "to"]]).isin(met)]


def _lengths(legs: pd.DataFrame, start: int, targets: np.ndarray) -> csr_array:
    """-log of the chance of each leg; none leads back to the start, or from the start to a target."""
    by, to = (legs[end].to_numpy() for end in _PLACES)
    length = np.maximum(-np.log(legs["chance"].to_numpy()), SHORTEST)
    length[(to == start) | ((by == start) & np.isin(to, targets))] = np.inf
    number = max(by.max(initial=start), to.max(initial=start), *targets) + 1
    return csr_array((length, (by, to)), shape=(number, number))


def _unspared(net: Network, lengths: csr_array, start: int, targets: np.ndarray, *, most: int) -> list[np.ndarray]:
    """The best paths without a middleman whom the owner should not ask now.

    Only middlemen of paths that may be shown are looked up, of more paths than are, as some of them will be spared.
    """
    ids, asked = net.people["person"], {start}
    while True:
        paths = best(lengths, start, targets)
        found = list(islice(paths, most))
        if ids[start] != net.me or _middlemen(found) <= asked:
            return found
        new = _middlemen([*found, *islice(paths, (MORE - 1) * most)]) - asked
        asked |= new
        _cut(lengths, places(ids, spared(net, people=ids[sorted(new)])["person"]))


def _middlemen(paths: list[np.ndarray]) -> set[int]:
    return {int(person) for path in paths for person in path[1:-1]}


def _told(net: Network, legs: pd.DataFrame, found: list[np.ndarray]) -> pd.DataFrame:
    """The legs of the paths in their order, with ids."""
    paths = [pd.DataFrame({"path": n, "leg": np.arange(1, len(p)), "by": p[:-1], "to": p[1:], "end": p[-1]})
             for n, p in enumerate(found, 1)]  # fmt: skip
    table = pd.concat(paths, ignore_index=True)
    shown = _on(net, table)
    legs = legs[shown[legs["by"]] & shown[legs["to"]]]
    table = table.merge(legs, on=_PLACES, how="left", validate="many_to_one")
    ids = net.people["person"].to_numpy()
    ends = {"source": ids[table["by"]], "target": ids[table["to"]], "end": ids[table["end"]]}
    table = table.assign(**ends, kind=KINDS[table["kind"]]).rename(columns={"chance": "leg_chance"})
    return table.assign(chance=table.groupby("path")["leg_chance"].transform("prod"))


def _on(net: Network, table: pd.DataFrame) -> np.ndarray:
    """Who of the people is on one of the legs."""
    return np.isin(np.arange(len(net.people)), table[_PLACES])


def _reasons(net: Network, ties: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """What is seen of each leg, in words."""
    shown = _on(net, table)
    ties = ties[shown[ties["by"]] & shown[ties["to"]]]
    turned = ties.rename(columns={"by": "to", "to": "by"})
    there, back = (rows[rows["kind"] == OBSERVED].set_index(_PLACES) for rows in (ties, turned))
    both = pd.concat([ties, turned]).query("kind == @PROJECTED").set_index(_PLACES)
    legs = pd.MultiIndex.from_frame(table[_PLACES])
    counts = [rows["count"].reindex(legs).fillna(0).astype("int64").to_numpy() for rows in (there, back, both)]
    last = pd.concat([rows["last"] for rows in (there, back, both)]).groupby(level=[0, 1]).max().reindex(legs)
    words = [f"{n} from source, {m} from target, {k} together; last on " for n, m, k in zip(*counts, strict=True)]
    seen = pd.Series(words, table.index, dtype="str") + pd.Series(last.dt.strftime("%Y-%m-%d").to_numpy(), table.index)
    works = net.people["organisation"].iloc[table["to"]].set_axis(table.index)
    return seen.where(table["kind"] != KINDS[DECLARED], "the cards of both name " + works + "; no contact is seen")
