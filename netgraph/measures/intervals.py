"""How sure is a number, given how much was seen?"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import betaincinv

from netgraph.build import Network
from netgraph.decay import Decay
from netgraph.measures.brokers import brokers, burt
from netgraph.measures.contact import paired, without_owner
from netgraph.measures.imbalance import imbalance
from netgraph.measures.shares import JEFFREYS, fitted_prior
from netgraph.measures.strength import strength
from netgraph.tables import TableError, checked
from netgraph.ties import weighed

ROOM = 20
"""Days that a decay of single events is taken to have room for, as a multiple of the busiest pair's: no ceiling."""

_ENDS = (0.05, 0.95)
_PAIR = ["a", "b"]


def intervals(net: Network, measure: Callable, *, draws: int = 400, seed: int = 1) -> pd.DataFrame:
    """A number of each row of a measure with its 90 % interval, in the measure's order.

    What was seen is taken for chance about steady rates: each pair has some probability of contact on a day, and the
    interval is for the value under these. `measure` is one of three:

    `ng.strength` : the strength expected as of `net.as_of`. An old day tells less than one of late, so the days seen
        count as n = A^2 / A2 for each direction (A the sum, A2 the sum of squares of what a day weighs, over all days
        that a window covers), the strength W as x = W A / A2 of them, both divided by how far contact comes in
        bursts (`clumping`), and the interval is that of Beta(x + 1/2, n - x + 1/2), Jeffreys'. A decay that weighs
        single events has no ceiling on a day.
    `ng.brokers` : the constraint of the expected contact of all pairs together, 5th and 95th percentile over `draws`
        networks. Each pair's contact is drawn from Beta(x + c, n - x + d), where c and d are fitted to all pairs: the
        sum of many errors that lean one way would move the whole interval. Value and interval may lie apart.
    `ng.imbalance` : a's share of the messages; the measure's own interval.

    Missing where the number is missing. Left out: bursts of messages, which make intervals of a share too narrow, and
    bursts of more than a week; that a rate changes within the time that still weighs; pairs never seen, whose contact
    is taken as none. For the same reason there is no interval of a number of contacts: no event says how many were
    never seen. Raises TableError for another measure.

    Source: Kish, Survey Sampling (1965), for n and x; Korn & Graubard, Survey Methodology 24:193 (1998), for
    intervals by them; Brown, Cai & DasGupta, Statistical Science 16:101 (2001), for Jeffreys'.
    """
    constraint = partial(_constraint, draws=draws, seed=seed)
    ways = {strength: _strength, brokers: constraint, imbalance: _share}
    if measure not in ways:
        known = ", ".join(way.__name__ for way in ways)
        raise TableError(
            f"{getattr(measure, '__name__', measure)}: no interval is known for it; there is one of {known}"
        )
    table, keys, figure = ways[measure](net)
    found = checked("intervals", table.assign(figure=figure).rename(columns={figure: "value"}), extra=True)
    return found[[*keys, *found.columns.drop(keys)]]


def effective_days(net: Network) -> pd.DataFrame:
    """What was seen of each pair: a, b, x days of contact of n, and `unit`, the strength of contact on every day.

    Both are in days of even weight and on their own that would tell as much. A message to several weighs less; where
    a pair has both, the size that counts is the mean over its days, each by its weight.
    """
    decay = net.origin.decay
    days = paired(net, weighed(net.pair_days, as_of=net.as_of, decay=decay))
    days = days[days["strength"] > 0].assign(sides=1 + (days["kind"] == "observed"))
    number = days["count"] if _by_event(decay) else 1
    size = days["strength"] / (decay(days.assign(count=1, recipients=1)) * number)
    sums = days.assign(size=size * days["strength"]).groupby(_PAIR)[["strength", "size"]].sum()
    sides = days.drop_duplicates([*_PAIR, "sides"]).groupby(_PAIR)["sides"].sum()
    total, squares = _covered(net)
    size, clumps = sums["size"] / sums["strength"], clumping(net)
    x = sums["strength"] / size * total / squares
    n = ROOM * x.max() if _by_event(decay) else sides * total**2 / squares
    seen = {"x": np.minimum(x, n) / clumps, "n": n / clumps, "unit": size * n * squares / total}
    return pd.DataFrame(seen, index=sums.index).reset_index()


def clumping(net: Network) -> float:
    """How far contact comes in bursts: variance of a pair's weeks over that of independent days, at least 1.

    One figure for all pairs, from each two weeks that follow one another, so that contact which slowly grows or ends
    is no burst: the sum of half the squared difference of their days of contact, over the sum of what it would be if
    every day of the two had the same probability. Days tell as much as that many times fewer ones on their own (the
    design effect; Kish, 1965). A decay that weighs single events counts these, against a Poisson's variance.
    """
    days = paired(net, weighed(net.pair_days, as_of=net.as_of, decay=net.origin.decay))
    days = days.assign(sides=1 + (days["kind"] == "observed"), step=days["age"] // 7)
    days["number"] = days["count"] if _by_event(net.origin.decay) else 1
    weeks = days.groupby([*_PAIR, "step"], as_index=False)["number"].sum()
    # Each week stands in two steps: as the older and as the newer one.
    newer = weeks.assign(step=weeks["step"] + 1, change=-weeks["number"])
    steps = pd.concat([weeks.assign(change=weeks["number"]), newer]).groupby([*_PAIR, "step"], as_index=False).sum()
    steps = steps[steps["step"].between(1, (len(covered_days(net)) // 7) - 1)]
    expected = steps["number"] / 2
    if not _by_event(net.origin.decay):
        sides = days.drop_duplicates([*_PAIR, "sides"]).groupby(_PAIR)["sides"].sum().rename("sides").reset_index()
        room = 14 * steps.merge(sides, on=_PAIR)["sides"].to_numpy()
        expected *= (room - steps["number"]) / (room - 1)
    found = (steps["change"] ** 2).sum() / 2
    return max(1.0, found / expected.sum()) if expected.sum() else 1.0


def _strength(net: Network) -> tuple[pd.DataFrame, list[str], str]:
    seen = effective_days(net)
    a, b = _posterior(seen, JEFFREYS)
    ends = {name: betaincinv(a, b, end) * seen["unit"] for name, end in zip(("ci_low", "ci_high"), _ENDS, strict=True)}
    table = strength(net)[["a", "b", "strength"]]
    return table.merge(seen[["a", "b"]].assign(**ends), how="left", validate="one_to_one"), ["a", "b"], "strength"


def _constraint(net: Network, *, draws: int, seed: int) -> tuple[pd.DataFrame, list[str], str]:
    table, seen, ids = brokers(net)[["person", "constraint"]], effective_days(net), pd.Index(net.people["person"])
    prior = fitted_prior(seen["x"].to_numpy(), (seen["n"] - seen["x"]).to_numpy())
    rng, (a, b) = np.random.default_rng(seed), _posterior(seen, prior)
    ends = ids.get_indexer(seen["a"]), ids.get_indexer(seen["b"])
    unit = seen["unit"].to_numpy()
    found = [_burt(net, csr_array((rng.beta(a, b) * unit, ends), shape=(len(ids),) * 2)) for _ in range(draws)]
    low, high = np.quantile(found, _ENDS, axis=0)
    table = table.merge(pd.DataFrame({"person": ids, "ci_low": low, "ci_high": high}), validate="one_to_one")
    table.loc[table["constraint"].isna(), ["ci_low", "ci_high"]] = np.nan
    return table, ["person"], "constraint"


def _share(net: Network) -> tuple[pd.DataFrame, list[str], str]:
    return imbalance(net)[["a", "b", "share", "ci_low", "ci_high"]], ["a", "b"], "share"


def _posterior(seen: pd.DataFrame, prior: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The two numbers of the beta distribution of each pair's probability of contact on a day."""
    return (seen["x"] + prior[0]).to_numpy(), (seen["n"] - seen["x"] + prior[1]).to_numpy()


def _burt(net: Network, half: csr_array) -> np.ndarray:
    return burt(without_owner(net, csr_array(half + half.T)))["constraint"].to_numpy()


def _by_event(decay: Decay) -> bool:
    """Whether two events of a day weigh more than one."""
    one, two = decay(pd.DataFrame({"age": 0, "count": [1, 2], "recipients": 1}))
    return bool(two > one)


def covered_days(net: Network) -> pd.DatetimeIndex:
    """The days up to `net.as_of` that the window of any source covers."""
    first, last = (net.windows[end].dt.normalize() for end in ("first", "last"))
    days = pd.date_range(min(first.min(), net.as_of), net.as_of, unit="us")
    inside = [(days >= start) & (days <= end) for start, end in zip(first, last, strict=True)]
    return days[np.any(inside, axis=0)]


def _covered(net: Network) -> tuple[float, float]:
    """Sum, and sum of squares, of what one event a day weighs, over the days that any window covers."""
    ages = (net.as_of - covered_days(net)).days
    weight = net.origin.decay(pd.DataFrame({"age": ages, "count": 1, "recipients": 1}))
    return weight.sum(), (weight**2).sum()
