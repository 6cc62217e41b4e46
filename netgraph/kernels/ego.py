"""Burt's structural holes, each person seen within the network of their own contacts only."""

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import chunks
from netgraph.kernels.rows import rows


def ego_holes(contact: csr_array, *, threads: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Constraint, effective size and hierarchy of each person i within the ego network: i, i's contacts, their ties.

    With sums and maxima over that network only, p_qj = z_qj / sum over k of z_qk and m_jq = z_jq / max over k of z_jk:
    constraint : sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2, q any contact but j; above 0, 1 for a
        single contact, may exceed 1. Low = bridges structural holes.
    effective_size : sum over contacts j of 1 - sum over q of p_iq m_jq; from 1 to the number of contacts.
    hierarchy : 1 - entropy(c_ij / C_i) / ln N over the N contacts j, c_ij what constraint sums and C_i the sum; 0
        evenly, 1 one alone.
    All are NaN without contacts.

    Where the whole network is known, its sums (`measures.brokers.burt`) take in what contacts spend elsewhere; the
    constraint of the two scopes differs by up to 1 and more. A person's own export shows the ego network alone.
    contact : z, symmetric, without loops, all above 0. Results are the same on any number of threads, to the last bit.
    Time: for each pair about the shorter of its two rows.
    Raises ValueError where the matrix is not square, or threads below 1.
    Source: Burt, Structural Holes (1992), ch. 2.
    """
    from netgraph.kernels.compiled import ego as loops

    indptr, columns, weight = rows(contact)
    people, widest = len(indptr) - 1, int(np.diff(indptr).max(initial=0))
    work, found = np.empty(people, "int64"), np.full((3, people), np.nan)
    loops.work(indptr, columns, work)
    chunks.run(
        lambda _, low, high, *own: loops.holes(low, high, indptr, columns, weight, *found, *own),
        chunks.balanced(work + 1),
        threads=threads,
        scratch=lambda: (np.full(people, -1, "int32"), np.empty(widest), *np.empty((2, widest), "int64")),
    )
    return tuple(found)
