"""Who lies on the shortest paths between others: exact, shared among threads, and the same whatever their number.

One search from each person, and its sums carried back (Brandes, J. Math. Sociol. 25:163, 2001). In an undirected graph
people who hang on others like a tree's twigs are taken off before and counted by a formula, as each pair through them
is known without a search (as in Sariyuce et al., Proc. SIAM Data Mining 2013).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import chunks
from netgraph.kernels.rows import rows, without_loops

SAME = 1e-12
"""Relative difference up to which two paths count as equally long, where lengths are not whole."""

ROOM, FEWEST = 1 << 24, 16
"""Numbers that the sums of all pieces may hold together, and the fewest pieces, even where these hold more."""


class _Core(NamedTuple):
    """Whom to search, renumbered so that neighbours lie near each other and each component in one range.

    order : the person of each number. first, last : the range of its component. out, into : the ties leading from each
    and to each. weight : how many people each stands for. starts : from whom to search, ascending.
    """

    order: np.ndarray
    first: np.ndarray
    last: np.ndarray
    out: csr_array
    into: csr_array
    weight: np.ndarray
    starts: np.ndarray


class _Search(NamedTuple):
    """`run(low, high, total, *room())` adds to `total` what starts[low:high] find; it takes `at_once` at a time."""

    run: Callable[..., None]
    room: Callable[[], tuple]
    at_once: int


def betweenness(
    lengths: csr_array, *, sources: np.ndarray | None = None, directed: bool = False, threads: int | None = None
) -> np.ndarray:
    """For each person: the pairs of others on whose shortest paths it lies; a path is as long as its ties together.

    A pair with several shortest paths counts by the share of those that pass. From 0 to (n - 1)(n - 2), and half that
    in an undirected graph, where the matrix is symmetric and each pair counts once. Whole lengths are compared exactly
    as long as paths stay below 2^53; others are the same if they differ by at most 1e-12 of themselves. People out of
    each other's reach are no pair, isolated people get 0, ties to oneself are left out.

    With `sources`, numbers of people, only paths from these are followed, from each as often as it is named; times
    people / sources that estimates the whole. In an undirected graph such a path counts half, as its way back would
    count the other half.

    Numbers of shortest paths are floats: beyond 2^53 they are rounded, and so are the shares, by some 1e-16 of them.
    Raises OverflowError beyond 1.8e308 paths between two people, and ValueError where a length is not above 0 and
    finite.
    """
    graph = without_loops(lengths)
    shortest, longest = graph.data.min(initial=np.inf), graph.data.max(initial=0)
    if graph.nnz and not 0 < shortest <= longest < np.inf:
        raise ValueError(f"lengths go from {shortest} to {longest}; give numbers above 0 and finite")
    # Ties that are all as long as each other are as good as counted, and that is several times as fast.
    searched = _by_length if shortest < longest else _by_hops
    return _betweenness(graph, searched, sources=sources, directed=directed, threads=threads)


def hops(
    matrix: csr_array, *, sources: np.ndarray | None = None, directed: bool = False, threads: int | None = None
) -> np.ndarray:
    """The same where each tie is as long as any other, whatever numbers the matrix holds."""
    return _betweenness(without_loops(matrix), _by_hops, sources=sources, directed=directed, threads=threads)


def _betweenness(graph, searched, *, sources, directed, threads) -> np.ndarray:
    weight, squares, root = _folded(graph, fold=sources is None and not directed)
    core = _core(graph, weight, root, sources, directed=directed)
    found = np.zeros(graph.shape[0])
    found[core.order] = _summed(core, searched(core), threads=threads)
    if not np.isfinite(found).all():
        raise OverflowError("two people have more than 1.8e308 shortest paths, too many for a float")
    return found if directed else found / 2 + _through(core, weight, squares, root)


def _folded(graph: csr_array, *, fold: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each person: how many hang on it, itself one of them; the sum of the squares of its branches' numbers; and
    who is left of the tree that it hangs in, itself where nothing is folded."""
    from netgraph.kernels.compiled import betweenness as loops

    people = graph.shape[0]
    weight, squares, parent = np.ones(people), np.zeros(people), np.arange(people, dtype="int32")
    if fold:
        indptr, columns, _ = rows(graph)
        degree, link = np.diff(indptr).astype("int32"), np.zeros(people, dtype="int32")
        loops.folded(indptr, columns, degree, link, weight, squares, parent)
    # Each step leads twice as far up the tree as the one before.
    while (parent[parent] != parent).any():
        parent = parent[parent]
    return weight, squares, parent


def _through(core: _Core, weight: np.ndarray, squares: np.ndarray, root: np.ndarray) -> np.ndarray:
    """Pairs through each person one or both of whom are in its branches: these have no other way.

    With c people in the component, h of them in branches of b_i each: (h^2 - sum of b_i^2) / 2 from one branch to
    another, and h (c - 1 - h) to the others.
    """
    upto = np.concatenate([[0], np.cumsum(core.weight)])
    size = np.zeros(len(weight))
    size[core.order] = upto[core.last] - upto[core.first]
    hanging = weight - 1
    return (hanging**2 - squares) / 2 + hanging * (size[root] - 1 - hanging)


def _core(graph: csr_array, weight: np.ndarray, root: np.ndarray, sources, *, directed: bool) -> _Core:
    from netgraph.kernels.compiled import betweenness as loops

    people = graph.shape[0]
    order, first, last = (np.empty(people, dtype="int32") for _ in range(3))
    indptr, columns, _ = rows(graph + graph.T if directed else graph)
    seeds = np.argsort(-np.diff(indptr), kind="stable").astype("int32")
    number = loops.ordered(indptr, columns, seeds, root != np.arange(people), order, first, last)
    order, first, last = order[:number], first[:number], last[:number]
    out = graph[order][:, order]
    into = out.T.tocsr() if directed else out
    return _Core(order, first, last, out, into, weight[order], _starts(order, last - first, people, sources))


def _starts(order: np.ndarray, size: np.ndarray, people: int, sources: np.ndarray | None) -> np.ndarray:
    if sources is None:
        return np.flatnonzero(size > 1).astype("int32")
    sources = np.asarray(sources, dtype="int64")
    if len(sources) and not 0 <= sources.min() <= sources.max() < people:
        raise IndexError(f"people are numbered from 0 to {people - 1}; sources go to {sources.min()}, {sources.max()}")
    rank = np.empty(people, dtype="int32")
    rank[order] = np.arange(len(order))
    return np.sort(rank[sources])


def _summed(core: _Core, search: _Search, *, threads: int | None) -> np.ndarray:
    """What all searches find together: sums by piece, and then over the pieces in their order."""
    firsts = core.starts[:: search.at_once]
    work = np.diff(core.out.indptr.astype("int64")[np.stack([core.first, core.last])[:, firsts]], axis=0)[0] + 1
    bounds = chunks.balanced(work, int(np.clip(ROOM // max(len(core.order), 1), FEWEST, chunks.PIECES)))
    sums = np.zeros((len(bounds) - 1, len(core.order)))

    def piece(number: int, low: int, high: int, *room: np.ndarray) -> None:
        search.run(low * search.at_once, min(high * search.at_once, len(core.starts)), sums[number], *room)

    chunks.run(piece, bounds, threads=threads, scratch=search.room)
    return sums.sum(axis=0)


def _by_hops(core: _Core) -> _Search:
    from netgraph.kernels.compiled import betweenness as loops

    people, lanes = len(core.order), loops.LANES
    ties = *rows(core.out)[:2], *rows(core.into)[:2]

    def run(low: int, high: int, total: np.ndarray, *room: np.ndarray) -> None:
        loops.hops(low, high, core.starts, core.first, core.last, *ties, core.weight, total, *room)

    def room() -> tuple[np.ndarray, ...]:
        numbers, most = [np.zeros((people, lanes)) for _ in range(3)], people * (lanes + 1) + lanes
        who, lane, state = np.zeros(most, "int32"), np.zeros(most, "uint8"), np.zeros(people, "uint8")
        return *numbers, who, lane, state, np.zeros(people, "int32"), np.zeros(people + 2, "int64"), np.zeros(lanes)

    return _Search(run, room, lanes)


def _by_length(core: _Core) -> _Search:
    from netgraph.kernels.compiled import betweenness as loops

    people, ties = len(core.order), core.out.nnz
    ties_of = rows(core.out)
    same, scale = _comparison(ties_of[2], people, loops.SLOTS)

    def run(low: int, high: int, total: np.ndarray, *room: np.ndarray) -> None:
        loops.by_length(low, high, core.starts, *ties_of, same, scale, core.weight, total, *room)

    def room() -> tuple[np.ndarray, ...]:
        reach, place = np.full(people, np.inf), np.full(people, -1, "int32")
        person = np.zeros(people), np.zeros(people), reach, place, np.zeros(people, "int32")
        tie = np.full(ties + 4, np.inf), np.zeros(ties + 4, "int32"), np.zeros(ties + 4, "int32")
        slot = np.full(loops.SLOTS, -1, "int32"), np.zeros(loops.SLOTS // loops.GROUP, "int32")
        return *person, np.zeros(people + 1, "int64"), *tie, *slot

    return _Search(run, room, 1)


def _comparison(lengths: np.ndarray, people: int, slots: int) -> tuple[float, float]:
    """Up to which relative difference two paths are equally long, and slots per length, 0 where they would not do."""
    shortest, longest = lengths.min(initial=np.inf), lengths.max(initial=0)
    whole = longest * people < 2**53 and np.array_equal(lengths, np.round(lengths))
    # Slots a little narrower than the shortest tie: rounding must not put both of its ends into one.
    narrow = 1e-300 < longest < 0.99 * slots * shortest
    return 0.0 if whole else SAME, 1 / (0.999 * shortest) if narrow else 0.0
