"""One bar a circle, coloured by how clear it is."""

import pandas as pd

from netgraph import plot


def people(verdicts):
    """Three people in the first circle, two in the second."""
    table = pd.DataFrame({"person": list("abcde"), "circle": [1, 1, 1, 2, 2], "size": [3, 3, 3, 2, 2]})
    table["label"] = table["circle"].map({1: "Sales", 2: "around d and e"})
    table["verdict"] = table["circle"].map(dict(enumerate(verdicts, 1)))
    return table.assign(stability=[0.9, 0.8, 0.7, 0.5, 0.4], why="team: 3 of 3, and 0 of 2 outside")


def test_bars_are_sizes_in_the_order_of_circles_with_the_mean_stability():
    figure = plot.circles(people(["clear", "no clear circle"]))
    clear, none = figure.data
    assert figure.layout.yaxis.ticktext == ("Sales", "d and e")
    assert (clear.name, clear.x, clear.text) == ("clear", (3,), ("0.80",))
    assert (none.name, none.x, none.text) == ("no clear circle", (2,), ("0.45",))


def test_the_title_says_where_no_circle_is_clear():
    assert plot.circles(people(["blurred", "no clear circle"])).layout.title.text == "No clear circles"
