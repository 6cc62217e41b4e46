"""Which ties reach beyond the circle that both ends share?"""

import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.kernels.overlap import share
from netgraph.kernels.triangles import shared
from netgraph.measures.contact import paired, pairs_in, shows_contacts_of_contacts, without_owner, z
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


def overlaps(matrix: csr_array) -> pd.DataFrame:
    """Overlap of every tie of a symmetric matrix without loops: source, target, shared, overlap, bridge."""
    pairs = pairs_in(matrix)
    (source, target), common = pairs.pairs, shared(pairs)
    columns = {"source": source, "target": target, "shared": common.astype("float64"), "overlap": share(pairs, common)}
    return pd.DataFrame(columns).assign(bridge=pd.array(common == 0, dtype="boolean"))


def _overlaps(net: Network) -> pd.DataFrame:
    """Overlaps by pair: between contacts with the owner left out, of the owner's own ties with the owner in."""
    if not net.csr.nnz or not shows_contacts_of_contacts(net):
        return empty("weak_ties").drop(columns="strength")
    ids, whole = net.people["person"], z(net)
    found = overlaps(without_owner(net, whole))
    if net.me is not None:
        own = overlaps(whole)
        mine = ids.index[ids == net.me]
        found = pd.concat([found, own[own["source"].isin(mine) | own["target"].isin(mine)]])
    found = found.assign(source=ids[found["source"]].to_numpy(), target=ids[found["target"]].to_numpy())
    return paired(net, found)[["a", "b", "shared", "overlap", "bridge"]]
