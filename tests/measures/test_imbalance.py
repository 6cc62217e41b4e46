"""Shares and verdicts: exact posteriors, planted one-sided and balanced pairs, no side for those without an owner."""

from math import isclose

import numpy as np
import pandas as pd
import pytest
from logs import by, network, weighted
from scipy.stats import betabinom

import netgraph as ng
from netgraph.measures.imbalance import _verdicts
from netgraph.measures.shares import JEFFREYS, fitted_prior, shares


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


TURNS = ["turns_sent", "turns_received"]


def turns(rows, **options):
    return by(ng.imbalance(network(rows, **options)), "b")[TURNS].apply(tuple, axis=1).to_dict()


def test_a_turn_is_what_comes_after_a_day_of_silence():
    rows = ["2024-01-01 me x", "2024-01-05T10:00 me a", "2024-01-05T11:00 a me", "2024-01-06T10:59 a me"]
    rows += ["2024-01-07T10:59 a me", "2024-01-09 me a", "2024-01-09 me a"]
    assert turns(rows, me=["me"]) == {"x": (0, 0), "a": (2, 1)}


def test_who_writes_in_many_pieces_takes_one_turn():
    rows = ["2024-01-01 me x"]
    rows += [f"2024-0{month}-10T1{minute}:00 a me" for month in range(2, 9) for minute in range(9)]
    rows += [f"2024-0{month}-10T20:00 me a" for month in range(2, 9)]
    row = by(ng.imbalance(network(sorted(rows), me=["me"])), "b").loc["a"]
    assert (row["sent"], row["received"], *row[TURNS]) == (7, 63, 0, 7)
    assert row["turns_verdict"] == "one-sided: b writes more"


def test_a_meeting_ends_a_silence_and_is_no_turn():
    columns = "time sender receiver kind"
    rows = ["2024-01-01 me x message", "2024-02-01 a me meeting", "2024-02-01T12:00 me a message"]
    assert turns(rows, columns=columns, me=["me"])["a"] == (0, 0)


def test_what_came_before_a_source_began_is_unknown():
    columns = "time sender receiver source"
    rows = ["2024-01-01 me x mail", "2024-03-01 me x chat", "2024-03-01T12:00 me a chat", "2024-03-01T12:00 me b mail"]
    assert turns(rows, columns=columns, me=["me"]) == {"x": (0, 0), "a": (0, 0), "b": (1, 0)}


def test_counts_are_those_of_the_observed_ties(firm):
    table = ng.imbalance(firm)
    observed = by(firm.ties.query("kind == 'observed'"), "source", "target")["count"]
    for ends, column in ((["a", "b"], "sent"), (["b", "a"], "received")):
        assert observed.reindex(pd.MultiIndex.from_frame(table[ends])).fillna(0).tolist() == table[column].tolist()
    assert (table[TURNS].to_numpy() <= table[["sent", "received"]].to_numpy()).all()
