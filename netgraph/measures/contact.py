"""What several measures stand on: the pairs of a network, and contact as an undirected matrix."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array, triu

from netgraph.build import Network
from netgraph.kernels.forward import Forward, forward_of
from netgraph.log import MOST_PROJECTED

PRAISE = ("endorsement", "recommendation")
"""Kinds of event that give something and ask for no answer."""

_EVENT = ["event", "time"]


def paired(net: Network, rows: pd.DataFrame, *, source: str = "source", target: str = "target") -> pd.DataFrame:
    """The rows with the pair that they belong to: a, b, and `forward`, whether they go from a to b.

    a is the owner where the owner is in the pair, else the smaller id.
    """
    one, other = rows[source], rows[target]
    forward = (one == net.me) | ((other != net.me) & (one < other))
    return rows.assign(a=one.where(forward, other), b=other.where(forward, one), forward=forward)


def events(net: Network) -> pd.DataFrame:
    """Interactions with their pair (a, b, forward), in the order of time.

    Whoever called a meeting, any two at it were in contact, unless it was too large to say so
    (`MOST_PROJECTED`): they have a row of it too.
    """
    return paired(net, with_met(net.interactions), source="sender", target="receiver")


def own_events(net: Network, *, people: Iterable[str] | None = None) -> pd.DataFrame:
    """The `events` of the owner's pairs, found without those of others; of all pairs in a log without an owner.

    people : ids of those with whom they are asked for, where the log has an owner; everybody unless given.
    """
    if net.me is None:
        return events(net)
    log = net.interactions
    mine, meeting = (log["sender"] == net.me) | (log["receiver"] == net.me), log["kind"] == "meeting"
    there = meeting & log["event"].isin(log.loc[mine & meeting, "event"])
    if people is not None:
        mine &= log["sender"].isin(people) | log["receiver"].isin(people)
    found = paired(net, with_met(log[mine | there]), source="sender", target="receiver")
    found = found[found["a"] == net.me] if people is None else found[(found["a"] == net.me) & found["b"].isin(people)]
    return found.reset_index(drop=True)


def with_met(log: pd.DataFrame) -> pd.DataFrame:
    """Interactions, and a row for any two at the same meeting, as `events` has them."""
    # by place: where there is no meeting, a filter would still go through every column
    met = log.iloc[np.flatnonzero((log["kind"] == "meeting") & (log["recipients"] <= MOST_PROJECTED))]
    met = met[met.duplicated(_EVENT, keep=False)]
    if len(met):
        both = met.merge(met[[*_EVENT, "receiver"]], on=_EVENT, suffixes=("", "_other"))
        both = both[both["receiver"] < both["receiver_other"]]
        both = both.assign(sender=both["receiver"], receiver=both["receiver_other"]).drop(columns="receiver_other")
        log = pd.concat([log, both.drop_duplicates([*_EVENT, "sender", "receiver"])])
        log = log.sort_values("time", kind="stable", ignore_index=True)
    return log


def alone(log: pd.DataFrame) -> pd.Series:
    """Which events passed between two alone: messages, calls and the like, no meetings and no praise."""
    return (log["recipients"] == 1) & ~log["kind"].isin(["meeting", *PRAISE])


def asks(log: pd.DataFrame) -> pd.Series:
    """Which events ask for an answer: not meetings, praise, and calls that were taken."""
    return ~log["kind"].isin(["meeting", *PRAISE]) & ~taken(log)


def taken(log: pd.DataFrame) -> pd.Series:
    """Which events are calls that somebody took: both sides spoke."""
    return (log["kind"] == "call") & (log["duration"] > 0)


def windows_of(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """What the source of each row could have seen: first and last, with the index of the rows."""
    return net.windows.set_index("source").reindex(log["source"]).set_index(log.index)


def looked_up(people: pd.Series, known: pd.Series) -> pd.Series:
    """What is known of each, by person; unlike `map` it keeps the type where nothing is known of anybody."""
    return known.reindex(people).set_axis(people.index)


def keys_of(table: object, *choices: list[str]) -> list[str] | None:
    """The first choice of columns by which a measure's table has one row each; None where none fits."""
    columns = table.columns if isinstance(table, pd.DataFrame) else []
    keys = next((keys for keys in choices if set(keys) <= set(columns)), None)
    return None if keys is None or table.duplicated(keys).any() else keys


def z(net: Network) -> csr_array:
    """Contact between people as a symmetric matrix, z_ij = w_ij + w_ji, in the order of `net.people`."""
    both = (net.csr + net.csr.T).tocsr()
    both.sort_indices()
    return both


def without_owner(net: Network, matrix: csr_array) -> csr_array:
    """The matrix with the owner's row and column emptied: one export shows all of the owner's ties, not others'."""
    if net.me is None:
        return matrix
    keep = diags_array(net.people["person"].ne(net.me).to_numpy(dtype="float64"))
    kept = csr_array(keep @ matrix @ keep)
    kept.eliminate_zeros()
    kept.sort_indices()
    return kept


def pairs_in(contact: csr_array) -> Forward:
    """The pairs of a symmetric matrix of contact, as the kernels take them."""
    return forward_of(csr_array(triu(contact, 1)))


def shows_contacts_of_contacts(net: Network) -> bool:
    """Whether ties between contacts can be judged: in a log seen whole, or where one person's export shows any."""
    return net.me is None or without_owner(net, z(net)).nnz > 0


def observed(net: Network) -> csr_array:
    """Events of each observed tie, in the order of `net.people`: row = source, column = target."""
    ties, ids = net.ties[net.ties["kind"] == "observed"], pd.Index(net.people["person"])
    ends = ids.get_indexer(ties["source"]), ids.get_indexer(ties["target"])
    return csr_array((ties["count"].to_numpy(dtype="float64"), ends), shape=(len(ids),) * 2)
