"""Kaplan-Meier curves: against scipy's, by hand, where nothing is cut off, and where a source ends early."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, network
from scipy.stats import CensoredData, ecdf

import netgraph as ng
from netgraph.measures.messages import HORIZON
from netgraph.measures.reply_curves import HOURS, _curves

HOUR = pd.Timedelta(hours=1)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=20, max_size=60))
def test_equals_scipy(times):
    took, left = (pd.Series(t).astype("float64") for t in zip(*times, strict=True))
    sent = pd.DataFrame({"took": took * HOUR, "left": left * HOUR}).assign(channel="all", tie="warm")
    found = by(_curves(sent), "hours")
    until = np.minimum(left, HORIZON / HOUR)
    came = took <= until
    if not came.any():
        assert (found["rate"] == 0).all()
        return
    curve = ecdf(CensoredData(uncensored=took[came], right=until[~came])).cdf
    assert found["rate"].to_numpy() == pytest.approx(curve.evaluate(np.array(found.index)), abs=1e-12)
    still = [int(((took > h) & (until >= h)).sum()) for h in found.index]
    assert found["at_risk"].tolist() == still


def test_an_early_end_by_hand():
    """20 messages: 4 answered within an hour, 8 cut off after 2 hours, 2 of the other 8 answered after 3."""
    took = pd.Series([0.5] * 4 + [None] * 8 + [3.0] * 2 + [None] * 6, dtype="float64") * HOUR
    left = pd.Series([900.0] * 4 + [2.0] * 8 + [900.0] * 8) * HOUR
    found = by(_curves(pd.DataFrame({"took": took, "left": left}).assign(channel="all", tie="warm")), "hours")
    assert found.loc[1, ["at_risk", "rate"]].tolist() == pytest.approx([16, 0.2])
    assert found.loc[3, ["at_risk", "rate"]].tolist() == pytest.approx([6, 1 - 0.8 * 0.75])
    assert found.loc[168, "rate"] == pytest.approx(0.4)


def test_where_nothing_is_cut_off_it_ends_at_the_rate_of_fear_and_reality(firm):
    log = firm.interactions
    early = log[log["time"] < firm.as_of - pd.Timedelta(days=8)][
        ["time", "sender", "receiver", "channel", "recipients", "event"]
    ]
    last = pd.DataFrame([{"time": firm.as_of, "sender": "x", "receiver": "y", "channel": "mail", "recipients": 2}])
    net = ng.network(pd.concat([early, last.assign(event="last")], ignore_index=True))
    rates = by(ng.fear_and_reality(net).query("shared_contacts == 'any'"), "kind")
    ends = by(ng.reply_curves(net).query("channel == 'all' and hours == 168"), "kind")
    for column in ("rate", "ci_low", "ci_high"):
        assert ends[column].to_numpy() == pytest.approx(rates[column].to_numpy(), abs=1e-9)


def test_curves_never_fall_and_channels_follow_all(firm):
    table = ng.reply_curves(firm)
    assert table.groupby(["channel", "kind"])["rate"].is_monotonic_increasing.all()
    assert list(table["channel"].unique()) == ["all", "chat", "mail"]
    assert table["hours"].tolist() == list(HOURS) * (len(table) // len(HOURS))
    assert (table["ci_low"] <= table["rate"]).all()
    assert (table["rate"] <= table["ci_high"]).all()


def test_few_messages_give_no_curve():
    table = ng.reply_curves(network(["2024-01-01 me a", "2024-01-02 me a", "2024-03-01 me b"], me=["me"]))
    assert set(table["verdict"]) == {"too few to know"}
    assert table[["rate", "ci_low", "ci_high"]].isna().all(axis=None)
    assert table.loc[table["hours"] == 168, "at_risk"].tolist() == [1]
