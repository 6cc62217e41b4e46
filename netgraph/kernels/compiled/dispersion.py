"""How far apart the common contacts of two people are in the network of one of them.

Contacts of a person are numbered within the person's row, from 0 on.
"""

import numpy as np

from netgraph.kernels.compiled import compiled

_ONE = np.uint32(1)


@compiled
def unmatched(indptr, columns):
    """A row with a tie that does not come back, or a tie to itself, or one not in order of columns; -1 if none has.

    Rows are gone through in order, so that the ties to each must come in the order of its own row.
    """
    place = indptr[:-1].copy()
    for i in range(len(indptr) - 1):
        for a in range(indptr[i], indptr[i + 1]):
            j = columns[a]
            if j == i or place[j] == indptr[j + _ONE] or columns[place[j]] != i:
                return i
            place[j] += _ONE
    return -1


@compiled
def upward(indptr, columns, begins, above):
    """Fill `above` with those contacts of each row who have more contacts, or as many and a higher number.

    `begins` is where each row's begin. No row has more than the root of all ties, so that even the row of somebody whom
    everybody knows is soon read. What is not above is put there too, and the next over it: there must be room for one
    more.
    """
    number = np.uint32(0)
    for i in range(len(indptr) - 1):
        own = indptr[i + 1] - indptr[i]
        for a in range(indptr[i], indptr[i + 1]):
            j = columns[a]
            other = indptr[j + _ONE] - indptr[j]
            above[number] = j
            number += np.uint32(other > own or (other == own and j > i))
        begins[i + 1] = number


@compiled
def work(indptr, columns, begins, found):
    """Fill `found` with the look-ups that the network of each row takes; returns the most ties that any may have."""
    most = 0
    for i in range(len(indptr) - 1):
        degree, total, ties = np.int64(indptr[i + 1] - indptr[i]), 0, 0
        for a in range(indptr[i], indptr[i + 1]):
            j = columns[a]
            total += np.int64(begins[j + _ONE] - begins[j])
            ties += min(degree, np.int64(indptr[j + _ONE] - indptr[j]))
        found[i] = total
        most = max(most, ties)
    return most


@compiled
def dispersion(low, high, indptr, columns, begins, above, total, embedded, at, ends, once, *lists):
    """Fill `total` and `embedded`, 0 before, for the ties of the rows low to high.

    The lists are `starts`, `rest`, `seen`, `mixed` and `among`. `at` is 0 for each row, and `seen` for each number, and
    they are left so; the others are left at any.
    """
    starts, rest, seen, mixed, among = lists
    for i in range(low, high):
        first, last = indptr[i], indptr[i + 1]
        spread, size = total[first:last], np.int64(last - first)
        if _above(columns[first:last], begins, above, at, ends, once) == 0:
            continue
        _both_ways(size, ends, once, starts, rest, mixed, among)
        for s in range(size):
            embedded[first + np.uint32(s)] = starts[s + 1] - starts[s]
        for s in range(size):
            if starts[s] < starts[s + 1]:
                _apart(s, starts, rest, among, seen, spread)


@compiled
def _above(contacts, begins, above, at, ends, once):
    """Put the numbers of those among the contacts who are above each of them into `once`, up to `ends` of each.

    Returns how many there are. As in `upward` there must be room for one more.
    """
    number = np.uint32(0)
    for s in range(len(contacts)):
        at[contacts[s]] = s + 1
    for s in range(len(contacts)):
        q = contacts[s]
        for b in range(begins[q], begins[q + _ONE]):
            there = at[above[b]]
            once[number] = there - _ONE
            number += np.uint32(there != 0)
        ends[s] = number
    for q in contacts:
        at[q] = 0
    return number


@compiled
def _both_ways(size, ends, once, starts, rest, mixed, among):
    """List whom each knows, in order, above or not: `among`, from `starts` on, and `rest` is the same as `starts`.

    Ties gone through by one end are in order at the other.
    """
    for s in range(size + 1):
        starts[s] = 0
    n = np.uint32(0)
    for s in range(size):
        starts[s + 1] += ends[s] - n
        while n < ends[s]:
            starts[once[n] + _ONE] += _ONE
            n += _ONE
    for s in range(size):
        starts[s + 1] += starts[s]
        rest[s] = starts[s]
    n = np.uint32(0)
    for s in range(size):
        while n < ends[s]:
            t = once[n]
            mixed[rest[s]] = t
            rest[s] += _ONE
            mixed[rest[t]] = s
            rest[t] += _ONE
            n += _ONE
    for s in range(size):
        rest[s] = starts[s]
    for s in range(size):
        for n in range(starts[s], starts[s + 1]):
            t = mixed[n]
            among[rest[t]] = s
            rest[t] += _ONE
    for s in range(size):
        rest[s] = starts[s]


@compiled
def _apart(s, starts, rest, among, seen, total):
    """Add to `total` of each v how many t above s know v as s does, but neither s nor anybody else whom s knows.

    `rest` is where the contacts of each v from s on begin; for those whom s knows it moves past s, and so is right for
    the next.
    """
    first, last, ways = starts[s], starts[s + 1], 0
    for n in range(first, last):
        v = among[n]
        rest[v] += _ONE
        ways += np.int64(starts[v + _ONE] - rest[v])
    if ways == 0:
        return
    for n in range(first, last):
        seen[among[n]] = 2
    # The ways would be gone twice, while few of the contacts of each t are looked at where s knows most of them.
    if len(total) - s + np.int64(starts[len(total)] - last) <= 2 * ways:
        _from_each(s, starts, among, seen, total)
    else:
        _along_ways(first, last, starts, rest, among, seen, total)
    for n in range(first, last):
        seen[among[n]] = 0


@compiled
def _from_each(s, starts, among, seen, total):
    """As `_apart`: look for two whom each t knows and s, too."""
    for t in range(s + 1, len(total)):
        if seen[t] != 0:
            continue
        number, v = 0, np.uint32(0)
        for n in range(starts[t], starts[t + 1]):
            if seen[among[n]] != 0:
                number, v = number + 1, among[n]
                if number == 2:
                    break
        if number == 1:
            total[v] += 1


@compiled
def _along_ways(first, last, starts, rest, among, seen, total):
    """As `_apart`: count how often each t comes up among those whom those know whom s knows, from first to last."""
    for n in range(first, last):
        v = among[n]
        for m in range(rest[v], starts[v + _ONE]):
            seen[among[m]] += 1
    for n in range(first, last):
        v = among[n]
        for m in range(rest[v], starts[v + _ONE]):
            total[v] += seen[among[m]] == 1
            # Who was seen but once does not come again, and who was seen more often does not count: both can be 0.
            seen[among[m]] = 0
