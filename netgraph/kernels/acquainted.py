"""Whom two people both knew at a time."""

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels.rows import rows


def shared_before(first: csr_array, a: np.ndarray, b: np.ndarray, when: np.ndarray) -> np.ndarray:
    """For each question how many people were in contact with both a and b before that time: int64.

    `first` is symmetric and holds the time of first contact of each pair, as numbers above 0; contact at that very time
    is not before. Takes the ties of both for each question.
    """
    from netgraph.kernels.compiled import acquainted as loops

    indptr, columns, times = rows(first if first.has_sorted_indices else first.sorted_indices())
    found = np.empty(len(when), dtype="int64")
    # copies, as a loop is compiled anew for arrays that must not be written to
    questions = (np.array(part, dtype=kind) for part, kind in ((a, "int64"), (b, "int64"), (when, "float64")))
    loops.shared_before(indptr, columns, times, *questions, found)
    return found
