"""The biggest employers, from the top."""

import pandas as pd

from netgraph import plot


def test_organisations_draws_the_fifteen_biggest_from_the_top():
    table = pd.DataFrame({"organisation": [f"Employer {i:02}" for i in range(20)], "people": range(20)})
    figure = plot.organisations(table)
    (bars,) = figure.data
    assert bars.x == tuple(range(19, 4, -1))
    assert bars.y == tuple(range(15))
    assert figure.layout.yaxis.ticktext[0] == "Employer 19"
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_few_contacts_are_counted_in_whole_numbers():
    assert plot.organisations(pd.DataFrame({"organisation": ["Mill"], "people": [1]})).layout.xaxis.dtick == 1
