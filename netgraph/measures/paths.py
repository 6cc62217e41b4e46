"""Shortest paths between people, on lengths under which strong ties are short."""

import math

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels.betweenness import betweenness as passing


def lengths(weights: np.ndarray) -> np.ndarray:
    """How far apart a tie of that weight holds two people: 1 / weight, so that strong ties are short.

    Whole-numbered weights give whole lengths, L / weight with L their least common multiple, as
    floats lose the equality of equal paths (1/10 + 1/5 is not 3/10); beyond 2^53 they fall back to 1 / weight.
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

    A pair counts by the share of its shortest paths that pass. Only paths from `sources` are followed, and the sum is
    scaled up to all rows. Source: Brandes, J. Math. Sociol. 25:163 (2001).
    """
    away = csr_array((lengths(contact.data), contact.indices, contact.indptr), shape=contact.shape)
    if len(sources) == contact.shape[0]:
        return passing(away)
    return passing(away, sources=sources) * (contact.shape[0] / max(len(sources), 1))
