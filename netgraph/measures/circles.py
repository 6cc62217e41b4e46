"""Which people keep each other's company, and how sure is that?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.glossary import GLOSSARY
from netgraph.kernels.from_networkit import communities
from netgraph.measures.contact import without_owner, z
from netgraph.once import once
from netgraph.tables import checked, empty, steady
from netgraph.ties import weighed

CLEAR, BLURRED = 0.75, 0.5
"""Stability from which on a circle is clear, and below which it dissolves: the rule of thumb of Hennig (2007)."""

_SHARED = ["circle", "trait", "value"]


@once
def circles(net: Network, *, seed: int = 1, resamples: int = 20) -> pd.DataFrame:
    """Every person with the circle that they belong to, the largest first; people without contact last (NaN).

    A circle is a community of contact (observed or projected, both directions together), without the owner: more
    contact inside than if people kept their amounts of contact and drew partners at random (modularity).
    size : people in it.
    stability : mean Jaccard index, 0..1, of the person's circle and the one found for that person when the
        pair-days are drawn anew with replacement, `resamples` times, with another seed of the search each time: what
        both hold of all that either holds. The seed of both is `seed`.
    verdict : by the mean stability of the members, clear from .75 on, blurred from .5 on, else no clear circle.
        Communities are found in any network, in pure chance too: only the clear ones are worth a name. Where people
        have hardly any contacts, chance alone makes parts that hang together, and they look stable.
    label : what more than half of the members have, more than twice as often as people outside, the greatest
        difference of the two shares first: an employer, an attribute of `people`, or the channel that they
        use most. Else, or beside it where two circles would have the same, the two with most contact
        inside. why has the counts.

    All is NaN in one person's export that shows no tie between contacts. Source: Blondel et al., J. Stat. Mech. P10008
    (2008); resampling, Jaccard index and thresholds: Hennig, Comput. Stat. Data Anal. 52:258 (2007), whose
    index is of the whole circle with its most similar one, and so no smaller than the mean of its members.
    """
    contact = without_owner(net, z(net))
    table = net.people[["person"]].assign(circle=_circles(contact, seed=seed))
    table = table.assign(stability=_stability(net, contact, table["circle"], seed=seed, resamples=resamples))
    table = table.assign(inside=_inside(contact, table["circle"]), size=_sizes(table["circle"]))
    table = table.merge(_named(net, table), on="circle", how="left", validate="many_to_one")
    table = table.assign(verdict=_verdicts(table))
    order = table.sort_values(["circle", "stability", "person"], ascending=[True, False, True], key=steady)
    return checked("circles", order.drop(columns="inside"))


def _circles(contact: csr_array, *, seed: int) -> pd.Series:
    """Number of each person's circle from 1 on, missing for people without contact."""
    found = pd.Series(communities(contact, seed=seed) + 1, dtype="Int64")
    return found.where(np.diff(contact.indptr) > 0)


def _sizes(circle: pd.Series) -> pd.Series:
    return circle.groupby(circle).transform("size").astype("Int64")


def _stability(net: Network, contact: csr_array, circle: pd.Series, *, seed: int, resamples: int) -> pd.Series:
    """Mean Jaccard index of each person's circle now and in every resample of the days of contact."""
    row, column, weight = _days(net)
    drawn = np.random.default_rng(seed)
    found = []
    for _ in range(resamples if contact.nnz else 0):
        times = np.bincount(drawn.integers(0, len(weight), len(weight)), minlength=len(weight))
        again = _matrix(row, column, weight * times, people=len(circle))
        found.append(_jaccard(circle, communities(again, seed=int(drawn.integers(2**31)))))
    return pd.Series(np.mean(found, axis=0) if found else np.nan, index=circle.index).where(circle.notna())


def _days(net: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each day of contact of two people but the owner: their places in `people`, and what the day weighs."""
    days = net.pair_days[(net.pair_days[["source", "target"]] != net.me).all(axis=1)]
    days, ids = weighed(days, as_of=net.as_of, decay=net.origin.decay), pd.Index(net.people["person"])
    return ids.get_indexer(days["source"]), ids.get_indexer(days["target"]), days["strength"].to_numpy()


def _matrix(row: np.ndarray, column: np.ndarray, weight: np.ndarray, *, people: int) -> csr_array:
    """Contact as a symmetric matrix without zeros."""
    matrix = csr_array((np.r_[weight, weight], (np.r_[row, column], np.r_[column, row])), shape=(people, people))
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def _jaccard(one: pd.Series, other: np.ndarray) -> pd.Series:
    """For each row: of all rows in its group in either division, the share that is in both."""
    both = pd.DataFrame({"one": one, "other": other})
    common, first, second = (
        both.groupby(keys)["other"].transform("size") for keys in (["one", "other"], "one", "other")
    )
    return common / (first + second - common)


def _inside(contact: csr_array, circle: pd.Series) -> np.ndarray:
    """Contact of each person with others of the circle."""
    rows, number = np.repeat(np.arange(len(circle)), np.diff(contact.indptr)), circle.fillna(0).to_numpy("int64")
    same = number[rows] == number[contact.indices]
    return np.bincount(rows, weights=contact.data * same, minlength=len(circle))


def _verdicts(table: pd.DataFrame) -> pd.Series:
    mean = table.groupby("circle")["stability"].transform("mean")
    words = np.select([mean >= CLEAR, mean >= BLURRED], ["clear", "blurred"], "no clear circle")
    return pd.Series(words, index=table.index, dtype="str").where(mean.notna())


def _named(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """Circle -> label and why."""
    people = table.dropna(subset=["circle"])
    if people.empty:
        return empty("circles")[["circle", "label", "why"]]
    central = people.sort_values(["circle", "inside", "person"], ascending=[True, False, True], key=steady)
    names = central.groupby("circle").head(2)["person"].map(net.people.set_index("person")["name"])
    around = "around " + names.groupby(central["circle"]).agg(" and ".join)
    found = pd.DataFrame({"label": around, "why": "most contact inside; nothing else sets the members apart"})
    found = _traits(net, people).set_index("circle").combine_first(found)
    several = found["label"].duplicated(keep=False)
    found["label"] = found["label"].where(~several, found["label"] + ", " + around)
    return found[["label", "why"]].rename_axis("circle").reset_index()


def _traits(net: Network, people: pd.DataFrame) -> pd.DataFrame:
    """Circle -> label and why, for circles that a trait sets apart."""
    held = _held(net).merge(people[["person", "circle", "size"]], on="person")
    held["everywhere"] = held.groupby(["trait", "value"])["person"].transform("size")
    counts = held.groupby(_SHARED, as_index=False).agg(here=("person", "size"), size=("size", "first"),
                                                       everywhere=("everywhere", "first"))  # fmt: skip
    counts = counts.assign(others=len(people) - counts["size"], there=counts["everywhere"] - counts["here"])
    inside, outside = counts["here"] / counts["size"], counts["there"] / counts["others"]
    apart = counts.assign(more=inside - outside)[(inside > 0.5) & (inside > 2 * outside)]
    best = apart.sort_values(["circle", "more", "trait", "value"], ascending=[True, False, True, True], key=steady)
    best = best.drop_duplicates("circle").astype(dict.fromkeys(("here", "size", "there", "others"), "str"))
    why = (
        best["trait"] + ": " + best["here"] + " of " + best["size"] + ", and " + best["there"] + " of " + best["others"]
    )
    label = best["value"].where(best["trait"] != "channel", "on " + best["value"])
    return best.assign(label=label, why=why + " outside")[["circle", "label", "why"]]


def _held(net: Network) -> pd.DataFrame:
    """What people have: person, trait, value; employer, an analyst's attributes, and the channel used most."""
    own = [column for column in net.people.columns if column not in GLOSSARY["people"]]
    told = [
        net.people[["person"]].assign(trait=str(c), value=net.people[c].astype("str")) for c in ["organisation", *own]
    ]
    used = pd.concat([net.pair_days[[end, "channel", "count"]].set_axis(["person", "value", "count"], axis=1)
                      for end in ("source", "target")])  # fmt: skip
    used = used.groupby(["person", "value"], as_index=False)["count"].sum()
    used = used.sort_values(["person", "count", "value"], ascending=[True, False, True]).drop_duplicates("person")
    held = pd.concat([*told, used.assign(trait="channel")[["person", "trait", "value"]]])
    return held.assign(value=held["value"].str.strip()).dropna(subset=["value"]).query("value != ''")
