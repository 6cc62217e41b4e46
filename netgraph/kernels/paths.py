"""Shortest paths from one person, and several to another that share no middleman."""

from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels.rows import rows


def strongest(lengths: csr_array, source: int) -> tuple[np.ndarray, np.ndarray]:
    """The shortest path from `source` to everybody: (distance, before), both by person.

    lengths : how far apart each tie holds its row from its column, 0 or more; no entry, or inf, is no tie.
    distance : the length of the shortest path, in the unit of lengths; 0 for the source, inf where there is none.
    before : the last person on that path before its end; the source's own number for the source, -1 where there is no
        path. Of paths that differ by at most 1e-12 of their length, the one counts whose last person before the end
        has the smallest number (where ties have length 0: among those settled before the end, nearest first, then by
        number).

    Directed: a tie leads from its row to its column. Time (n + m) log n. Raises ValueError where a length is negative
    or NaN, where the matrix is not square, or where there is no person of that number.
    Source: Dijkstra, Numer. Math. 1:269 (1959).
    """
    from netgraph.kernels.compiled import paths as loops

    ties = _checked(lengths, source)
    distance, before = np.full(lengths.shape[0], np.inf), np.full(lengths.shape[0], -1, dtype="int32")
    loops.strongest(*ties, source, distance, before)
    return distance, before


def path(before: np.ndarray, target: int) -> np.ndarray:
    """The people on the path to `target`, from the source to the target themselves; empty where there is none.

    `before` is what `strongest` returns; the path to the source is the source alone.
    """
    if before[target] < 0:
        return np.empty(0, dtype="int64")
    found = [int(target)]
    while before[found[-1]] != found[-1]:
        found.append(int(before[found[-1]]))
    return np.array(found[::-1], dtype="int64")


def disjoint(lengths: csr_array, source: int, target: int, most: int) -> list[tuple[float, np.ndarray]]:
    """Up to `most` paths from source to target without a common middleman: (length, people), the shortest first.

    There are k of them: `most`, or as many as there can be. No k paths without a common middleman have a smaller sum
    of lengths. So they are not the shortest path, then the shortest that avoids it, and so on: where the shortest path
    stands in the way of a second, none of two need be it. With `most` 1 it is the path of `strongest`. The direct tie
    is a path without a middleman, and may be one of them. Empty where there is no path.

    lengths : as in `strongest`. people : from source to target, both included. Of sets that differ by at most about
    1e-12 of their length any may be found, but of the same matrix always the same. Paths of one length stand in the
    order of their numbers. Time k (n + m) log n at worst; as a rule that of two calls of `strongest`.

    Raises ValueError as `strongest`, where source and target are one, and where `most` is below 1.
    Source: Suurballe, Networks 4:125 (1974), each person split in two; Bhandari, Survivable Networks (1999), ch. 3.
    """
    from netgraph.kernels.compiled import paths as loops

    if source == target or most < 1:
        raise ValueError(f"from {source} to {target}, at most {most} paths; give two people, and 1 or more paths")
    ties, left = _checked(lengths, source, target), strongest(csr_array(lengths.T), target)[0]
    if left[source] == np.inf:
        return []
    before, after, paid = _laid(lengths, path(strongest(lengths, source)[1], target))
    loops.disjoint(*ties, source, target, min(most, len(left)) - 1, left, before, after, paid)
    found = [[int(source), *_followed(after, int(first), target)] for first in np.flatnonzero(before == source)]
    both = sorted((sum(float(lengths[tie]) for tie in pairwise(people)), people) for people in found)
    return [(length, np.array(people, dtype="int64")) for length, people in both]


def _laid(lengths: csr_array, people: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The path as `compiled.paths.disjoint` takes it: before, after, paid."""
    number, inner = lengths.shape[0], people[1:-1]
    before, after, paid = np.full(number, -1, dtype="int32"), np.full(number, -1, dtype="int32"), np.zeros(number)
    before[inner], after[inner] = people[:-2], people[2:]
    paid[inner] = [lengths[tie] for tie in pairwise(people[:-1])]
    if not len(inner):
        before[people[1]] = people[0]
    return before, after, paid


def _checked(lengths: csr_array, *people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    found = rows(lengths)
    if not all(0 <= person < lengths.shape[0] for person in people):
        raise ValueError(f"people {people} in a matrix of shape {lengths.shape}; give numbers in it")
    if len(found[2]) and not found[2].min() >= 0:
        raise ValueError(f"a length is negative or missing ({found[2].min()}); a tie holds apart by a number from 0 on")
    return found


def _followed(after: np.ndarray, first: int, target: int) -> list[int]:
    """The people from `first` on until the target."""
    found = [first]
    while found[-1] != target:
        found.append(int(after[found[-1]]))
    return found
