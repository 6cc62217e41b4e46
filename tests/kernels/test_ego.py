"""Burt within ego networks: by hand, in fractions, and as the whole-scope measures of each extracted ego network."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import burt
from scipy.sparse import csr_array

from netgraph.kernels.ego import ego_holes


def symmetric(edges, people):
    square = np.zeros((people, people))
    for a, b, weight in edges:
        square[a, b] = square[b, a] = weight
    return csr_array(square)


def random_graph(people, odds, seed, hubs=0):
    """Any two in contact at these odds, at a weight of any size; hubs with everybody."""
    chance = np.random.default_rng(seed)
    there = chance.random((people, people)) < odds
    there[:hubs] = True
    square = np.triu(np.where(there, chance.exponential(size=(people, people)), 0), 1)
    return csr_array(square + square.T)


@st.composite
def random_contact(draw):
    people = draw(st.integers(1, 9))
    weights = draw(st.lists(st.sampled_from([0, 0, 1, 2, 5, 1 / 3]), min_size=people**2, max_size=people**2))
    square = np.triu(np.array(weights, dtype="float64").reshape(people, people), 1)
    return csr_array(square + square.T)


def of_extracted(contact, person):
    """The measures of the person by the whole-scope measure, in their ego network alone."""
    inside = np.union1d(contact[[person]].indices, [person])
    table = burt(csr_array(contact[inside][:, inside]))
    return table.loc[np.searchsorted(inside, person), ["constraint", "effective_size", "hierarchy"]].tolist()


def assert_as_extracted(contact):
    people = range(contact.shape[0])
    expected = np.array([of_extracted(contact, person) for person in people]).reshape(-1, 3)
    constraint, effective, hierarchy = ego_holes(contact)
    assert constraint == pytest.approx(expected[:, 0], rel=1e-12, nan_ok=True)
    assert effective == pytest.approx(expected[:, 1], rel=1e-12, nan_ok=True)
    assert hierarchy == pytest.approx(expected[:, 2], abs=1e-12, nan_ok=True)


@given(random_contact())
def test_equals_the_whole_scope_of_the_extracted_ego_network(contact):
    assert_as_extracted(contact)


@pytest.mark.parametrize(("odds", "hubs"), [(0.02, 0), (0.02, 2), (0.3, 1), (1, 0)])
def test_equals_the_extracted_ego_network_beside_hubs(odds, hubs):
    assert_as_extracted(random_graph(70, odds, seed=2, hubs=hubs))  # the rows of hubs are searched, not read


def in_fractions(z, i):
    """Both measures of i by their formulas, in exact numbers."""
    contacts = sorted(z[i])
    inside = {i, *contacts}
    near = {q: {k: w for k, w in z[q].items() if k in inside} for q in inside}

    def p(q, j):
        return Fraction(near[q].get(j, 0), sum(near[q].values()))

    def m(j, q):
        return Fraction(near[j].get(q, 0), max(near[j].values()))

    constraint = sum((p(i, j) + sum(p(i, q) * p(q, j) for q in contacts if q != j)) ** 2 for j in contacts)
    effective = sum(1 - sum(p(i, q) * m(j, q) for q in contacts if q != j) for j in contacts)
    return float(constraint), float(effective)


def test_equals_the_formulas_in_fractions():
    edges = [(0, 1, 2), (0, 2, 1), (1, 2, 1), (0, 3, 1), (1, 4, 5), (2, 4, 3), (3, 5, 7), (1, 5, 1), (4, 5, 2)]
    z = {person: {} for person in range(6)}
    for a, b, weight in edges:
        z[a][b] = z[b][a] = weight
    constraint, effective, _ = ego_holes(symmetric(edges, 6))
    expected = [in_fractions(z, person) for person in range(6)]
    assert constraint.tolist() == pytest.approx([one for one, _ in expected], rel=1e-14)
    assert effective.tolist() == pytest.approx([size for _, size in expected], rel=1e-14)


def test_what_contacts_spend_elsewhere_does_not_count():
    pair = symmetric([(0, 1, 1), (0, 2, 1), (1, 2, 1)], 4)
    spent = symmetric([(0, 1, 1), (0, 2, 1), (1, 2, 1), (1, 3, 100)], 4)
    assert ego_holes(pair)[0][0] == ego_holes(spent)[0][0] == pytest.approx(9 / 8)
    assert burt(spent)["constraint"][0] < 1 < burt(pair)["constraint"][0]


def test_star_and_complete_and_nobody():
    constraint, effective, hierarchy = ego_holes(symmetric([(0, leaf, 1) for leaf in (1, 2, 3)], 5))
    assert constraint.tolist() == pytest.approx([1 / 3, 1, 1, 1, np.nan], nan_ok=True)
    assert effective.tolist() == pytest.approx([3, 1, 1, 1, np.nan], nan_ok=True)
    assert hierarchy.tolist() == pytest.approx([0, 1, 1, 1, np.nan], nan_ok=True, abs=1e-15)
    # K5: four contacts, each (1/4 + 3/4 * 1/4)^2; each is redundant but for the ego's own quarter.
    constraint, effective, hierarchy = ego_holes(csr_array(np.ones((5, 5)) - np.eye(5)))
    assert constraint == pytest.approx(np.full(5, 4 * (7 / 16) ** 2))
    assert effective == pytest.approx(np.ones(5))
    assert hierarchy == pytest.approx(np.zeros(5), abs=1e-15)
    assert [len(found) for found in ego_holes(csr_array((0, 0)))] == [0, 0, 0]
    assert np.isnan(ego_holes(csr_array((3, 3)))).all()


@given(random_contact())
def test_within_their_ranges(contact):
    constraint, effective, hierarchy = ego_holes(contact)
    degree = np.diff(contact.indptr)
    met = degree > 0
    assert (np.isnan(constraint) == ~met).all()
    assert (np.isnan(effective) == ~met).all()
    assert (np.isnan(hierarchy) == ~met).all()
    assert ((hierarchy[met] >= 0) & (hierarchy[met] <= 1)).all()
    assert (constraint[met] > 0).all()
    assert ((effective[met] > 1 - 1e-12) & (effective[met] <= degree[met])).all()


@pytest.mark.parametrize("contact", [random_graph(300, 0.05, seed=3, hubs=2), random_graph(5, 0.5, seed=4)])
def test_the_same_on_any_number_of_threads(contact):
    one = np.array(ego_holes(contact, threads=1))
    for threads in (2, 3, 7, None):
        assert np.array(ego_holes(contact, threads=threads)).tobytes() == one.tobytes()


def test_errors_name_the_fault():
    with pytest.raises(ValueError, match="a row and a column for each person"):
        ego_holes(csr_array((2, 3)))
    with pytest.raises(ValueError, match="threads is 0"):
        ego_holes(csr_array((2, 2)), threads=0)
