"""Forecasts: what they go by, where their coefficients come from, and that nothing later enters."""

import numpy as np
import pandas as pd
import pytest
from conftest import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import by, network
from scipy.optimize import minimize

import netgraph as ng
from netgraph.measures.forecast import PER_LOG_DAYS, SHIPPED, _features, _later, _terms, aftermath

PARTS = list(SHIPPED)
TICK = pd.Timedelta(microseconds=1)


def many(pairs: int, *, days: int, again: int, seed: int = 1) -> ng.Network:
    """A log of so many pairs that all met, of whom the first so many were in contact in the last `days`, too."""
    rng = np.random.default_rng(seed)
    start, end = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-30")
    number = np.arange(pairs)
    met = pd.DataFrame({"time": start + pd.to_timedelta(rng.integers(0, 100, pairs), unit="D"), "pair": number})
    late = pd.DataFrame({"time": end - pd.to_timedelta(rng.integers(0, days, again), unit="D"), "pair": number[:again]})
    log = pd.concat([met, late])
    log = log.assign(sender="p" + (log["pair"] % 97).astype(str), receiver="q" + (log["pair"] // 97).astype(str))
    return ng.network(log.drop(columns="pair"), as_of=end)


def past(net: ng.Network) -> pd.DataFrame:
    """What the coefficients are refitted to: features thirty days before the end, and what came."""
    later, after = _later(net, 30)
    return _features(net.at(after)).merge(later, on=["a", "b"], validate="one_to_one")


def test_features_by_hand():
    rows = ["2024-01-01 a b", "2024-01-01 a c", "2024-01-01 b c", "2024-01-11 a c", "2024-01-21 a d", "2024-01-31 b e"]
    table = by(ng.forecast(network(rows)), "a", "b")
    columns = ["silent_days", "idle_days", "overlap"]
    assert table.loc[("a", "b"), columns].tolist() == [30, 10, pytest.approx(1 / 3)]
    # c was last in contact on 11 January, longer ago than a
    assert table.loc[("a", "c"), columns].tolist() == [20, 20, pytest.approx(1 / 2)]
    assert table.loc[("a", "d"), columns].tolist() == [10, 10, 0]
    assert table.loc[("a", "c"), "strength"] == pytest.approx(1 / (1 + 30 / 7) + 1 / (1 + 20 / 7))


@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_without_a_past_the_shipped_coefficients_stand(days):
    row = ng.forecast(network(["2024-01-01 a b", "2024-01-08 c d"]), days=days).set_index("a").loc["a"]
    assert row["coefficients"] == "shipped"
    terms = [1, np.log1p(0.5), np.log1p(7), 0, np.log1p(7)]
    parts = np.array(list(SHIPPED.values())) * terms + np.array([PER_LOG_DAYS * np.log(days / 30), 0, 0, 0, 0])
    assert row[PARTS].tolist() == pytest.approx(parts.tolist())
    assert row["probability"] == pytest.approx(1 / (1 + np.exp(-parts.sum())))


@pytest.mark.parametrize(
    ("pairs", "again", "words"),
    [
        (500, 50, "refitted"),
        (499, 50, "level refitted"),
        (500, 49, "level refitted"),
        (500, 451, "level refitted"),
        (30, 10, "level refitted"),
        (30, 21, "shipped"),
    ],
)
def test_how_much_past_it_takes(pairs, again, words):
    net = many(pairs, days=30, again=again)
    assert _later(net, 30)[0]["again"].value_counts().to_dict() == {True: again, False: pairs - again}
    assert set(ng.forecast(net)["coefficients"]) == {words}


def test_a_refitted_level_makes_the_mean_of_its_past_right():
    net = many(300, days=30, again=60)
    table, known = ng.forecast(net), past(net)
    shipped = pd.Series(SHIPPED) * _terms(known)
    odds = shipped.drop(columns="level").sum(axis=1) + table["level"].iloc[0]
    assert (1 / (1 + np.exp(-odds))).mean() == pytest.approx(60 / 300, abs=1e-3)
    assert table["by_strength"].iloc[0] == pytest.approx(SHIPPED["by_strength"] * np.log1p(table["strength"].iloc[0]))


def test_refitted_coefficients_are_those_of_greatest_likelihood(firm):
    table, known = ng.forecast(firm), past(firm)
    assert set(table["coefficients"]) == {"refitted"}
    x, y = _terms(known).to_numpy(), known["again"].to_numpy("float64")
    found = minimize(lambda b: np.logaddexp(0, x @ b).sum() - y @ (x @ b), np.zeros(5), method="BFGS").x
    ours = table[PARTS].div(_terms(table)).median()
    assert ours.tolist() == pytest.approx(found.tolist(), abs=0.02)


def test_the_past_is_what_was_known_then_and_what_came_of_it(firm):
    known = past(firm)
    then = firm.at(firm.as_of - pd.Timedelta(days=30))
    assert len(known) == len(_features(then))
    later = firm.interactions[firm.interactions["time"] >= then.as_of + pd.Timedelta(days=1)]
    pairs = set(map(frozenset, later[["sender", "receiver"]].to_numpy()))
    assert [frozenset(pair) in pairs for pair in known[["a", "b"]].to_numpy()] == known["again"].tolist()
    pd.testing.assert_frame_equal(known[list(_features(then))], _features(then))


def test_nothing_after_the_day_enters(firm):
    day = pd.Timestamp("2026-03-31")
    log = firm.interactions[firm.interactions["time"] < day + pd.Timedelta(days=1)]
    alone = ng.network(log.drop(columns=["source"]), as_of=day)
    pd.testing.assert_frame_equal(ng.forecast(firm.at(day)), ng.forecast(alone))


def test_a_source_that_ends_makes_nobody_silent():
    rows = ["2024-01-01 a b old", "2024-01-11 c d old", "2024-03-01 e f new", "2024-03-31 g h new"]
    table = by(ng.forecast(network(rows, columns="time sender receiver source")), "a", "b")
    assert table.loc[("a", "b"), ["silent_days", "idle_days"]].tolist() == [10, 10]
    assert table.loc[("e", "f"), ["silent_days", "idle_days"]].tolist() == [30, 30]


def test_an_ended_source_judges_nobody_and_does_not_hold_up_the_others():
    rows = ["2023-01-01 x y old", "2023-02-01 x z old"]
    rows += [f"2024-01-0{n % 9 + 1} a{n} b{n} new" for n in range(30)]
    rows += [f"2024-06-{n + 10} a{n} b{n} new" for n in range(12)] + ["2024-06-30 c d new"]
    net = network(rows, columns="time sender receiver source")
    assert len(past(net)) == 30
    assert past(net)["again"].sum() == 12
    assert set(ng.forecast(net)["coefficients"]) == {"level refitted"}


def test_aftermath_tells_what_came_from_what_nobody_saw():
    rows = [
        "2024-01-01 a b old",
        "2024-01-02 c d new",
        "2024-01-03 e f new",
        "2024-01-20 e f new",
        "2024-02-01 g h new",
    ]
    net = network(rows, columns="time sender receiver source")
    table = by(aftermath(net, after=pd.Timestamp("2024-01-10"), until=pd.Timestamp("2024-01-20")), "a", "b")
    assert table["again"].to_dict() == {("a", "b"): False, ("c", "d"): False, ("e", "f"): True}
    assert table["seen"].to_dict() == {("a", "b"): False, ("c", "d"): True, ("e", "f"): True}
    late = aftermath(net, after=pd.Timestamp("2024-01-10"), until=pd.Timestamp("2024-02-02"))
    assert not late["seen"].any()


def test_one_persons_export_foretells_the_owners_pairs(ada):
    table = ng.forecast(ada)
    assert set(table["a"]) == {ada.me}
    assert len(table) == len(set(table["b"]))


@pytest.mark.parametrize("days", [0, -3, 1.5, "30", True, None])
def test_days_are_a_whole_number_above_zero(days):
    with pytest.raises(ng.TableError, match="give a whole number from 1 on"):
        ng.forecast(network(["2024-01-01 a b"]), days=days)


EVENTS = st.lists(st.tuples(st.integers(1, 60), *[st.sampled_from("abcde")] * 2), min_size=1, max_size=40)


@settings(max_examples=6)
@given(EVENTS, st.integers(1, 60), st.sampled_from([None, "a"]))
def test_parts_add_up_to_the_log_odds(rows, days, me):
    log = pd.DataFrame(rows, columns=["day", "sender", "receiver"])
    log["time"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(log.pop("day"), unit="D")
    owner = [me] if me in {*log["sender"], *log["receiver"]} else []
    table = ng.forecast(ng.network(log, me=owner), days=days)
    odds = np.log(table["probability"] / (1 - table["probability"]))
    assert np.allclose(table[PARTS].sum(axis=1), odds)
    assert (table["idle_days"] <= table["silent_days"]).all()
    assert table["probability"].round(10).is_monotonic_decreasing


def public(shared):
    """The logs that the shipped coefficients were fitted to, each with the numbers of days that were foretold."""
    for year in (2013, 2015):
        log = shared / f"data/networks/workplace_{year}/contacts.csv.gz"
        badges = ng.read(log, columns={"time": "time_s", "receiver": "recipient"})
        yield ng.network(ng.undirected(badges)), (1, 2, 3)
    yield ng.network(SAMPLES / "firm" / "log.csv.gz"), (7, 30, 90)
    yield ng.network(ng.read(SAMPLES / "ada", me=["ada@example.org"])), (7, 30, 90)


def cases(net, spans):
    """Features a third and two thirds of the way through a log, and what came within so many days."""
    first, last = net.interactions["time"].agg(["min", "max"])
    for share in (1 / 3, 2 / 3):
        day = (first + (last - first) * share).normalize()
        dusk, known = day + pd.Timedelta(days=1) - TICK, _features(net.at(day))
        for days in spans:
            later = aftermath(net, after=dusk, until=dusk + pd.Timedelta(days=days)).query("seen")
            yield known.merge(later, on=["a", "b"]).assign(days=days)


@pytest.mark.real
def test_the_shipped_coefficients_are_those_of_four_logs_that_weigh_the_same(shared):
    found = [list(cases(net, spans)) for net, spans in public(shared)]
    table = pd.concat([case.assign(weight=1 / len(log) / len(case)) for log in found for case in log])
    x = _terms(table).assign(per_log_days=np.log(table["days"] / 30)).to_numpy()
    y, weight = table["again"].to_numpy("float64"), table["weight"].to_numpy()
    odds = minimize(lambda b: weight @ (np.logaddexp(0, x @ b) - y * (x @ b)), np.zeros(6), method="BFGS").x
    assert odds.tolist() == pytest.approx([*SHIPPED.values(), PER_LOG_DAYS], abs=0.006)
