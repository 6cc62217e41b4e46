"""Logistic regression with a prior: the maximum of the posterior, planted weights, and cases where plain fits fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from netgraph.measures.logistic import fitted


def drawn(weights, *, cases, start=0.0, seed=1):
    rng = np.random.default_rng(seed)
    features = np.column_stack([np.ones(cases), rng.normal(size=(cases, len(weights) - 1))])
    return features, (rng.random(cases) < expit(start + features @ weights)).astype("float64")


def test_planted_weights_are_found():
    features, outcome = drawn([-0.5, 1.0, -2.0], cases=50_000, start=0.7)
    assert fitted(features, outcome, prior=[0, 0, 0], start=0.7) == pytest.approx([-0.5, 1.0, -2.0], abs=0.06)


@given(st.integers(0, 60), st.floats(0.1, 3), st.integers(0, 9))
def test_the_slope_of_the_posterior_is_nought_there(cases, spread, seed):
    features, outcome = drawn([0.3, 1.0], cases=cases, seed=seed)
    prior = np.array([0.5, -1.0])
    weights = fitted(features, outcome, prior=prior, start=0.2, spread=spread)
    slope = features.T @ (outcome - expit(0.2 + features @ weights)) - (weights - prior) / spread**2
    assert np.abs(slope).max() < 1e-5


def test_without_cases_it_is_the_prior():
    assert fitted(np.empty((0, 2)), np.empty(0), prior=[0.25, -3]).tolist() == [0.25, -3]


def test_a_clean_cut_leaves_weights_finite():
    weights = fitted(np.array([[1, -1.0], [1, 1.0]]), np.array([0.0, 1.0]), prior=[0, 0])
    assert weights[0] == pytest.approx(0, abs=1e-6)
    assert 0 < weights[1] < 2
