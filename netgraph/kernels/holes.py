"""Who bridges structural holes: constraint, effective size, hierarchy."""

from typing import NamedTuple

import numpy as np

from netgraph.kernels.forward import Forward
from netgraph.kernels.triangles import products


class Holes(NamedTuple):
    """By person: degree, and NaN for who has no contact: constraint, effective size."""

    degree: np.ndarray
    constraint: np.ndarray
    effective_size: np.ndarray


def holes(pairs: Forward, *, threads: int | None = None) -> Holes:
    """Burt's constraint and effective size of every person, in the whole network.

    With z_ij the contact of i and j, both directions together, p_ij = z_ij / sum over q of z_iq and
    m_jq = z_jq / max over k of z_jk:
    constraint : sum over j of (p_ij + sum over q of p_iq p_qj)^2, above 0; 1 for a single contact, and may be more.
    effective_size : sum over j of 1 - sum over q of p_iq m_jq, from 1 to the degree. Scaling all weights changes
    neither. Source: Burt, Structural Holes (1992), ch. 2.
    """
    from netgraph.kernels.compiled import holes as loops

    inverse, weakest = _inverse(pairs.total), _inverse(pairs.strongest)
    sums, found = products(pairs, pairs.weight, inverse, threads=threads), np.zeros((pairs.people, 2))
    loops.burt(pairs.indptr, pairs.columns, pairs.weight, sums, inverse, weakest, found)
    by_person = Holes(np.empty(pairs.people, "int32"), np.empty(pairs.people), np.empty(pairs.people))
    loops.placed(pairs.order, pairs.degree, found, *by_person)
    return by_person


def hierarchy(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """How unevenly each person's contacts share the constraint: 0 evenly, 1 one alone; NaN without contacts.

    1 - entropy(c_ij / C_i) / ln N over the N contacts of i. Source: Burt, Structural Holes (1992), ch. 2.
    """
    from netgraph.kernels.compiled import holes as loops

    sums = products(pairs, pairs.weight, _inverse(pairs.total), threads=threads)
    found = np.zeros((pairs.people, 2))
    loops.entropy(pairs.indptr, pairs.columns, pairs.weight, sums, pairs.total, found)
    (constraint, spread), degree = found.T, pairs.degree
    with np.errstate(divide="ignore", invalid="ignore"):
        # The entropy of c / C is ln C - (sum of c ln c) / C.
        uneven = 1 - (np.log(constraint) - spread / constraint) / np.log(degree)
    return pairs.by_person(np.where(degree > 1, uneven.clip(0, 1), np.where(degree == 1, 1.0, np.nan)))


def _inverse(values: np.ndarray) -> np.ndarray:
    """1 / each, and 0 where somebody has no contact."""
    return np.divide(1, values, out=np.zeros(len(values)), where=values > 0)
