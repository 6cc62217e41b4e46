"""The triad census: worked examples, networkx, R's figures, and numbers too large for a machine's."""

from math import comb

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from graphs import textbook, tied
from hypothesis import given
from hypothesis import strategies as st

from netgraph.kernels.census import NAMES, census
from netgraph.kernels.forward import forward


def graph_of(ties, people):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(tie for tie in ties if tie[0] != tie[1])
    return graph


def found(ties, people):
    """The classes that there are any of."""
    return {name: number for name, number in census(tied(ties, people)).items() if number}


@st.composite
def random_ties(draw):
    """(ties, people): any digraph, sparse or dense, with loops and isolated people."""
    people = draw(st.integers(1, 9))
    every = [(a, b) for a in range(people) for b in range(people)]
    odds = draw(st.sampled_from([0.15, 0.5, 0.85, 1]))
    drawn = draw(st.lists(st.floats(0, 1), min_size=len(every), max_size=len(every)))
    return [tie for tie, chance in zip(every, drawn, strict=True) if chance <= odds], people


def crowd(people=500, ties=40_000, hubs=3, seed=1):
    """A graph large enough to be cut into several pieces: a few know everybody, one way or the other."""
    chance = np.random.default_rng(seed)
    source, target = chance.integers(0, people, (2, ties))
    everybody = np.arange(people)
    hub = np.repeat(np.arange(hubs), people)
    return np.concatenate([source, hub]), np.concatenate([target, np.tile(everybody, hubs)]), people


@pytest.mark.parametrize(
    ("name", "ties"),
    [
        ("003", []),
        ("012", [(0, 1)]),
        ("102", [(0, 1), (1, 0)]),
        ("021D", [(1, 0), (1, 2)]),
        ("021U", [(0, 1), (2, 1)]),
        ("021C", [(0, 1), (1, 2)]),
        ("111D", [(0, 1), (1, 0), (2, 1)]),
        ("111U", [(0, 1), (1, 0), (1, 2)]),
        ("030T", [(0, 1), (1, 2), (0, 2)]),
        ("030C", [(0, 1), (1, 2), (2, 0)]),
        ("201", [(0, 1), (1, 0), (1, 2), (2, 1)]),
        ("120D", [(1, 0), (1, 2), (0, 2), (2, 0)]),
        ("120U", [(0, 1), (2, 1), (0, 2), (2, 0)]),
        ("120C", [(0, 1), (1, 2), (0, 2), (2, 0)]),
        ("210", [(0, 1), (1, 2), (2, 1), (0, 2), (2, 0)]),
        ("300", [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)]),
    ],
)
def test_each_class_as_its_name_says(name, ties):
    assert found(ties, 3) == {name: 1}
    assert found([(a, a) for a in range(3)] + ties, 3) == {name: 1}  # loops change nothing


def test_names_are_those_of_networkx_in_its_order():
    assert list(NAMES) == list(nx.triadic_census(nx.DiGraph([(0, 1)])))
    assert list(census(tied([(0, 1)], 2))) == list(NAMES)


def test_star_complete_and_empty():
    # Five leaves, the middle and somebody without ties: without the middle there is none.
    star = [(0, leaf) for leaf in range(1, 6)]
    assert found(star, 7) == {"003": comb(6, 3), "012": 5, "021D": comb(5, 2)}
    assert found([(b, a) for a, b in star], 7) == {"003": comb(6, 3), "012": 5, "021U": comb(5, 2)}
    assert found([(a, b) for a in range(8) for b in range(8)], 8) == {"300": comb(8, 3)}
    assert found([(a, b) for a in range(8) for b in range(a)], 8) == {"030T": comb(8, 3)}
    assert found([], 8) == {"003": comb(8, 3)}


def test_fewer_than_three_people():
    for pairs in (tied([], 0), tied([], 1), tied([(0, 0)], 1), tied([], 2), tied([(0, 1), (1, 0)], 2)):
        assert census(pairs) == dict.fromkeys(NAMES, 0)


@given(random_ties())
def test_equals_networkx(drawn):
    ties, people = drawn
    assert census(tied(ties, people)) == nx.triadic_census(graph_of(ties, people))


@given(random_ties())
def test_reversed_ties_swap_up_and_down(drawn):
    ties, people = drawn
    one, other = census(tied(ties, people)), census(tied([(b, a) for a, b in ties], people))
    swapped = {"021D": "021U", "021U": "021D", "111D": "111U", "111U": "111D", "120D": "120U", "120U": "120D"}
    assert one == {name: other[swapped.get(name, name)] for name in NAMES}
    assert sum(one.values()) == comb(people, 3)


@given(random_ties())
def test_symmetric_ties_give_four_classes(drawn):
    ties, people = drawn
    assert set(found({*ties, *((b, a) for a, b in ties)}, people)) <= {"003", "102", "201", "300"}


def test_equals_sums_over_the_matrix_and_is_the_same_on_any_number_of_threads():
    source, target, people = crowd()
    pairs = forward(source, target, people=people)
    assert len(pairs.bounds) > 5  # or the pieces would not be tried
    one = census(pairs, threads=1)
    for threads in (2, 3, 7, None):
        assert census(pairs, threads=threads) == one
    ties = np.zeros((people, people))
    ties[source, target] = 1
    np.fill_diagonal(ties, 0)
    mutual, single = ties * ties.T, ties * (1 - ties.T)
    null = 1 - np.eye(people) - mutual - single - single.T
    assert one["300"] == np.trace(mutual @ mutual @ mutual) / 6
    assert one["003"] == np.trace(null @ null @ null) / 6
    assert one["030C"] == np.trace(single @ single @ single) / 3
    assert one["030T"] == np.sum(single @ single * single)
    assert one["210"] == np.sum(mutual @ mutual * single)
    assert one["120C"] == np.sum(single @ single * mutual)
    assert one["111D"] == np.sum(single @ mutual * null)
    assert one["021D"] == np.sum(single.T @ single * null) / 2


def test_numbers_beyond_64_bits():
    people = 6_000_000
    pairs = forward(np.array([0, 1, 7]), np.array([1, 2, 8]), people=people)
    counted = census(pairs)
    assert counted["003"] == comb(people, 3) - 1 - counted["012"] > 2**63
    assert (counted["021C"], counted["012"]) == (1, 3 * (people - 2) - 2)


@pytest.mark.real
@pytest.mark.parametrize(
    ("network", "tie", "by"),
    [
        ("krackhardt_hightech", "advice", "dept"),
        ("krackhardt_hightech", "friends", "dept"),
        ("lazega_lawyers", "advice", "office"),
        ("lazega_lawyers", "cowork", "office"),
        ("lazega_lawyers", "friends", "office"),
    ],
)
def test_equals_r(shared, network, tie, by):
    name = network.removeprefix("krackhardt_").removesuffix("_lawyers")
    golden = pd.read_csv(shared / f"golden/sna_triads_{name}_{tie}_by_{by}.csv", index_col=0)["V1"]
    assert census(textbook(shared, network, tie)[1]) == golden.to_dict()


def test_errors_name_the_fault():
    with pytest.raises(ValueError, match="threads is 0"):
        census(tied([(0, 1)], 3), threads=0)
