"""Lines between the places of two people, and people once each."""

import numpy as np
import pandas as pd

from netgraph import plot
from netgraph.plot import theme

NAN = float("nan")


def edges(rows):
    columns = ["a", "b", "strength", "group_a", "group_b", "x_a", "y_a", "x_b", "y_b"]
    return pd.DataFrame(rows, columns=columns)


TRIANGLE = edges(
    [
        ("Ada", "Grace", 3.0, "Research", "Sales", 0.0, 0.0, 1.0, 0.0),
        ("Ada", "Ken", 2.0, "Research", "Sales", 0.0, 0.0, 0.0, 1.0),
        ("Grace", "Ken", 1.0, "Sales", "Sales", 1.0, 0.0, 0.0, 1.0),
        ("Ada", "Alan", 1.0, "Research", None, 0.0, 0.0, -1.0, 0.0),
    ]
)


def test_each_tie_is_a_line_between_its_two_places():
    line = plot.picture(TRIANGLE).data[0]
    np.testing.assert_array_equal(line.x, [0, 1, NAN, 0, 0, NAN, 0, -1, NAN, 1, 0, NAN])
    np.testing.assert_array_equal(line.y, [0, 0, NAN, 0, 1, NAN, 0, 0, NAN, 0, 1, NAN])


def test_each_person_is_one_point_in_the_colour_of_the_group():
    points = {trace.name: trace for trace in plot.picture(TRIANGLE).data if trace.mode == "markers"}
    assert {name: len(trace.x) for name, trace in points.items()} == {"Research": 1, "Sales": 2, "others": 1}
    assert points["Research"].customdata[0] == "Ada<br>Research<br>3 ties drawn"
    assert (points["others"].x, points["others"].y) == ((-1,), (0,))
    assert len({trace.marker.color for trace in points.values()}) == 3


def test_only_the_strongest_ties_are_drawn():
    many = pd.concat([TRIANGLE.iloc[[2]]] * 2100 + [TRIANGLE.iloc[[0]]], ignore_index=True)
    line = plot.picture(many).data[0]
    assert len(line.x) == 3 * 2000
    assert tuple(line.x[:2]) == (0, 1)


def test_names_that_would_lie_on_one_another_are_left_out():
    near = edges([("Ada", f"p{i}", 1.0, "Sales", "Sales", 0.0, 0.0, 1.0, i / 1000) for i in range(20)])
    far = edges([("Ada", "Zoe", 1.0, "Sales", "unknown", 0.0, 0.0, -1.0, -1.0)])
    names = plot.picture(pd.concat([near, far], ignore_index=True)).data[-1]
    assert names.mode == "text"
    assert names.text == ("Ada", "Zoe", "p0")


def test_ties_that_a_list_declares_are_not_called_no_ties():
    declared = edges([("Ada", "Grace", NAN, "Research", "Sales", NAN, NAN, NAN, NAN)])
    why = plot.picture(declared).layout.meta["why"]
    assert why == "No message or meeting has been read yet, so there is no network to draw."


def test_people_of_no_known_group_are_grey():
    unknown = TRIANGLE.assign(group_a="unknown", group_b="unknown")
    (points,) = [trace for trace in plot.picture(unknown).data if trace.mode == "markers"]
    assert (points.name, points.marker.color) == ("others", theme.NEUTRAL)
