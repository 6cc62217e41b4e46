"""Decay kernels and ties: worked examples and invariants."""

from math import isclose

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import network

import netgraph as ng
from netgraph.decay import named_decay

AGES = [0, 7, 14, 30, 30]
ROWS = [f"{pd.Timestamp('2024-03-01') - pd.Timedelta(days=age):%Y-%m-%d} a b" for age in AGES]


def strength(decay):
    return network(ROWS, decay=decay).ties["strength"].iloc[0]


def test_worked_decays():
    assert isclose(strength(ng.exponential(30)), 3.574301779671, abs_tol=1e-12)
    assert isclose(strength(ng.active_day(tau=7, gamma=0)), 449 / 222)
    assert strength(ng.count) == 5
    assert strength(ng.active_days) == 4


def test_an_event_to_many_is_shared_out_and_the_most_personal_of_a_day_counts():
    rows = ["2024-01-01T09:00 a b 4", "2024-01-01T12:00 a b 9"]
    columns = "time sender receiver recipients"
    assert network(rows, columns=columns).ties["strength"].iloc[0] == 0.5
    assert network(rows, columns=columns, decay=ng.active_day(gamma=0)).ties["strength"].iloc[0] == 1


def test_age_is_counted_in_whole_utc_days():
    late = network(["2024-01-01T23:59 a b", "2024-01-02T00:01 c d"], decay=ng.exponential(1))
    assert late.ties.set_index("source")["strength"].to_dict() == {"a": 0.5, "c": 1}


def test_one_day_in_two_channels_is_one_active_day():
    net = network(["2024-01-01 a b mail", "2024-01-01 a b chat"], columns="time sender receiver channel")
    assert net.ties[["count", "days", "strength"]].to_numpy().tolist() == [[2, 1, 1]]


@pytest.mark.parametrize(
    "decay",
    [
        ng.active_day(np.float64(7.1234567), np.int64(1)),
        ng.active_day(3, 0.25),
        ng.exponential(45),
        ng.count,
        ng.active_days,
    ],
)
def test_a_decay_is_known_by_its_label(decay):
    assert named_decay(decay.label) == decay
    assert isclose(strength(named_decay(decay.label)), strength(decay))


@pytest.mark.parametrize(
    "wrong", [lambda: ng.active_day(tau=0), lambda: ng.active_day(gamma=-1), lambda: ng.exponential(0)]
)
def test_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(ng.TableError, match="must be above 0"):
        wrong()


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.floats(0.5, 100), st.floats(0, 1))
def test_weights_fall_with_age_and_never_vanish(ages, tau, gamma):
    days = pd.DataFrame({"age": sorted(ages), "count": 1, "recipients": 1})
    weights = ng.active_day(tau, gamma)(days)
    assert np.all(np.diff(weights) <= 0)
    assert np.all((weights > 0) & (weights <= 1))
