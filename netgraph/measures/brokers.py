"""Who connects people who are not connected otherwise?"""

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from netgraph.build import Network
from netgraph.measures.contact import lengths, shows_contacts_of_contacts, without_owner, z
from netgraph.tables import checked, steady

EXACT = 500
"""Betweenness is exact up to so many people, sampled above."""

PIVOTS = 256
"""People from whom paths are followed where betweenness is sampled."""


def brokers(net: Network) -> pd.DataFrame:
    """Every person with the measures of brokerage, least constrained first; people without contacts last (NaN).

    With p_ij the share of i's contact that goes to j and m_jq the contact of j with q relative
    to j's strongest:
    constraint : sum over j of (p_ij + sum over q of p_iq p_qj)^2; low = bridges structural holes.
    effective_size : sum over j of 1 - sum over q of p_iq m_jq; efficiency : that / degree.
    hierarchy : 1 - entropy(c_ij / C) / ln(degree); 1 for a single contact.
    betweenness : share of the shortest paths between others that pass the person, on lengths
        1 / strength; above 500 people estimated from 256 seeded pivots (see `limits`).

    Contact is observed or projected, both directions together, in the whole network. In one
    person's export the owner is left out (NaN), and where it shows no tie between contacts all
    is NaN.

    Source: Burt, Structural Holes (1992), ch. 2; Freeman, Sociometry 40:35 (1977).
    """
    contact = without_owner(net, z(net))
    if not shows_contacts_of_contacts(net):
        contact = csr_array(contact.shape)
    table = burt(contact).assign(person=net.people["person"], betweenness=_betweenness(contact))
    return checked("brokers", table.sort_values(["constraint", "person"], key=steady))


def burt(contact: csr_array) -> pd.DataFrame:
    """Degree, constraint, effective size, efficiency and hierarchy of each row of a symmetric matrix without loops."""
    ties = csr_array(contact != 0).astype("float64")
    degree = ties.sum(axis=1)
    share = _scaled(contact, contact.sum(axis=1))
    held = csr_array((share + (share @ share) * ties).power(2))
    constraint = held.sum(axis=1)
    redundancy = ((share @ _scaled(contact, contact.max(axis=1).toarray().ravel()).T) * ties).sum(axis=1)
    table = pd.DataFrame({"degree": degree, "constraint": constraint, "effective_size": degree - redundancy})
    table = table.assign(efficiency=table["effective_size"] / degree.clip(1), hierarchy=_hierarchy(held, constraint))
    return table[degree > 0].reindex(table.index)


def _scaled(contact: csr_array, by: np.ndarray) -> csr_array:
    return csr_array(diags_array(np.divide(1, by, out=np.zeros(len(by)), where=by > 0)) @ contact)


def _hierarchy(held: csr_array, constraint: np.ndarray) -> np.ndarray:
    """1 - entropy / ln N over the contacts of each row: 0 where the constraint is spread evenly, 1 for one contact."""
    parts = _scaled(held, constraint)
    number = np.diff(parts.indptr)
    parts.data = -parts.data * np.log(parts.data)
    return np.where(number > 1, 1 - parts.sum(axis=1) / np.log(np.maximum(number, 2)), 1.0)


def _betweenness(contact: csr_array) -> np.ndarray:
    graph = nx.from_scipy_sparse_array(contact.astype("float64"))
    away = lengths(contact.data)
    ends = np.repeat(np.arange(len(graph)), np.diff(contact.indptr)), contact.indices
    nx.set_edge_attributes(graph, dict(zip(zip(*ends, strict=True), away, strict=True)), "length")
    pivots = None if len(graph) <= EXACT else PIVOTS
    found = nx.betweenness_centrality(graph, k=pivots, weight="length", seed=1)
    return np.where(np.diff(contact.indptr) > 0, pd.Series(found).reindex(range(len(graph))), np.nan)


def sampling_error(people: int, *, doubt: float = 0.1) -> float:
    """Bound that the error of no sampled betweenness exceeds, save with probability `doubt`; 0 where it is exact.

    Hoeffding's inequality for each person, all together: sqrt(ln(2 n / doubt) / (2 pivots)).
    """
    return 0.0 if people <= EXACT else float(np.sqrt(np.log(2 * people / doubt) / (2 * PIVOTS)))
