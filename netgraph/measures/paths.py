"""Shortest paths between people, on lengths under which strong ties are short."""

import math

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

SAME = 1e-12
"""Relative difference up to which two paths count as equally long."""

_AT_ONCE = 64


def lengths(weights: np.ndarray) -> np.ndarray:
    """How far apart a tie of that weight holds two people: 1 / weight, so that strong ties are short.

    Whole-numbered weights give whole lengths, L / weight with L their least common multiple, as
    floats lose the equality of equal paths (1/3 + 1/6 is not 1/2); beyond 2^53 they fall back to 1 / weight.
    """
    distinct = np.unique(weights)
    if not len(distinct) or distinct.max() >= 2**53 or not np.array_equal(distinct, np.round(distinct)):
        return 1 / weights
    common = 1
    for weight in distinct.astype("int64").tolist():
        common = math.lcm(common, weight)
        if common * len(weights) >= 2**53 * int(distinct[0]):
            return 1 / weights
    return common / weights


def betweenness(contact: csr_array, sources: np.ndarray) -> np.ndarray:
    """For each row of a symmetric matrix of weights: pairs of others on whose shortest paths it lies.

    A pair counts by the share of its shortest paths that pass. Only paths from `sources` are
    followed, and the sum is scaled up to all rows. Two paths are equally long if they differ by
    at most 1e-12 of their length. Source: Brandes, J. Math. Sociol. 25:163 (2001).
    """
    away = csr_array((lengths(contact.data), contact.indices, contact.indptr), shape=contact.shape)
    ends = np.repeat(np.arange(contact.shape[0]), np.diff(away.indptr)), away.indices
    total = np.zeros(contact.shape[0])
    for start in range(0, len(sources), _AT_ONCE):
        some = sources[start : start + _AT_ONCE]
        for source, reach in zip(some, dijkstra(away, indices=some), strict=True):
            total += _dependencies(source, reach, away.data, ends)
    return total / 2 * (contact.shape[0] / max(len(sources), 1))


def _dependencies(source: int, reach: np.ndarray, length: np.ndarray, ends: tuple) -> np.ndarray:
    """Share of the shortest paths from the source to all others that pass each row."""
    step, onto = reach[ends[0]] + length, reach[ends[1]]
    with np.errstate(invalid="ignore"):
        tight = (np.abs(step - onto) <= SAME * onto) & np.isfinite(onto)
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
