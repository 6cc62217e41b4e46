"""The triad census: how many of all sets of three people are tied in each of the sixteen possible ways."""

from collections import Counter
from itertools import combinations_with_replacement, product
from math import comb

import numpy as np

from netgraph.kernels import chunks
from netgraph.kernels.forward import Forward

NAMES = (
    *("003", "012", "102", "021D", "021U", "021C", "111D", "111U"),
    *("030T", "030C", "201", "120D", "120U", "120C", "210", "300"),
)
"""How many pairs are mutual, asymmetric and null, and which way: Down, Up, Cyclic, Transitive; in networkx's order."""

Codes = tuple[int, int, int]
"""Of a, b and c, which are the pairs of people 0 and 1, 1 and 2, 0 and 2: 0 no tie, else as in `Forward.codes`."""


def census(pairs: Forward, *, threads: int | None = None) -> dict[str, int]:
    """How many sets of three people are of each class of `NAMES`; all together they are people choose 3.

    A name says how many of the three pairs are mutual, asymmetric and null, and tells apart what this leaves open:
    021D is A <- B -> C, 021U A -> B <- C, 021C A -> B -> C; 111D is A <-> B <- C, 111U A <-> B -> C; 030T is 021C with
    A -> C, 030C with C -> A; 120D, 120U and 120C are 021D, 021U and 021C with A <-> C.

    Loops are left out, and weights do not matter. Of symmetric ties only 003, 102, 201 and 300 can be above 0. Fewer
    than three people give 0 everywhere. Numbers are exact, however large. Time: one walk over the triangles.
    Raises ValueError where threads are below 1.
    Source: Holland & Leinhardt, Sociological Methodology 7 (1976). That the many sets with a tie or none need not be
    looked at: Batagelj & Mrvar, Social Networks 23 (2001).
    """
    asymmetric, mutual, found = _ties_and_wedges(pairs)
    for codes, number in _triangles(pairs, threads=threads).items():
        found[CLASSES[codes]] += number
        for wedge in _wedges(*codes):
            found[CLASSES[wedge]] -= number
    for name, kind, ties in (("102", 0, mutual), ("012", 1, asymmetric)):
        # Every tie with every third person, less the sets above, which come once for each of their ties.
        found[name] = ties * (pairs.people - 2) - sum(number * int(of[kind]) for of, number in found.items())
    found["003"] = comb(pairs.people, 3) - sum(found.values())
    return {name: found[name] for name in NAMES}


def _ties_and_wedges(pairs: Forward) -> tuple[int, int, Counter]:
    """How many pairs are asymmetric, and mutual; and by class how many two of them share a person, closed or not."""
    from netgraph.kernels.compiled import census as loops

    tally, found = np.zeros((pairs.people, 4), dtype="int64"), Counter()
    loops.tallied(pairs.indptr, pairs.columns, pairs.codes, tally)
    sums, products = tally.sum(axis=0).tolist(), (tally.T @ tally).tolist()
    for one, two in combinations_with_replacement((1, 2, 3), 2):
        number = products[one][two] if one < two else (products[one][one] - sums[one]) // 2
        # Both codes as seen from the person shared, who is person 1, so that the first pair is seen from its other end.
        found[CLASSES[_BACK[one], two, 0]] += number
    return sums[1], sums[3] // 2, found


_BACK = (0, 2, 1, 3)
"""Each code as seen from the other end."""


def _triangles(pairs: Forward, *, threads: int | None) -> dict[Codes, int]:
    """How many triangles have each three codes."""
    from netgraph.kernels.compiled import census as loops

    tally = np.zeros((len(pairs.bounds) - 1, 64), dtype="int64")
    chunks.run(
        lambda n, low, high, at: loops.triangles(low, high, pairs.indptr, pairs.columns, pairs.codes, at, tally[n]),
        pairs.bounds,
        threads=threads,
        scratch=lambda: (np.zeros(pairs.people, dtype="uint8"),),
    )
    found = np.ndenumerate(tally.sum(axis=0).reshape(4, 4, 4))
    return {codes: int(number) for codes, number in found if all(codes) and number}


def _wedges(a: int, b: int, c: int) -> tuple[Codes, Codes, Codes]:
    """The triangle without each of its pairs."""
    return (0, b, c), (a, 0, c), (a, b, 0)


def _named(codes: Codes) -> str:
    """The class of three people."""
    mutual = [pair for pair, code in zip(_PAIRS, codes, strict=True) if code == 3]
    single = [pair[::way] for pair, code in zip(_PAIRS, codes, strict=True) for way in _WAYS[code]]
    name = f"{len(mutual)}{len(single)}{3 - len(mutual) - len(single)}"
    return name + _direction(name, single, mutual)


_PAIRS = ((0, 1), (1, 2), (0, 2))
_WAYS = ((), (1,), (-1,), ())


def _direction(name: str, single: list[tuple[int, int]], mutual: list[tuple[int, int]]) -> str:
    """The letter of the class, from the asymmetric ties, as (from, to), and the mutual pairs."""
    sources, targets = ({tie[end] for tie in single} for end in (0, 1))
    if name in ("021", "120"):
        return "D" if len(sources) == 1 else "U" if len(targets) == 1 else "C"
    if name == "111":
        return "D" if targets <= set(mutual[0]) else "U"
    return "" if name != "030" else "C" if len(sources) == 3 else "T"


CLASSES = {codes: _named(codes) for codes in product(range(4), repeat=3)}
