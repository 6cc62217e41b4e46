"""Intervals: worked by hand, and held to values under known rates in many made-up logs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network
from scipy.integrate import quad
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.log import reduced
from netgraph.measures.brokers import burt
from netgraph.measures.intervals import clumping, effective_days
from netgraph.synth.rates import rates
from netgraph.ties import ties

BOUNDS = (0.86, 0.94)


def rows(ends, days):
    return [f"2024-01-{day:02d} {ends}" for day in days]


def test_days_of_even_weight_give_the_interval_of_jeffreys():
    net = network([*rows("a b", [2, 5, 8]), *rows("c d", [1, 20])], decay=ng.active_days)
    seen = by(effective_days(net), "a").loc["a"]
    assert seen[["x", "n", "unit"]].tolist() == pytest.approx([3, 40, 40])  # 20 days, two directions
    row = by(ng.intervals(net, ng.strength), "a").loc["a"]
    assert (row["figure"], row["value"]) == ("strength", 3)
    inside = [quad(lambda p: p**2.5 * (1 - p) ** 36.5, *ends)[0] for ends in ((0, 1), row[["ci_low", "ci_high"]] / 40)]
    assert inside[1] / inside[0] == pytest.approx(0.9)


def test_old_days_tell_less_than_days_of_late():
    net = network(rows("a b", [1, 20]), decay=ng.active_day(tau=7, gamma=0))
    weight = 1 / (1 + np.arange(20) / 7)
    total, squares = weight.sum(), (weight**2).sum()
    seen = effective_days(net).iloc[0]
    assert seen[["x", "n"]].tolist() == pytest.approx(
        [(weight[0] + weight[-1]) * total / squares, 2 * total**2 / squares]
    )
    assert seen["unit"] == pytest.approx(2 * total)


def test_days_that_no_window_covers_are_no_days_without_contact():
    net = network(rows("a b", [1, 20]), decay=ng.active_days)
    gap = pd.DataFrame(
        {"source": ["x", "y"], "first": ["2024-01-01", "2024-01-20"], "last": ["2024-01-05", "2024-01-20"]}
    )
    gap = gap.astype({"first": "datetime64[us]", "last": "datetime64[us]"})
    assert effective_days(net)["n"].tolist() == [40]
    assert effective_days(replace(net, windows=gap))["n"].tolist() == [12]


def test_single_events_have_no_ceiling_and_a_shared_message_weighs_less():
    log = pd.DataFrame({"time": pd.date_range("2024-01-01", periods=40, freq="3h"), "sender": "a", "receiver": "b"})
    seen = effective_days(ng.network(log, decay=ng.count)).iloc[0]
    assert (seen["x"], seen["unit"] * seen["x"] / seen["n"]) == pytest.approx((40, 40))
    assert seen["n"] == 20 * 40
    shared = network(["2024-01-01 a b 1", "2024-01-01 a c 1", "2024-01-01 a d 1", "2024-01-01 a e 1"],
                     columns="time sender receiver event")  # fmt: skip
    assert by(effective_days(shared), "b").loc["b", ["x", "unit"]].tolist() == pytest.approx([1, 1])


def test_a_contact_list_has_no_interval(ada):
    table = ng.intervals(ada, ng.strength)
    assert list(table.columns) == ["a", "b", "figure", "value", "ci_low", "ci_high"]
    assert table[["a", "b"]].equals(ng.strength(ada)[["a", "b"]])
    assert (table["value"].isna() == table["ci_low"].isna()).all()
    assert table["value"].isna().any()
    known = table.dropna()
    assert ((known["ci_low"] < known["value"]) & (known["value"] < known["ci_high"])).all()


@few
@given(st.lists(st.tuples(st.sampled_from(["a b", "b a", "a c"]), st.integers(1, 28)), min_size=1, max_size=40))
def test_the_strength_lies_inside_and_the_more_days_the_narrower(drawn):
    net = network([row for ends, day in drawn for row in rows(ends, [day])])
    table, seen = ng.intervals(net, ng.strength), effective_days(net)
    assert ((table["ci_low"] > 0) & (table["ci_low"] < table["value"])).all()
    assert (
        table["ci_high"]
        <= by(seen, "a", "b").loc[list(zip(table["a"], table["b"], strict=True)), "unit"].to_numpy() + 1e-9
    ).all()
    assert seen["x"].le(seen["n"]).all()


def test_the_seed_decides_the_interval_of_constraint_and_people_without_contact_have_none():
    net = ng.network(rates(20, days=60).export)
    one, again, other = (ng.intervals(net, ng.brokers, draws=50, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one["ci_low"].equals(other["ci_low"])
    assert one["person"].equals(ng.brokers(net)["person"])
    alone = ng.intervals(net.only(people=list(net.people["person"][:1])), ng.brokers, draws=20)
    assert alone[["value", "ci_low", "ci_high"]].isna().all(axis=None)


def test_the_share_has_the_interval_of_its_measure(firm):
    table, measure = ng.intervals(firm, ng.imbalance), ng.imbalance(firm)
    assert table["value"].equals(measure["share"])
    assert table["ci_high"].equals(measure["ci_high"])


@pytest.mark.parametrize("measure", [ng.weak_ties, ng.timeline, lambda net: net.people])
def test_other_measures_are_refused(measure):
    with pytest.raises(
        ng.TableError, match="no interval is known for it; there is one of strength, brokers, imbalance"
    ):
        ng.intervals(network(["2024-01-01 a b"]), measure)


def test_steady_contact_is_no_burst_but_bursts_are():
    steady, bursty, very = (clumping(ng.network(rates(60, bursts=b).export)) for b in (0, 1, 3))
    assert 1 <= steady < 1.06
    assert 1.15 < bursty < very


def test_contact_that_begins_or_weekends_are_no_burst():
    days, rng = pd.date_range("2024-01-01", periods=280), np.random.default_rng(1)
    chance = np.where(np.arange(280) < 140, 0, 0.3)
    times = {n: days[rng.random(280) < chance] for n in range(60)}
    log = pd.concat([pd.DataFrame({"time": t, "sender": f"p{n}", "receiver": f"q{n}"}) for n, t in times.items()])
    assert clumping(ng.network(log)) < 1.06
    assert clumping(ng.network(rates(60, weekends=0.1).export)) == pytest.approx(1, abs=0.02)


def truths(made, ids):
    """Strength and share of each pair, and constraint of each person, under the rates."""
    age = np.arange(len(made.days))[::-1]
    table = made.rates.assign(w=made.active @ (1 / (1 + age / 7)))
    forward = table["source"] < table["target"]
    ends = {"a": table["source"].where(forward, table["target"]), "b": table["target"].where(forward, table["source"])}
    pairs = table.assign(**ends, sent=table["rate"].where(forward, 0)).groupby(["a", "b"])[["w", "sent", "rate"]].sum()
    places = [ids.get_indexer(pairs.index.get_level_values(end)) for end in ("a", "b")]
    half = csr_array((pairs["w"].to_numpy(), places), shape=(len(ids),) * 2)
    constraint = pd.Series(burt(csr_array(half + half.T))["constraint"].to_numpy(), ids)
    return {"strength": pairs["w"], "share": pairs["sent"] / pairs["rate"], "constraint": constraint}


def held(made, net, draws):
    """For each figure: share of its intervals that hold the value under the rates."""
    found = {}
    truth = truths(made, pd.Index(net.people["person"]))
    for measure in (ng.strength, ng.brokers, ng.imbalance):
        table = ng.intervals(net, measure, draws=draws)
        figure = table["figure"].iloc[0]
        table = table.set_index(list(table.columns[: table.columns.get_loc("figure")]))
        value = truth[figure].reindex(table.index)
        found[figure] = ((table["ci_low"] <= value) & (value <= table["ci_high"])).mean()
    return found


def coverage(runs, **options):
    """The mean over logs of one truth each."""
    first, found = ng.network(rates(30, **options).export), []
    for run in range(1, runs + 1):
        made = rates(30, seed=run, draw=run, **options)
        log = made.export.interactions
        days = reduced(log, co_recipients=False)
        seen = ties(days, first.ties.head(0), as_of=first.as_of, decay=first.origin.decay)
        found.append(held(made, replace(first, interactions=log, pair_days=days, ties=seen), draws=80))
    return pd.DataFrame(found).mean()


def test_intervals_hold_the_value_under_the_rates_in_forty_logs():
    assert coverage(40, days=120).between(*BOUNDS).all()


@pytest.mark.slow
def test_intervals_hold_the_value_under_the_rates_in_three_hundred_logs():
    assert coverage(300).between(*BOUNDS).all()
