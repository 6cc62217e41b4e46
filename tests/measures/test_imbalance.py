"""Shares and verdicts: exact posteriors, planted one-sided and balanced pairs, no side for those without an owner."""

from math import isclose

import numpy as np
import pandas as pd
import pytest
from logs import by, weighted
from scipy.stats import betabinom

import netgraph as ng
from netgraph.measures.imbalance import JEFFREYS, _verdicts, fitted_prior, shares


def test_posterior_of_nine_out_and_three_in():
    row = shares(pd.Series([9]), pd.Series([3]), prior=(1, 1)).iloc[0]
    assert isclose(row["share"], 5 / 7)
    assert isclose(row["above_half"], 3907 / 4096)
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx([0.505350, 0.887334], abs=1e-6)


def test_planted_pairs_get_their_verdicts():
    edges = [("me", "giver", 2), ("giver", "me", 30), ("me", "taker", 30), ("me", "even", 12), ("even", "me", 11)]
    table = by(ng.imbalance(weighted([*edges, ("me", "rare", 4)], me=["me"])), "b")
    assert table["verdict"].to_dict() == {
        "giver": "one-sided: b writes more",
        "taker": "one-sided: a writes more",
        "even": "balanced",
        "rare": "too few to know",
    }
    assert table.loc["giver", ["a", "sent", "received"]].tolist() == ["me", 2, 30]


def test_only_the_owners_pairs_are_judged_in_one_persons_export():
    edges = [("me", "a", 5), ("a", "b", 9)]
    assert ng.imbalance(weighted(edges, me=["me"]))["b"].tolist() == ["a"]
    assert len(ng.imbalance(weighted(edges))) == 2


def test_no_verdict_hangs_on_which_id_is_smaller():
    edges = [(f"p{i}", f"q{i}", 3 + i) for i in range(12)] + [(f"q{i}", f"p{i}", 1) for i in range(12)]
    swapped = [(edge[1], edge[0], edge[2]) for edge in edges]
    one, other = (by(ng.imbalance(weighted(e)), "a").sort_index() for e in (edges, swapped))
    assert one["share"].to_numpy() == pytest.approx(1 - other["share"].to_numpy())
    assert one["verdict"].str.replace("a writes", "b writes").tolist() == other["verdict"].tolist()


def test_fitted_prior_finds_the_one_that_made_the_counts():
    counts = betabinom(40, 6, 3).rvs(4_000, random_state=1)
    a, b = fitted_prior(counts.astype("float64"), (40 - counts).astype("float64"))
    assert a == pytest.approx(6, rel=0.1)
    assert b == pytest.approx(3, rel=0.1)


def test_too_few_pairs_leave_jeffreys_prior():
    assert fitted_prior(np.array([3.0]), np.array([1.0])) == JEFFREYS


def test_a_verdict_takes_a_probability_above_95_percent():
    above = pd.Series([0.951, 0.949, 0.051, 0.049])
    words = _verdicts(above, pd.Series([5, 5, 5, 5])).tolist()
    assert words == ["one-sided: a writes more", "balanced", "balanced", "one-sided: b writes more"]
    assert _verdicts(above, pd.Series([4] * 4)).tolist() == ["too few to know"] * 4
