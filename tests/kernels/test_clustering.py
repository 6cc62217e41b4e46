"""Triangles and clustering of people equal networkx's, also weighted and directed."""

import networkx as nx
import numpy as np
import pytest
from graphs import SHAPES, large, pairs_of, ties
from hypothesis import given
from scipy.sparse import csr_array

from netgraph.kernels.clustering import clustering, directed_clustering, triangles, weighted_clustering
from netgraph.kernels.forward import forward_of


def compared(some):
    graph, directed, pairs = some.graph(nx.Graph), some.graph(), pairs_of(some)
    ties = some.matrix()
    # Each triangle by the geometric mean of its weights, as networkx has it.
    roots = np.cbrt(ties / ties.max(initial=1e-300))
    assert triangles(pairs).tolist() == list(nx.triangles(graph).values())
    for found, right in (
        (clustering(pairs), nx.clustering(graph)),
        (weighted_clustering(pairs), nx.clustering(graph, weight="weight")),
        (directed_clustering(forward_of(csr_array(np.sign(ties)))), nx.clustering(directed)),
        (directed_clustering(forward_of(csr_array(roots))), nx.clustering(directed, weight="weight")),
    ):
        assert found.tolist() == pytest.approx(list(right.values()), rel=1e-9, abs=1e-12)


@given(ties())
def test_equal_networkx(some):
    compared(some)


@pytest.mark.parametrize("some", [*SHAPES.values(), large()], ids=[*SHAPES, "large"])
def test_shapes_equal_networkx(some):
    compared(some)
