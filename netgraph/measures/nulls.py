"""What would chance give, with everybody's number of contacts as it is?"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.glossary import GLOSSARY, NUMBER
from netgraph.kernels.switches import switched
from netgraph.measures.contact import keys_of, paired
from netgraph.tables import TableError, checked

STEADY = 1e-9
"""A standard deviation up to this is rounding: the number is the same in all networks."""


def nulls(
    net: Network, measure: Callable[[Network], pd.DataFrame], *, directed: bool = False, runs: int = 200, seed: int = 1
) -> pd.DataFrame:
    """Each number of a measure beside what it is in networks where contact leads to others by chance.

    measure : one whose table has a row for each person, such as `ng.brokers`, or for each `measure`, such as
        `ng.reciprocity`, and that goes by ties.
    directed : what is kept. False: how many contacts each has; pairs change partners, each with all ties both ways, and
        take their strengths and counts along after these were shuffled among the pairs. True: to how many and from how
        many; each observed tie changes partners for itself, so that whether contact is returned is left to chance.

    Long: a row for each row and each number (`figure`) of the measure's table, in its order; keys as there. expected,
    sd : mean and standard deviation over `runs` such networks; z : (value - expected) / sd, missing where sd is 0.
    p : how often chance alone is as far out, to either side: 2 (out + (ties + 1) / 2) / (runs + 1), at most 1, where
    `out` networks lie beyond the value on the side where fewer do; equal ones count by half, as the value itself does
    (mid-p), so that coarse numbers are called unlikely as often as fine ones. It is never under 1 / (runs + 1). Of many
    rows one in twenty has p up to .05 by chance. Figures that no network changes are left out, as degree; missing in,
    missing out.

    All networks are drawn from one, itself drawn from this: then this one is, if chance made it, just one of them,
    however long the mixing takes. In one person's export the owner's pairs stay, as only they are seen whole. Declared
    ties stay too. Raises TableError for a table that fits none of this, and for fewer than 20 runs.

    Source: Maslov & Sneppen, Science 296:910 (2002); Besag & Clifford, Biometrika 76:633 (1989), for the one between;
    Lancaster, JASA 56:223 (1961), for mid-p.
    """
    if runs < 20:
        raise TableError(f"nulls: runs={runs} are too few for a probability; ask for 20 or more")
    now = _figures(measure, net)
    chance = np.stack(
        [_figures(measure, drawn).reindex(now.index).to_numpy() for drawn in _drawn(net, directed, runs, seed)]
    )
    changed = (~np.isnan(chance) & (chance != now.to_numpy())).any(axis=(0, 1))
    table = _beside(now.loc[:, changed], chance[:, :, changed])
    return checked("nulls", table, extra=True)[[now.index.name, *GLOSSARY["nulls"]]]


def two_sided(value: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """For each value, how often its column of chance is as far out, to either side; equal ones by half."""
    above, below, equal = (test(chance, value).sum(axis=0) for test in (np.greater, np.less, np.equal))
    runs = above + below + equal
    tail = (np.minimum(above, below) + (equal + 1) / 2) / (runs + 1)
    return np.where(runs > 0, np.minimum(1, 2 * tail), np.nan)


def _figures(measure: Callable[[Network], pd.DataFrame], net: Network) -> pd.DataFrame:
    """The numbers of the measure's table by its key, rounded: however they were added up, equal ones are equal."""
    table, name = measure(net), getattr(measure, "__name__", "the measure")
    keys = keys_of(table, ["person"], ["measure"])
    if keys is None:
        raise TableError(
            f"{name}: no table with one row for each person or each measure; take one such as brokers or reciprocity"
        )
    return table.set_index(*keys).select_dtypes("number").astype(NUMBER).round(10)


def _drawn(net: Network, directed: bool, runs: int, seed: int) -> Iterator[Network]:
    """Networks with the same degrees and other partners, all of them drawn from one that is drawn from this."""
    rng, ids = np.random.default_rng(seed), net.people["person"].to_numpy()
    free, stay = _moving(net, directed)
    each = free[["a", "b"]].drop_duplicates().sort_values(["a", "b"], ignore_index=True)
    pair = pd.MultiIndex.from_frame(each).get_indexer(pd.MultiIndex.from_frame(free[["a", "b"]]))
    ends = tuple(pd.Index(ids).get_indexer(each[end]) for end in ("a", "b"))
    moving, forward = free[net.ties.columns], free["forward"].to_numpy()
    middle = switched(*ends, people=len(ids), directed=directed, rng=rng)
    for _ in range(runs):
        a, b = switched(*middle, people=len(ids), directed=directed, rng=rng)
        # Strengths and counts are shuffled among the pairs: those of one pair stay together.
        place = rng.permutation(len(each))[pair]
        one, other = ids[a[place]], ids[b[place]]
        moved = moving.assign(source=np.where(forward, one, other), target=np.where(forward, other, one))
        yield replace(net, ties=checked("ties", pd.concat([moved, stay], ignore_index=True)))


def _moving(net: Network, directed: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ties that change partners, with their pair (a, b, forward), and those that stay."""
    ties = net.ties
    free = (ties["kind"] != "declared") & (ties[["source", "target"]] != net.me).all(axis=1)
    if not directed:
        return paired(net, ties[free]), ties[~free]
    free &= ties["kind"] == "observed"
    return ties[free].assign(a=ties["source"], b=ties["target"], forward=True), ties[~free]


def _beside(now: pd.DataFrame, chance: np.ndarray) -> pd.DataFrame:
    """A row for each number: itself, and what the networks of chance (first axis) have instead of it."""
    value = now.to_numpy().ravel()
    chance = np.ma.masked_invalid(chance.reshape(len(chance), -1))
    expected, sd = chance.mean(axis=0).filled(np.nan), chance.std(axis=0, ddof=1).filled(np.nan)
    z = np.divide(value - expected, sd, out=np.full(len(value), np.nan), where=sd > STEADY)
    columns = {"value": value, "expected": expected, "sd": sd, "z": z, "p": two_sided(value, chance.filled(np.nan))}
    keys = {now.index.name: np.repeat(now.index, now.shape[1]), "figure": np.tile(now.columns, len(now))}
    return pd.DataFrame(keys | columns)
