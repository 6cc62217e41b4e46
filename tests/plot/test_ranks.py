"""Places with their intervals: who may be as high as the first, and the ends of each line."""

import pandas as pd

from netgraph import plot
from netgraph.plot import theme


def places(number=3):
    rows = [("Ada", 1, 1, 2, 3), ("Ben", 2, 1, 2, 3), ("Cleo", 3, 3, 3, None)]
    more = [(f"P{n}", n, 4, number, None) for n in range(4, number + 1)]
    table = pd.DataFrame([*rows, *more], columns=["who", "rank", "rank_low", "rank_high", "apart_from"])
    return table.astype({"apart_from": "Int64"})


def test_those_that_nothing_tells_apart_from_the_first_are_blue():
    first, rest = plot.ranks(places()).data
    assert (first.name, first.marker.color, list(first.x)) == ("may be as high as the first", theme.A, [1, 2])
    assert (rest.name, list(rest.x), list(rest.y)) == ("behind the first", [3], [2])


def test_lines_reach_from_the_best_to_the_worst_place():
    first = plot.ranks(places()).data[0]
    assert [list(first.error_x.arrayminus), list(first.error_x.array)] == [[0, 1], [1, 0]]


def test_the_first_twenty_five_are_drawn():
    chart = plot.ranks(places(40))
    assert sum(len(trace.x) for trace in chart.data) == 25
    assert chart.layout.xaxis.range[1] > 40
