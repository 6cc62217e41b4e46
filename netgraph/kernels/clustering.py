"""How closely the contacts of each person are in contact with each other."""

import numpy as np

from netgraph.kernels.forward import Forward
from netgraph.kernels.triangles import products, shared


def triangles(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """By person, the number of pairs of contacts that are in contact with each other: int64."""
    return pairs.by_person(_both_ends(pairs, shared(pairs, threads=threads).astype("int64")) // 2)


def clustering(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """By person, the share of all pairs of contacts that are in contact: 0 to 1, 0 for fewer than two contacts.

    Source: Watts & Strogatz, Nature 393:440 (1998).
    """
    degree = pairs.by_person(pairs.degree.astype("int64"))
    return _divided(2 * triangles(pairs, threads=threads), degree * (degree - 1))


def weighted_clustering(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """As `clustering`, each triangle by the geometric mean of its weights as shares of the largest: 0 to 1.

    Source: Onnela et al., Phys. Rev. E 71:065103 (2005).
    """
    weight = np.cbrt(pairs.weight / pairs.weight.max(initial=0))
    means = weight * products(pairs, weight, np.zeros(pairs.people), threads=threads)[:, 0]
    degree = pairs.degree.astype("int64")
    return pairs.by_person(_divided(_both_ends(pairs, means), degree * (degree - 1)))


def directed_clustering(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """By person, the share of all directed triangles that there may be, given the ties: 0 to 1.

    A triangle counts by the product of the weights of its ties. So pairs of ties that weigh 1 each give the plain
    coefficient, and pairs of ties that weigh the cube root of their share of the largest the one that takes geometric
    means. Source: Fagiolo, Phys. Rev. E 76:026107 (2007).
    """
    mutual = (pairs.codes == 3).astype("float64")
    found = pairs.weight * products(pairs, pairs.weight, np.zeros(pairs.people), threads=threads)[:, 0]
    total, both = (_both_ends(pairs, values) for values in (1 + mutual, mutual))
    return pairs.by_person(_divided(_both_ends(pairs, found), 2 * (total * (total - 1) - 2 * both)))


def _both_ends(pairs: Forward, values: np.ndarray) -> np.ndarray:
    """The sum of the values of each rank's pairs, in their type."""
    sums = sum(np.bincount(ends, values, minlength=pairs.people) for ends in (pairs.rows, pairs.columns))
    # Whole numbers below 2^53 pass through floats unchanged.
    return sums.astype(values.dtype)


def _divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
