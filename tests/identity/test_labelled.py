"""Who is who, measured on made-up people whose truth is known: precision, recall, certain keys, the user's word."""

from dataclasses import replace
from functools import cache

import pytest
from _pairwise import pairwise

from netgraph import identity
from netgraph.overrides import Overrides
from netgraph.synth import identities

SEEDS = (101, 103)


@cache
def people(number, seed, owner):
    return identities(number, seed=seed, owner=owner)


def merged(made, **corrections):
    """The table merges of labelled data."""
    return identity.identify(made.export, whole=made.export, corrections=Overrides(**corrections))


def score(made):
    return pairwise(merged(made), made.truth)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_organisations_log_of_1000_people(seed):
    found = score(people(1_000, seed, False))
    assert found.precision >= 0.995
    assert found.recall >= 0.95


@pytest.mark.parametrize("seed", SEEDS)
def test_one_persons_exports_of_1000_people(seed):
    # Less than in an organisation: most alters are seen with nobody but the owner, and namesakes by name alone.
    found = score(people(1_000, seed, True))
    assert found.precision >= 0.985
    assert found.recall >= 0.88


@pytest.mark.slow
def test_an_organisations_log_of_20000_people():
    found = score(people(20_000, 201, False))
    assert found.precision >= 0.995
    assert found.recall >= 0.95


@pytest.mark.parametrize(("seed", "owner"), [(seed, owner) for seed in SEEDS for owner in (True, False)])
def test_certain_merges_are_right(seed, owner):
    made = people(1_000, seed, owner)
    joins = identity.grouped(made.export, corrections=Overrides()).joins
    certain = joins[joins["probability"] == 1]
    truth = made.truth.set_index("handle")["person"]
    assert len(certain) > 300
    assert (truth[certain["a"]].to_numpy() == truth[certain["b"]].to_numpy()).all()


@pytest.mark.parametrize("owner", [True, False])
def test_what_differs_by_the_users_word_is_never_one_person(owner):
    made = people(1_000, 101, owner)
    groups = merged(made).groupby("person")["handle"].agg(list)
    several = [handles for handles in groups if len(handles) > 1 and not set(handles) & set(made.export.me)]
    pairs = [(handles[0], handles[-1]) for handles in several[::3]]
    pairs += list(made.namesakes.itertuples(index=False, name=None))[:100]
    person = merged(made, different=tuple(pairs)).set_index("handle")["person"]
    assert len(pairs) > 150
    assert [pair for pair in pairs if person[pair[0]] == person[pair[1]]] == []


def test_the_order_of_rows_changes_nothing():
    made = people(300, 7, True)
    tables = {name: getattr(made.export, name).sample(frac=1, random_state=3) for name in ("contacts", "interactions")}
    shuffled = replace(made, export=replace(made.export, **tables))
    assert merged(shuffled).equals(merged(made))


def test_a_probability_means_what_it_says():
    """Of the pairs with a probability of about p, not much fewer are one person: at most .06 less, in four bands."""
    made = [people(1_000, seed, True) for seed in (*SEEDS, 102)]
    pairs = [(one, identity.grouped(one.export, corrections=Overrides()).pairs) for one in made]
    for low, high in ((0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.0)):
        right, said = [], []
        for one, found in pairs:
            band = found[found["probability"].between(low, high)]
            truth = one.truth.set_index("handle")["person"]
            right += list(truth[band["a"]].to_numpy() == truth[band["b"]].to_numpy())
            said += list(band["probability"])
        assert len(right) > 50
        # Cautious is allowed: rather one who is asked about than one who is merged wrongly.
        assert sum(right) / len(right) > sum(said) / len(said) - 0.06
