"""Tallies of ties and of triangles by their directions."""

import numpy as np

from netgraph.kernels.compiled import compiled


@compiled
def tallied(indptr, columns, codes, found):
    """Count the contacts of each rank by the code of the pair as seen from it: the columns of `found`."""
    for u in range(len(indptr) - 1):
        for a in range(indptr[u], indptr[u + 1]):
            code = np.uint32(codes[a])
            found[u, code] += 1
            # Seen from the other end, 1 is 2 and 2 is 1.
            found[columns[a], (code & np.uint32(1)) << np.uint32(1) | code >> np.uint32(1)] += 1


@compiled
def triangles(low, high, indptr, columns, codes, at, found):
    """Count the triangles that begin in the rows low to high: in `found`, by the codes of their three pairs.

    The place is 16 times the code of a, and 4 times that of b, and that of c, as in `triangles.walk`. Two pairs that
    nothing closes are counted too, as if c had the code 0: a processor guesses wrong whether something does.
    `at` is 0 for each row, and is left so.
    """
    for u in range(low, high):
        first, last = indptr[u], indptr[u + 1]
        if last - first < 2:
            continue
        for a in range(first, last):
            at[columns[a]] = codes[a]
        for a in range(first, last - 1):
            v, begun = columns[a], np.uint32(codes[a]) << np.uint32(4)
            for b in range(indptr[v], indptr[v + np.uint32(1)]):
                found[begun | np.uint32(codes[b]) << np.uint32(2) | np.uint32(at[columns[b]])] += 1
        for a in range(first, last):
            at[columns[a]] = 0
