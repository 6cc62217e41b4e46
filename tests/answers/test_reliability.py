"""Bins of probabilities."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import network
from scipy.stats import beta

import netgraph as ng
from netgraph.answers.backtest import ece
from netgraph.answers.reliability import binned

AT = "2024-02-01"
ROWS = [f"2024-01-{10 + n} a{n} b{n}" for n in range(20)] + [f"2024-02-15 a{n} b{n}" for n in range(0, 20, 2)]
NET = network([*ROWS, "2024-03-31 x y"])


def said(chance):
    """A question that says the same probability of every pair."""
    return lambda net: ng.strength(net)[["a", "b"]].assign(probability=chance)


def test_said_and_come_by_hand():
    table = ng.reliability(NET, said(0.3), at=AT).set_index("low")
    row = table.loc[0.3]
    assert row[["high", "pairs", "predicted", "happened"]].tolist() == pytest.approx([0.4, 20, 0.3, 0.5])
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(beta(10.5, 10.5).ppf([0.05, 0.95]).tolist())
    assert table.drop(0.3)["pairs"].sum() == 0
    assert table.drop(0.3)[["predicted", "happened", "ci_low", "ci_high"]].isna().all(axis=None)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_each_case_lies_in_one_bin_and_the_bins_give_the_calibration_error(cases):
    said, came = (pd.Series(column) for column in zip(*cases, strict=True))
    table = binned(said, came)
    assert table["pairs"].sum() == len(cases)
    some = table[table["pairs"] > 0]
    assert ((some["low"] - 1e-9 <= some["predicted"]) & (some["predicted"] <= some["high"] + 1e-9)).all()
    assert (some["happened"] @ some["pairs"]) == pytest.approx(came.sum())
    place = [min(int(10 * chance), 9) for chance in said]
    gaps = [abs(sum(said[n] - came[n] for n in range(len(cases)) if place[n] == b)) for b in range(10)]
    assert ece(said, came) == pytest.approx(sum(gaps) / len(cases))


def test_right_probabilities_are_within_their_intervals():
    rng = np.random.default_rng(3)
    said = pd.Series(rng.random(20_000))
    table = binned(said, pd.Series(rng.random(20_000) < said))
    assert ((table["ci_low"] < table["predicted"]) & (table["predicted"] < table["ci_high"])).sum() >= 7
    assert ece(said, pd.Series(rng.random(20_000) < said)) < 0.015


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (ng.strength, "strength is no probability; a question such as forecast has one"),
        (said(1.2), "it must be in 0..1"),
        (said(-0.1), "it must be in 0..1"),
    ],
)
def test_what_is_no_probability_is_refused(question, says):
    with pytest.raises(ng.TableError, match=says):
        ng.reliability(NET, question, at=AT)
    if question is not ng.strength:
        with pytest.raises(ng.TableError, match=says):
            ng.backtest(NET, question, at=AT)
