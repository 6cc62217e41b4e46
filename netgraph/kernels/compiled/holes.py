"""Sums over the pairs of each person."""

import numpy as np

from netgraph.kernels.compiled import compiled


@compiled
def burt(indptr, columns, weight, sums, inverse, weakest, found):
    """Add up what each pair adds to the constraint and to the redundancy of its two ends: the columns of `found`.

    `inverse` is 1 / the sum, `weakest` 1 / the largest of the weights of each rank.
    """
    for u in range(len(indptr) - 1):
        constraint, redundancy = 0.0, 0.0
        share, least = inverse[u], weakest[u]
        for a in range(indptr[u], indptr[u + 1]):
            v = columns[a]
            held = weight[a] + sums[a, 1]
            one, two = held * share, held * inverse[v]
            constraint += one * one
            redundancy += sums[a, 0] * share * weakest[v]
            found[v, 0] += two * two
            found[v, 1] += sums[a, 0] * inverse[v] * least
        found[u, 0] += constraint
        found[u, 1] += redundancy


@compiled
def placed(order, degree, found, degrees, constraint, effective_size):
    """Put what is known by rank where the person stands; NaN without contacts."""
    for u in range(len(order)):
        person = order[u]
        degrees[person] = degree[u]
        constraint[person] = found[u, 0] if degree[u] else np.nan
        effective_size[person] = degree[u] - found[u, 1] if degree[u] else np.nan


@compiled
def entropy(indptr, columns, weight, sums, total, found):
    """Add up c and c ln c over the contacts of each rank, where c is how much each contact constrains it."""
    for u in range(len(indptr) - 1):
        for a in range(indptr[u], indptr[u + 1]):
            v = columns[a]
            held = weight[a] + sums[a, 1]
            one, other = (held / total[u]) * (held / total[u]), (held / total[v]) * (held / total[v])
            found[u, 0] += one
            found[v, 0] += other
            found[u, 1] += one * np.log(one)
            found[v, 1] += other * np.log(other)
