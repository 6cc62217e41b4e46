"""Gould and Fernandez' roles: by hand, brute force, R's figures, and moments added up pair by pair in fractions."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from graphs import GROUPED, textbook, tied
from hypothesis import given
from hypothesis import strategies as st

from netgraph.kernels.forward import forward
from netgraph.kernels.roles import Expected, Roles, expected, roles

R = {"coordinator": "w_I", "itinerant": "w_O", "representative": "b_IO", "gatekeeper": "b_OI", "liaison": "b_O"}
R["total"] = "t"


def role(s, v, t):
    """The role of a middle by the classes of the three."""
    if s == v == t:
        return "coordinator"
    if s == t:
        return "itinerant"
    return "representative" if s == v else "gatekeeper" if v == t else "liaison"


def by_brute_force(ties, classes):
    """Every three people, one after the other."""
    people, ties = len(classes), set(ties)
    found = {name: [0] * people for name in Roles._fields}
    for s, v, t in permutations(range(people), 3):
        if (s, v) in ties and (v, t) in ties and (s, t) not in ties:
            found[role(classes[s], classes[v], classes[t])][v] += 1
            found["total"][v] += 1
    return found


def shown(found):
    return {name: values.tolist() for name, values in found._asdict().items()}


def crowd(people=400, ties=30_000, hubs=3, seed=1):
    """A graph large enough to be cut into several pieces, and its triangles into shares."""
    chance = np.random.default_rng(seed)
    source, target = chance.integers(0, people, (2, ties))
    hub = np.repeat(np.arange(hubs), people)
    source, target = np.concatenate([source, hub]), np.concatenate([target, np.tile(np.arange(people), hubs)])
    return source, target, chance.integers(0, 5, people)


@st.composite
def random_ties(draw):
    """(ties, classes): any digraph with loops and isolated people, in up to four classes."""
    people = draw(st.integers(1, 8))
    every = list(product(range(people), repeat=2))
    odds = draw(st.sampled_from([0.2, 0.5, 0.85, 1]))
    drawn = draw(st.lists(st.floats(0, 1), min_size=len(every), max_size=len(every)))
    classes = draw(st.lists(st.sampled_from([-3, 0, 1, 10**12]), min_size=people, max_size=people))
    return [tie for tie, chance in zip(every, drawn, strict=True) if chance <= odds], np.array(classes)


M6 = [(0, 1), (1, 2), (1, 3), (3, 2), (3, 4)]
XXXYZ = np.array([0, 0, 0, 1, 2])


def test_three_in_a_row_in_each_role():
    for name, classes in {
        "coordinator": [5, 5, 5],
        "itinerant": [1, 0, 1],
        "representative": [1, 1, 0],
        "gatekeeper": [0, 1, 1],
        "liaison": [0, 1, 2],
    }.items():
        none = {each: [0, 0, 0] for each in Roles._fields}
        assert shown(roles(tied([(0, 1), (1, 2)], 3), np.array(classes))) == none | {
            name: [0, 1, 0],
            "total": [0, 1, 0],
        }


def test_worked_example():
    pairs = tied(M6, 5)
    found = roles(pairs, XXXYZ)
    assert [found.coordinator[1], found.representative[1], found.total[1]] == [1, 1, 2]
    assert [found.liaison[3], found.total[3]] == [1, 1]
    assert found.total.sum() == 3
    chance = expected(pairs, XXXYZ, found)
    assert chance.expectation.coordinator[1] == 0.09375
    assert chance.z.coordinator[1] == pytest.approx(3.0317, abs=5e-5)


def test_a_tie_between_the_two_leaves_nothing_to_do():
    one_way = roles(tied([(0, 1), (1, 2), (0, 2)], 3), np.zeros(3, int))
    assert one_way.total.tolist() == [0, 0, 0]
    other_way = roles(tied([(0, 1), (1, 2), (2, 0)], 3), np.zeros(3, int))
    assert other_way.total.tolist() == [1, 1, 1]  # each from its one contact to its other


def test_star_complete_and_empty():
    both = [(0, leaf) for leaf in range(1, 6)] + [(leaf, 0) for leaf in range(1, 6)]
    found = roles(tied(both, 7), np.array([0, 0, 0, 1, 1, 2, 2]))
    first = {name: int(values[0]) for name, values in found._asdict().items()}
    # Contacts: two of the own class, two of another, one of a third.
    assert first == {
        "coordinator": 2,
        "itinerant": 2,
        "representative": 6,
        "gatekeeper": 6,
        "liaison": 4,
        "total": 20,
    }
    assert found.total[1:].tolist() == [0] * 6
    assert not np.any(roles(tied(list(product(range(8), repeat=2)), 8), np.arange(8) % 3))
    assert not np.any(roles(tied([], 8), np.arange(8) % 3))


@given(random_ties())
def test_equals_brute_force(drawn):
    ties, classes = drawn
    found = roles(tied(ties, len(classes)), classes)
    assert shown(found) == by_brute_force(ties, classes.tolist())
    assert all(values.dtype == "int64" for values in found)


@given(random_ties())
def test_reversed_ties_swap_representative_and_gatekeeper(drawn):
    ties, classes = drawn
    one = roles(tied(ties, len(classes)), classes)
    other = roles(tied([(b, a) for a, b in ties], len(classes)), classes)
    swapped = other._replace(representative=other.gatekeeper, gatekeeper=other.representative)
    assert shown(one) == shown(swapped)


@given(random_ties())
def test_only_which_classes_are_the_same_matters(drawn):
    ties, classes = drawn
    pairs = tied(ties, len(classes))
    found, others = roles(pairs, classes), np.where(classes == 0, 7, -classes)
    assert shown(found) == shown(roles(pairs, others))
    assert np.array_equal(expected(pairs, classes, found), expected(pairs, others, found), equal_nan=True)


def test_equals_sums_over_the_matrix_and_is_the_same_on_any_number_of_threads():
    source, target, classes = crowd()
    people = len(classes)
    pairs = forward(source, target, people=people)
    one = roles(pairs, classes, threads=1)
    assert len(pairs.bounds) > 5  # or the pieces would not be tried
    for threads in (2, 3, 7, None):
        assert np.array(roles(pairs, classes, threads=threads)).tobytes() == np.array(one).tobytes()
    ties = np.zeros((people, people), dtype=bool)
    ties[source, target] = True
    np.fill_diagonal(ties, False)
    apart, same = ~ties & ~np.eye(people, dtype=bool), classes == classes[:, None]
    for v in range(people):
        ways, own = np.outer(ties[:, v], ties[v]) & apart, same[v]
        counted = [ways[own][:, own], (ways & same)[~own][:, ~own], ways[own][:, ~own], ways[~own][:, own]]
        counted = [np.count_nonzero(some) for some in [*counted, (ways & ~same)[~own][:, ~own], ways]]
        assert [values[v] for values in one] == counted


def moments(classes, person, ties):
    """Expectation and variance of each role, in fractions: indicators and their covariances, one by one."""
    people = len(classes)
    d = Fraction(ties, people * (people - 1))
    p, found = d**2 * (1 - d), {}
    for name in Roles._fields:
        some = [
            (s, t)
            for s, t in permutations([other for other in range(people) if other != person], 2)
            if name in ("total", role(classes[s], classes[person], classes[t]))
        ]
        variance = Fraction(0)
        for (s, t), (u, w) in product(some, repeat=2):
            together = {(s, person), (person, t), (u, person), (person, w)}
            absent = {(s, t), (u, w)}
            variance += d ** len(together) * (1 - d) ** len(absent) - p**2
        found[name] = (len(some) * p, variance)
    return found


@given(random_ties())
def test_moments_are_those_of_all_pairs_and_two_of_them(drawn):
    ties, classes = drawn
    people = len(classes)
    pairs = tied(ties, people)
    found = roles(pairs, classes)
    chance = expected(pairs, classes, found)
    number = len({tie for tie in ties if tie[0] != tie[1]})
    for person in range(people if people > 1 else 0):
        for name, (mean, variance) in moments(classes.tolist(), person, number).items():
            expectation, sd, z = (getattr(part, name)[person] for part in chance)
            assert expectation == pytest.approx(float(mean), rel=1e-12, abs=1e-15)
            assert sd == pytest.approx(float(variance) ** 0.5, rel=1e-12, abs=1e-15)
            if variance == 0:
                assert sd == 0
                assert np.isnan(z)
            else:
                away = getattr(found, name)[person] - mean
                assert z == pytest.approx(float(away) / float(variance) ** 0.5, rel=1e-9, abs=1e-12)


def test_where_chance_allows_nothing_there_is_no_z():
    pairs = tied(M6, 5)
    for classes, gone in (([0] * 5, Roles._fields[1:5]), ([0, 0, 1, 1, 1], ("liaison",))):
        chance = expected(pairs, np.array(classes), roles(pairs, np.array(classes)))
        for name in gone:
            assert not getattr(chance.expectation, name).any()
            assert not getattr(chance.sd, name).any()
            assert np.isnan(getattr(chance.z, name)).all()
        assert np.isfinite(chance.z.total).all()


def test_two_large_classes_leave_no_rest_for_a_liaison():
    people = 500_000  # the cube is beyond what a float holds exactly
    classes = (np.arange(people) % 3 == 0).astype("int64")
    pairs = forward(np.arange(people - 1), np.arange(1, people), people=people)
    chance = expected(pairs, classes, roles(pairs, classes))
    assert not chance.sd.liaison.any()
    assert np.isnan(chance.z.liaison).all()


def test_nobody_one_and_two():
    for pairs in (tied([], 0), tied([(0, 0)], 1), tied([], 2), tied([(0, 1), (1, 0)], 2)):
        classes = np.zeros(pairs.people, dtype="int64")
        found = roles(pairs, classes)
        assert shown(found) == {name: [0] * pairs.people for name in Roles._fields}
        chance = expected(pairs, classes, found)
        assert isinstance(chance, Expected)
        assert np.isnan(np.array(chance.z)).all()
        assert np.array(chance.z).shape == (6, pairs.people)


@pytest.mark.real
@pytest.mark.parametrize(("network", "tie", "by"), GROUPED)
def test_equals_r(shared, network, tie, by):
    name = network.removeprefix("krackhardt_").removesuffix("_lawyers")
    ids, pairs = textbook(shared, network, tie)
    golden = pd.read_csv(shared / f"golden/sna_brokerage_{name}_{tie}_by_{by}.csv").set_index("id").loc[ids]
    classes = golden["group"].to_numpy()
    found = roles(pairs, classes)
    z = expected(pairs, classes, found).z
    for name, column in R.items():
        assert getattr(found, name).tolist() == golden[column].tolist()
        # R's are written with six decimals.
        assert getattr(z, name) == pytest.approx(golden[f"z_{column}"].to_numpy(), abs=5.1e-7, nan_ok=True)


def test_errors_name_the_fault():
    pairs = tied(M6, 5)
    for classes in ([0, 1], [0.0, 1, 2, 3, 4], [[0] * 5], list("abcde")):
        with pytest.raises(ValueError, match="give a whole number for each of 5 people"):
            roles(pairs, np.array(classes))
    with pytest.raises(ValueError, match="threads is 0"):
        roles(pairs, XXXYZ, threads=0)
