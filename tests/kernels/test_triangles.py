"""Shared contacts, overlap and local bridges: worked examples, networkx's neighbours, any number of threads."""

import networkx as nx
import numpy as np
import pytest
from graphs import SHAPES, large, pairs_of, ties
from hypothesis import given

from netgraph.kernels import triangles
from netgraph.kernels.overlap import local_bridges, overlap


def neighbours(some) -> tuple[list[int], list[float]]:
    """Of each pair, in the order of the pairs: the number of common neighbours, and the overlap, by networkx."""
    graph, pairs = some.graph(nx.Graph), pairs_of(some)
    common, share = [], []
    for a, b in zip(*(end.tolist() for end in pairs.pairs), strict=True):
        both = len(list(nx.common_neighbors(graph, a, b)))
        others = graph.degree(a) + graph.degree(b) - 2 - both
        common.append(both)
        share.append(both / others if others else np.nan)
    return common, share


@given(ties())
def test_equals_networkx(some):
    pairs = pairs_of(some)
    common, share = neighbours(some)
    assert triangles.shared(pairs).tolist() == common
    assert overlap(pairs).tolist() == pytest.approx(share, nan_ok=True, rel=1e-12)
    assert {frozenset(p) for p in zip(*np.array(pairs.pairs)[:, local_bridges(pairs)].tolist(), strict=True)} == {
        frozenset(edge) for edge in nx.local_bridges(some.graph(nx.Graph), with_span=False)
    }


@pytest.mark.parametrize("some", SHAPES.values(), ids=list(SHAPES))
def test_shapes(some):
    assert triangles.shared(pairs_of(some)).tolist() == neighbours(some)[0]


def test_worked_example():
    pairs = pairs_of(SHAPES["a triangle with a pendant"])
    found = {frozenset((a, b)): value for a, b, value in zip(*pairs.pairs, overlap(pairs), strict=True)}
    assert found[frozenset((0, 1))] == 1 / 2
    assert found[frozenset((0, 3))] == 0
    assert np.isnan(overlap(pairs_of(SHAPES["a pair"]))).all()


def test_a_large_graph_equals_networkx():
    some = large()
    assert triangles.shared(pairs_of(some)).tolist() == neighbours(some)[0]


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_sums_are_the_same_to_the_last_bit(threads, monkeypatch):
    monkeypatch.setattr("netgraph.kernels.forward.LEAST", 256)  # many pieces, and several rounds of them
    monkeypatch.setattr("netgraph.kernels.forward.MOST", 256)
    monkeypatch.setattr(triangles, "SHARED", 16)
    some = large(3000)
    pairs = pairs_of(some)
    assert len(pairs.bounds) > 2 * triangles.AT_ONCE
    inverse = 1 / (1 + pairs.degree)
    one = triangles.products(pairs, pairs.weight, inverse, threads=1)
    assert (triangles.products(pairs, pairs.weight, inverse, threads=threads) == one).all()
    monkeypatch.undo()
    whole = pairs_of(some)
    assert len(whole.bounds) < len(pairs.bounds)
    other = triangles.products(whole, whole.weight, inverse)
    assert (triangles.shared(pairs, threads=threads) == triangles.shared(whole)).all()
    assert other == pytest.approx(one, rel=1e-12)


def test_no_number_of_threads_below_one():
    with pytest.raises(ValueError, match="threads is 0"):
        triangles.shared(pairs_of(large(50)), threads=0)
