"""Pairs and their strength."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network

import netgraph as ng


def test_both_directions_and_kinds_of_evidence_add_up():
    rows = ["2024-01-01 a b message", "2024-01-08 b a message", "2024-01-08 a b meeting"]
    row = by(ng.strength(network(rows, columns="time sender receiver kind")), "a", "b").loc[("a", "b")]
    assert row["strength"] == pytest.approx(0.5 + 1 + 1)
    assert row[["count", "days"]].tolist() == [3, 3]


def test_the_owner_comes_first_in_a_pair():
    table = ng.strength(network(["2024-01-01 a zoe", "2024-01-01 b a"], me=["zoe"]))
    assert table[["a", "b"]].to_numpy().tolist() == [["a", "b"], ["zoe", "a"]]


def test_the_parts_of_a_score_are_those_of_its_directions():
    rows = ["2024-01-01 a b message", "2024-01-01 a b message", "2024-01-08 b a message", "2024-01-15 b a meeting"]
    row = by(ng.strength(network(rows, columns="time sender receiver kind")), "a", "b").loc[("a", "b")]
    assert row[["w_ab", "w_ba", "w_projected"]].tolist() == pytest.approx([1 / 3, 1 / 2, 1])
    assert row[["count", "lately", "days_ago"]].tolist() == [4, 3, 0]
    assert row["why"] == "2 from a, 1 from b, 1 together on 3 days, 3 of them in the last 30; last on 2024-01-15"


def test_thirty_days_are_the_last_thirty_and_no_more():
    table = ng.strength(network(["2024-01-01 a b", "2024-01-02 a c", "2024-01-31 d e"]))
    assert by(table, "a", "b")["lately"].to_dict() == {("a", "b"): 0, ("a", "c"): 1, ("d", "e"): 1}
    assert by(table, "a", "b").loc[("a", "b"), "why"].endswith("on 1 day, 0 of them in the last 30; last on 2024-01-01")


def test_what_a_list_declares_has_no_parts(ada):
    table = ng.strength(ada)
    alone = table["strength"].isna()
    assert alone.any()
    assert table.loc[alone, ["w_ab", "w_ba", "w_projected", "days_ago"]].isna().all(axis=None)
    assert set(table.loc[alone, "why"]) == {"in a contact list only, no event recorded"}
    assert not table.loc[~alone, ["w_ab", "w_ba", "w_projected", "days_ago", "why"]].isna().any(axis=None)


EVENTS = st.lists(
    st.tuples(st.integers(1, 60), *[st.sampled_from("abcd")] * 2, st.sampled_from(["message", "meeting"])),
    min_size=1,
    max_size=40,
)


@few
@given(EVENTS, st.sampled_from([ng.active_day(), ng.count, ng.active_days, ng.exponential(30)]))
def test_the_parts_add_up_and_the_counts_are_those_of_the_log(rows, decay):
    log = pd.DataFrame(rows, columns=["day", "sender", "receiver", "kind"])
    log["time"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(log["day"], unit="D")
    net = ng.network(log.drop(columns="day"), decay=decay)
    table = ng.strength(net)
    parts = table[["w_ab", "w_ba", "w_projected"]]
    assert np.allclose(parts.sum(axis=1), table["strength"])
    assert (parts >= 0).all(axis=None)
    log = log[log["sender"] != log["receiver"]]
    pairs = log.groupby(log[["sender", "receiver"]].min(axis=1) + log[["sender", "receiver"]].max(axis=1))
    late = pairs["time"].agg(lambda times: times[times > net.as_of - pd.Timedelta(days=30)].nunique())
    assert table.set_index(table["a"] + table["b"])["lately"].sort_index().to_dict() == late.to_dict()
    assert table["days_ago"].tolist() == [(net.as_of - last.normalize()).days for last in table["last"]]
