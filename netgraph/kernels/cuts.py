"""The people and the ties without whom a network falls apart, each in time linear in people and ties."""

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels.rows import rows


def articulation_points(matrix: csr_array) -> np.ndarray:
    """For each person of a symmetric matrix whether some others can reach each other through that person only.

    False for isolated people and for those with one contact; ties to oneself are left out. Source: Tarjan, Depth-first
    search and linear graph algorithms, SIAM J. Comput. 1:146 (1972).
    """
    entered, low, parent = _walked(matrix)
    child = np.flatnonzero(parent >= 0)
    above = parent[child]
    cut = np.zeros(len(parent), dtype="bool")
    # Nobody entered through the child has a tie past the parent.
    cut[above[low[child] >= entered[above]]] = True
    started = parent < 0
    cut[started] = np.bincount(above, minlength=len(parent))[started] > 1
    return cut


def bridges(matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """The ties of a symmetric matrix on no circle, as two arrays a < b of people, by a and then b.

    Without such a tie its ends cannot reach each other. Source: as for articulation_points.
    """
    entered, low, parent = _walked(matrix)
    child = np.flatnonzero((parent >= 0) & (low == entered))
    a, b = np.minimum(child, parent[child]), np.maximum(child, parent[child])
    order = np.lexsort((b, a))
    return a[order], b[order]


def _walked(matrix: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from netgraph.kernels.compiled import cuts as loops

    indptr, columns, _ = rows(matrix)
    entered, low, parent = (np.full(matrix.shape[0], -1, dtype="int32") for _ in range(3))
    loops.walked(indptr, columns, indptr[:-1].copy(), entered, low, parent)
    return entered, low, parent
