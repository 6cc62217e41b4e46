"""Forecasts as bars."""

import pandas as pd
import pytest
from logs import network

import netgraph as ng
from netgraph import plot
from netgraph.plot.forecast import MOST

NET = network([f"2024-01-{n + 1:02d} a p{n:02d}" for n in range(25)])


def test_the_likeliest_come_first_and_each_tells_its_parts():
    table = ng.forecast(NET)
    (bars,) = plot.forecast(table).data
    assert len(bars.x) == MOST
    assert list(bars.x) == pytest.approx((100 * table["probability"].head(MOST)).round(1).tolist())
    assert list(bars.x) == sorted(bars.x, reverse=True)
    row = table.iloc[0]
    assert f"strength: {row['by_strength']:+.2f}<br>silence: {row['by_silence']:+.2f}" in bars.customdata[0]


def test_of_one_persons_pairs_the_rows_name_the_others():
    chart = plot.forecast(ng.forecast(NET))
    assert chart.layout.yaxis.ticktext[0] == "p24"
    both = plot.forecast(pd.concat([ng.forecast(NET).head(1), ng.forecast(network(["2024-01-01 x y"]))]))
    assert list(both.layout.yaxis.ticktext) == ["a · p24", "x · y"]
