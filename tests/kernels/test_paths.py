"""Shortest paths and paths without a common middleman: worked examples, brute force, networkx and scipy."""

from fractions import Fraction
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from netgraph.kernels.paths import disjoint, path, strongest


def directed(ties, people):
    """The matrix of (source, target, length); a length of 0 is a tie."""
    rows, columns, lengths = zip(*sorted(ties), strict=True) if ties else ([], [], [])
    indptr = np.concatenate([[0], np.cumsum(np.bincount(np.array(rows, dtype="int64"), minlength=people))])
    return csr_array((np.array(lengths, dtype="float64"), np.array(columns, dtype="int32"), indptr), (people, people))


def symmetric(ties, people):
    return directed([*ties, *((v, u, length) for u, v, length in ties)], people)


def graph_of(ties, people):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(people))
    graph.add_weighted_edges_from(ties, weight="length")
    return graph


def shown(found):
    return [(length, people.tolist()) for length, people in found]


@st.composite
def random_ties(draw, *, lengths=(0, 1, 2, 3, 5), most=7, share=0.5):
    """(ties, people): any digraph, each tie there or not, or both ways at one length."""
    people = draw(st.integers(2, most))
    both = draw(st.booleans())
    pairs = [(u, v) for u in range(people) for v in range(people) if (u < v if both else u != v)]
    drawn = draw(st.lists(st.sampled_from(lengths), min_size=len(pairs), max_size=len(pairs)))
    there = draw(st.lists(st.floats(0, 1), min_size=len(pairs), max_size=len(pairs)))
    ties = [(u, v, length) for (u, v), length, odds in zip(pairs, drawn, there, strict=True) if odds < share]
    return ([*ties, *((v, u, length) for u, v, length in ties)] if both else ties), people


def sparse(people=400, ties=1_600, seed=1):
    """A larger digraph of ties with lengths of every size."""
    chance = np.random.default_rng(seed)
    pairs = {(int(u), int(v)) for u, v in chance.integers(0, people, (ties, 2)) if u != v}
    return [(u, v, float(chance.exponential())) for u, v in sorted(pairs)]


def test_strong_detours_beat_a_weak_direct_tie():
    distance, before = strongest(symmetric([(0, 1, 1), (1, 2, 1), (0, 2, 5), (2, 3, 2)], 5), 0)
    assert distance.tolist() == [0, 1, 2, 4, np.inf]
    assert before.tolist() == [0, 0, 1, 2, -1]
    assert [path(before, v).tolist() for v in range(5)] == [[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], []]


def test_of_equal_paths_the_one_by_the_smaller_number():
    ties = symmetric([(4, 3, 1), (4, 1, 2), (4, 2, 2), (3, 0, 2), (2, 0, 1), (1, 0, 1)], 5)
    assert strongest(ties, 4)[1][0] == 1
    assert [people for _, people in shown(disjoint(ties, 4, 0, 1))] == [[4, 1, 0]]


def test_paths_that_differ_by_rounding_alone_are_equal():
    assert 0.1 + 0.2 > 0.3  # or this test would show nothing
    ties = symmetric([(0, 1, 0.1), (1, 3, 0.2), (0, 2, 0.15), (2, 3, 0.15)], 4)
    assert strongest(ties, 0)[1][3] == 1
    assert disjoint(ties, 0, 3, 1)[0][1].tolist() == [0, 1, 3]
    longer = symmetric([(0, 1, 0.1), (1, 3, 0.2 + 1e-9), (0, 2, 0.15), (2, 3, 0.15)], 4)
    assert strongest(longer, 0)[1][3] == 2


def test_ties_of_length_zero_make_no_circle():
    ties = symmetric([(0, 3, 1), (3, 1, 0), (1, 2, 0), (2, 3, 0)], 4)
    distance, before = strongest(ties, 0)
    assert distance.tolist() == [0, 1, 1, 1]
    assert path(before, 2).tolist() in ([0, 3, 2], [0, 3, 1, 2])
    assert before.tolist() == [0, 3, 1, 0]


def test_ties_of_length_zero_make_no_circle_beside_paths_that_differ_by_rounding():
    ties = symmetric([(5, 4, 0.1), (5, 6, 0.15), (4, 3, 0.2), (6, 3, 0.15), (3, 1, 0), (1, 2, 0), (2, 3, 0)], 7)
    distance, before = strongest(ties, 5)
    assert distance[[1, 2, 3]].tolist() == [0.3, 0.3, 0.3]
    assert before[[1, 2, 3]].tolist() == [3, 1, 4]


def test_an_infinite_length_is_no_tie():
    ties = directed([(0, 1, np.inf), (0, 2, 1), (2, 1, np.inf)], 3)
    assert strongest(ties, 0)[0].tolist() == [0, np.inf, 1]
    assert disjoint(ties, 0, 1, 2) == []


@given(random_ties(most=9))
def test_distances_equal_networkx(drawn):
    ties, people = drawn
    distance, before = strongest(directed(ties, people), 0)
    expected = nx.single_source_dijkstra_path_length(graph_of(ties, people), 0, weight="length")
    assert distance.tolist() == [expected.get(v, np.inf) for v in range(people)]
    lengths = {(u, v): length for u, v, length in ties}
    for v in range(people):
        found = path(before, v).tolist()
        assert bool(found) == (v in expected)
        assert sum(lengths[tie] for tie in pairwise(found)) == expected.get(v, 0)
        assert not found or (found[0], found[-1]) == (0, v)


@given(random_ties(lengths=(1, 2, 3), most=9), st.sampled_from([1, 0.1, 1 / 7]))
def test_the_last_step_is_from_the_smallest_number_that_is_as_near(drawn, unit):
    ties, people = drawn
    distance, before = strongest(directed([(u, v, length * unit) for u, v, length in ties], people), 0)
    whole = np.round(distance / unit)  # 0.1 + 0.2 is not 0.3
    for v in np.flatnonzero(np.isfinite(distance)):
        tight = [u for u, w, length in ties if w == v and whole[u] + length == whole[v]]
        assert before[v] == (0 if v == 0 else min(tight))


def test_distances_equal_scipy_to_the_last_bit():
    ties = directed(sparse(), 400)
    for source in (0, 17, 399):
        assert np.array_equal(strongest(ties, source)[0], dijkstra(ties, indices=source))


def test_the_shortest_path_may_be_none_of_two():
    # 0-1-2-5 is the shortest, and cuts off both 0-3-2-5 and 0-1-4-5: the two together are what there is.
    ties = directed([(0, 1, 1), (1, 2, 1), (2, 5, 1), (0, 3, 2), (3, 2, 2), (1, 4, 2), (4, 5, 2)], 6)
    assert shown(disjoint(ties, 0, 5, 1)) == [(3, [0, 1, 2, 5])]
    assert shown(disjoint(ties, 0, 5, 2)) == shown(disjoint(ties, 0, 5, 9)) == [(5, [0, 1, 4, 5]), (5, [0, 3, 2, 5])]


def test_the_direct_tie_is_one_path():
    ties = symmetric([(0, 1, 9), (0, 2, 1), (2, 1, 1), (0, 3, 5), (3, 1, 5)], 4)
    assert shown(disjoint(ties, 0, 1, 9)) == [(2, [0, 2, 1]), (9, [0, 1]), (10, [0, 3, 1])]
    assert shown(disjoint(symmetric([(0, 1, 3)], 2), 0, 1, 2)) == [(3, [0, 1])]


def test_everybody_by_way_of_one_person_is_one_path():
    ties = symmetric([(0, 1, 1), (0, 2, 1), (1, 3, 1), (2, 3, 1), (3, 4, 1), (3, 5, 1), (4, 6, 1), (5, 6, 1)], 8)
    assert shown(disjoint(ties, 0, 6, 5)) == [(4, [0, 1, 3, 4, 6])]
    assert disjoint(ties, 0, 7, 5) == []


def total_by_brute_force(paths, number, lengths):
    """The least sum of lengths of so many paths of which no two share an inner person; None where there are none."""
    if number == 0:
        return 0
    totals = []
    for at, one in enumerate(paths):
        apart = [other for other in paths[at + 1 :] if not set(one[1:-1]) & set(other[1:-1])]
        rest = total_by_brute_force(apart, number - 1, lengths)
        totals += [] if rest is None else [rest + sum(lengths[tie] for tie in pairwise(one))]
    return min(totals, default=None)


def assert_paths(found, lengths, source, target):
    """They are paths of the length they say, shortest first, and no two share an inner person."""
    for length, people in found:
        assert (people[0], people[-1], len(set(people))) == (source, target, len(people))
        assert length == pytest.approx(sum(lengths[tie] for tie in pairwise(people)))
    assert found == sorted(found)
    inner = [person for _, people in found for person in people[1:-1]]
    assert len(inner) == len(set(inner))
    assert len({tuple(people) for _, people in found}) == len(found)


@given(random_ties(share=0.6), st.sampled_from([1, Fraction(1, 7)]))
def test_disjoint_paths_equal_brute_force(drawn, unit):
    ties, people = drawn
    ties = [(u, v, float(length * unit)) for u, v, length in ties]
    matrix, lengths = directed(ties, people), {(u, v): length for u, v, length in ties}
    paths = list(nx.all_simple_paths(graph_of(ties, people), 0, people - 1))
    for most in range(1, people):
        found = shown(disjoint(matrix, 0, people - 1, most))
        assert_paths(found, lengths, 0, people - 1)
        expected = total_by_brute_force(paths, len(found), lengths)
        assert sum(length for length, _ in found) == pytest.approx(expected, rel=1e-12)
        assert len(found) == most or total_by_brute_force(paths, len(found) + 1, lengths) is None


@given(random_ties(most=12, share=0.3))
def test_as_many_as_networkx_finds(drawn):
    ties, people = drawn
    try:
        number = len(list(nx.node_disjoint_paths(graph_of(ties, people), 0, people - 1)))
    except nx.NetworkXNoPath:
        number = 0
    assert len(disjoint(directed(ties, people), 0, people - 1, people)) == number


@given(random_ties(most=9), st.sampled_from([1.0, 1 / 7]))
def test_one_path_is_the_shortest(drawn, unit):
    ties, people = drawn
    matrix = directed([(u, v, length * unit) for u, v, length in ties], people)
    distance, before = strongest(matrix, 0)
    expected = [(distance[-1], path(before, people - 1).tolist())] if before[-1] >= 0 else []
    assert shown(disjoint(matrix, 0, people - 1, 1)) == expected


def cheapest_flow(ties, people, source, target, number):
    """The cost of so many units through people who let one through: an outside answer where brute force is too slow."""
    flow = nx.DiGraph()
    flow.add_edges_from(((v, "in"), (v, "out"), {"capacity": 1, "weight": 0}) for v in range(people))
    flow.add_edges_from(((u, "out"), (v, "in"), {"capacity": 1, "weight": length}) for u, v, length in ties)
    flow.nodes[source, "out"]["demand"], flow.nodes[target, "in"]["demand"] = -number, number
    return nx.min_cost_flow_cost(flow)


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_disjoint_paths_equal_the_cheapest_flow(seed, both):
    ties = [(u, v, int(1 + 100 * length)) for u, v, length in sparse(people=80, ties=500, seed=seed)]
    ties = [(u, v, w) for u, v, w in ties if u < v] if both else ties
    ties = [*ties, *((v, u, w) for u, v, w in ties)] if both else ties
    matrix, lengths = directed(ties, 80), {(u, v): length for u, v, length in ties}
    all_of_them = len(disjoint(matrix, 0, 79, 80))
    assert all_of_them == len(list(nx.node_disjoint_paths(graph_of(ties, 80), 0, 79))) > 1
    for number in range(1, all_of_them + 1):
        found = shown(disjoint(matrix, 0, 79, number))
        assert_paths(found, lengths, 0, 79)
        assert sum(length for length, _ in found) == cheapest_flow(ties, 80, 0, 79, number)


@pytest.mark.parametrize(
    ("ties", "source", "words"),
    [
        (directed([(0, 1, -1)], 2), 0, "negative or missing"),
        (directed([(0, 1, np.nan)], 2), 0, "negative or missing"),
        (directed([(0, 1, 1)], 2), 2, "numbers in it"),
        (directed([(0, 1, 1)], 2), -1, "numbers in it"),
        (csr_array((2, 3)), 0, "a row and a column for each person"),
    ],
)
def test_errors_name_the_fault(ties, source, words):
    with pytest.raises(ValueError, match=words):
        strongest(ties, source)
    with pytest.raises(ValueError, match=words):
        disjoint(ties, source, 1, 1)


@pytest.mark.parametrize(("target", "most"), [(0, 1), (1, 0)])
def test_disjoint_asks_for_two_people_and_a_number(target, most):
    with pytest.raises(ValueError, match="give two people, and 1 or more paths"):
        disjoint(directed([(0, 1, 1)], 2), 0, target, most)
