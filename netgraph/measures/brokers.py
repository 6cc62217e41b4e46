"""Who connects people who are not connected otherwise?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.kernels.cuts import articulation_points
from netgraph.kernels.ego import ego_holes
from netgraph.kernels.holes import hierarchy, holes
from netgraph.measures.contact import pairs_in, shows_contacts_of_contacts, without_owner, z
from netgraph.measures.paths import betweenness
from netgraph.tables import TableError, checked, steady

EXACT = 10_000
"""Betweenness is exact where at most so many people have contacts, sampled above."""

PIVOTS = 256
"""People from whom paths are followed where betweenness is sampled."""


def brokers(net: Network, *, scope: str = "whole") -> pd.DataFrame:
    """Every person with the measures of brokerage, least constrained first; people without contacts last (NaN).

    With p_ij the share of i's contact that goes to j and m_jq the contact of j with q relative
    to j's strongest:
    constraint : sum over j of (p_ij + sum over q of p_iq p_qj)^2; low = bridges structural holes.
    effective_size : sum over j of 1 - sum over q of p_iq m_jq; efficiency : that / degree.
    hierarchy : 1 - entropy(c_ij / C) / ln(degree); 1 for a single contact.
    betweenness : share of all pairs of others that the person lies between, on shortest paths
        by 1 / strength; where more than 10,000 people have contacts, estimated from 256 of them
        drawn by a fixed seed (see `limits`).
    articulation : whether some others can reach each other through this person only.

    scope : "whole" sums what each contact spends anywhere; "ego" what it spends within the network of the
        person and the person's contacts, which is all that a survey of one person's contacts shows. It bears on
        constraint, effective size, efficiency and hierarchy, which differ by up to 1 and more; betweenness and
        articulation are of the whole network in either.

    Contact is observed or projected, both directions together. In one person's export the owner is left out (NaN),
    and where it shows no tie between contacts all is NaN. Raises TableError for another scope.

    Source: Burt, Structural Holes (1992), ch. 2; Freeman, Sociometry 40:35 (1977); Tarjan, SIAM J. Comput. 1:146
    (1972).
    """
    if scope not in _SCOPES:
        raise TableError(f"brokers: no scope {scope!r}; take {' or '.join(map(repr, _SCOPES))}")
    contact = without_owner(net, z(net))
    if not shows_contacts_of_contacts(net):
        contact = csr_array(contact.shape)
    others = len(net.people) - (net.me is not None) - 1
    table = _SCOPES[scope](contact).assign(
        person=net.people["person"],
        betweenness=_betweenness(contact, others),
        articulation=pd.array(articulation_points(contact), dtype="boolean"),
    )
    table["articulation"] = table["articulation"].where(table["degree"].notna())
    return checked("brokers", table.sort_values(["constraint", "person"], key=steady))


def burt(contact: csr_array) -> pd.DataFrame:
    """Degree, constraint, effective size, efficiency and hierarchy of each row of a symmetric matrix without loops."""
    pairs = pairs_in(contact)
    return _holes(*holes(pairs), hierarchy(pairs))


def ego_burt(contact: csr_array) -> pd.DataFrame:
    """The same of each row within the network of its contacts only."""
    return _holes(np.diff(contact.indptr), *ego_holes(contact))


def _holes(degree: np.ndarray, constraint: np.ndarray, size: np.ndarray, uneven: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame({"degree": degree, "constraint": constraint, "effective_size": size})
    table = table.assign(efficiency=size / degree.clip(1), hierarchy=uneven)
    return table[degree > 0].reindex(table.index)


_SCOPES = {"whole": burt, "ego": ego_burt}


def _betweenness(contact: csr_array, others: int) -> np.ndarray:
    """Share of the pairs of `others` that each row lies between; NaN without contacts, 0 where no pair is."""
    met = np.flatnonzero(np.diff(contact.indptr))
    inside = contact[met][:, met]
    drawn = np.arange(len(met))
    if len(met) > EXACT:
        drawn = np.sort(np.random.default_rng(1).choice(len(met), PIVOTS, replace=False))
    found = np.full(contact.shape[0], np.nan)
    found[met] = betweenness(csr_array(inside), drawn) / max(others * (others - 1) / 2, 1)
    return found


def sampling_error(net: Network, *, doubt: float = 0.1) -> float:
    """Bound that the error of no betweenness exceeds, save with probability `doubt`; 0 where it is exact.

    Hoeffding's inequality for each person, all together: sqrt(ln(2 n / doubt) / (2 pivots)).
    """
    people = int((np.diff(without_owner(net, z(net)).indptr) > 0).sum())
    return 0.0 if people <= EXACT else float(np.sqrt(np.log(2 * people / doubt) / (2 * PIVOTS)))
