"""How far is contact returned in the network as a whole?"""

import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.kernels.reciprocity import dyadic, edgewise, rho, weighted
from netgraph.tables import checked


def reciprocity(net: Network) -> pd.DataFrame:
    """The usual figures, each under its own name: measure, value, definition.

    With L directed ties among N people and density a = L / (N (N - 1)): edgewise r = share of
    ties that are returned; rho = (r - a) / (1 - a), which is 0 for chance and negative where
    ties avoid being returned; weighted = sum of min(w_ij, w_ji) / sum of w on message counts;
    dyadic = share of connected pairs with ties both ways. NaN where the denominator is 0. Only
    observed ties count: projected and declared ones have no direction.

    Source: Garlaschelli & Loffredo, PRL 93:268701 (2004); Squartini et al., Sci. Rep. 3:2729 (2013).
    """
    ties = _counts(net)
    rows = [
        ("directed ties", ties.nnz, "ordered pairs of people of whom the first sent the second something"),
        ("edgewise", edgewise(ties), "share of directed ties that are returned"),
        ("rho", rho(ties), "edgewise reciprocity beyond that of chance, at most 1"),
        ("weighted", weighted(ties), "share of messages that are matched by one the other way"),
        ("dyadic", dyadic(ties), "share of connected pairs with ties both ways"),
    ]
    return checked("reciprocity", pd.DataFrame(rows, columns=["measure", "value", "definition"]))


def _counts(net: Network) -> csr_array:
    """Events of each observed tie: row = source, column = target, in the order of `net.people`."""
    ties, ids = net.ties[net.ties["kind"] == "observed"], pd.Index(net.people["person"])
    ends = ids.get_indexer(ties["source"]), ids.get_indexer(ties["target"])
    return csr_array((ties["count"].to_numpy(dtype="float64"), ends), shape=(len(ids),) * 2)
