"""Gould and Fernandez' roles: between people of which classes somebody stands in the middle."""

from typing import NamedTuple

import numpy as np

from netgraph.kernels import chunks
from netgraph.kernels.forward import Forward
from netgraph.kernels.triangles import room


class Roles(NamedTuple):
    """By person, a value for each role of a middle v from s to t; R's names are in brackets.

    coordinator (w_I) : all three of one class. itinerant (w_O) : s and t of one class, v of another.
    representative (b_IO) : s and v of one class, t of another. gatekeeper (b_OI) : v and t of one class, s of another.
    liaison (b_O) : three classes. total (t) : all together.
    """

    coordinator: np.ndarray
    itinerant: np.ndarray
    representative: np.ndarray
    gatekeeper: np.ndarray
    liaison: np.ndarray
    total: np.ndarray


class Expected(NamedTuple):
    """What chance alone makes of each role, and how far from it each person is."""

    expectation: Roles
    sd: Roles
    z: Roles


def roles(pairs: Forward, classes: np.ndarray, *, threads: int | None = None) -> Roles:
    """How often each person v stands between two others: ties from s to v and from v to t, and none from s to t.

    int64 from 0 on; s and t are two people, in this order. Symmetric ties count both orders, so that representative and
    gatekeeper are the same. Loops are left out, and weights do not matter. Who lacks ties in or ties out has 0.
    classes : a whole number for each person; only which are the same matters.
    Numbers are exact. Time: in proportion to ties, and one walk over the triangles.
    Raises ValueError where there is not one whole number for each person, or threads below 1.
    Source: Gould & Fernandez, Sociological Methodology 19 (1989); the counts are those of `brokerage` in R's sna.
    """
    label, number = _labels(pairs, classes)
    label = label[pairs.order]
    found = _through(pairs, label, number, threads=threads)
    _without_closed(pairs, label, found, threads=threads)
    found = pairs.by_person(found).T.copy()
    return Roles(*found, found.sum(axis=0))


def _labels(pairs: Forward, classes: np.ndarray) -> tuple[np.ndarray, int]:
    """The classes by person as numbers from 0 on, and how many there are."""
    classes = np.asarray(classes)
    if classes.shape != (pairs.people,) or (pairs.people and classes.dtype.kind not in "iub"):
        raise ValueError(
            f"classes are {classes.dtype} of the shape {classes.shape}; give a whole number for each of "
            f"{pairs.people} people"
        )
    different, label = np.unique(classes, return_inverse=True)
    return label.astype("uint32"), len(different)


def _through(pairs: Forward, label: np.ndarray, number: int, *, threads: int | None) -> np.ndarray:
    """By rank and role how many two-step ways there are, whether a tie makes them short or not."""
    from netgraph.kernels.compiled import roles as loops

    ends = np.concatenate([[0], np.cumsum(pairs.degree)]).astype("uint32")
    labels, ways = np.empty(ends[-1], dtype="uint32"), np.empty(ends[-1], dtype="uint8")
    loops.dealt(pairs.indptr, pairs.columns, pairs.codes, label, ends[:-1].copy(), labels, ways)
    found = np.empty((pairs.people, 5), dtype="int64")
    chunks.run(
        lambda _, low, high, *own: loops.through(low, high, ends, labels, ways, label, found, *own),
        chunks.balanced(pairs.degree + 1),
        threads=threads,
        scratch=lambda: tuple(np.zeros((2, number), dtype="int64")),
    )
    return found


def _without_closed(pairs: Forward, label: np.ndarray, found: np.ndarray, *, threads: int | None) -> None:
    """Take from `found` the ways that a tie makes short: each triangle closes some."""
    from netgraph.kernels.compiled import roles as loops
    from netgraph.kernels.compiled.triangles import listed

    # Counts of each thread, as whole numbers add up to the same in any order.
    several = min(chunks.number(threads), len(pairs.bounds) - 1)
    parts = [found, *(np.zeros_like(found) for _ in range(several - 1))]
    free = iter(parts)

    def piece(_: int, low: int, high: int, less: np.ndarray, at: np.ndarray, *lists: np.ndarray) -> None:
        number = listed(low, high, pairs.indptr, pairs.columns, at, *lists)
        lists = (part[:number] for part in lists)
        loops.without_closed(low, *lists, pairs.indptr, pairs.columns, pairs.codes, label, less)

    chunks.run(piece, pairs.bounds, threads=threads, scratch=lambda: (next(free), *room(pairs)))
    for part in parts[1:]:
        found += part


def expected(pairs: Forward, classes: np.ndarray, found: Roles) -> Expected:
    """Expectation, standard deviation and z of each person's roles if the same number of ties fell anywhere.

    Under the Bernoulli digraph of the density d = ties / (n (n - 1)), the classes given, v is between s and t with
    p = d^2 (1 - d). Two such pairs that share s, or share t, share a tie, and so have the covariance d^3 (1 - d)^3; all
    others are independent. z = (found - expectation) / sd, NaN where chance allows no deviation (sd 0): where there are
    too few classes or people for a role, no ties, or all ties. z is far from normal where expectations are small, and
    means nothing in one person's own network, whose ties could not all be seen.

    These are the values of `brokerage` in R's sna: its formulas are the same.
    Raises ValueError where there is not one whole number for each person.
    Source: Gould & Fernandez, Sociological Methodology 19 (1989).
    """
    label, number = _labels(pairs, classes)
    counts = np.bincount(label, minlength=number)
    # A class matters by its size alone.
    sizes, which = np.unique(counts, return_inverse=True)
    sums = [sum(count**power for count in counts.tolist()) for power in (1, 2, 3)]
    moments = [_moments(_numbers(size, *sums), _density(pairs)) for size in sizes.tolist()]
    expectation, sd = np.take(np.array(moments).reshape(-1, 2, 6).transpose(1, 2, 0), which[label], axis=2)
    z = np.divide(np.array(found) - expectation, sd, out=np.full_like(sd, np.nan), where=sd > 0)
    return Expected(Roles(*expectation), Roles(*sd), Roles(*z))


def _density(pairs: Forward) -> float:
    """The share of all ties that could be which are, loops left out; 0 for a single person."""
    ties = len(pairs.codes) + int((pairs.codes == 3).sum())
    return ties / max(pairs.people * (pairs.people - 1), 1)


def _moments(numbers: list[tuple[int, int]], density: float) -> tuple[list[float], list[float]]:
    """Expectation and standard deviation of each role."""
    odds, shared = density**2 * (1 - density), density**3 * (1 - density) ** 3
    variance = [some * odds * (1 - odds) + sharing * shared for some, sharing in numbers]
    return [some * odds for some, _ in numbers], [value**0.5 for value in variance]


def _numbers(own: int, people: int, squares: int, cubes: int) -> list[tuple[int, int]]:
    """By role, for a middle in a class of `own`: how many s, t there are, and how often two of them share an end.

    `people`, `squares` and `cubes` are sums over all classes of their sizes, the squares and the cubes of these. Two of
    them count in both orders. All are Python's numbers, as large as need be: what cancels leaves 0.
    """
    n, others, squares, cubes = own - 1, people - own, squares - own**2, cubes - own**3
    # Others in the class of s have m = its size - 1 more to be t; sums of size * m, and of size * m * (m - 1).
    alike, alike_sharing = squares - others, cubes - 3 * squares + 2 * others
    # Those in other classes are m = others - its size; the same sums.
    apart = others**2 - squares
    apart_sharing = others**2 * (others - 1) - (2 * others - 1) * squares + cubes
    across, across_sharing = n * others, n * others * (others - 1 + n - 1)
    return [
        (n * (n - 1), 2 * n * (n - 1) * (n - 2)),
        (alike, 2 * alike_sharing),
        (across, across_sharing),
        (across, across_sharing),
        (apart, 2 * apart_sharing),
        ((people - 1) * (people - 2), 2 * (people - 1) * (people - 2) * (people - 3)),
    ]
