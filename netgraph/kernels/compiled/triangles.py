"""One walk over the triangles of forward rows: what the two ends of each pair have in common.

A triangle u < v < w is found in the row of u and listed as its three pairs: a = (u, v), b = (v, w), c = (u, w). What it
adds to a and c is added by whoever walks that row. What it adds to b, in a row that may be another's, is added
afterwards, by ranges of pairs, in the order of the list. So no sum depends on who adds it.
"""

import numpy as np

from netgraph.kernels.compiled import compiled


@compiled
def listed(low, high, indptr, columns, at, one, two, three):
    """List the triangles that begin in the rows low to high, a, b and c; returns how many there are.

    There must be room for as many look-ups as the rows take, and one more. `at` is 0 for each row, and is left so.
    Every look-up is written, and the next one over it where it found nothing: a processor would guess wrong which.
    """
    number, end, touched = np.uint32(0), np.uint32(len(columns) - 1), np.uint32(0)
    for u in range(low, high):
        first, last = indptr[u], indptr[u + 1]
        if last - first < 2:
            continue
        for a in range(first, last):
            v = columns[a]
            at[v] = a + 1
            # Asks for where the rows begin all at once, so that the waits for memory overlap: half the time of a large
            # graph.
            touched |= columns[min(indptr[v], end)]
        for a in range(first, last - 1):
            v = columns[a]
            for b in range(indptr[v], indptr[v + np.uint32(1)]):
                c = at[columns[b]]
                one[number] = a
                two[number] = b
                three[number] = c - 1
                number += np.uint32(c > first)
        for a in range(first, last):
            at[columns[a]] = 0
    # Never so, as there are fewer than 2^31 people; what is not used, a compiler does not read.
    return np.uint32(0) if touched == np.uint32(0xFFFFFFFF) else number


@compiled
def counts_near(one, three, common):
    """Count the triangles of the pairs a and c."""
    for n in range(len(one)):
        common[one[n]] += 1
        common[three[n]] += 1


@compiled
def counts_far(low, high, two, common):
    """Count the triangles of the pairs b from low to high."""
    for pair in two:
        if low <= pair < high:
            common[pair] += 1


@compiled
def sums_near(one, two, three, columns, weight, inverse, sums):
    """For a and c add the product of the other two weights, and that times the third one's `inverse`."""
    for n in range(len(one)):
        a, b, c = one[n], two[n], three[n]
        product = weight[c] * weight[b]
        sums[a, 0] += product
        sums[a, 1] += product * inverse[columns[c]]
        product = weight[a] * weight[b]
        sums[c, 0] += product
        sums[c, 1] += product * inverse[columns[a]]


@compiled
def sums_far(low, high, u, one, two, three, indptr, weight, inverse, sums):
    """As `sums_near` for the pairs b from low to high; `u` is the row where the list begins."""
    for n in range(len(one)):
        a, b, c = one[n], two[n], three[n]
        while indptr[u + 1] <= a:
            u += 1
        if low <= b < high:
            product = weight[a] * weight[c]
            sums[b, 0] += product
            sums[b, 1] += product * inverse[u]
