"""Triangles and clustering of people equal networkx's, also weighted and directed."""

import networkx as nx
import pytest
from graphs import SHAPES, large, pairs_of, ties
from hypothesis import given

from netgraph.kernels.clustering import clustering, directed_clustering, triangles, weighted_clustering


def compared(some):
    graph, directed, pairs = some.graph(nx.Graph), some.graph(), pairs_of(some)
    assert triangles(pairs).tolist() == list(nx.triangles(graph).values())
    for found, right in (
        (clustering(pairs), nx.clustering(graph)),
        (weighted_clustering(pairs), nx.clustering(graph, weight="weight")),
        (directed_clustering(pairs), nx.clustering(directed)),
    ):
        assert found.tolist() == pytest.approx(list(right.values()), rel=1e-9, abs=1e-12)


@given(ties())
def test_equal_networkx(some):
    compared(some)


@pytest.mark.parametrize("some", [*SHAPES.values(), large()], ids=[*SHAPES, "large"])
def test_shapes_equal_networkx(some):
    compared(some)
