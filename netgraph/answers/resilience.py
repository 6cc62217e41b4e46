"""What would be lost if a person, an employer, a channel or a circle went?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from netgraph.answers.living import living
from netgraph.build import Network
from netgraph.kernels import cuts
from netgraph.measures.chances import between
from netgraph.measures.circles import circles
from netgraph.tables import checked, empty, steady

NAMED = {"organisation": "employer", "sector": "sector"}
"""Columns of `people` whose groups may be lost, and what such a loss is called."""

Loss = tuple[str, str, np.ndarray, csr_array | None]
"""Its kind and name, the places of those who are gone, and the contact that is left; None where all others stay."""

FEWEST = 2
"""People that a group has at least: the loss of one is that of a person."""


def resilience(net: Network) -> pd.DataFrame:
    """What each loss would cost: people and circles that nobody leads to any more; the most costly first.

    Reachable is whom a chain of living ties leads to (contact within the last 365 covered days, see `living`): in one
    person's export from the owner. Of the owner only direct contact counts, as to be in copy with somebody is not to
    know them. Three kinds of loss take people away, with all their ties: a person, an employer (all whose newest card
    names it, where they are several), a circle (`circles`), and a sector where `people` have such a column; a channel
    takes ties away, and nobody.

    people : those no longer reachable from the owner, those who are gone among them. people_alone : the same as if the
        owner were not there: those who cannot reach the largest piece left of the part that they hung together with.
        In a log without an owner both are that. circles : circles of which somebody was reachable, and nobody is now.
    better : of those cut off, and not gone themselves, somebody of the largest piece: the one who would most likely
        answer the owner (`chances`). A living tie with that person would bring the whole piece back. Missing where
        nobody else is cut off, and in a log without an owner.

    A tie that no source shows is none here, and who is in no living contact cannot be lost. Source: articulation
    points, Tarjan, SIAM J. Comput. 1:146 (1972).
    """
    ties = living(net)
    if ties.empty:
        return empty("resilience")
    contact, me, circle = _matrix(net, ties), _owner(net), _circle(net)
    losses = [*_people(net, contact, me), *_groups(net, contact, me, circle), *_channels(net, ties)]
    before, alone = _parts(contact), _parts(_left(contact, me))
    cut = [_cut_off(before, left, gone, me) for *_, gone, left in losses]
    rest = [_cut_off(alone, _left(left, me), np.append(gone, me), me[:0]) for *_, gone, left in losses]
    table = pd.DataFrame([loss[:3] for loss in losses], columns=["loss", "what", "gone"])
    table = table.assign(gone=table["gone"].map(len), people=[*map(len, cut)], people_alone=[*map(len, rest)])
    lost = pd.concat(cut, keys=table.index, names=["row", "place"]).rename("piece").reset_index()
    table = table.join(_circles_lost(before, me, circle, lost)).join(_better(net, lost)).fillna({"circles": 0})
    order = table.assign(why=_reasons(net, table)).sort_values(
        ["people", "people_alone", "loss", "what"], ascending=[False, False, True, True]
    )
    return checked("resilience", order[order["people"] + order["people_alone"] > 0].drop(columns=["gone", "chance"]))


def r_index(net: Network) -> float:
    """How long contact hangs together while whoever has most contacts left goes, one after the other: 0 to about 1/2.

    Of living ties, in one person's export without the owner, and of the people who have any: the mean, over 1 to N of N
    people gone, of the share of all who are in the largest part left. 3/16 for a star of four, 3/8 for four who all
    know one another, NaN without ties. The one with the smaller id goes first of those with as many contacts.

    Source: Schneider et al., PNAS 108:3838 (2011).
    """
    contact = _left(_matrix(net, living(net)), _owner(net))
    met = np.flatnonzero(np.diff(contact.indptr))
    return cuts.r_index(csr_array(contact[met][:, met]))


def _owner(net: Network) -> np.ndarray:
    """The place of the owner, or none."""
    return np.flatnonzero(net.people["is_me"])


def _matrix(net: Network, ties: pd.DataFrame) -> csr_array:
    """Living ties as a symmetric matrix of ones."""
    ends = ties[["a", "b"]].drop_duplicates().to_numpy().T
    both = np.concatenate([ends, ends[::-1]], axis=1)
    matrix = csr_array((np.ones(both.shape[1]), tuple(both)), shape=(len(net.people),) * 2)
    matrix.sort_indices()
    return matrix


def _left(contact: csr_array | None, gone: np.ndarray) -> csr_array | None:
    """The matrix without the ties of those who are gone."""
    if contact is None or not len(gone):
        return contact
    rows = np.repeat(np.arange(contact.shape[0]), np.diff(contact.indptr))
    kept = ~np.isin(rows, gone) & ~np.isin(contact.indices, gone)
    return csr_array((contact.data[kept], (rows[kept], contact.indices[kept])), shape=contact.shape)


def _parts(contact: csr_array) -> np.ndarray:
    """The number of everybody's part; -1 without contact."""
    return np.where(np.diff(contact.indptr) > 0, connected_components(contact, directed=False)[1], -1)


def _people(net: Network, contact: csr_array, me: np.ndarray) -> Iterator[Loss]:
    ids, met = net.people["person"], np.diff(contact.indptr) > 0
    needed = cuts.articulation_points(contact) | cuts.articulation_points(_left(contact, me))
    for place in np.setdiff1d(np.flatnonzero(met), me):
        gone = np.array([place])
        yield "person", ids[place], gone, _left(contact, gone) if needed[place] else None


def _groups(net: Network, contact: csr_array, me: np.ndarray, circle: pd.Series) -> Iterator[Loss]:
    met = np.setdiff1d(np.flatnonzero(np.diff(contact.indptr)), me)
    shared = [(NAMED[column], net.people[column].astype("str").str.strip()) for column in NAMED if column in net.people]
    for loss, group in [*shared, ("circle", circle)]:
        for name, gone in group[met].groupby(group[met]).groups.items():
            if len(gone) >= FEWEST:
                yield loss, name, gone.to_numpy(), _left(contact, gone.to_numpy())


def _channels(net: Network, ties: pd.DataFrame) -> Iterator[Loss]:
    for channel in sorted(ties["channel"].unique()):
        yield "channel", channel, np.empty(0, dtype="int64"), _matrix(net, ties[ties["channel"] != channel])


def _circle(net: Network) -> pd.Series:
    """The label of everybody's circle, in the order of `people`; missing without one."""
    return circles(net, resamples=0).set_index("person")["label"].reindex(net.people["person"]).reset_index(drop=True)


def _cut_off(parts: np.ndarray, left: csr_array, gone: np.ndarray, me: np.ndarray) -> pd.Series:
    """Place -> piece of those who cannot reach the owner, or the largest piece of their part; -1 of those gone."""
    if left is None:
        reached = (parts[gone] == parts[me]) if len(me) else True
        return pd.Series(-1, gone[(parts[gone] >= 0) & reached])
    piece = connected_components(left, directed=False)[1]
    piece[gone] = -1
    if len(me):
        kept = np.where(parts == parts[me], piece[me], piece)
    else:
        there = pd.DataFrame({"part": parts, "piece": piece})[piece >= 0]
        sizes = there.value_counts().reset_index().sort_values(["count", "piece"], ascending=[False, True])
        kept = pd.Series(parts).map(sizes.drop_duplicates("part").set_index("part")["piece"]).to_numpy()
    return pd.Series(piece)[(parts >= 0) & (piece != kept)]


def _circles_lost(parts: np.ndarray, me: np.ndarray, circle: pd.Series, lost: pd.DataFrame) -> pd.Series:
    """Row -> circles of which somebody could be reached, and now nobody."""
    reached = (parts == parts[me]) if len(me) else parts >= 0
    there = circle[reached & (parts >= 0)].value_counts()
    gone = (
        lost.assign(circle=lost["place"].map(circle)).groupby(["row", "circle"]).size().rename("number").reset_index()
    )
    whole = gone[gone["number"] == gone["circle"].map(there)]
    return whole.groupby("row").size().rename("circles")


def _better(net: Network, lost: pd.DataFrame) -> pd.DataFrame:
    """Row -> better, of the largest piece cut off who would most likely answer the owner, and that chance."""
    cut = lost[(lost["piece"] >= 0) & (net.me is not None)]
    who = cut["place"].unique()
    chance = pd.Series(between(net, np.repeat(_owner(net), len(who)), who), who, dtype="float64")
    cut = cut.assign(chance=cut["place"].map(chance), size=cut.groupby(["row", "piece"])["place"].transform("size"))
    best = cut.sort_values(["row", "size", "chance", "place"], ascending=[True, False, False, True], key=steady)
    best = best.drop_duplicates("row").set_index("row")
    return pd.DataFrame({"better": net.people["person"].reindex(best["place"]).set_axis(best.index)}).join(
        best["chance"]
    )


def _reasons(net: Network, table: pd.DataFrame) -> pd.Series:
    gone, behind = table["gone"], table["people"] - table["gone"].where(table["people"] > 0, 0)
    first = gone.astype("str") + np.where(gone == 1, " person goes, ", " people go, ")
    text = first.where(gone > 0, "") + behind.astype("str") + " others are reached no other way"
    better = table["better"].map(net.people.set_index("person")["name"])
    odds = " would answer a message with a chance of " + table["chance"].map("{:.0%}".format)
    return text + ("; " + better + odds).fillna("")
