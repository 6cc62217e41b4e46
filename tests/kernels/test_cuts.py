"""Articulation points and bridges: worked examples, and networkx as a second opinion."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array, diags_array

from netgraph.kernels.cuts import articulation_points, bridges


def matrix(graph: nx.Graph) -> csr_array:
    return csr_array(nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), dtype="float64"))


def found(ties: csr_array) -> tuple[list[int], list[tuple[int, int]]]:
    a, b = bridges(ties)
    return np.flatnonzero(articulation_points(ties)).tolist(), list(zip(a.tolist(), b.tolist(), strict=True))


def expected(graph: nx.Graph) -> tuple[list[int], list[tuple[int, int]]]:
    return sorted(nx.articulation_points(graph)), sorted(tuple(sorted(tie)) for tie in nx.bridges(graph))


@st.composite
def graphs(draw):
    number = draw(st.integers(1, 14))
    ends = st.integers(0, number - 1)
    graph = nx.Graph(draw(st.lists(st.tuples(ends, ends), max_size=2 * number)))
    graph.add_nodes_from(range(number))
    return graph


@given(graphs())
def test_equals_networkx(graph):
    ties = matrix(graph)  # with ties to oneself, which networkx is spared
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    assert found(ties) == expected(graph)


@pytest.mark.parametrize("seed", range(5))
def test_equals_networkx_on_larger_graphs(seed):
    for graph in (nx.gnm_random_graph(200, 220, seed=seed), nx.random_labeled_tree(90, seed=seed)):
        assert found(matrix(graph)) == expected(graph)


def test_triangle_with_pendant():
    assert found(matrix(nx.Graph([(0, 1), (1, 2), (0, 2), (0, 3)]))) == ([0], [(0, 3)])


def test_star_circle_and_two_circles_that_share_a_person():
    assert found(matrix(nx.star_graph(3))) == ([0], [(0, 1), (0, 2), (0, 3)])
    assert found(matrix(nx.cycle_graph(5))) == ([], [])
    assert found(matrix(nx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)]))) == ([2], [])


def test_nobody_and_people_alone():
    assert found(csr_array((0, 0))) == ([], [])
    assert found(csr_array((3, 3))) == ([], [])
    assert found(csr_array(np.eye(2))) == ([], [])


def test_two_people_have_a_bridge_and_no_articulation():
    assert found(matrix(nx.path_graph(2))) == ([], [(0, 1)])


def test_a_long_chain_needs_no_deep_recursion():
    chain = csr_array(diags_array([1.0, 1.0], offsets=[-1, 1], shape=(50_000, 50_000)))
    cut, (a, b) = articulation_points(chain), bridges(chain)
    assert cut.sum() == 49_998 and not cut[[0, -1]].any()
    assert (b - a == 1).all() and len(a) == 49_999
