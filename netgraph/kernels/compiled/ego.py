"""Burt's measures of each person within the network of that person and their contacts."""

import numpy as np

from netgraph.kernels.compiled import compiled


@compiled
def work(indptr, columns, found):
    """How many look-ups each row takes: for each contact the shorter way of two, as in `_shared`."""
    for i in range(len(indptr) - 1):
        degree, total = indptr[i + 1] - indptr[i], 0
        for a in range(indptr[i], indptr[i + 1]):
            total += min(indptr[columns[a] + 1] - indptr[columns[a]], degree * _SEARCH)
        found[i] = total


_SEARCH = 8
"""How many steps along a row one search in it is worth, about."""


@compiled
def _shared(i, q, indptr, columns, at, slots, places):
    """Fill `slots` with the places in the row of i, and `places` with those in the row of q, of whom both know.

    In the order of numbers either way: along the row of q, or, if it is far the longer, by searching it for each
    contact of i, as the row of somebody whom everybody knows would else be read once for everybody.
    Returns how many there are.
    """
    first, last, low, high = indptr[i], indptr[i + 1], indptr[q], indptr[q + 1]
    number = 0
    if high - low <= (last - first) * _SEARCH:
        for b in range(low, high):
            if at[columns[b]] >= 0:
                slots[number], places[number] = at[columns[b]], b
                number += 1
        return number
    for a in range(first, last):
        low = _found(columns[a], low, high, columns)
        if low < high and columns[low] == columns[a]:
            slots[number], places[number] = a - first, low
            number += 1
    return number


@compiled
def _found(column, low, high, columns):
    """The first place from low to high whose column is at least this one; high where there is none."""
    while low < high:
        middle = (low + high) // 2
        if columns[middle] < column:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def holes(low, high, indptr, columns, weight, constraint, effective, hierarchy, at, through, slots, places):
    """Fill `constraint`, `effective` and `hierarchy` for the rows low to high that have any contact.

    `at` is -1 a row, and is left so; `through`, `slots` and `places` are as long as the longest row, and left at any.
    """
    for i in range(low, high):
        first, last = indptr[i], indptr[i + 1]
        if first == last:
            continue
        strength = 0.0
        for a in range(first, last):
            at[columns[a]] = a - first
            strength += weight[a]
            through[a - first] = 0.0
        redundancy = 0.0
        for a in range(first, last):
            # q's own contact within the ego network: with i, and with whom both know.
            q, total, strongest, ours = columns[a], weight[a], weight[a], 0.0
            number = _shared(i, q, indptr, columns, at, slots, places)
            for n in range(number):
                z = weight[places[n]]
                total += z
                strongest = max(strongest, z)
                ours += weight[first + slots[n]] * z
            redundancy += ours / strength / strongest
            share = weight[a] / strength / total
            for n in range(number):
                through[slots[n]] += share * weight[places[n]]
        held, spread = 0.0, 0.0
        for a in range(first, last):
            one = (weight[a] / strength + through[a - first]) ** 2
            held += one
            spread += one * np.log(one)
            at[columns[a]] = -1
        constraint[i] = held
        effective[i] = last - first - redundancy
        # The entropy of c / C is ln C - (sum of c ln c) / C.
        uneven = 1 - (np.log(held) - spread / held) / np.log(last - first) if last - first > 1 else 1.0
        hierarchy[i] = min(max(uneven, 0.0), 1.0)
