"""The people and the ties without whom a network falls apart, each in time linear in people and ties."""

import numpy as np
from scipy.cluster.hierarchy import DisjointSet
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


def r_index(matrix: csr_array) -> float:
    """How long a symmetric matrix hangs together while whoever has most contacts left goes, one after the other.

    (1/N) times the sum, over 1 to N people gone, of the share of all N who are in the largest part left: from 0 for
    nobody tied to about 1/2 for all with all; 3/16 for a star of four, NaN for nobody. Of those with as many contacts
    the smallest number goes first. Time (n^2 + m). Source: Schneider et al., PNAS 108:3838 (2011).
    """
    number, degree = matrix.shape[0], np.diff(matrix.indptr).astype("int64")
    gone = []
    for _ in range(number):
        gone.append(int(degree.argmax()))
        degree[matrix.indices[matrix.indptr[gone[-1]] : matrix.indptr[gone[-1] + 1]]] -= 1
        degree[gone[-1]] = -number
    return sum(_largest(matrix, gone)) / number**2 if number else np.nan


def _largest(matrix: csr_array, gone: list[int]) -> list[int]:
    """Size of the largest part while people come back, last gone first, but for the whole in the end."""
    parts, sizes, here = DisjointSet(), [], np.zeros(matrix.shape[0], dtype="bool")
    largest = 0
    for person in gone[:0:-1]:
        parts.add(person)
        here[person] = True
        around = matrix.indices[matrix.indptr[person] : matrix.indptr[person + 1]]
        for other in around[here[around]]:
            parts.merge(person, int(other))
        largest = max(largest, parts.subset_size(person))
        sizes.append(largest)
    return sizes


def _walked(matrix: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from netgraph.kernels.compiled import cuts as loops

    indptr, columns, _ = rows(matrix)
    entered, low, parent = (np.full(matrix.shape[0], -1, dtype="int32") for _ in range(3))
    loops.walked(indptr, columns, indptr[:-1].copy(), entered, low, parent)
    return entered, low, parent
