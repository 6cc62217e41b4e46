"""Pairs in contact as rows of a sorted sparse matrix, each pair once: what walks over triangles start from."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import chunks

LEAST, MOST = 1 << 16, 1 << 20
"""Look-ups of a piece of a walk over triangles: enough to be worth a call, and so few that its list stays small."""
LONG = 256
"""Ties of a row from which on it is sorted before, as the sort of the others takes their square."""


@dataclass(frozen=True, eq=False)
class Forward:
    """Each pair in contact once, in the row of its end with fewer ties; rows and columns are ranks.

    Numbers are unsigned, as the compiled loops need not ask then whether one counts from the end: twice as fast.
    order : the person (a row of the input) at each rank; who has the fewest ties comes first, by number among equals.
    indptr, columns : the rows, columns ascending and above the row. weight : z, both directions of a pair together.
    codes : 1 where a tie goes from the lower rank to the higher one, 2 where back, 3 where both.
    degree, total, strongest : of each rank the number of pairs, the sum of their weights, and the largest.
    bounds : the rows cut into pieces of about the same work for a walk over the triangles. room : the most look-ups
    that any of them takes, and one.
    """

    order: np.ndarray
    indptr: np.ndarray
    columns: np.ndarray
    weight: np.ndarray
    codes: np.ndarray
    degree: np.ndarray
    total: np.ndarray
    strongest: np.ndarray
    bounds: np.ndarray
    room: int

    @property
    def people(self) -> int:
        """The number of people, isolated ones too."""
        return len(self.order)

    @property
    def rows(self) -> np.ndarray:
        """The rank in whose row each pair stands."""
        return np.repeat(np.arange(self.people, dtype="uint32"), np.diff(self.indptr))

    @property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """The two people of each pair, the one with fewer ties first."""
        return self.order[self.rows], self.order[self.columns]

    def by_person(self, values: np.ndarray) -> np.ndarray:
        """Values by rank, in the order of people."""
        found = np.empty_like(values)
        found[self.order] = values
        return found


def forward(
    source: np.ndarray, target: np.ndarray, weight: np.ndarray | None = None, *, people: int, threads: int | None = None
) -> Forward:
    """The pairs of a table of ties: `weight` from `source` to `target`, people numbered from 0.

    Ties of one pair add up, be they in one direction, in both or repeated; loops and ties of weight 0 are left out.
    Without weights every tie weighs 1. Takes time in proportion to ties and people; only the sorting of a row takes
    longer, n log n where it has more than 256. The order of ties matters to the last bits of sums of three weights and
    more, and to nothing else. Raises ValueError where a weight is negative, NaN or infinite, where a person's number is
    out of range, or where there are 2^31 ties or more.
    """
    from netgraph.kernels.compiled import forward as loops

    source, target, weight = _checked(source, target, weight, people)
    tally = np.zeros(people, dtype="int32")
    loops.tallied(source, target, tally)
    order, rank = np.empty(people, dtype="uint32"), np.empty(people, dtype="uint32")
    loops.ranked(tally, np.zeros(tally.max(initial=0) + 2, dtype="int64"), order, rank)
    return _packed(*_dealt(source, target, weight, rank, people=people, threads=threads), order, threads=threads)


def forward_of(matrix: csr_array, *, threads: int | None = None) -> Forward:
    """The pairs of a square sparse matrix of ties, row = source, column = target; of a symmetric one z is twice it."""
    rows = np.repeat(np.arange(matrix.shape[0], dtype="int32"), np.diff(matrix.indptr))
    return forward(rows, matrix.indices, matrix.data, people=matrix.shape[0], threads=threads)


def _checked(source, target, weight, people) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    source, target = (_numbers(end, people) for end in (source, target))
    weight = np.ones(len(source)) if weight is None else np.ascontiguousarray(weight, dtype="float64")
    if not len(source) == len(target) == len(weight) < 2**31:
        raise ValueError(
            f"{len(source):,} sources, {len(target):,} targets, {len(weight):,} weights; give equally many"
        )
    if len(weight) and not (weight.min() >= 0 and weight.max() < np.inf):
        raise ValueError("a weight is negative, missing or infinite; a tie weighs a number from 0 on")
    if len(weight) and weight.min() == 0:
        some = weight > 0
        return source[some], target[some], weight[some]
    return source, target, weight


def _numbers(end: np.ndarray, people: int) -> np.ndarray:
    end = np.asarray(end)
    if len(end) and not 0 <= end.min() <= end.max() < people:
        raise ValueError(f"people are numbered from 0 to {people - 1}; a tie has {end.min()} or {end.max()}")
    return np.ascontiguousarray(end, dtype="uint32")


def _dealt(source, target, weight, rank, *, people, threads):
    """The ties in the rows of their lower ranks, unsorted: indptr, columns, weights, codes."""
    from netgraph.kernels.compiled import forward as loops

    bounds = np.linspace(0, len(source), _shares(people, len(source)) + 1).astype("int64")
    sizes = np.zeros((len(bounds) - 1, people), dtype="int64")
    chunks.run(lambda n, low, high: loops.sized(low, high, source, target, rank, sizes[n]), bounds, threads=threads)
    # Where each share's ties of each row begin: rows after each other, in each row the shares after each other.
    indptr = _starts(sizes.sum(axis=0))
    place = indptr[:-1] + np.cumsum(sizes, axis=0) - sizes
    total = int(indptr[-1])
    columns, weights, codes = np.empty(total, "uint32"), np.empty(total), np.empty(total, "uint8")
    chunks.run(
        lambda n, low, high: loops.dealt(low, high, source, target, weight, rank, place[n], columns, weights, codes),
        bounds,
        threads=threads,
    )
    return indptr, columns, weights, codes


def _shares(people: int, ties: int) -> int:
    """Into how many shares ties are cut for dealing: so few that the counts of all weigh no more than the ties."""
    return int(np.clip(ties // max(people, 1), 1, 8))


def _starts(sizes: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes)]).astype("uint32")


def _packed(indptr, columns, weights, codes, order, *, threads) -> Forward:
    """Rows sorted, ties of one pair added up, and the gaps closed."""
    from netgraph.kernels.compiled import forward as loops

    sizes = np.diff(indptr)
    for row in np.flatnonzero(sizes > LONG).tolist():
        loops.heaped(int(indptr[row]), int(indptr[row + 1]), columns, weights, codes)
    bounds, kept = chunks.balanced(sizes + 1), np.empty(len(order), dtype="int64")
    chunks.run(
        lambda _, low, high: loops.tidied(low, high, indptr, columns, weights, codes, kept), bounds, threads=threads
    )
    if (kept != sizes).any():
        closed = _starts(kept)
        new = np.empty(closed[-1], "uint32"), np.empty(closed[-1]), np.empty(closed[-1], "uint8")
        chunks.run(
            lambda _, low, high: loops.packed(low, high, indptr, kept, closed, columns, weights, codes, *new),
            bounds,
            threads=threads,
        )
        indptr, (columns, weights, codes) = closed, new
    told = _told(indptr, columns, weights)
    return Forward(order, indptr, columns, weights, codes, *told, *_pieces(indptr, columns))


def _told(indptr: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from netgraph.kernels.compiled import forward as loops

    people = len(indptr) - 1
    degree, total, strongest = np.zeros(people, "int32"), np.zeros(people), np.zeros(people)
    loops.totals(indptr, columns, weights, degree, total, strongest)
    return degree, total, strongest


def _pieces(indptr: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, int]:
    from netgraph.kernels.compiled import forward as loops

    work = np.empty(len(indptr) - 1, dtype="int64")
    loops.work(indptr, columns, work)
    done = np.concatenate([[0], np.cumsum(work)])
    bounds = chunks.balanced(work, max(int(done[-1] // np.clip(done[-1] // chunks.PIECES, LEAST, MOST)), 1))
    return bounds, int(np.diff(done[bounds]).max(initial=0)) + 1
