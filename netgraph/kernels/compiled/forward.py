"""Counting sorts that turn ties into rows of pairs, each from its end with fewer contacts to the one with more."""

import numpy as np

from netgraph.kernels.compiled import compiled


@compiled
def tallied(source, target, tally):
    """Add to `tally` in how many ties each person is, loops left out."""
    for i in range(len(source)):
        if source[i] != target[i]:
            tally[source[i]] += 1
            tally[target[i]] += 1


@compiled
def ranked(tally, start, order, rank):
    """Fill `order` with the people, the smallest tally first, by number within equals; `rank` is its inverse.

    `start` is zeros, two more than the largest tally.
    """
    for person in range(len(tally)):
        start[tally[person] + 1] += 1
    for number in range(1, len(start)):
        start[number] += start[number - 1]
    for person in range(len(tally)):
        place = start[tally[person]]
        start[tally[person]] += 1
        order[place] = person
        rank[person] = place


@compiled
def sized(low, high, source, target, rank, sizes):
    """Count in `sizes` the ties that each rank has to higher ones, for the ties low to high."""
    for i in range(low, high):
        a, b = rank[source[i]], rank[target[i]]
        if a != b:
            sizes[min(a, b)] += 1


@compiled
def dealt(low, high, source, target, weight, rank, place, columns, weights, codes):
    """Put the ties low to high into the row of their lower rank, from `place` on, which moves along."""
    for i in range(low, high):
        a, b = rank[source[i]], rank[target[i]]
        if a != b:
            p = place[min(a, b)]
            place[min(a, b)] = p + 1
            columns[p] = max(a, b)
            weights[p] = weight[i]
            codes[p] = 1 if a < b else 2


@compiled
def tidied(low, high, indptr, columns, weights, codes, kept):
    """Sort each row by column and add up its ties of one pair, in the order given; `kept` is how many pairs it has."""
    for u in range(low, high):
        first, last, end = indptr[u], indptr[u + 1], indptr[u]
        for a in range(first + 1, last):
            column, weight, code = columns[a], weights[a], codes[a]
            b = a
            while b > first and columns[b - 1] > column:
                columns[b], weights[b], codes[b] = columns[b - 1], weights[b - 1], codes[b - 1]
                b -= 1
            columns[b], weights[b], codes[b] = column, weight, code
        for a in range(first, last):
            if end > first and columns[end - 1] == columns[a]:
                weights[end - 1] += weights[a]
                codes[end - 1] |= codes[a]
            else:
                columns[end], weights[end], codes[end] = columns[a], weights[a], codes[a]
                end += 1
        kept[u] = end - first


@compiled
def heaped(first, last, columns, weights, codes):
    """Sort a long row by column, and by place within equals: heapsort, as numba's own sorts take seconds to compile."""
    number = last - first
    # Loops where slices would do: these take seconds to compile too.
    keys, old_weights, old_codes = np.empty(number, np.uint64), np.empty(number, np.float64), np.empty(number, np.uint8)
    for n in range(number):
        keys[n] = np.uint64(columns[first + n]) << np.uint64(32) | np.uint64(n)
        old_weights[n], old_codes[n] = weights[first + n], codes[first + n]
    for root in range(number // 2 - 1, -1, -1):
        _sunk(keys, root, number)
    for end in range(number - 1, 0, -1):
        keys[0], keys[end] = keys[end], keys[0]
        _sunk(keys, 0, end)
    for n in range(number):
        old = keys[n] & np.uint64(0xFFFFFFFF)
        columns[first + n] = keys[n] >> np.uint64(32)
        weights[first + n] = old_weights[old]
        codes[first + n] = old_codes[old]


@compiled
def _sunk(keys, root, end):
    """Let the key at `root` sink below all larger ones of the heap that ends before `end`."""
    key = keys[root]
    while 2 * root + 1 < end:
        child = 2 * root + 1
        if child + 1 < end and keys[child + 1] > keys[child]:
            child += 1
        if keys[child] <= key:
            break
        keys[root] = keys[child]
        root = child
    keys[root] = key


@compiled
def packed(low, high, indptr, kept, packed_indptr, columns, weights, codes, out_columns, out_weights, out_codes):
    """Move what each row keeps to where it belongs once the rows are packed."""
    for u in range(low, high):
        b = packed_indptr[u]
        for a in range(indptr[u], indptr[u] + kept[u]):
            out_columns[b], out_weights[b], out_codes[b] = columns[a], weights[a], codes[a]
            b += 1


@compiled
def work(indptr, columns, found):
    """How many look-ups each row takes: the lengths of the rows of its columns but the last, which closes nothing."""
    for u in range(len(indptr) - 1):
        total = 0
        for a in range(indptr[u], indptr[u + 1] - 1):
            total += indptr[columns[a] + np.uint32(1)] - indptr[columns[a]]
        found[u] = total


@compiled
def totals(indptr, columns, weight, degree, total, strongest):
    """Count the pairs of each rank, add up their weights, and find the largest."""
    for u in range(len(indptr) - 1):
        first, last = indptr[u], indptr[u + 1]
        mine, most = 0.0, strongest[u]
        for a in range(first, last):
            v, w = columns[a], weight[a]
            mine += w
            most = max(most, w)
            total[v] += w
            strongest[v] = max(strongest[v], w)
            degree[v] += 1
        total[u] += mine
        strongest[u] = most
        degree[u] += last - first
