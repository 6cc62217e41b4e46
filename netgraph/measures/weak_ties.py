"""Which ties reach beyond the circle that both ends share?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.kernels.dispersion import dispersion, normalised
from netgraph.kernels.overlap import share
from netgraph.kernels.triangles import shared
from netgraph.measures.contact import paired, pairs_in, shows_contacts_of_contacts, without_owner, z
from netgraph.measures.strength import strength
from netgraph.measures.words import told
from netgraph.tables import checked, steady

KINDS = ["observed", "projected", "declared"]
BACKBONE = 0.05
"""p of the disparity filter below which a tie carries more than its part: the usual level, not fitted to any log."""

_CIRCLES = ["shared", "overlap", "bridge", "dispersion"]
_PAIR = ["a", "b"]


def weak_ties(net: Network) -> pd.DataFrame:
    """Every pair with its strength and what it joins, least overlap first; how weak it is, and why, in words.

    overlap : m / ((k_a - 1) + (k_b - 1) - m), m contacts shared of k_a and k_b; 0 for a local
        bridge, 1 where all other contacts are shared; NaN where neither has another contact.
    shared, bridge : m, and whether m is 0.
    dispersion : pairs of shared contacts whom nobody but these two joins, by `shared`; 0 and up,
        high where the two share several parts of their lives. Seen from a and from b the smaller counts.
    disparity : (1 - w / s)^(k - 1), the chance that one of k contacts gets so large a part w / s of
        somebody's contact if it were split at random; under .05 the tie belongs to the backbone. Of both
        ends the smaller counts; NaN where neither end has another contact.
    weakness : bridge; moderately weak: shares somebody, but less than half, and no more people than the
        middle pair that does; close: shares more. In one person's export the owner's pairs are set
        against each other, and so are those of contacts.

    Weaker is not better. Among 20 million people moderately weak ties, by contacts in common, led to
    new jobs most often, bridges and close ties less; and of two alike in that, the one with less
    contact did (Rajkumar et al. 2022).

    Contact is observed or projected; kind is the best evidence that a pair has. In one person's export the
    owner counts as shared contact of nobody, and only the owner's end counts for the disparity of the
    owner's ties, as others' contacts are seen in part. Where that export shows no tie between
    contacts, all but disparity is NaN: it could not have shown one. So is all of pairs that
    only a contact list declares.

    Source: Onnela et al., PNAS 104:7332 (2007); local bridges: Granovetter, AJS 78:1360 (1973);
    dispersion as networkx normalises it: Backstrom & Kleinberg, CSCW (2014); disparity: Serrano,
    Boguñá & Vespignani, PNAS 106:6483 (2009); Rajkumar et al., Science 377:1304 (2022).
    """
    pairs = strength(net)[[*_PAIR, "strength", "last"]]
    table = pairs.merge(_joined(net), on=_PAIR, how="left", validate="one_to_one")
    table = table.merge(_evidence(net), on=_PAIR, how="left", validate="one_to_one")
    table = table.assign(weakness=_weakness(net, table))
    table = table.assign(why=_reasons(table)).drop(columns=["last", "others", *KINDS])
    order = ["overlap", "strength", *_PAIR]
    return checked("weak_ties", table.sort_values(order, ascending=[True, False, True, True], key=steady))


def overlaps(matrix: csr_array) -> pd.DataFrame:
    """Every tie of a symmetric matrix without loops: source, target, shared, others, overlap, bridge, dispersion.

    `others` : the contacts of either end but each other.
    """
    pairs = pairs_in(matrix)
    (source, target), common = pairs.pairs, shared(pairs)
    source, target, common = (part.astype("int64") for part in (source, target, common))
    columns = {"source": source, "target": target, "shared": common.astype("float64"), "overlap": share(pairs, common)}
    others = pairs.degree[pairs.rows] + pairs.degree[pairs.columns] - 2 - common
    table = pd.DataFrame(columns).assign(others=others, bridge=pd.array(common == 0, dtype="boolean"))
    return table.assign(dispersion=normalised(_smaller(matrix, dispersion(matrix)[0], source, target), common))


def disparities(matrix: csr_array) -> np.ndarray:
    """p of the disparity filter for each stored tie, seen from its row: (1 - w / s)^(k - 1); NaN where k is 1."""
    degree = np.diff(matrix.indptr)
    total, number = np.repeat(matrix.sum(axis=1), degree), np.repeat(degree, degree)
    return np.where(number > 1, (1 - matrix.data / total) ** (number - 1), np.nan)


def _smaller(matrix: csr_array, values: np.ndarray, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Of the values stored for source -> target and for target -> source the smaller; a missing one does not count."""
    return np.fmin(_at(matrix, values, source, target), _at(matrix, values, target, source))


def _at(matrix: csr_array, values: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    """Values in the order of the stored ties of a matrix, looked up at some of these ties."""
    people = matrix.shape[0]
    key = np.repeat(np.arange(people), np.diff(matrix.indptr)) * people + matrix.indices
    return values[np.searchsorted(key, row * people + column)]


def _joined(net: Network) -> pd.DataFrame:
    """What each pair in contact joins: contacts with the owner left out, the owner's own ties with the owner in."""
    whole, mine = z(net), net.people["is_me"].to_numpy()
    between = without_owner(net, whole)
    found = overlaps(between)
    found["disparity"] = _smaller(between, disparities(between), found["source"], found["target"])
    if net.me is not None:
        own = overlaps(whole)
        own = own[mine[own["source"]] | mine[own["target"]]]
        first = mine[own["source"]]
        owner, other = own["source"].where(first, own["target"]), own["target"].where(first, own["source"])
        found = pd.concat([found, own.assign(disparity=_at(whole, disparities(whole), owner, other))])
    if not shows_contacts_of_contacts(net):
        found = found.assign(**dict.fromkeys([*_CIRCLES, "others"], np.nan))
    ids = net.people["person"]
    found = found.assign(source=ids[found["source"]].to_numpy(), target=ids[found["target"]].to_numpy())
    return paired(net, found)[[*_PAIR, *_CIRCLES, "others", "disparity"]]


def _evidence(net: Network) -> pd.DataFrame:
    """Pair -> events of each kind, missing where there is none of it, and the best kind."""
    counts = paired(net, net.ties).pivot_table("count", index=_PAIR, columns="kind", aggfunc="sum")
    counts = counts.reindex(columns=KINDS).astype("Int64")
    best = np.select([counts[kind].notna() for kind in KINDS], KINDS, default="")
    return counts.assign(kind=best).reset_index()


def _weakness(net: Network, table: pd.DataFrame) -> pd.Series:
    """In words, against the middle of the pairs that share anybody; missing where nothing can be said."""
    some = table["shared"].where(table["shared"] > 0)
    few = (some <= some.groupby(table["a"] == net.me).transform("median")) & (table["overlap"] < 0.5)
    words = np.select([table["shared"] == 0, few, some.notna()], ["bridge", "moderately weak", "close"], "")
    return pd.Series(words, index=table.index, dtype="str").mask(table["shared"].isna())


def _reasons(table: pd.DataFrame) -> pd.Series:
    """The counts that the row follows from, in words."""
    listed = table["declared"].notna().map({True: "in a contact list, ", False: ""})
    seen = told("", table["observed"], " sent, ") + told("", table["projected"], " together, ") + listed
    last = (", last on " + table["last"].dt.strftime("%Y-%m-%d").astype("str")).where(table["last"].notna(), "")
    shared = told("; ", table["shared"], " of ") + told("", table["others"], " other contacts shared")
    apart = (table["dispersion"] * table["shared"]).round()
    joined = told(", pairs of them that nobody else joins: ", apart.where(apart > 0))
    backbone = (table["disparity"] < BACKBONE).map({True: "; backbone", False: ""})
    return seen.str.removesuffix(", ") + last + shared + joined + backbone
