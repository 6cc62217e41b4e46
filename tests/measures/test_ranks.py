"""Places with intervals: what is drawn is right on average, tiers by brute force, and planted differences are seen."""

from itertools import islice

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, network

import netgraph as ng
from netgraph.measures.ranks import _parts, _resampled, _spread, _ties
from netgraph.synth.rates import rates

TIE = ["source", "target", "kind"]


def selections(ada, firm):
    yield ada
    yield firm
    yield ada.only(people=list(ada.people["person"][:40]), channel="mail")
    yield firm.at(firm.as_of - pd.Timedelta(days=200))


def test_every_event_drawn_once_gives_the_network_itself(ada, firm):
    for net in selections(ada, firm):
        _, parts = _parts(net)
        count = np.bincount(parts["row"], minlength=len(net.pair_days))
        assert np.array_equal(count, net.pair_days["count"])
        again = _ties(net)(count)
        pd.testing.assert_frame_equal(again, net.ties)


@pytest.mark.parametrize("decay", [ng.active_day(), ng.count, ng.exponential(30)], ids=lambda d: d.label)
def test_drawn_ties_are_those_that_are_there_on_average(decay):
    net = ng.network(rates(20, days=60).export, decay=decay)
    drawn = pd.concat([other.ties for other in _resampled(net, 80, 1)]).groupby(TIE)[["strength", "count"]].sum() / 80
    there = net.ties.set_index(TIE)[["strength", "count"]]
    assert drawn.index.isin(there.index).all()
    assert drawn.sum().to_numpy() == pytest.approx(there.sum().to_numpy(), rel=0.01)
    assert np.corrcoef(drawn.reindex(there.index).fillna(0)["strength"], there["strength"])[0, 1] > 0.99


def test_drawn_tables_agree_with_each_other(ada):
    for net in islice(_resampled(ada, 3, 1), 3):
        assert len(net.interactions) == net.interactions[["event", "sender", "receiver"]].drop_duplicates().shape[0]
        observed = net.ties[net.ties["kind"] == "observed"].set_index(["source", "target"])["count"]
        kept = net.interactions[net.interactions["kind"] != "meeting"]
        assert observed.sort_index().to_dict() == kept.groupby(["sender", "receiver"]).size().to_dict()
        assert net.pair_days["count"].sum() == net.ties["count"].sum()
        assert net.interactions["time"].is_monotonic_increasing


def test_a_large_difference_is_seen_and_an_equal_one_is_not():
    days = pd.date_range("2024-01-01", periods=60).strftime("%Y-%m-%d")
    log = [f"{day} a b" for day in days] + [f"{day} c d" for day in days[::7]] + [f"{day} e f" for day in days[3::7]]
    table = by(ng.ranks(network(log, decay=ng.count), ng.strength, runs=30), "who")
    assert table.loc["a and b", ["rank", "rank_low", "rank_high", "apart_from"]].tolist() == [1, 1, 1, 2]
    rest = table.drop(index="a and b")
    assert rest[["rank_low", "rank_high"]].to_numpy().tolist() == [[2, 3]] * 2
    assert rest["apart_from"].isna().all()


@given(st.integers(1, 12), st.integers(0, 999))
def test_apart_from_is_the_first_rank_from_which_no_interval_reaches_back(number, seed):
    rank = np.arange(1, number + 1)
    noise = np.random.default_rng(seed).normal(0, number / 6, (30, number))
    places = np.argsort(np.argsort(rank + noise, axis=1), axis=1) + 1
    table = _spread(rank, places)
    assert ((table["rank_low"] <= rank) & (rank <= table["rank_high"])).all()
    for row in table.itertuples():
        clear = [r for r in rank if (table["rank_low"][r - 1 :] > row.rank_high).all()]
        assert row.apart_from == clear[0] if clear else pd.isna(row.apart_from)


def test_the_order_is_that_of_the_measure_and_the_seed_decides():
    net = ng.network(rates(20, days=60).export)
    one, again, other = (ng.ranks(net, ng.brokers, runs=30, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)
    assert one["who"].tolist() == ng.brokers(net)["person"].tolist()
    assert one["rank"].tolist() == list(range(1, len(one) + 1))


def test_without_an_event_there_is_no_place():
    net = network(["2024-01-01 a b"]).at("2023-01-01")
    assert ng.ranks(net, ng.strength, runs=20).empty


def test_what_is_no_ranking_is_refused():
    net = network(["2024-01-01 a b"])
    with pytest.raises(ng.TableError, match="no table with one row for each person or each pair"):
        ng.ranks(net, ng.timeline)
    with pytest.raises(ng.TableError, match="runs=5 are too few"):
        ng.ranks(net, ng.strength, runs=5)
