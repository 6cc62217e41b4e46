"""Which handles may be one person, or two, so that the user should decide?"""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from netgraph import identity, overrides
from netgraph.build import Network, narrowed
from netgraph.tables import checked, steady


def suggestions(net: Network, *, low: float = 0.2, high: float = 0.99) -> pd.DataFrame:
    """The doubtful cases of who is who, most consequential first: one row for each two groups of handles.

    merged : whether the two count as one person now. They do and are doubtful where likelihood joined them at a
        probability below `high`; they do not and are doubtful where their best pair of handles has at least `low`,
        even if two profiles, two employers at a time or the like always keep them apart.
    probability : that they are one person, 0..1, and `evidence` for and against it.
    at_stake : events of the side with fewer, in the channels and the time of this network; these stand with the
        wrong person if the present state is wrong. Of a merged case the sides are what is left without its link.
    if_same, if_different : the line of an overrides file that says so. Either takes the case off this list.

    In the order of at_stake times the probability that the present state is wrong, then of at_stake, of that
    probability, and of handles. Known is what was known as of the network's day. What the overrides settle is no
    case; of a network that `only` narrowed to some people, those cases are left that any of them is in.
    """
    origin = net.origin
    export = identity.known(origin.export, net.as_of)
    groups = identity.grouped(export, corrections=origin.corrections, roster=origin.attributes)
    cases, sides = _cases(groups, different=origin.corrections.different, low=low, high=high)
    here = cases[["handle", "other"]].isin(set(net.merges["handle"])).any(axis=1)
    cases = _counted(cases[here], sides, _events(narrowed(export.interactions, origin), groups.unit))
    names = identity.names_of(groups.unit, identity.shown_names(export, origin.attributes))
    return checked("suggestions", _ordered(_written(cases, names)))


def _cases(
    groups: identity.Groups, *, different: Iterable[tuple[str, ...]], low: float, high: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each case with its two sides by name (`side`, `side_other`), and the units of each side."""
    apart, joined = _unmerged(groups, different=different, low=low), _merged(groups)
    doubtful = joined[joined["probability"] < high].reset_index(drop=True)
    parts = _parted(joined, doubtful)
    units = groups.unit.unique()
    whole = pd.DataFrame({"side": groups.root[units].to_numpy(), "unit": units})
    whole = whole[whole["side"].isin([*apart["side"], *apart["side_other"]])]
    cases = pd.concat([apart, doubtful], ignore_index=True).rename(columns={"a": "handle", "b": "other"})
    return cases, pd.concat([whole, parts], ignore_index=True)


def _unmerged(groups: identity.Groups, *, different: Iterable[tuple[str, ...]], low: float) -> pd.DataFrame:
    """The best pair of any two groups that may be one person and that the user has not parted."""
    pairs = groups.pairs[groups.pairs["probability"] >= low]
    one, other = pairs["a"].map(groups.root), pairs["b"].map(groups.root)
    ends = np.sort(np.array([one, other], dtype="object"), axis=0)
    pairs = pairs.assign(merged=False, side=one, side_other=other, first=ends[0], second=ends[1])[
        (one != other).to_numpy()
    ]
    best = pairs.sort_values(["probability", "a", "b"], ascending=[False, True, True], key=steady)
    best = best.drop_duplicates(["first", "second"])
    told = {pair for group in different for pair in combinations(sorted(set(groups.root.reindex(group).dropna())), 2)}
    settled = [pair in told for pair in zip(best["first"], best["second"], strict=True)]
    return best[~np.array(settled, dtype=bool)].drop(columns=["first", "second", "exclusive"])


def _merged(groups: identity.Groups) -> pd.DataFrame:
    """The pairs of units by which likelihood made groups one: a forest."""
    likely = groups.joins[groups.joins["probability"] < 1].drop(columns=["a", "b"])
    sides = likely.index.astype("str")
    likely = likely.rename(columns={"one": "a", "other": "b"})
    return likely.assign(merged=True, side="left of " + sides, side_other="right of " + sides)


def _parted(joined: pd.DataFrame, doubtful: pd.DataFrame) -> pd.DataFrame:
    """The units of either side of each doubtful link, once it is cut: side, unit."""
    near: dict[str, set[str]] = {}
    for a, b in zip(joined["a"], joined["b"], strict=True):
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    rows = []
    for link in doubtful.itertuples():
        rows += [(link.side, unit) for unit in _reached(near, link.a, cut=link.b)]
        rows += [(link.side_other, unit) for unit in _reached(near, link.b, cut=link.a)]
    return pd.DataFrame(rows, columns=["side", "unit"], dtype="str")


def _reached(near: dict[str, set[str]], start: str, *, cut: str) -> set[str]:
    """What hangs together with a unit of a forest, its link to `cut` left out."""
    reached, fresh = {start}, near[start] - {cut}
    while fresh:
        reached |= fresh
        fresh = set().union(*(near[unit] for unit in fresh)) - reached
    return reached


def _events(log: pd.DataFrame, unit: pd.Series) -> pd.DataFrame:
    """Which units take part in which events: event, unit."""
    ends = pd.concat([log[["event", end]].rename(columns={end: "unit"}) for end in ("sender", "receiver")])
    return ends.assign(unit=ends["unit"].map(unit))


def _counted(cases: pd.DataFrame, sides: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The cases with at_stake; an event that reached two handles of a side counts once."""
    sides = sides[sides["side"].isin([*cases["side"], *cases["side_other"]])]
    events = events[events["unit"].isin(sides["unit"])].drop_duplicates()
    counts = sides.merge(events, on="unit").drop_duplicates(["side", "event"])["side"].value_counts()
    of = [cases[side].map(counts).fillna(0).astype("int64") for side in ("side", "side_other")]
    return cases.assign(at_stake=np.minimum(*of))


def _written(cases: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """The cases with names and the two lines that settle them."""
    pairs = list(zip(cases["handle"], cases["other"], strict=True))
    lines = {f"if_{kind}": [overrides.line(kind, *pair) for pair in pairs] for kind in ("same", "different")}
    columns = {"name": cases["handle"].map(names), "other_name": cases["other"].map(names)}
    return cases.drop(columns=["side", "side_other"]).assign(**columns, **lines)


def _ordered(cases: pd.DataFrame) -> pd.DataFrame:
    wrong = cases["probability"].where(~cases["merged"].astype("bool"), 1 - cases["probability"])
    cases = cases.assign(wrong=wrong, expected=wrong * cases["at_stake"])
    order = ["expected", "at_stake", "wrong", "handle", "other"]
    cases = cases.sort_values(order, ascending=[False] * 3 + [True] * 2, key=steady)
    return cases.drop(columns=["wrong", "expected"])
