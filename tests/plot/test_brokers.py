"""The ten of lowest constraint, numbered and named."""

import itertools

import pandas as pd
import pytest

from netgraph import plot
from netgraph.plot.brokers import SIDE, _beside


def people(constraint, effective_size):
    rest = {"degree": 5.0, "efficiency": 0.5, "hierarchy": 0.1, "betweenness": 0.0, "articulation": False}
    names = [f"Person {i:02}" for i in range(len(constraint))]
    return pd.DataFrame({"person": names, "constraint": constraint, "effective_size": effective_size, **rest})


def test_brokers_numbers_the_ten_of_lowest_constraint():
    figure = plot.brokers(people([0.9 - i / 20 for i in range(12)], [1.0 + i for i in range(12)]))
    others, named = figure.data
    assert (others.x, named.x) == ((2.0, 1.0), tuple(float(x) for x in range(12, 2, -1)))
    *numbers, names = figure.layout.annotations
    assert [note.text for note in numbers] == [str(n) for n in range(1, 11)]
    assert [10**note.x for note in numbers] == pytest.approx(named.x, rel=1e-3)
    assert [note.y for note in numbers] == pytest.approx(named.y)
    lines = names.text.split("<br>")
    assert (lines[0], lines[-1]) == ("1  Person 11", "10  Person 02")


@pytest.mark.parametrize("sizes", [range(17, 31), [2, 400], [25]])
def test_the_names_stand_below_the_plot_wherever_the_points_are(sizes):
    layout = plot.brokers(people([0.1 + i / 1000 for i, _ in enumerate(sizes)], [float(n) for n in sizes])).layout
    names, lines = layout.annotations[-1], min(10, len(sizes))
    inside = layout.height - layout.template.layout.margin.t - layout.margin.b
    assert (names.y, names.yanchor) == (0, "bottom")
    assert layout.yaxis.domain[0] * inside >= 17 * lines + 45  # and the axis between them


def test_numbers_of_people_at_one_place_stand_beside_each_other():
    steps = _beside([(100.0, 100.0)] * 10)
    assert steps[0] == (0, 0)
    assert all(max(abs(a - c), abs(b - d)) >= SIDE for (a, b), (c, d) in itertools.combinations(steps, 2))
    notes = plot.brokers(people([0.2] * 10, [5.0] * 10)).layout.annotations[:-1]
    assert [(note.ax, note.ay) for note in notes] == steps
    assert [note.showarrow for note in notes] == [False] + [True] * 9
