"""How far the circles of the two ends of each pair overlap."""

import numpy as np

from netgraph.kernels.forward import Forward
from netgraph.kernels.triangles import shared


def overlap(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """Of all contacts that the two ends of each pair have but each other, the share that both have.

    m / ((k_i - 1) + (k_j - 1) - m) with m in common, from 0 for a local bridge to 1, in the order of `pairs`; NaN where
    neither end has another contact. Source: Onnela et al., PNAS 104:7332 (2007).
    """
    return share(pairs, shared(pairs, threads=threads))


def share(pairs: Forward, common: np.ndarray) -> np.ndarray:
    """The overlap of each pair by how many contacts its ends have in common."""
    possible = pairs.degree[pairs.rows] + pairs.degree[pairs.columns] - 2 - common
    return np.divide(common, possible, out=np.full(len(common), np.nan), where=possible > 0)


def local_bridges(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """Whether the two ends of each pair have no contact in common. Source: Granovetter, AJS 78:1360 (1973)."""
    return shared(pairs, threads=threads) == 0
