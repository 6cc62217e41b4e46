"""The log of known rates: what was drawn has these rates, and the same arguments give the same rows."""

import numpy as np
import pandas as pd
import pytest

import netgraph as ng
from netgraph.synth.rates import rates

HUNDRED = {"people": 30, "days": 700}


def counted(made):
    """Messages of each of the rates, by day."""
    log = made.export.interactions
    day = (log["time"] - made.days[0]).dt.days
    row = pd.MultiIndex.from_frame(made.rates[["source", "target"]]).get_indexer(
        pd.MultiIndex.from_frame(log[["sender", "receiver"]])
    )
    assert (row >= 0).all()
    return np.bincount(row * len(made.days) + day, minlength=len(made.rates) * len(made.days)).reshape(
        len(made.rates), -1
    )


@pytest.mark.parametrize("options", [{}, {"weekends": 0.1}, {"bursts": 1.0}, {"weekends": 0.1, "bursts": 1.0}])
def test_messages_and_active_days_are_as_the_rates_say(options):
    made = rates(**HUNDRED, **options)
    found, rate = counted(made), made.rates["rate"].to_numpy()
    spread = 1 + 7 * rate * options.get("bursts", 0)
    surprise = (found.sum(axis=1) - rate * 700) / np.sqrt(rate * 700 * spread)
    assert abs(surprise.mean()) < 3 / np.sqrt(len(rate))
    assert 0.8 < surprise.std() < 1.2
    assert (found > 0).mean() == pytest.approx(made.active.mean(), rel=0.03)
    weekend = made.days.day_of_week >= 5
    assert found[:, weekend].mean() / found[:, ~weekend].mean() == pytest.approx(options.get("weekends", 1), abs=0.03)


def test_one_truth_is_seen_many_times():
    one, again, other, third = (rates(20, days=30, **k) for k in ({}, {}, {"draw": 2}, {"seed": 2}))
    assert one.export.digest == again.export.digest != other.export.digest
    assert one.rates.equals(other.rates)
    assert not one.rates.equals(third.rates)


def test_the_window_is_all_days_and_everybody_is_there():
    made = rates(20, days=3)
    net = ng.network(made.export)
    assert len(net.people) == 20
    assert net.as_of == made.days[-1] == pd.Timestamp("2026-06-30")
    assert made.days[0] == net.windows["first"].iloc[0] == pd.Timestamp("2026-06-28")


@pytest.mark.parametrize("wrong", [{"people": 1}, {"days": 0}, {"weekends": -1}, {"bursts": -0.1}])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ng.TableError, match="give 2 people, 1 day"):
        rates(**wrong)
