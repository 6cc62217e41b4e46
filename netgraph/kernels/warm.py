"""Compile every kernel and keep the code on the disk, so that nobody waits later: `python -m netgraph.kernels.warm`."""

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import (
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
)
from netgraph.kernels.forward import forward


def warm() -> None:
    """Run each kernel once, on a triangle with a pendant."""
    source, target = np.array([0, 1, 0, 0]), np.array([1, 2, 2, 3])
    pairs = forward(source, target, people=4)
    ties = csr_array((np.array([1.0, 2.0, 3.0, 1.0]), (source, target)), shape=(4, 4))
    contact = csr_array(ties + ties.T)
    contact.sort_indices()
    for kernel in (holes.holes, holes.hierarchy, overlap.overlap, census.census):
        kernel(pairs)
    for kernel in (clustering.triangles, clustering.weighted_clustering, clustering.directed_clustering):
        kernel(pairs)
    roles.roles(pairs, np.zeros(4, dtype="int64"))
    for kernel in (betweenness.hops, betweenness.betweenness, cuts.articulation_points, cuts.bridges, ego.ego_holes):
        kernel(contact)
    betweenness.betweenness(ties, directed=True)
    dispersion.dispersion(contact)
    paths.strongest(contact, 0)
    paths.disjoint(contact, 0, 3, 2)


if __name__ == "__main__":
    warm()
