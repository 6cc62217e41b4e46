"""The kernels beside igraph on the same random graphs: written in C by others, and so a witness of its own.

Its licence is the GPL: it is no part of what the project installs. `pip install -e '.[bench]'` brings it.
"""

import numpy as np
import pytest
from graphs import SHAPES, Ties, large, pairs_of, ties
from hypothesis import given
from scipy.sparse import csr_array

from netgraph.kernels.betweenness import betweenness, hops
from netgraph.kernels.census import NAMES, census
from netgraph.kernels.clustering import clustering
from netgraph.kernels.cuts import articulation_points, bridges
from netgraph.kernels.from_networkit import core_numbers, pagerank
from netgraph.kernels.holes import holes
from netgraph.kernels.paths import strongest
from netgraph.kernels.reciprocity import edgewise

igraph = pytest.importorskip("igraph", reason="igraph is not installed; the extra `bench` brings it")

# In igraph's order.
THEIRS = (
    *("003", "012", "102", "021D", "021U", "021C", "111D", "111U"),
    *("030T", "030C", "201", "120D", "120U", "120C", "210", "300"),
)
LARGE = large()
MADE = [*SHAPES.values(), LARGE]


def with_igraph(full: np.ndarray, *, directed: bool):
    """Weights between people as a sparse matrix and as igraph's graph; each pair once where there is no direction."""
    rows, columns = (full if directed else np.triu(full)).nonzero()
    edges = list(zip(rows.tolist(), columns.tolist(), strict=True))
    graph = igraph.Graph(n=len(full), edges=edges, directed=directed)
    graph.es["weight"] = full[rows, columns].tolist()
    return csr_array(full), graph


def equal(ours, theirs):
    assert np.asarray(ours, dtype="float64") == pytest.approx(
        np.array(theirs, dtype="float64"), rel=1e-9, abs=1e-12, nan_ok=True
    )


def check_structure(made: Ties):
    matrix, graph = with_igraph(made.matrix(), directed=True)
    pairs = pairs_of(made)
    equal(holes(pairs).constraint, graph.constraint(weights="weight"))
    counted = dict(zip(THEIRS, graph.triad_census(), strict=True))
    # Where there are fewer than three people it counts nothing, as there is nothing to count.
    assert census(pairs) == {name: int(np.nan_to_num(counted[name])) for name in NAMES}
    equal(edgewise(matrix), graph.reciprocity())
    # Ours promises no more: all errors together stay below that.
    assert np.abs(pagerank(matrix) - graph.pagerank(weights="weight", damping=0.85)).sum() < 6e-10


def check_contact(made: Ties):
    contact, graph = with_igraph(made.matrix() + made.matrix().T, directed=False)
    pairs = pairs_of(made)
    equal(clustering(pairs), graph.transitivity_local_undirected(mode="zero"))
    equal(hops(contact), graph.betweenness())
    equal(core_numbers(contact), graph.coreness())
    assert np.flatnonzero(articulation_points(contact)).tolist() == sorted(graph.articulation_points())
    theirs = {tuple(sorted(graph.es[edge].tuple)) for edge in graph.bridges()}
    assert set(zip(*(ends.tolist() for ends in bridges(contact)), strict=True)) == theirs


def check_paths(made: Ties):
    # Lengths that are sums of halves are exact in both, so that the same paths tie.
    matrix, graph = with_igraph(made.matrix(), directed=True)
    lengths = csr_array((np.ceil(matrix.data * 2) / 2, matrix.indices, matrix.indptr), shape=matrix.shape)
    graph.es["weight"] = lengths.data.tolist()
    equal(betweenness(lengths, directed=True), graph.betweenness(weights="weight"))
    equal(strongest(lengths, 0)[0], graph.distances(source=0, weights="weight")[0])


CHECKS = [check_structure, check_contact, check_paths]


@pytest.mark.parametrize("check", CHECKS)
@given(made=ties())
def test_random_ties(check, made):
    check(made)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("number", range(len(MADE)))
def test_shapes_and_a_large_graph(check, number):
    check(MADE[number])
