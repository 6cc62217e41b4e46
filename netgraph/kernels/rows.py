"""Sparse matrices as the compiled loops take them."""

import numpy as np
from scipy.sparse import csr_array


def rows(matrix: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each row begins, columns and values, in the only types that the loops are compiled for.

    Raises ValueError where the matrix is not square.
    """
    _square(matrix)
    kinds = zip((matrix.indptr, matrix.indices, matrix.data), ("int64", "int32", "float64"), strict=True)
    return tuple(np.ascontiguousarray(array, dtype=kind) for array, kind in kinds)


def without_loops(matrix: csr_array) -> csr_array:
    """The matrix without its diagonal; itself where that is empty. Raises ValueError where it is not square."""
    _square(matrix)
    kept = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) != matrix.indices
    if kept.all():
        return matrix
    indptr = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr]
    return csr_array((matrix.data[kept], matrix.indices[kept], indptr), shape=matrix.shape)


def _square(matrix: csr_array) -> None:
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"the matrix has the shape {matrix.shape}; give a row and a column for each person")
