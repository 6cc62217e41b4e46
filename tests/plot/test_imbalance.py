"""Shares with their intervals, the most certain one-sided pairs first."""

import pandas as pd
import pytest

from netgraph import plot

MORE, LESS, EVEN = "one-sided: a writes more", "one-sided: b writes more", "balanced"


def pairs(rows):
    columns = ["a", "b", "sent", "received", "share", "ci_low", "ci_high", "verdict"]
    turns = {"turns_sent": 6, "turns_received": 2, "turns_share": 0.7, "turns_low": 0.4, "turns_high": 0.9}
    turns |= {"above_half": 0.5, "turns_above_half": 0.9, "turns_verdict": EVEN}
    return pd.DataFrame(rows, columns=columns).assign(**turns)


THREE = pairs(
    [
        ("Ada", "Grace", 9, 1, 0.8, 0.6, 0.95, MORE),
        ("Ada", "Alan", 5, 5, 0.5, 0.3, 0.7, EVEN),
        ("Ada", "Ken", 1, 9, 0.2, 0.05, 0.4, LESS),
    ]
)


def by_name(figure):
    return {trace.name: trace for trace in figure.data}


def test_each_pair_stands_at_its_share_with_its_interval():
    traces = by_name(plot.imbalance(THREE))
    first = traces["Ada writes more"]
    assert (first.x, first.y) == ((80.0,), (0,))
    assert first.error_x.array == (pytest.approx(15.0),)
    assert first.error_x.arrayminus == (pytest.approx(20.0),)
    assert traces["neither"].x == (50.0,)
    assert traces["the other writes more"].x == (20.0,)


def test_rows_are_named_after_the_other_where_one_person_has_them_all_and_after_both_else():
    assert plot.imbalance(THREE).layout.yaxis.ticktext == ("Grace", "Alan", "Ken")
    mixed = THREE.assign(a=["Ada", "Grace", "Ada"])
    assert plot.imbalance(mixed).layout.yaxis.ticktext == ("Ada · Grace", "Grace · Alan", "Ada · Ken")


def test_of_many_pairs_the_most_certain_one_sided_ones_are_drawn():
    sure = [("Ada", f"sure {i:02}", 20, 1, 0.9, 0.7 + i / 1000, 0.99, MORE) for i in range(24)]
    even = [("Ada", f"even {i:02}", 90 - i, 90, 0.5, 0.45, 0.55, EVEN) for i in range(10)]
    names = plot.imbalance(pairs(even + sure)).layout.yaxis.ticktext
    assert len(names) == 25
    assert {f"sure {i:02}" for i in range(24)} | {"even 00"} == set(names)


def test_two_people_of_one_name_have_a_row_each():
    twins = pairs([("Ada", "Ken", 9, 1, 0.8, 0.6, 0.95, MORE), ("Ada", "Ken", 8, 1, 0.8, 0.6, 0.95, MORE)])
    assert sorted(by_name(plot.imbalance(twins))["Ada writes more"].y) == [0, 1]


def test_turns_are_drawn_where_there_are_enough_of_them():
    turns = THREE.assign(turns_verdict=["balanced", "too few to know", "balanced"], turns_share=[0.6, 0.5, 0.3])
    drawn = by_name(plot.imbalance(turns))["who begins"]
    assert (drawn.x, drawn.y) == ((60.0, 30.0), (0, 2))
