"""Brandes' sums over shortest paths: by number of ties for four sources at a time, by length for one.

By ties, each row holds four numbers, one for each source (its lane). A level of the search *pulls*: who is not found
yet adds up what the neighbours hold. That reads a row once for four sources and never asks a neighbour for its level:
who was found earlier still would have found this row too, and who is not found yet holds zero. On the way back the
same holds, as who is nearer to the source has nothing to give yet. Sources beside each other find most people on about
the same level, so that few rows are read twice.
"""

import numpy as np
from numba import uint64

from netgraph.kernels.compiled import compiled

LANES = 4
MARK = 1 << LANES
SLOTS, GROUP = 1 << 15, 256
"""The longest tie may be so many times as long as the shortest one; so many slots are passed at a time if empty."""
NARROW = 4
"""A level asks only the neighbours of the last one where these have so many times fewer ties than all who are left."""


@compiled
def folded(indptr, columns, degree, link, weight, squares, parent):
    """Take people with a single tie away, again and again, and put their weight on whom they hang on.

    Filled: `weight`, 1 before, with the number of people that hang on each, itself one of them; `squares`, 0 before,
    with the sum of the squares of its branches' numbers; `parent`, itself before, with whom it hangs on. `degree`, the
    number of ties, and `link`, 0, are used up.
    """
    for u in range(len(degree)):
        # All contacts' numbers, added bit by bit without carry: the one that is left, once the others are taken off.
        for a in range(indptr[u], indptr[u + 1]):
            link[u] ^= columns[a]
    for first in range(len(degree)):
        u = first
        while degree[u] == 1:
            v = link[u]
            parent[u] = v
            degree[u] = 0
            degree[v] -= 1
            link[v] ^= u
            weight[v] += weight[u]
            squares[v] += weight[u] * weight[u]
            u = v


@compiled
def ordered(indptr, columns, seeds, found, order, first, last):
    """Fill `order` with the rows in the order of a search in breadth from the seeds, without those `found` before.

    Neighbours come to lie near each other, which is what memory likes, and each component in one range; `first` and
    `last` are the bounds of that range for each place of the order. Returns the number of rows.
    """
    tail = 0
    for s in seeds:
        if found[s]:
            continue
        start = tail
        found[s] = True
        order[tail] = s
        head, tail = tail, tail + 1
        while head < tail:
            u = order[head]
            head += 1
            for a in range(indptr[u], indptr[u + 1]):
                v = columns[a]
                if not found[v]:
                    found[v] = True
                    order[tail] = v
                    tail += 1
        for i in range(start, tail):
            first[i], last[i] = start, tail
    return tail


@compiled
def _pulled(indptr, columns, row, table, into):
    """Fill the row of `into` with the sum of the neighbours' rows of `table`.

    Unsigned, as numba asks of each signed index whether it counts from the end.
    """
    a = b = c = d = 0.0
    for e in range(uint64(indptr[row]), uint64(indptr[row + 1])):
        v = uint64(columns[e])
        a += table[v, 0]
        b += table[v, 1]
        c += table[v, 2]
        d += table[v, 3]
    into[row, 0] = a
    into[row, 1] = b
    into[row, 2] = c
    into[row, 3] = d


@compiled
def _neighbours(start, stop, indptr, columns, full, state, who):
    """Put behind `stop` those to whom a tie leads from `who[start:stop]` and who miss a lane; returns their end."""
    end = stop
    for i in range(start, stop):
        u = who[i]
        for a in range(uint64(indptr[u]), uint64(indptr[u + 1])):
            v = columns[a]
            # Written always and counted only if new: a processor guesses wrong which.
            who[end] = v
            end += state[v] < full
            state[v] |= MARK
    for i in range(stop, end):
        state[who[i]] ^= MARK
    return end


@compiled
def _remaining(stop, todo, left, full, state, who):
    """Put behind `stop` those of `todo` who miss a lane, and keep only them in it; returns how many there are."""
    number = 0
    for i in range(left):
        v = todo[i]
        todo[number] = v
        who[stop + number] = v
        number += (state[v] & (MARK - 1)) != full
    return number


@compiled
def _found(start, stop, indptr, columns, paths, room, state, who, lanes):
    """One level: keep of `who[start:stop]` those whom it reaches, with their numbers of paths; returns their end."""
    end = start
    for i in range(start, stop):
        v = who[i]
        _pulled(indptr, columns, v, paths, room)
        new = 0
        for k in range(LANES):
            number = room[v, k] * (paths[v, k] == 0.0)
            room[v, k] = number
            new |= (number > 0.0) << k
        who[end] = v
        lanes[end] = new
        end += new != 0
    # Only now, so that nobody on this level counts as nearer than another one.
    for i in range(start, end):
        v = who[i]
        state[v] |= lanes[i]
        for k in range(LANES):
            paths[v, k] += room[v, k]
    return end


@compiled
def _returned(start, stop, indptr, columns, weight, worth, paths, share, room, who, lanes, total):
    """One level on the way back: add to `total` what passes through `who[start:stop]`, and fill what each hands on."""
    for i in range(start, stop):
        _pulled(indptr, columns, who[i], share, room)
    for i in range(start, stop):
        v, new = who[i], np.int64(lanes[i])
        through = 0.0
        for k in range(LANES):
            on = np.float64((new >> k) & 1)
            passing = on * room[v, k] * paths[v, k]
            through += worth[k] * passing
            share[v, k] += on * (weight[v] + passing) / (paths[v, k] + (1.0 - on))
        total[v] += through


@compiled
def hops(
    low, high, starts, first, last, out_indptr, out_columns, in_indptr, in_columns, weight, total,
    paths, share, room, who, lanes, state, todo, level, worth,
):  # fmt: skip
    """Add to `total` what passes through each on shortest paths by number of ties, from `starts[low:high]`.

    The rest is room, all zero, and left so where that matters: `paths`, `share` and `state`.
    """
    for s in range(low, high, LANES):
        some = min(LANES, high - s)
        full = (1 << some) - 1
        for k in range(some):
            u = starts[s + k]
            worth[k] = weight[u]
            paths[u, k] = 1.0
            state[u] |= 1 << k
            who[k], lanes[k] = u, 1 << k
        left, ties = -1, out_indptr[last[starts[s + some - 1]]] - out_indptr[first[starts[s]]]
        level[0], level[1], depth = 0, some, 1
        while True:
            start, stop = level[depth - 1], level[depth]
            wide = 0
            for i in range(start, stop):
                wide += out_indptr[who[i] + 1] - out_indptr[who[i]]
            if wide * NARROW < ties:
                end = _neighbours(start, stop, out_indptr, out_columns, full, state, who)
            else:
                if left < 0:
                    left = 0
                    for v in range(first[starts[s]], last[starts[s + some - 1]]):
                        todo[left] = v
                        left += 1
                left = _remaining(stop, todo, left, full, state, who)
                end, ties = stop + left, 0
                for i in range(stop, end):
                    ties += in_indptr[who[i] + 1] - in_indptr[who[i]]
            end = _found(stop, end, in_indptr, in_columns, paths, room, state, who, lanes)
            if end == stop:
                break
            depth += 1
            level[depth] = end
        for d in range(depth - 1, 0, -1):
            _returned(
                level[d], level[d + 1], out_indptr, out_columns, weight, worth, paths, share, room, who, lanes, total
            )
        for i in range(level[depth]):
            v = who[i]
            state[v] = 0
            for k in range(LANES):
                paths[v, k] = share[v, k] = 0.0


@compiled
def _pushed(size, key, row, keys, rows):
    """Put a row into a heap of `size`: four branches at each place, none nearer than the place itself."""
    at = size
    while at > 0:
        above = (at - 1) // 4
        if keys[above] <= key:
            break
        keys[at], rows[at] = keys[above], rows[above]
        at = above
    keys[at], rows[at] = key, row


@compiled
def _popped(size, keys, rows):
    """Take the first off a heap, of which `size` are left; behind these, keys are inf."""
    key, row = keys[size], rows[size]
    keys[size] = np.inf
    at, least = 0, 1
    while least < size:
        one = least + (keys[least + 1] < keys[least])
        other = least + 2 + (keys[least + 3] < keys[least + 2])
        least = other if keys[other] < keys[one] else one
        if key <= keys[least]:
            break
        keys[at], rows[at] = keys[least], rows[least]
        at, least = least, 4 * least + 1
    keys[at], rows[at] = key, row


@compiled
def _settled_by_heap(source, indptr, columns, lengths, reach, place, order, keys, rows):
    """Fill `reach` with the shortest lengths from the source, `order` with who is reached, the nearest first, and
    `place` with each one's place in it; returns how many these are. Source: Dijkstra, Numer. Math. 1:269 (1959).

    Who comes nearer is put into the heap once more, as to find the former place takes longer than to meet it later.
    """
    reach[source] = 0.0
    keys[0], rows[0] = 0.0, source
    size, number = 1, 0
    while size > 0:
        away, u = keys[0], rows[0]
        size -= 1
        _popped(size, keys, rows)
        if place[u] >= 0:
            continue
        place[u] = number
        order[number] = u
        number += 1
        for a in range(uint64(indptr[u]), uint64(indptr[u + 1])):
            v, longer = columns[a], away + lengths[a]
            # Never so for who is settled: nobody settled is farther away than u.
            if longer < reach[v]:
                reach[v] = longer
                _pushed(size, longer, v, keys, rows)
                size += 1
    return number


@compiled
def _settled_by_slots(source, indptr, columns, lengths, reach, place, order, scale, heads, busy, behind, rows):
    """The same where no length is below 1 / `scale` or beyond SLOTS times that: half the time of a heap.

    Each slot holds who is as far away as another by less than the shortest tie: these are final together and no path
    leads from one to another, so that their order is all the same. The slots are used in a circle; `heads` is the last
    row put into each, -1 before and after, `behind` leads on to others. Source: Dial, Commun. ACM 12:632 (1969).
    """
    reach[source] = 0.0
    heads[0], behind[0], rows[0] = 0, -1, source
    busy[0] = 1
    used, waiting, number, turn = 1, 1, 0, 0
    while waiting > 0:
        slot = turn & (SLOTS - 1)
        if slot % GROUP == 0 and busy[slot // GROUP] == 0:
            turn += GROUP
            continue
        entry = heads[slot]
        heads[slot] = -1
        while entry >= 0:
            u = rows[entry]
            entry = behind[entry]
            waiting -= 1
            busy[slot // GROUP] -= 1
            if place[u] >= 0:
                continue
            place[u] = number
            order[number] = u
            number += 1
            for a in range(uint64(indptr[u]), uint64(indptr[u + 1])):
                v, longer = columns[a], reach[u] + lengths[a]
                if longer < reach[v]:
                    reach[v] = longer
                    into = np.int64(longer * scale) & (SLOTS - 1)
                    rows[used], behind[used], heads[into] = v, heads[into], used
                    busy[into // GROUP] += 1
                    used += 1
                    waiting += 1
        turn += 1
    return number


@compiled
def by_length(
    low, high, starts, indptr, columns, lengths, same, scale, weight, total,
    paths, share, reach, place, order, begin, keys, rows, onward, heads, busy,
):  # fmt: skip
    """Add to `total` what passes through each on shortest paths by length, from `starts[low:high]`.

    Paths whose lengths differ by up to `same` of them are equally long. `scale` is that of the slots, 0 for a heap. The
    rest is room: `reach` all inf, `place` all -1, `paths` all 0, and left so. Which ties lie on shortest paths is asked
    once all lengths are known: it must not depend on which of two paths that differ by rounding was found first.
    """
    for s in range(low, high):
        source = starts[s]
        if scale > 0:
            number = _settled_by_slots(
                source, indptr, columns, lengths, reach, place, order, scale, heads, busy, onward, rows
            )
        else:
            number = _settled_by_heap(source, indptr, columns, lengths, reach, place, order, keys, rows)
        paths[source] = 1.0
        last = 0
        for i in range(number):
            u = order[i]
            begin[i] = last
            for a in range(uint64(indptr[u]), uint64(indptr[u + 1])):
                v = columns[a]
                if abs(reach[u] + lengths[a] - reach[v]) <= same * reach[v] and place[v] > i:
                    paths[v] += paths[u]
                    onward[last] = v
                    last += 1
        begin[number] = last
        for i in range(number - 1, 0, -1):
            u = order[i]
            passing = 0.0
            for a in range(begin[i], begin[i + 1]):
                passing += share[onward[a]]
            passing *= paths[u]
            total[u] += weight[source] * passing
            share[u] = (weight[u] + passing) / paths[u]
        for i in range(number):
            u = order[i]
            reach[u], place[u], paths[u] = np.inf, -1, 0.0
