"""Shares as bars."""

import pandas as pd

from netgraph import plot

NAN = float("nan")


def test_reciprocity_draws_shares_and_not_the_count():
    table = pd.DataFrame(
        {
            "measure": ["directed ties", "density", "edgewise lrr", "edgewise", "rho", "weighted"],
            "value": [1.0, 0.02, 3.4, 0.636, -0.1, NAN],
            "by_chance": [NAN, NAN, 0.0, 0.02, 0.0, 0.3],
            "definition": ["count", "share", "log", "share", "beyond chance", "matched"],
        }
    )
    figure = plot.reciprocity(table)
    assert figure.data[0].x == (0.636, -0.1)
    assert figure.data[1].x == (0.02, 0.0)
    assert figure.layout.xaxis.range[0] < -0.1
    assert figure.layout.xaxis.title.text == "share returned, 0 to 1 (rho from -1)"


def test_an_axis_without_negative_figures_begins_at_0():
    table = pd.DataFrame({"measure": ["edgewise"], "value": [0.636], "by_chance": [0.02], "definition": ["share"]})
    axis = plot.reciprocity(table).layout.xaxis
    assert (axis.range[0], axis.title.text) == (0, "share returned, 0 to 1")
