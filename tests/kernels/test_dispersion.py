"""Dispersion: the article's example, networkx, and graphs sparse and dense."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from netgraph.kernels.dispersion import dispersion, normalised


def contact_of(graph):
    square = nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), dtype="float64", format="csr")
    square.sort_indices()
    return csr_array(square)


def ties_of(contact):
    """The two ends of each stored tie, in its order."""
    return list(zip(*(end.tolist() for end in contact.tocoo().coords), strict=True))


def by_tie(contact, values):
    return dict(zip(ties_of(contact), values.tolist(), strict=True))


def of_networkx(graph, **options):
    found = nx.dispersion(nx.convert_node_labels_to_integers(graph, ordering="sorted"), **options)
    return {(u, v): value for u, row in found.items() for v, value in row.items()}


def assert_as_networkx(graph):
    contact = contact_of(graph)
    total, embedded = dispersion(contact)
    assert total.dtype == embedded.dtype == "int64"
    assert by_tie(contact, total) == of_networkx(graph, normalized=False)
    graph = nx.convert_node_labels_to_integers(graph, ordering="sorted")
    shared = {(u, v): len(set(graph[u]) & set(graph[v])) for u, v in ties_of(contact)}
    assert by_tie(contact, embedded) == shared


@st.composite
def random_graph(draw):
    people = draw(st.integers(1, 11))
    every = list(combinations(range(people), 2))
    odds = draw(st.sampled_from([0.2, 0.5, 0.8, 1]))
    drawn = draw(st.lists(st.floats(0, 1), min_size=len(every), max_size=len(every)))
    graph = nx.empty_graph(people)
    graph.add_edges_from(tie for tie, chance in zip(every, drawn, strict=True) if chance <= odds)
    return graph


def circles(sizes, inside, seed=1):
    """One person, 0, who knows everybody; circles who know each other at these odds, and nobody else but one by one."""
    graph = nx.random_partition_graph(sizes, inside, 0.01, seed=seed)
    return nx.compose(nx.star_graph(sum(sizes)), nx.relabel_nodes(nx.Graph(graph.edges), lambda person: person + 1))


def test_example_of_the_article():
    """Figure 2 of Backstrom & Kleinberg (2014): b is better embedded than h, but h is who links circles."""
    words = "ab ac bc bd be bf cd cf ch df ef fh hj hk ij ik jk ua ub uc ud ue uf ug uh ui uj uk"
    graph = nx.Graph(tuple(word) for word in words.split())
    contact, at = contact_of(graph), sorted(graph).index
    total, embedded = (by_tie(contact, values) for values in dispersion(contact))
    assert total[at("u"), at("h")] == 4
    assert total[at("u"), at("b")] == 1
    assert embedded[at("u"), at("h")] == 4
    assert embedded[at("u"), at("b")] == 5
    assert_as_networkx(graph)


def test_two_circles_linked_by_one_person():
    # 0 knows everybody; 1 knows everybody, too; 2, 3 know each other, and 4, 5 do.
    graph = nx.Graph([(0, v) for v in range(1, 6)] + [(1, v) for v in range(2, 6)] + [(2, 3), (4, 5)])
    contact = contact_of(graph)
    total, embedded = (by_tie(contact, values) for values in dispersion(contact))
    assert (total[0, 1], embedded[0, 1]) == (4, 4)
    assert (total[0, 2], embedded[0, 2]) == (0, 2)  # 1 and 3 know each other
    assert total[1, 0] == 4


def test_star_complete_empty_and_few_people():
    for graph in (nx.star_graph(5), nx.complete_graph(8), nx.complete_bipartite_graph(3, 4), nx.path_graph(2)):
        assert not dispersion(contact_of(graph))[0].any()
        assert_as_networkx(graph)
    for people in (0, 1, 2, 5):
        assert [len(found) for found in dispersion(csr_array((people, people)))] == [0, 0]


@given(random_graph())
def test_equals_networkx(graph):
    assert_as_networkx(graph)


@pytest.mark.parametrize(
    "graph",
    [
        nx.gnp_random_graph(40, 0.15, seed=1),
        nx.gnp_random_graph(40, 0.5, seed=2),
        nx.gnp_random_graph(35, 0.9, seed=3),
        nx.disjoint_union(nx.gnp_random_graph(20, 0.3, seed=4), nx.empty_graph(5)),
        nx.powerlaw_cluster_graph(200, 4, 0.7, seed=5),
        circles([12, 9, 15], 0.9),
        circles([10, 30], 0.15),
        nx.windmill_graph(6, 4),
    ],
)
def test_equals_networkx_in_dense_and_in_clustered_graphs(graph):
    assert_as_networkx(graph)


@given(random_graph(), st.sampled_from([1, 0.61, 0, 2, -1]), st.sampled_from([0, 1, 0.5]), st.sampled_from([0, 5, -2]))
def test_normalised_as_networkx(graph, alpha, b, c):
    if alpha < 0:
        b = 1  # networkx divides by 0 otherwise
    contact = contact_of(graph)
    found = by_tie(contact, normalised(*dispersion(contact), alpha=alpha, b=b, c=c))
    assert found == pytest.approx(of_networkx(graph, alpha=alpha, b=b, c=c), rel=1e-14)


def test_normalised_at_the_edges():
    total, embedded = np.array([0, 4, 0]), np.array([0, 4, 2])
    assert normalised(total, embedded).tolist() == [0, 1, 0]
    assert normalised(total, embedded, b=3).tolist() == [3, 7 / 4, 3 / 2]  # the first is not divided by 0
    assert normalised(total, embedded, c=-2).tolist() == [0, 2, 0]
    assert normalised(total, embedded, alpha=0.5, b=-1).tolist() == pytest.approx(
        [np.nan, 3**0.5 / 4, np.nan], nan_ok=True
    )
    assert normalised(total, embedded, alpha=-1).tolist() == [np.inf, 1 / 16, np.inf]


def test_weights_do_not_matter():
    contact = contact_of(nx.gnp_random_graph(20, 0.4, seed=1))
    heavy = csr_array((np.arange(1.0, contact.nnz + 1), contact.indices, contact.indptr), contact.shape)
    assert np.array_equal(dispersion(contact), dispersion(heavy))


@pytest.mark.parametrize("graph", [nx.powerlaw_cluster_graph(3_000, 6, 0.6, seed=1), circles([80, 40, 60], 0.5)])
def test_the_same_on_any_number_of_threads(graph):
    contact = contact_of(graph)
    one = np.array(dispersion(contact, threads=1))
    assert one[0].any()
    for threads in (2, 3, 7, None):
        assert np.array(dispersion(contact, threads=threads)).tobytes() == one.tobytes()


def test_errors_name_the_fault():
    with pytest.raises(ValueError, match="a row and a column for each person"):
        dispersion(csr_array((2, 3)))
    for square, person in (
        ([[0, 1, 0], [1, 0, 1], [0, 0, 0]], 1),
        ([[0, 0, 0], [0, 0, 0], [1, 1, 0]], 2),
        ([[0, 1, 0], [1, 1, 0], [0, 0, 0]], 1),
        ([[0, 0, 1], [1, 0, 0], [0, 0, 0]], 0),
    ):
        with pytest.raises(ValueError, match=f"the ties of person {person}; sort its columns"):
            dispersion(csr_array(np.array(square, dtype="float64")))
    backwards = csr_array((np.ones(4), [2, 1, 0, 0], [0, 2, 3, 4]), (3, 3))
    with pytest.raises(ValueError, match="is not in order"):
        dispersion(backwards)
    with pytest.raises(ValueError, match="threads is 0"):
        dispersion(contact_of(nx.path_graph(3)), threads=0)
