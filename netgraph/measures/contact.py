"""What several measures stand on: the pairs of a network, and contact as an undirected matrix."""

import math

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network


def paired(net: Network, rows: pd.DataFrame, *, source: str = "source", target: str = "target") -> pd.DataFrame:
    """The rows with the pair that they belong to: a, b, and `forward`, whether they go from a to b.

    a is the owner where the owner is in the pair, else the smaller id.
    """
    one, other = rows[source], rows[target]
    forward = (one == net.me) | ((other != net.me) & (one < other))
    return rows.assign(a=one.where(forward, other), b=other.where(forward, one), forward=forward)


def events(net: Network) -> pd.DataFrame:
    """Interactions with their pair (a, b, forward), in the order of time."""
    return paired(net, net.interactions, source="sender", target="receiver")


def windows_of(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """What the source of each row could have seen: first and last, with the index of the rows."""
    return net.windows.set_index("source").reindex(log["source"]).set_index(log.index)


def z(net: Network) -> csr_array:
    """Contact between people as a symmetric matrix, z_ij = w_ij + w_ji, in the order of `net.people`."""
    both = (net.csr + net.csr.T).tocsr()
    both.sort_indices()
    return both


def without_owner(net: Network, matrix: csr_array) -> csr_array:
    """The matrix with the owner's row and column emptied: one export shows all of the owner's ties, not others'."""
    if net.me is None:
        return matrix
    keep = csr_array(np.diag(net.people["person"].ne(net.me).to_numpy(dtype="float64")))
    kept = (keep @ matrix @ keep).tocsr()
    kept.eliminate_zeros()
    kept.sort_indices()
    return kept


def shows_contacts_of_contacts(net: Network) -> bool:
    """Whether ties between contacts can be judged: in a log seen whole, or where one person's export shows any."""
    return net.me is None or without_owner(net, z(net)).nnz > 0


def lengths(weights: np.ndarray) -> np.ndarray:
    """How far apart a tie of that weight holds two people: 1 / weight, so that strong ties are short.

    Whole-numbered weights give whole lengths, L / weight with L their least common multiple, as
    floats lose the equality of equal paths (1/3 + 1/6 is not 1/2); beyond 2^53 they fall back to 1 / weight.
    """
    distinct = np.unique(weights)
    if len(distinct) and np.array_equal(distinct, np.round(distinct)):
        common = math.lcm(*(int(w) for w in distinct))
        if common / distinct[0] * len(weights) < 2**53:
            return common / weights
    return 1 / weights
