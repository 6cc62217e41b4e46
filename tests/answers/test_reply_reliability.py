"""Chances of an answer against the answers that came."""

import pandas as pd
import pytest
from logs import network

import netgraph as ng
from netgraph.measures.replies import foretold


def test_bins_are_those_of_the_messages_foretold_whose_week_has_passed(firm):
    since = pd.Timestamp("2026-01-01")
    table = ng.reply_reliability(firm, since="2026-01-01")
    judged = foretold(firm, since=since)
    known = judged.dropna(subset="answered")
    assert 0 < len(known) < len(judged)
    for row in table.itertuples():
        cases = known[(known["chance"] >= row.low) & (known["chance"] < row.high)]
        assert row.sent == len(cases)
        if len(cases):
            assert row.predicted == pytest.approx(cases["chance"].mean())
            assert row.happened == pytest.approx(cases["answered"].astype("float64").mean())
            assert row.ci_low < row.happened < row.ci_high or row.happened in (0, 1)
        else:
            assert pd.isna([row.predicted, row.happened, row.ci_low, row.ci_high]).all()


def test_the_last_third_of_the_time_is_judged_unless_told():
    rows = [f"2024-01-{day:02} {'me a' if day % 2 else 'a me'}" for day in range(1, 32)]
    net = network(rows, me=["me"])
    assert ng.reply_reliability(net)["sent"].sum() == len([d for d in range(1, 25, 2) if d > 21])
    assert ng.reply_reliability(net, since="2024-01-01T00:00:01")["sent"].sum() == len(range(3, 25, 2))


def test_without_a_message_to_judge_there_are_ten_empty_bins_and_what_is_no_day_is_refused():
    net = network(["2024-01-01 a b meeting"], columns="time sender receiver kind")
    table = ng.reply_reliability(net)
    assert (len(table), table["sent"].sum()) == (10, 0)
    assert table["happened"].isna().all()
    with pytest.raises(ng.TableError, match="'soon' is no day"):
        ng.reply_reliability(net, since="soon")


@pytest.mark.real
def test_on_a_public_log_nine_messages_in_ten_lie_in_bins_that_hold_what_was_said(shared):
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    table = ng.reply_reliability(net)
    gap = (table["predicted"] - table["happened"]).abs()
    assert (gap * table["sent"]).sum() / table["sent"].sum() <= 0.065
    assert table["sent"].sum() == 3_737
