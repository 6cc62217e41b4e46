"""Slower ways to the same numbers, by products of sparse matrices: what kernels are compared with."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array, vstack
from scipy.sparse.csgraph import dijkstra

_ROWS = 256


def burt(contact: csr_array) -> pd.DataFrame:
    """Degree, constraint, effective size, efficiency and hierarchy of each row of a symmetric matrix without loops."""
    degree, strongest = np.diff(contact.indptr), contact.max(axis=1).toarray().ravel() if contact.nnz else 0
    share = _scaled(contact, contact.sum(axis=1))
    held = csr_array((share + masked_product(share, share, contact)).power(2))
    constraint = held.sum(axis=1)
    redundancy = masked_product(share, csr_array(_scaled(contact, strongest).T), contact).sum(axis=1)
    table = pd.DataFrame({"degree": degree, "constraint": constraint, "effective_size": degree - redundancy})
    table = table.assign(efficiency=table["effective_size"] / degree.clip(1), hierarchy=_hierarchy(held, constraint))
    return table[degree > 0].reindex(table.index)


def _scaled(contact: csr_array, by: np.ndarray) -> csr_array:
    by = np.broadcast_to(by, contact.shape[0])
    return csr_array(diags_array(np.divide(1.0, by, out=np.zeros(len(by)), where=by > 0)) @ contact)


def _hierarchy(held: csr_array, constraint: np.ndarray) -> np.ndarray:
    """1 - entropy / ln N over the contacts of each row: 0 where the constraint is spread evenly, 1 for one contact."""
    parts = _scaled(held, constraint)
    number = np.diff(parts.indptr)
    parts.data = -parts.data * np.log(parts.data)
    return np.where(number > 1, 1 - parts.sum(axis=1) / np.log(np.maximum(number, 2)), 1.0).clip(0, 1)


def masked_product(left: csr_array, right: csr_array, mask: csr_array) -> csr_array:
    """The entries of left @ right where mask has any, some rows at a time: the whole product may not fit memory."""
    blocks = [
        (left[row : row + _ROWS] @ right).multiply(mask[row : row + _ROWS] != 0)
        for row in range(0, left.shape[0], _ROWS)
    ]
    return csr_array(vstack(blocks)) if blocks else csr_array(mask.shape)


def betweenness(away: csr_array) -> np.ndarray:
    """Pairs of others on whose shortest paths each row of a symmetric matrix of lengths lies, on scipy's distances."""
    sources = np.arange(away.shape[0])
    ends = np.repeat(np.arange(away.shape[0]), np.diff(away.indptr)), away.indices
    total = np.zeros(away.shape[0])
    for start in range(0, len(sources), 64):
        some = sources[start : start + 64]
        for source, reach in zip(some, dijkstra(away, indices=some), strict=True):
            total += _dependencies(source, reach, away.data, ends)
    return total / 2


def _dependencies(source: int, reach: np.ndarray, length: np.ndarray, ends: tuple) -> np.ndarray:
    """Share of the shortest paths from the source to all others that pass each row."""
    step, onto = reach[ends[0]] + length, reach[ends[1]]
    with np.errstate(invalid="ignore"):
        tight = (np.abs(step - onto) <= 1e-12 * onto) & np.isfinite(onto)
    order = np.argsort(onto[tight], kind="stable")
    before, after = ends[0][tight][order].tolist(), ends[1][tight][order].tolist()
    paths = [0.0] * len(reach)
    paths[source] = 1.0
    for u, v in zip(before, after, strict=True):
        paths[v] += paths[u]
    passing = [0.0] * len(reach)
    for u, v in zip(reversed(before), reversed(after), strict=True):
        passing[u] += paths[u] / paths[v] * (1 + passing[v])
    passing[source] = 0.0
    return np.array(passing)
