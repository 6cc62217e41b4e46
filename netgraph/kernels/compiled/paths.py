"""Shortest paths from one person, and shortest sets of paths that share no middleman, on rows of lengths.

Both settle the nearest first, by number among equals, from a binary heap.
"""

import numpy as np

from netgraph.kernels.compiled import compiled

SAME = 1e-12
"""Relative difference up to which two paths count as equally long."""


@compiled
def _raised(heap, place, size, away, node):
    """Put the node, new or come nearer, where it belongs in the heap; returns how many the heap then holds."""
    at = place[node]
    if at < 0:
        at = size
        size += 1
    while at > 0:
        above = heap[(at - 1) // 2]
        if away[above] < away[node] or (away[above] == away[node] and above < node):
            break
        heap[at] = above
        place[above] = at
        at = (at - 1) // 2
    heap[at] = node
    place[node] = at
    return size


@compiled
def _taken(heap, place, size, away):
    """Take the nearest off the heap of `size`, which then holds one less."""
    first, node = heap[0], heap[size - 1]
    place[first] = -1
    size -= 1
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size:
            one, other = heap[below], heap[below + 1]
            if away[other] < away[one] or (away[other] == away[one] and other < one):
                below += 1
        under = heap[below]
        if away[node] < away[under] or (away[node] == away[under] and node < under):
            break
        heap[at] = under
        place[under] = at
        at = below
    if size > 0:
        heap[at] = node
        place[node] = at
    return first


@compiled
def strongest(indptr, columns, lengths, source, distance, before):
    """Fill `distance`, inf before, with the length of the shortest path to each, and `before`, -1 before, with the
    smallest number from which a shortest path comes in; the source's is its own."""
    people = len(distance)
    heap, place = np.empty(people, np.int32), np.full(people, -1, np.int32)
    settled, rank = np.empty(people, np.int32), np.full(people, people, np.int32)
    distance[source] = 0.0
    size = _raised(heap, place, 0, distance, np.int32(source))
    number, near = 0, False
    while size > 0:
        u = _taken(heap, place, size, distance)
        size -= 1
        settled[number] = u
        rank[u] = number
        number += 1
        for a in range(indptr[u], indptr[u + 1]):
            v = columns[a]
            new, old = distance[u] + lengths[a], distance[v]
            if new < old:
                # Then what led here before may do so too.
                near |= old < np.inf and old - new <= SAME * old
                distance[v], before[v] = new, u
                size = _raised(heap, place, size, distance, v)
            # To what is settled a tie of length 0 would make a circle.
            elif new <= old + SAME * old and rank[v] == people:
                before[v] = min(before[v], u)
    if near:
        _looked_again(indptr, columns, lengths, settled[:number], rank, distance, before)
    before[source] = source


@compiled
def _looked_again(indptr, columns, lengths, settled, rank, distance, before):
    """Fill `before` anew by final distances: only they tell which of lengths that nearly agree are the shortest."""
    for v in settled:
        before[v] = -1
    for n in range(len(settled)):
        u = settled[n]
        for a in range(indptr[u], indptr[u + 1]):
            v = columns[a]
            same = distance[u] + lengths[a] <= distance[v] + SAME * distance[v] < np.inf
            if same and n < rank[v] and (before[v] < 0 or u < before[v]):
                before[v] = u


@compiled
def _steps(a, indptr, columns, lengths, source, target, before, after, paid, ends, costs):
    """Fill `ends` and `costs` with the steps that lead from side `a` of a person on, given the paths so far.

    Each person has two sides, 2 * number to come in and 2 * number + 1 to leave, with a free step between them. Where
    a path runs there is only the way back along it, which gives back what it cost. Returns how many steps there are.
    """
    u = a // 2
    if a % 2 == 0:
        if before[u] < 0:
            ends[0], costs[0] = a + 1, 0.0
            return 1
        ends[0], costs[0] = 2 * before[u] + 1, -paid[u]
        return 1
    number = 0
    for b in range(indptr[u], indptr[u + 1]):
        v = columns[b]
        used = after[u] == target if v == target and u != source else before[v] == u
        if not used and v != u and v != source and lengths[b] < np.inf:
            ends[number], costs[number] = 2 * v, lengths[b]
            number += 1
    if u != source and before[u] >= 0:
        ends[number], costs[number] = a - 1, 0.0
        number += 1
    return number


@compiled
def _rerouted(source, target, way, cost, before, after, paid):
    """Add the steps that `way` leads back from the target to the source, and undo those that it goes backwards."""
    for adding in (False, True):
        b = 2 * target
        while b != 2 * source + 1:
            a = way[b]
            u, v = a // 2, b // 2
            if u != v and adding and a % 2 == 1:
                if u != source:
                    after[u] = v
                if v != target or u == source:
                    before[v] = u
                paid[v] = cost[b]
            elif u != v and not adding and a % 2 == 0:
                after[v] = -1
                before[u] = -1
            b = a


@compiled
def disjoint(indptr, columns, lengths, source, target, more, left, before, after, paid):
    """Add up to so many `more` paths from source to target that share nobody else, all together the shortest in sum.

    before, after : the neighbours of each middleman on the path so far, a shortest one, -1 elsewhere; `before` of the
        target is the source if the direct tie is a path. `paid` holds the length of the tie from `before`.
    left : the length of the shortest path to the target from each, inf where there is none.

    Each path is added by the shortest way that may undo steps of earlier ones (Suurballe). A step counts by what it
    costs beyond what it brings nearer: never negative, so the nearest can be settled first, and nothing for steps on a
    shortest path, so that few are looked at that no path will use. What rounding leaves below 0 is 0.
    """
    sides, widest = 2 * len(before), 0
    for u in range(len(before)):
        widest = max(widest, indptr[u + 1] - indptr[u])
    ends, costs = np.empty(widest + 1, np.int32), np.empty(widest + 1)
    heap, place, way = np.empty(sides, np.int32), np.empty(sides, np.int32), np.empty(sides, np.int32)
    level, away, cost = np.empty(sides), np.empty(sides), np.empty(sides)
    for a in range(sides):
        level[a] = -left[a // 2]
    for _ in range(more):
        for a in range(sides):
            place[a], away[a] = -1, np.inf
        away[2 * source + 1] = 0.0
        size = _raised(heap, place, 0, away, np.int32(2 * source + 1))
        while size > 0 and heap[0] != 2 * target:
            a = _taken(heap, place, size, away)
            size -= 1
            for s in range(_steps(a, indptr, columns, lengths, source, target, before, after, paid, ends, costs)):
                b = ends[s]
                new = away[a] + max(costs[s] + level[a] - level[b], 0.0)
                if new < away[b]:
                    away[b], way[b], cost[b] = new, a, costs[s]
                    size = _raised(heap, place, size, away, b)
        if size == 0:
            break
        for a in range(sides):
            level[a] += min(away[a], away[2 * target])
        _rerouted(source, target, way, cost, before, after, paid)
