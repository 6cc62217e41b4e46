"""What the two ends of each pair have in common, by one walk over all triangles."""

from collections.abc import Callable
from functools import partial

import numpy as np

from netgraph.kernels import chunks
from netgraph.kernels.forward import Forward

AT_ONCE = 16
"""Pieces whose lists are held at a time."""
SHARED = 1 << 16
"""Triangles from which on it is worth a thread to share what is added afterwards."""


def shared(pairs: Forward, *, threads: int | None = None) -> np.ndarray:
    """The number of people in contact with both ends of each pair: int32, in the order of `pairs`.

    It is also the number of triangles that the pair is in. O(pairs^1.5) at most.
    Source of the walk: Schank & Wagner, Finding, counting and listing all triangles, WEA (2005).
    """
    from netgraph.kernels.compiled import triangles as loops

    common = np.zeros(len(pairs.columns), dtype="int32")
    walk(
        pairs,
        lambda *lists: loops.counts_near(lists[0], lists[2], common),
        lambda low, high, _, *lists: loops.counts_far(low, high, lists[1], common),
        threads=threads,
    )
    return common


def products(pairs: Forward, weight: np.ndarray, inverse: np.ndarray, *, threads: int | None = None) -> np.ndarray:
    """For each pair (i, j), over all q in contact with both: the sums of w_iq w_jq, and of w_iq w_jq inverse_q.

    `weight` is by pair, `inverse` by rank. Two columns, the same to the last bit for any number of threads.
    """
    from netgraph.kernels.compiled import triangles as loops

    sums = np.zeros((len(weight), 2))
    walk(
        pairs,
        lambda *lists: loops.sums_near(*lists, pairs.columns, weight, inverse, sums),
        lambda low, high, row, *lists: loops.sums_far(low, high, row, *lists, pairs.indptr, weight, inverse, sums),
        threads=threads,
    )
    return sums


def walk(pairs: Forward, near: Callable[..., None], far: Callable[..., None], *, threads: int | None) -> None:
    """List all triangles u < v < w, some at a time, as the places of their pairs: (u, v), (v, w), (u, w).

    Each list is handed on twice.
    `near(one, two, three)` may add to the pairs `one` and `three`, which no other thread has; `far(low, high, row, one,
    two, three)` to those pairs of `two` from low to high, where `row` is the rank of the first triangle's first end.
    """
    for first in range(0, len(pairs.bounds) - 1, AT_ONCE):
        _walked(pairs, pairs.bounds[first : first + AT_ONCE + 1], (near, far), threads=threads)


def room(pairs: Forward) -> tuple[np.ndarray, ...]:
    """What `listed` works in: a place for each rank, and three lists."""
    return np.zeros(pairs.people, "uint32"), *(np.empty(pairs.room, "uint32") for _ in range(3))


def _walked(pairs: Forward, bounds: np.ndarray, added: tuple, *, threads: int | None) -> None:
    from netgraph.kernels.compiled import triangles as loops

    (near, far), lists = added, [()] * (len(bounds) - 1)

    def piece(number: int, low: int, high: int, at: np.ndarray, *free: np.ndarray) -> None:
        found = loops.listed(low, high, pairs.indptr, pairs.columns, at, *free)
        lists[number] = tuple(part[:found].copy() for part in free)
        near(*lists[number])

    def share(_: int, low: int, high: int) -> None:
        for row, some in zip(bounds[:-1].tolist(), lists, strict=True):
            far(low, high, row, *some)

    chunks.run(piece, bounds, threads=threads, scratch=partial(room, pairs))
    # Each share reads the whole list, so that more of them than threads would only cost.
    several = chunks.number(threads) if sum(len(some[0]) for some in lists) > SHARED else 1
    chunks.run(share, np.linspace(0, len(pairs.columns), several + 1).astype("int64"), threads=threads)
