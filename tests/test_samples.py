"""Planted truths of the made-up samples, recovered from their files alone."""

from dataclasses import replace

import pandas as pd
import pytest
from logs import by

import netgraph as ng
from netgraph import synth
from netgraph.answers.fear_and_reality import outcomes


@pytest.fixture(scope="module")
def ada_truth():
    return synth.ada().truth


@pytest.fixture(scope="module")
def firm_truth():
    return synth.firm().truth


def ids(net, handles):
    return {ng.whom(net, handle) for handle in handles}


def test_every_record_of_the_person_is_read_as_planted(ada, ada_truth):
    planted = ada_truth["interactions"]
    read = ada.export.interactions
    ends = ["time", "sender", "receiver", "channel", "kind", "recipients"]
    assert sorted(map(tuple, read[ends].to_numpy())) == sorted(map(tuple, planted[ends].to_numpy()))


def test_windows_of_the_sources(ada, ada_truth):
    assert {w.source: (w.first, w.last) for w in ada.windows.itertuples()} == ada_truth["windows"]


def test_owner_and_aliases_are_one_person_and_namesakes_two(ada, ada_truth):
    assert ada.people.loc[ada.people["is_me"], "name"].tolist() == ["Ada Moreau"]
    assert all(len(ids(ada, handles)) == 1 for handles in ada_truth["aliases"].values())
    assert all(len(ids(ada, handles)) == len(handles) for handles in ada_truth["namesakes"])


@pytest.mark.parametrize("sample", ["ada", "firm"])
def test_planted_brokers_have_the_lowest_constraint(sample, request):
    net, truth = request.getfixturevalue(sample), request.getfixturevalue(f"{sample}_truth")
    planted = ids(net, truth["brokers"])
    table = ng.brokers(net).query("degree >= 5")
    assert set(table["person"].head(len(planted))) == planted


def test_planted_bridges_share_nobody(ada, ada_truth):
    table = by(ng.weak_ties(ada), "a", "b")
    for one, other in ada_truth["bridges"]:
        assert table.loc[tuple(sorted(ids(ada, [one, other]))), "bridge"]


def test_one_sided_pairs_of_the_person_are_flagged_and_balanced_ones_are_not(ada, ada_truth):
    verdict = by(ng.imbalance(ada), "b")["verdict"]
    words = {"me": "one-sided: a writes more", "them": "one-sided: b writes more"}
    assert len(ada_truth["one_sided"]) >= 5
    for handle, side in ada_truth["one_sided"]:
        assert verdict[ng.whom(ada, handle)] == words[side]
    assert set(verdict[list(ids(ada, ada_truth["balanced"]))]) == {"balanced"}


def test_one_sided_pairs_of_the_firm_are_flagged_and_balanced_ones_are_not(firm, firm_truth):
    verdict = by(ng.imbalance(firm), "a", "b")["verdict"]
    one_sided, balanced = (
        verdict.loc[[tuple(sorted(ids(firm, pair[:2]))) for pair in firm_truth[key]]]
        for key in ("one_sided", "balanced")
    )
    assert len(one_sided) >= 5
    assert one_sided.str.startswith("one-sided").all()
    assert set(balanced) == {"balanced"}


def test_dormant_ties_are_found_and_a_source_that_ended_makes_nobody_dormant(ada, ada_truth):
    found = set(ng.dormant(ada)["person"])
    assert ids(ada, ada_truth["dormant"]) <= found
    assert not ids(ada, ada_truth["not_dormant_source_ended"]) & found


def test_those_who_wait_are_found(ada, ada_truth):
    waiting = set(ng.give_and_take(ada).dropna(subset=["waiting_since"])["person"])
    assert ids(ada, ada_truth["waiting"]) <= waiting


def test_a_log_that_starts_late_makes_nobody_first_ever(ada, ada_truth):
    first = outcomes(ada).query("kind == 'first-ever'")
    assert len(first) >= 20
    assert first["time"].min() >= pd.Timestamp(ada_truth["first_ever_from"])
    start = pd.Timestamp("2026-02-01")
    log, windows = ada.export.interactions, ada.export.windows
    windows = windows[windows["last"] > start].assign(first=windows["first"].clip(lower=start))
    late = ng.network(replace(ada.export, interactions=log[log["time"] >= start], windows=windows))
    assert set(outcomes(late)["kind"]) == {"dormant", "warm"}


def test_newsletters_and_bots_are_nobodys_contacts(ada, ada_truth):
    handles = set(ada.merges["handle"])
    assert len(ada_truth["newsletters"]) + len(ada_truth["bots"]) >= 5
    assert not handles & {*ada_truth["newsletters"], *ada_truth["bots"]}


def test_people_of_the_firm_keep_their_own_department(firm, firm_truth):
    expected = {ng.whom(firm, h): d for d, members in firm_truth["departments"].items() for h in members}
    assert firm.people.set_index("person")["department"].to_dict() == expected


def test_the_daily_broadcaster_is_no_broker(firm, firm_truth):
    broadcaster = ng.whom(firm, firm_truth["daily_broadcaster"])
    assert broadcaster not in set(ng.brokers(firm).query("degree >= 5")["person"].head(len(firm_truth["brokers"])))
