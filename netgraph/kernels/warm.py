"""Compile every kernel and keep the code on the disk, so that nobody waits later: `python -m netgraph.kernels.warm`."""

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import (
    acquainted,
    betweenness,
    census,
    clustering,
    cuts,
    dispersion,
    ego,
    holes,
    overlap,
    paths,
    roles,
    switches,
)
from netgraph.kernels.forward import LONG, forward_of

PEOPLE = LONG + 2


def warm() -> None:
    """Run each kernel once, on people all in contact with all and one who hangs on them: rows short and long."""
    source, target = (np.append(ends, end) for ends, end in zip(np.triu_indices(PEOPLE, 1), (0, PEOPLE), strict=True))
    ties = csr_array((1.0 + (source + target) % 3, (source, target)), shape=(PEOPLE + 1,) * 2)
    contact = csr_array(ties + ties.T)
    # Both directions of each pair, so that there is something to add up.
    pairs = forward_of(contact)
    for kernel in (holes.holes, holes.hierarchy, overlap.overlap, census.census):
        kernel(pairs)
    for kernel in (clustering.triangles, clustering.weighted_clustering, clustering.directed_clustering):
        kernel(pairs)
    roles.roles(pairs, np.zeros(PEOPLE + 1, dtype="int64"))
    for kernel in (betweenness.hops, betweenness.betweenness, cuts.articulation_points, cuts.bridges, ego.ego_holes):
        kernel(contact)
    # Lengths too far apart for slots.
    betweenness.betweenness(csr_array((contact.data**12, contact.indices, contact.indptr)))
    dispersion.dispersion(contact)
    acquainted.shared_before(contact, np.array([0]), np.array([1]), np.array([9]))
    switches.switched(source, target, people=PEOPLE + 1, directed=False, rng=np.random.default_rng(1))
    paths.strongest(contact, 0)
    paths.disjoint(contact, 0, 1, 3)


if __name__ == "__main__":
    warm()
