"""Counts of who stands between whom, by the classes of the three.

Roles are numbered: 0 coordinator, 1 itinerant, 2 representative, 3 gatekeeper, 4 liaison.
"""

import numpy as np

from netgraph.kernels.compiled import compiled


@compiled
def _turned(code):
    """The code of a pair as seen from its other end."""
    return (code & 1) << 1 | code >> 1


@compiled
def dealt(indptr, columns, codes, label, place, labels, ways):
    """Put the class of each contact, and the code of the pair as seen from here, from `place` on, which moves along."""
    for u in range(len(indptr) - 1):
        for a in range(indptr[u], indptr[u + 1]):
            v, code = columns[a], np.int64(codes[a])
            here, there = place[u], place[v]
            labels[here], ways[here] = label[v], code
            labels[there], ways[there] = label[u], _turned(code)
            place[u], place[v] = here + np.uint32(1), there + np.uint32(1)


@compiled
def through(low, high, ends, labels, ways, label, found, came, went):
    """Count for the ranks low to high the ways in by one contact and out by another: the columns of `found`, by role.

    `ends` is where the contacts of each rank begin. `came` and `went` are 0 for each class, and are left so.
    """
    for v in range(low, high):
        first, last, own = ends[v], ends[v + 1], label[v]
        inward, outward, both, both_own = 0, 0, 0, 0
        for a in range(first, last):
            way = np.int64(ways[a])
            came[labels[a]] += way >> 1
            went[labels[a]] += way & 1
            inward += way >> 1
            outward += way & 1
            both += way == 3
            both_own += way == 3 and labels[a] == own
        inward_own, outward_own, alike = came[own], went[own], 0
        for a in range(first, last):
            alike += came[labels[a]] * went[labels[a]]
            came[labels[a]] = 0
        for a in range(first, last):
            went[labels[a]] = 0
        found[v, 0] = inward_own * outward_own - both_own
        found[v, 1] = alike - inward_own * outward_own - (both - both_own)
        found[v, 2] = inward_own * (outward - outward_own)
        found[v, 3] = (inward - inward_own) * outward_own
        found[v, 4] = (inward - inward_own) * (outward - outward_own) - (alike - inward_own * outward_own)


_ROLES = np.array([4, 2, 3, 0, 1, 0, 0, 0], dtype=np.uint32)
"""By which classes are the same: 1 where source and middle are, and 2 more middle and target, 4 source and target."""


@compiled
def _less(found, x, first, second, across, here, there, others):
    """Take from `found` what x is on between two contacts who have such a tie themselves, in either order.

    `first` and `second` are the codes of x's pairs with the two, `across` that of theirs; `here`, `there` and `others`
    are 1 where the first, the second has x's class, and where both have one. Without branches: what codes and classes
    come next cannot be foreseen.
    """
    found[x, _ROLES[here | there << 1 | others << 2]] -= first >> 1 & second & across & 1
    found[x, _ROLES[there | here << 1 | others << 2]] -= second >> 1 & first & across >> 1


@compiled
def without_closed(u, one, two, three, indptr, columns, codes, label, found):
    """Take from `found` what each rank is on between two who have such a tie themselves, in triangles.

    `u` is the row where the list begins.
    """
    for n in range(len(one)):
        a, b, c = one[n], two[n], three[n]
        while indptr[u + 1] <= a:
            u += 1
        v, w = columns[a], columns[c]
        p, q, r = np.int64(codes[a]), np.int64(codes[b]), np.int64(codes[c])
        uv, vw, uw = np.int64(label[u] == label[v]), np.int64(label[v] == label[w]), np.int64(label[u] == label[w])
        _less(found, u, p, r, q, uv, uw, vw)
        _less(found, v, _turned(p), q, r, uv, vw, uw)
        _less(found, w, _turned(r), _turned(q), p, uw, vw, uv)
