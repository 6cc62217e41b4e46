"""Graphs drawn at random among those with the same degrees: ties change partners, again and again."""

import numpy as np

SWITCHES = 10
"""Attempts to change partners, for each tie."""


def switched(
    source: np.ndarray, target: np.ndarray, *, people: int, directed: bool, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of as many ties, after 10 attempts for each: a-b and c-d become a-d and c-b, drawn at random.

    `directed` keeps what leaves and what reaches each person; else ties are pairs, and each person keeps their number
    of partners. They come back in another order. The ties must be free of loops and doubles, and stay so: an attempt
    that would make one counts and changes nothing, so that in the long run each graph is as likely as any other that
    can be reached, and the way back is as likely as the way there. Of pairs all graphs of these degrees can be
    reached; of directed ties not those that differ by the direction of a circle of three.

    Raises ValueError for loops and doubles. Source: Rao, Jana & Bandyopadhyay, Sankhya A 58:225 (1996); that refused
    attempts count: Carstens & Horadam, J. Complex Networks 5:337 (2017).
    """
    ends = np.array([source, target], dtype="int64").reshape(2, -1)
    low, high = ends if directed else np.sort(ends, axis=0)
    if (low == high).any() or len(np.unique(low * people + high)) < len(low):
        raise ValueError("a tie leads from somebody to themselves, or stands twice; give each once, and no loops")
    if not len(low):
        return low, high
    from netgraph.kernels.compiled import switches as loops

    # Degrees stay, so that each row keeps its places; of pairs both directions have one.
    rows, columns = ends if directed else np.c_[ends, ends[::-1]]
    order = np.argsort(rows, kind="stable")
    place = np.argsort(order)
    mate = place[:0] if directed else np.roll(place, len(low))[order]
    rows, columns = rows[order], columns[order]
    indptr = np.searchsorted(rows, np.arange(people + 1))
    one, other = rng.integers(len(rows), size=(2, SWITCHES * len(low)))
    loops.switched(indptr, rows, columns, mate, one, other)
    each = np.ones(len(rows), dtype="bool") if directed else rows < columns
    return rows[each], columns[each]
