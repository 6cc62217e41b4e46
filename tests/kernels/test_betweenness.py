"""Betweenness: worked examples, networkx as a second opinion, an exact count of all paths, and the same bits always."""

from fractions import Fraction
from itertools import pairwise

import networkx as nx
import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from netgraph.kernels.betweenness import betweenness, hops

CLOSE = {"rel": 1e-9, "abs": 1e-9}
# Near each other, with empty slots between them, too far apart for slots, not whole.
LENGTHS = [1.0, 2.0, 3.0, 5.0], [1.0, 3.0, 900.0], [1.0, 2.0, 100_000.0], [0.5, 1.25, 4.0]


def matrix(graph: nx.Graph) -> csr_array:
    if not len(graph):
        return csr_array((0, 0))
    return csr_array(nx.to_scipy_sparse_array(graph, weight="length", dtype="float64"))


@st.composite
def graphs(draw, lengths=(1.0,), kinds=(nx.Graph, nx.DiGraph), most=12):
    number = draw(st.integers(0, most))
    graph = draw(st.sampled_from(kinds))()
    graph.add_nodes_from(range(number))
    ends = st.integers(0, max(number - 1, 0))
    ties = draw(st.lists(st.tuples(ends, ends, st.sampled_from(lengths)), max_size=3 * number)) if number else []
    graph.add_weighted_edges_from(ties, weight="length")
    return graph


def expected(graph, weight=None):
    found = nx.betweenness_centrality(graph, weight=weight, normalized=False) if len(graph) else {}
    return [found[node] for node in graph]


@given(graphs())
def test_hops_equal_networkx(graph):
    found = hops(matrix(graph), directed=graph.is_directed(), threads=1)
    assert found == pytest.approx(expected(graph), **CLOSE)


@pytest.mark.parametrize("lengths", LENGTHS)
@given(data=st.data())
def test_lengths_equal_networkx(lengths, data):
    graph = data.draw(graphs(lengths))
    found = betweenness(matrix(graph), directed=graph.is_directed(), threads=1)
    assert found == pytest.approx(expected(graph, "length"), **CLOSE)


SHAPES = {
    "nobody": nx.empty_graph(0),
    "one": nx.empty_graph(1),
    "isolated": nx.empty_graph(5),
    "two": nx.path_graph(2),
    "star": nx.star_graph(3),
    "wide star": nx.star_graph(30),
    "complete": nx.complete_graph(9),
    "path": nx.path_graph(50),
    "circle": nx.cycle_graph(31),
    "grid": nx.grid_2d_graph(9, 7),
    "tree": nx.random_labeled_tree(60, seed=4),
    "forest": nx.disjoint_union_all([nx.random_labeled_tree(n, seed=n) for n in (2, 3, 9, 17)]),
    "sparse": nx.gnm_random_graph(150, 160, seed=1),
    "dense": nx.gnm_random_graph(40, 500, seed=2),
    "islands": nx.disjoint_union_all([nx.gnm_random_graph(n, 2 * n, seed=n) for n in (5, 6, 7, 50)]),
    "hubs": nx.barabasi_albert_graph(200, 2, seed=3),
    "lollipop": nx.lollipop_graph(8, 12),
}


@pytest.mark.parametrize("graph", SHAPES.values(), ids=SHAPES.keys())
def test_shapes_equal_networkx(graph):
    assert hops(matrix(graph)) == pytest.approx(expected(graph), **CLOSE)
    for seed, lengths in enumerate(LENGTHS):
        drawn = np.random.default_rng(seed).choice(lengths, graph.number_of_edges())
        nx.set_edge_attributes(graph, dict(zip(graph.edges, drawn.tolist(), strict=True)), "length")
        assert betweenness(matrix(graph)) == pytest.approx(expected(graph, "length"), **CLOSE)


@pytest.mark.parametrize("graph", [nx.gn_graph(50, seed=1), nx.gnm_random_graph(90, 300, seed=2, directed=True)])
def test_directed_shapes_equal_networkx(graph):
    assert hops(matrix(graph), directed=True) == pytest.approx(expected(graph), **CLOSE)


def test_star_and_triangle_with_pendant():
    assert hops(matrix(nx.star_graph(3))).tolist() == [3, 0, 0, 0]
    assert hops(matrix(nx.Graph([(0, 1), (1, 2), (0, 2), (0, 3)]))).tolist() == [2, 0, 0, 0]


def test_branches_count_between_each_other_and_to_the_rest():
    twigs = nx.Graph([(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (3, 5), (0, 6)])
    # 0: {3, 4, 5} with {1, 2, 6}, and {6} with {1, 2}; 3: {4} with {5}, and both with {0, 1, 2, 6}.
    assert hops(matrix(twigs)).tolist() == [11, 0, 0, 9, 0, 0, 0]


@pytest.mark.parametrize(
    ("graph", "person", "share"),
    [
        (nx.krackhardt_kite_graph(), 7, 0.389),  # Krackhardt 1990: Heather
        (nx.florentine_families_graph(), "Medici", 0.522),  # Padgett & Ansell 1993
        (nx.karate_club_graph(), 0, 0.4376),
    ],
)
def test_textbooks(graph, person, share):
    found = hops(matrix(graph)) / ((len(graph) - 1) * (len(graph) - 2) / 2)
    assert found.argmax() == list(graph).index(person)
    assert found.max() == pytest.approx(share, abs=5e-4 if share != 0.4376 else 5e-5)


def counted(graph: nx.Graph) -> list[Fraction]:
    """Betweenness by its definition: all paths of all pairs, in fractions."""
    through = dict.fromkeys(graph, Fraction(0))
    for a in graph:
        for b in graph:
            paths = [] if a == b else list(nx.all_simple_paths(graph, a, b))
            long = [sum(Fraction(1, graph.edges[tie]["weight"]) for tie in pairwise(path)) for path in paths]
            best = [path for path, length in zip(paths, long, strict=True) if length == min(long)]
            for path in best:
                for person in path[1:-1]:
                    through[person] += Fraction(1, len(best)) / (1 if graph.is_directed() else 2)
    return list(through.values())


@given(graphs(lengths=(1, 2, 3, 4, 5, 6), most=6))
def test_lengths_in_floats_tie_as_fractions_do(graph):
    weights = {tie: int(weight) for tie, weight in nx.get_edge_attributes(graph, "length").items()}
    nx.set_edge_attributes(graph, weights, "weight")
    nx.set_edge_attributes(graph, {tie: 1 / weight for tie, weight in weights.items()}, "length")
    found = betweenness(matrix(graph), directed=graph.is_directed(), threads=1)
    assert found == pytest.approx([float(share) for share in counted(graph)], **CLOSE)


def ring(*lengths: float) -> csr_array:
    number = len(lengths)
    ties = [(person, (person + 1) % number, length) for person, length in enumerate(lengths)]
    graph = nx.Graph()
    graph.add_nodes_from(range(number))
    graph.add_weighted_edges_from(ties, weight="length")
    return matrix(graph)


def test_equal_sums_that_floats_tell_apart_tie():
    assert 0.1 + 0.2 != 0.3 and 0.1 + 0.7 != 0.8
    assert betweenness(ring(0.1, 0.2, 0.3)).tolist() == [0, 0.5, 0]
    assert betweenness(ring(1 / 3, 1 / 6, 1 / 2)).tolist() == [0, 0.5, 0]


def test_whole_lengths_are_told_apart_however_long():
    # 0-1-2 is shorter than 0-3-2 by one in 2^45, and 1-2-3 shorter than 1-0-3.
    assert betweenness(ring(2.0**44, 2.0**44, 2.0**44, 2.0**44 + 1)).tolist() == [0, 1, 1, 0]
    assert betweenness(ring(1.0, 1.0, 1.0, 1 + 2**-45)).tolist() == [0.5, 0.5, 0.5, 0.5]


def test_lengths_all_alike_count_as_hops():
    graph = nx.gnm_random_graph(60, 120, seed=5)
    assert betweenness(matrix(graph) * 0.1).tolist() == hops(matrix(graph)).tolist()
    assert hops(matrix(graph) * 7).tolist() == hops(matrix(graph)).tolist()


def test_scale_of_lengths_does_not_matter():
    lengths = matrix(nx.gnm_random_graph(60, 150, seed=6))
    lengths.data *= 1 + (lengths.tocoo().coords[0] * lengths.tocoo().coords[1]) % 7
    for scale in (2.0**-900, 2.0**-1040, 2.0**900):
        assert betweenness(lengths * scale) == pytest.approx(betweenness(lengths).tolist(), **CLOSE)


@pytest.mark.parametrize("directed", [False, True])
def test_only_paths_from_sources(directed):
    graph = nx.gnm_random_graph(80, 170, seed=7, directed=directed)
    sources = [3, 70, 11, 12, 40]
    wanted = nx.betweenness_centrality_subset(graph, sources, list(graph), normalized=False)
    found = hops(matrix(graph), sources=np.array(sources), directed=directed)
    assert found == pytest.approx([wanted[node] for node in graph], **CLOSE)
    whole = hops(matrix(graph), sources=np.arange(80), directed=directed)
    assert whole == pytest.approx(hops(matrix(graph), directed=directed).tolist(), **CLOSE)


def test_sources_named_twice_count_twice_and_in_any_order():
    lengths = matrix(nx.lollipop_graph(6, 5)) * 3
    lengths.data[: len(lengths.data) // 2] = 3
    once = [betweenness(lengths, sources=[person], directed=True) for person in (9, 0)]
    assert betweenness(lengths, sources=[0, 9, 9], directed=True) == pytest.approx(once[0] * 2 + once[1], **CLOSE)
    assert betweenness(lengths, sources=[], directed=True).tolist() == [0] * 11


@pytest.mark.parametrize("sources", [[-1], [4]])
def test_sources_that_are_nobody(sources):
    with pytest.raises(IndexError, match="numbered from 0 to 3"):
        hops(matrix(nx.star_graph(3)), sources=sources)


@pytest.mark.parametrize("length", [0.0, -1.0, np.nan, np.inf])
def test_lengths_that_are_none(length):
    with pytest.raises(ValueError, match="above 0 and finite"):
        betweenness(ring(1.0, 2.0, length))


def diamonds(number: int) -> nx.Graph:
    """0, two people side by side, one, two side by side, ...: 2^number shortest paths from end to end."""
    return nx.Graph([(3 * d + a, 3 * d + b) for d in range(number) for a, b in ((0, 1), (0, 2), (1, 3), (2, 3))])


@pytest.mark.parametrize("longer", [1.0, 1.5])
def test_huge_numbers_of_paths(longer):
    lengths = matrix(diamonds(1000))
    lengths.data[lengths.nonzero()[0] // 3 != lengths.nonzero()[1] // 3] = longer
    found = betweenness(lengths, sources=[0], directed=True)
    assert found[:3].tolist() == [0, 1499, 1499]  # half of all but the first three
    lengths = matrix(diamonds(1100))
    lengths.data[lengths.nonzero()[0] // 3 != lengths.nonzero()[1] // 3] = longer
    with pytest.raises(OverflowError, match="shortest paths"):
        betweenness(lengths, sources=[0])


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("lengths", [(1,), (1, 2, 3), (1.1, 2.3, 99_999.7)])
def test_same_bits_for_any_number_of_threads(lengths, directed):
    graph = nx.gnm_random_graph(400, 1200, seed=8, directed=directed)
    ties = matrix(graph)
    drawn = np.random.default_rng(9).choice(lengths, (400, 400))
    ties.data *= (drawn if directed else np.triu(drawn) + np.triu(drawn, 1).T)[ties.nonzero()]
    first = betweenness(ties, directed=directed, threads=1)
    for threads in (1, 2, 3, 7):
        assert betweenness(ties, directed=directed, threads=threads).tobytes() == first.tobytes()


def test_input_is_left_as_it_was():
    ties = matrix(nx.Graph([(0, 0), (0, 1), (1, 2), (2, 3), (3, 1)]))
    before = ties.copy()
    hops(ties)
    betweenness(ties)
    assert (ties != before).nnz == 0 and ties.indptr.dtype == before.indptr.dtype


def test_a_large_graph_equals_distances_followed_in_python():
    rng, graph = np.random.default_rng(4), nx.powerlaw_cluster_graph(250, 3, 0.5, seed=4)
    ages = dict(zip(graph.edges, rng.integers(0, 60, graph.number_of_edges()), strict=True))
    nx.set_edge_attributes(graph, {edge: 1 + age / 7 for edge, age in ages.items()}, "length")
    assert betweenness(matrix(graph)) == pytest.approx(oracles.betweenness(matrix(graph)), rel=1e-9, abs=1e-9)
