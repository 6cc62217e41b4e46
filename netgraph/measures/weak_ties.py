"""Which ties reach beyond the circle that both ends share?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu

from netgraph.build import Network
from netgraph.measures.contact import masked_product, paired, shows_contacts_of_contacts, without_owner, z
from netgraph.measures.strength import strength
from netgraph.tables import checked, empty, steady


def weak_ties(net: Network) -> pd.DataFrame:
    """Every pair with its strength and the overlap of its circles, least overlap first.

    overlap : m / ((k_a - 1) + (k_b - 1) - m), m contacts shared of k_a and k_b; 0 for a local
        bridge, 1 where all other contacts are shared; NaN where neither has another contact.
    shared, bridge : m, and whether m is 0.

    Contact is observed or projected. In one person's export the owner counts as shared contact
    of nobody, and where that export shows no tie between contacts the columns are NaN: it could
    not have shown one. So are those of pairs that only a contact list declares.

    Source: Onnela et al., PNAS 104:7332 (2007); local bridges: Granovetter, AJS 78:1360 (1973).
    """
    pairs = strength(net)[["a", "b", "strength"]]
    table = pairs.merge(_overlaps(net), on=["a", "b"], how="left", validate="one_to_one")
    order = ["overlap", "strength", "a", "b"]
    return checked("weak_ties", table.sort_values(order, ascending=[True, False, True, True], key=steady))


def overlaps(matrix: csr_array, *, of: int | None = None) -> pd.DataFrame:
    """Overlap of every tie of a symmetric matrix without loops: source, target, shared, overlap, bridge.

    source < target; `of` asks for the ties of one row only, the row being their source.
    """
    ties = csr_array(matrix != 0).astype("float64")
    other = ties.sum(axis=1) - 1
    asked = ties if of is None else ties[[of]]
    mask = csr_array(triu(ties)) if of is None else asked
    source, target = mask.nonzero()
    shared = np.asarray(masked_product(asked, ties, mask)[source, target], dtype="float64").ravel()
    source = source if of is None else np.full(len(target), of)
    possible = other[source] + other[target] - shared
    overlap = np.divide(shared, possible, out=np.full(len(shared), np.nan), where=possible > 0)
    columns = {"source": source, "target": target, "shared": shared, "overlap": overlap}
    return pd.DataFrame(columns).assign(bridge=pd.array(shared == 0, dtype="boolean"))


def _overlaps(net: Network) -> pd.DataFrame:
    """Overlaps by pair: between contacts with the owner left out, of the owner's own ties with the owner in."""
    if not net.csr.nnz or not shows_contacts_of_contacts(net):
        return empty("weak_ties").drop(columns="strength")
    ids, whole = net.people["person"], z(net)
    parts = [overlaps(without_owner(net, whole))]
    if net.me is not None:
        parts.append(overlaps(whole, of=ids.index[ids == net.me][0]))
    found = pd.concat(parts)
    found = found.assign(source=ids[found["source"]].to_numpy(), target=ids[found["target"]].to_numpy())
    return paired(net, found)[["a", "b", "shared", "overlap", "bridge"]]
