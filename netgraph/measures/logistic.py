"""Logistic regression drawn towards weights that are known beforehand."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit


def fitted(features: np.ndarray, outcome: np.ndarray, *, prior, start=0.0, spread: float = 1.0) -> np.ndarray:
    """Weights of greatest posterior: log odds = start + features @ weights, each weight normal around `prior`.

    `features` has a row for each case and a column of ones where there is to be a constant; `outcome` is 0 or 1;
    `start` is what the log odds are before any feature, one number or one a case; `spread` is the sd of the prior.
    Without cases the weights are the prior; a cut between the outcomes, at which plain logistic regression runs away,
    leaves them finite.
    """
    prior = np.asarray(prior, dtype="float64")

    def unlikelihood(weights):
        odds, off = start + features @ weights, weights - prior
        value = np.logaddexp(0, odds).sum() - outcome @ odds + off @ off / (2 * spread**2)
        return value, features.T @ (expit(odds) - outcome) + off / spread**2

    def curve(weights):
        chance = expit(start + features @ weights)
        return (features.T * (chance * (1 - chance))) @ features + np.eye(len(prior)) / spread**2

    tolerance = {"gtol": 1e-8 * max(len(outcome), 1)}
    return minimize(unlikelihood, prior, jac=True, hess=curve, method="trust-exact", options=tolerance).x
