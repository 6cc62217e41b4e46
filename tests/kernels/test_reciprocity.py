"""Reciprocity under each of its names: by hand, brute force, networkx, R's figures and the public log."""

from collections import Counter
from math import isclose, isnan

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from netgraph.kernels.reciprocity import dyadic, edgewise, of_people, rho, rho_weighted, weighted

OF_ALL = (edgewise, dyadic, rho, weighted, rho_weighted)


def directed(weights, people):
    """The matrix of {(source, target): weight}."""
    square = np.zeros((people, people))
    for tie, weight in weights.items():
        square[tie] = weight
    return csr_array(square)


M3 = directed({(0, 1): 3, (1, 0): 1, (0, 2): 1, (1, 2): 2}, 4)


@st.composite
def random_ties(draw):
    """Any digraph of up to 8 people, loops too."""
    people = draw(st.integers(1, 8))
    weights = draw(st.lists(st.sampled_from([0, 0, 1, 2, 5]), min_size=people**2, max_size=people**2))
    return csr_array(np.array(weights, dtype="float64").reshape(people, people))


def without_loops(square):
    return square * (1 - np.eye(len(square)))


def test_four_people_by_hand():
    assert edgewise(M3) == 1 / 2
    assert isclose(dyadic(M3), 1 / 3)
    assert isclose(rho(M3), 1 / 4)
    assert isclose(weighted(M3), 2 / 7)
    assert isclose(rho_weighted(M3), 3 / 133)  # expected by chance: 7 / (2 * 7 + 12)
    assert of_people(M3).tolist() == pytest.approx([2 / 3, 2 / 3, 0, np.nan], nan_ok=True)


def test_three_people_by_hand():
    ties = directed({(0, 1): 2, (1, 0): 7, (0, 2): 3, (2, 1): 4}, 3)
    assert isclose(rho_weighted(ties), -13 / 44)  # 4 of 16 returned, 16 / (2 * 16 + 6) expected


@pytest.mark.parametrize("total", [1, 7, 500])
def test_chance_is_the_mean_of_the_weighted_random_graph(total):
    """P(w >= k) = q^k alike for all 12 ordered pairs, with the given total: E min(w, w') = sum of q^2k."""
    q = total / (total + 12)
    k = np.arange(1, 10_000)
    expected = (q ** (2 * k)).sum() / (q**k).sum()
    nobody_back = directed({(0, 1): total}, 4)
    assert isclose(rho_weighted(nobody_back), -expected / (1 - expected))


def test_contact_drawn_by_chance_has_none_beyond_chance():
    drawn = np.random.default_rng(1).geometric(0.3, (300, 300)) - 1.0
    ties = csr_array(without_loops(drawn))
    assert weighted(ties) > 0.4
    assert abs(rho_weighted(ties)) < 0.01
    assert abs(rho(ties)) < 0.02


@given(random_ties())
def test_equals_the_definitions_pair_by_pair(ties):
    square = without_loops(ties.toarray())
    people = len(square)
    pairs = [(square[i, j], square[j, i]) for i in range(people) for j in range(people) if i != j]
    number = sum(out > 0 for out, _ in pairs)
    if not number:
        assert all(isnan(measure(ties)) for measure in OF_ALL)
        return
    returned, total = sum(out > 0 and back > 0 for out, back in pairs), sum(out for out, _ in pairs)
    assert edgewise(ties) == returned / number
    assert isclose(dyadic(ties), sum(o > 0 and b > 0 for o, b in pairs) / sum(o > 0 or b > 0 for o, b in pairs))
    assert isclose(weighted(ties), sum(min(pair) for pair in pairs) / total)
    a = number / len(pairs)
    assert isnan(rho(ties)) if a == 1 else isclose(rho(ties), (returned / number - a) / (1 - a), abs_tol=1e-12)


@given(random_ties())
def test_equals_networkx(ties):
    graph = nx.from_scipy_sparse_array(ties, create_using=nx.DiGraph)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    if graph.number_of_edges():
        assert edgewise(ties) == nx.overall_reciprocity(graph)
    expected = [nx.reciprocity(graph, node) if graph.degree(node) else np.nan for node in graph]
    assert of_people(ties).tolist() == pytest.approx(expected, nan_ok=True)


@given(random_ties())
def test_the_other_way_round_all_is_the_same(ties):
    turned = csr_array(ties.T)
    for measure in OF_ALL:
        assert measure(turned) == pytest.approx(measure(ties), nan_ok=True)
    assert np.array_equal(of_people(turned), of_people(ties), equal_nan=True)


@pytest.mark.parametrize("ties", [csr_array((0, 0)), csr_array((1, 1)), csr_array((3, 3)), csr_array(np.eye(3))])
def test_without_ties_all_is_undefined(ties):
    assert all(isnan(measure(ties)) for measure in OF_ALL)
    assert len(of_people(ties)) == ties.shape[0]
    assert np.isnan(of_people(ties)).all()


def test_where_every_tie_exists_nothing_is_beyond_chance():
    complete = csr_array(np.ones((3, 3)))
    assert (edgewise(complete), dyadic(complete), weighted(complete)) == (1, 1, 1)
    assert isnan(rho(complete))


def test_a_tie_that_weighs_nothing_is_none():
    ties = M3.copy()
    ties.data[1] = 0  # 0 -> 2
    assert edgewise(ties) == 2 / 3
    assert np.isnan(of_people(ties)[3])


def test_errors_name_the_fault():
    with pytest.raises(ValueError, match="give counts"):
        rho_weighted(directed({(0, 1): 0.5}, 2))
    for measure in (*OF_ALL, of_people):
        with pytest.raises(ValueError, match="a row and a column for each person"):
            measure(csr_array((2, 3)))


@pytest.mark.real
@pytest.mark.parametrize("ties", ["advice", "friends", "cowork"])
def test_equals_r_on_the_lawyers(shared, ties):
    golden = pd.read_csv(shared / f"golden/sna_graph_lazega_{ties}_by_office.csv").set_index("measure")["value"]
    edges = pd.read_csv(shared / "data/networks/lazega_lawyers/ties.csv", dtype="str").query("tie == @ties")
    people = pd.read_csv(shared / "data/networks/lazega_lawyers/nodes.csv", dtype="str")["id"]
    place = pd.Series(range(len(people)), index=people)
    found = directed({(place[a], place[b]): 1 for a, b in edges[["sender", "recipient"]].to_numpy()}, len(people))
    assert isclose(edgewise(found), golden["edgewise.Mut"], rel_tol=1e-9)
    assert isclose(rho(found), golden["correlation"], rel_tol=1e-9)
    assert isclose(dyadic(found), golden["dyadic.nonnull.Mut"], rel_tol=1e-9)
    if ties == "advice":
        assert [round(measure(found), 3) for measure in (edgewise, rho, dyadic)] == [0.392, 0.259, 0.244]


@pytest.mark.real
def test_public_message_log(shared):
    events = pd.read_csv(shared / "data/networks/collegemsg/events.csv.gz")
    ends = np.unique(events[["sender", "recipient"]], return_inverse=True)[1].reshape(-1, 2)
    counts = Counter(map(tuple, ends.tolist()))
    ties = directed(counts, int(ends.max()) + 1)
    assert ties.shape[0] == 1_899
    assert [round(measure(ties), 3) for measure in (edgewise, rho, weighted, dyadic)] == [0.636, 0.634, 0.610, 0.467]
    assert 0 < rho_weighted(ties) < weighted(ties)
