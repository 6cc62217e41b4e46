"""Constraint, effective size, hierarchy: worked examples, networkx where it is right, and the sparse products."""

import networkx as nx
import numpy as np
import pytest
from graphs import SHAPES, Ties, large, pairs_of, some, ties
from hypothesis import given
from oracles import burt
from scipy.sparse import csr_array

from netgraph.kernels.holes import hierarchy, holes

DIRECTED = some(4, [(0, 1), (1, 0), (0, 2), (1, 2)], [3.0, 1.0, 1.0, 2.0])


def contact(made: Ties) -> csr_array:
    full = made.matrix()
    return csr_array(full + full.T)


def test_star():
    found = holes(pairs_of(SHAPES["a star"]))
    assert found.constraint.tolist() == pytest.approx([1 / 3, 1, 1, 1])
    assert found.effective_size.tolist() == [3, 1, 1, 1]
    assert hierarchy(pairs_of(SHAPES["a star"])).tolist() == pytest.approx([0, 1, 1, 1], abs=1e-12)


def test_triangle_with_pendant():
    pairs = pairs_of(SHAPES["a triangle with a pendant"])
    assert holes(pairs).constraint[:2].tolist() == pytest.approx([11 / 18, 145 / 144], rel=1e-14)
    assert holes(pairs).effective_size[0] == pytest.approx(7 / 3, rel=1e-14)
    assert hierarchy(pairs)[0] == pytest.approx(0.0522045448, abs=1e-9)


def test_directed_and_weighted_with_an_isolate():
    found = holes(pairs_of(DIRECTED))
    assert found.constraint[0] == pytest.approx(49 / 45, rel=1e-14)
    assert found.effective_size[0] == pytest.approx(11 / 10, rel=1e-14)
    assert found.degree.tolist() == [2, 2, 2, 0]
    assert np.isnan([found.constraint[3], found.effective_size[3], hierarchy(pairs_of(DIRECTED))[3]]).all()


@given(ties())
def test_equals_networkx_where_networkx_is_right(made):
    # Undirected: of a directed graph networkx's effective size is wrong for who has no outgoing tie.
    graph, pairs = made.graph(nx.Graph), pairs_of(made)
    met = [node for node in graph if graph.degree(node)]
    constraint = nx.constraint(made.graph(), weight="weight")
    size = nx.effective_size(graph, nodes=list(graph), weight="weight")
    found = holes(pairs)
    assert found.constraint[met].tolist() == pytest.approx([constraint[node] for node in met], rel=1e-9)
    assert found.effective_size[met].tolist() == pytest.approx([size[node] for node in met], rel=1e-9)
    assert np.isnan(found.constraint).sum() == made.people - len(met)


@given(ties())
def test_equals_sparse_products(made):
    expected_ = burt(contact(made))
    found, pairs = holes(pairs_of(made)), pairs_of(made)
    assert found.constraint == pytest.approx(expected_["constraint"].to_numpy(), rel=1e-9, nan_ok=True)
    assert found.effective_size == pytest.approx(expected_["effective_size"].to_numpy(), rel=1e-9, nan_ok=True)
    assert hierarchy(pairs) == pytest.approx(expected_["hierarchy"].to_numpy(), rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("made", [*SHAPES.values(), large()], ids=[*SHAPES, "large"])
def test_shapes_equal_sparse_products(made):
    table, pairs = burt(contact(made)), pairs_of(made)
    found = dict(zip(("degree", "constraint", "effective_size"), holes(pairs), strict=True))
    found["hierarchy"] = hierarchy(pairs)
    for name, values in found.items():
        right = table[name].fillna(0) if name == "degree" else table[name]
        assert values == pytest.approx(right.to_numpy(), rel=1e-9, abs=1e-9, nan_ok=True)


@given(ties())
def test_the_unit_of_weights_does_not_matter(made):
    one, two = (holes(pairs_of(made._replace(weight=[w * by for w in made.weight]))) for by in (1, 1024))
    assert one.constraint == pytest.approx(two.constraint, rel=1e-12, nan_ok=True)
    assert one.effective_size == pytest.approx(two.effective_size, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_the_same_to_the_last_bit_for_any_number_of_threads(threads, monkeypatch):
    monkeypatch.setattr("netgraph.kernels.forward.LEAST", 1024)
    pairs = pairs_of(large(3000))
    one, two = holes(pairs, threads=1), holes(pairs, threads=threads)
    assert (one.constraint == two.constraint).all()
    assert (one.effective_size == two.effective_size).all()
    assert (hierarchy(pairs, threads=1) == hierarchy(pairs, threads=threads)).all()
