"""The ten of lowest constraint, numbered and named."""

import pandas as pd

from netgraph import plot


def test_brokers_numbers_the_ten_of_lowest_constraint():
    people = pd.DataFrame(
        {
            "person": [f"Person {i:02}" for i in range(12)],
            "degree": 5.0,
            "constraint": [0.9 - i / 20 for i in range(12)],
            "effective_size": [1.0 + i for i in range(12)],
            "efficiency": 0.5,
            "hierarchy": 0.1,
            "betweenness": 0.0,
        }
    )
    figure = plot.brokers(people)
    others, named = figure.data
    assert (others.x, named.x) == ((2.0, 1.0), tuple(float(x) for x in range(12, 2, -1)))
    assert named.text == tuple(str(n) for n in range(1, 11))
    lines = figure.layout.annotations[0].text.split("<br>")
    assert (lines[0], lines[-1]) == ("1  Person 11", "10  Person 02")
