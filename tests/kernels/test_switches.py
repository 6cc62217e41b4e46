"""Ties that change partners: degrees stay, nothing else does, and every graph is as likely as another."""

import numpy as np
import pytest
from graphs import ties
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from netgraph.kernels.switches import switched


def drawn(pairs, *, people, directed, runs, seed=1):
    """The graphs drawn one from the other, each as a set of its ties."""
    rng, ends = np.random.default_rng(seed), np.array(pairs).T
    for _ in range(runs):
        ends = switched(*ends, people=people, directed=directed, rng=rng)
        yield frozenset(map(tuple if directed else frozenset, np.transpose(ends).tolist()))


@given(ties(), st.booleans(), st.integers(0, 99))
def test_degrees_stay_and_no_loop_or_double_comes(made, directed, seed):
    matrix = made.matrix() > 0
    source, target = np.nonzero(matrix if directed else np.triu(matrix | matrix.T))
    new = switched(source, target, people=made.people, directed=directed, rng=np.random.default_rng(seed))
    counts = [np.bincount(ends, minlength=made.people) for ends in (source, target, *new)]
    if directed:
        assert np.array_equal(counts[0], counts[2])
        assert np.array_equal(counts[1], counts[3])
    assert np.array_equal(counts[0] + counts[1], counts[2] + counts[3])
    kept = {(a, b) if directed else frozenset((a, b)) for a, b in zip(*new, strict=True)}
    assert len(kept) == len(source)
    assert (new[0] != new[1]).all()


def test_every_graph_of_six_with_two_contacts_each_is_as_likely():
    ring = [(n, (n + 1) % 6) for n in range(6)]
    found, times = np.unique([hash(g) for g in drawn(ring, people=6, directed=False, runs=7000)], return_counts=True)
    assert len(found) == 70  # 5! / 2 rings of six, and 10 pairs of rings of three
    assert chisquare(times).pvalue > 0.01


def test_every_derangement_of_four_is_as_likely():
    ring = [(n, (n + 1) % 4) for n in range(4)]
    found, times = np.unique([hash(g) for g in drawn(ring, people=4, directed=True, runs=3600)], return_counts=True)
    assert len(found) == 9
    assert chisquare(times).pvalue > 0.01


def test_a_directed_circle_of_three_cannot_turn():
    ring = [(0, 1), (1, 2), (2, 0)]
    assert set(drawn(ring, people=3, directed=True, runs=20)) == {frozenset(ring)}


def test_the_seed_decides_and_what_is_given_stays():
    ends = np.array([[0, 1, 2, 3, 4], [1, 2, 3, 4, 5]])
    before = ends.copy()
    one, other, third = (
        switched(*ends, people=6, directed=False, rng=np.random.default_rng(seed)) for seed in (7, 7, 8)
    )
    assert np.array_equal(one, other)
    assert not np.array_equal(one, third)
    assert np.array_equal(ends, before)


@pytest.mark.parametrize("pairs", [[(0, 0)], [(0, 1), (1, 0)], [(0, 1), (0, 1)]])
def test_loops_and_doubles_are_refused(pairs):
    with pytest.raises(ValueError, match="give each once, and no loops"):
        switched(*np.array(pairs).T, people=2, directed=False, rng=np.random.default_rng(1))


def test_both_directions_of_a_pair_are_two_ties_where_there_are_directions():
    assert set(drawn([(0, 1), (1, 0)], people=2, directed=True, runs=5)) == {frozenset({(0, 1), (1, 0)})}
