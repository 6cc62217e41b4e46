"""What a well-kept library does as fast as kernels of ours would: communities, cores and pagerank, from networkit.

networkit (Staudt, Sazonovs & Meyerhenke, Network Science 4:508, 2016) works here in one thread and without its random
numbers: so results are the same every time, and what it keeps for the whole process, its number of threads and its
seed, is afterwards what it was before. What is not taken from it, and why, is in docs/decisions/017.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from scipy.sparse import csr_array, triu
from scipy.sparse.csgraph import connected_components

STARTS = 5
"""Divisions that are tried, of which the best counts: a single one may be poor."""
CLOSE = 1e-10
"""Change of all scores together, from one round of pagerank to the next, at which it ends."""


def communities(contact: csr_array, *, seed: int = 1, resolution: float = 1.0) -> np.ndarray:
    """For each person: the number of its community, 0 for the largest; among equals the first has the first person.

    Communities have more contact inside than if people kept their amounts of contact and drew partners at random: they
    maximise modularity, the sum over communities of `inside - resolution * volume^2`, where `inside` is the share of
    all contact that stays within and `volume` the share of its members. A higher resolution makes smaller ones; at 0
    they are the components. Each hangs together, isolated people are one each, and only ratios of weights count.

    No way is known to surely find the best division, and quite different ones may be about as good (Good, de Montjoye
    & Clauset, Phys. Rev. E 81:046106, 2010). This one is the best of five runs, each over people in an order drawn
    by `seed`; compare a few seeds before building on who is with whom.

    Louvain's method, refined on each level (Blondel et al., J. Stat. Mech. P10008, 2008; Staudt & Meyerhenke, IEEE
    Trans. Parallel Distrib. Syst. 27:171, 2016); the resolution is that of Reichardt & Bornholdt (Phys. Rev. E
    74:016110, 2006).
    """
    if not 0 <= resolution < np.inf:
        raise ValueError(f"resolution is {resolution}; give a number from 0 on, 1 for plain modularity")
    if not contact.nnz:
        return np.arange(contact.shape[0])
    shares, rng = contact / contact.data.max(), np.random.default_rng(seed)
    shares /= shares.sum()
    found = [_grouped(shares, rng.permutation(shares.shape[0]), resolution) for _ in range(STARTS)]
    return _by_size(max(found, key=lambda group: _modularity(shares, group, resolution)))


def core_numbers(contact: csr_array) -> np.ndarray:
    """For each person: the largest k for which it is in a group where each has contact with at least k others of it.

    From 0, for isolated people, to n - 1, where all have contact with all; weights do not count. A high number means a
    place in a dense part, not many contacts: the hub of a star has 1 (Seidman, Soc. Networks 5:269, 1983).
    """
    from networkit.centrality import CoreDecomposition

    with _alone():
        return np.array(CoreDecomposition(_graph(contact)).run().scores(), dtype="int64")


def pagerank(ties: csr_array, *, damping: float = 0.85) -> np.ndarray:
    """For each person: the share of its time that an endless walk spends with it; above 0, and all together 1.

    With probability `damping`, from 0 to below 1, the walk follows a tie of the person it is with, one of twice the
    weight twice as often; else, and always from people without outgoing ties, it goes on with anybody. Ties to oneself
    count. All errors together stay below 1e-10 * damping / (1 - damping), 6e-10 by default; `networkx.pagerank` allows
    itself 6e-6 times the number of people unless given a smaller `tol` (Page, Brin, Motwani & Winograd, Stanford
    InfoLab 1999-66).
    """
    from networkit.centrality import Norm, PageRank, SinkHandling

    if not 0 <= damping < 1:
        raise ValueError(f"damping is {damping}; give a number from 0 to below 1")
    with _alone():
        walk = PageRank(_graph(ties, directed=True), damping, CLOSE, distributeSinks=SinkHandling.DistributeSinks)
        walk.norm = Norm.L1_NORM
        return np.array(walk.run().scores(), dtype="float64")


@contextmanager
def _alone() -> Iterator[None]:
    """networkit in one thread, so that it adds in one order, and afterwards in as many as before."""
    import networkit

    threads = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)
    try:
        yield
    finally:
        networkit.setNumberOfThreads(threads)


def _graph(matrix: csr_array, *, directed: bool = False):
    from networkit import GraphFromCsr

    # Where there are no directions it takes each entry for a pair of its own: so each pair once.
    return GraphFromCsr(matrix if directed else triu(matrix, 1, format="csr"), directed=directed, weighted=True)


def _grouped(shares: csr_array, order: np.ndarray, resolution: float) -> np.ndarray:
    """The communities of one run over people in this order."""
    from networkit.community import PLM

    group = np.empty(len(order), dtype="int64")
    with _alone():
        run = PLM(_graph(shares[order][:, order]), refine=True, gamma=resolution, par="none").run()
        group[order] = run.getPartition().getVector()
    # It may leave a community in parts that have no contact with each other; apart they are better by its own measure.
    return connected_components(_within(shares, group), directed=False)[1]


def _within(shares: csr_array, group: np.ndarray) -> csr_array:
    """The contact of people with others of their group."""
    rows = np.repeat(np.arange(len(group)), np.diff(shares.indptr))
    kept = group[rows] == group[shares.indices]
    return csr_array((shares.data[kept], (rows[kept], shares.indices[kept])), shape=shares.shape)


def _modularity(shares: csr_array, group: np.ndarray, resolution: float) -> float:
    volume = np.bincount(group, weights=shares.sum(axis=1))
    return _within(shares, group).sum() - resolution * (volume**2).sum()


def _by_size(group: np.ndarray) -> np.ndarray:
    """The same groups, numbered from the largest on, equals by their first member."""
    _, first, number, size = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty_like(size)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[number]
