"""One row a loss, in the table's order."""

import pandas as pd

from netgraph import plot


def test_losses_with_the_owner_and_without():
    table = pd.DataFrame(
        {"loss": ["channel", "person"], "what": ["mail", "ada"], "people": [9, 3], "people_alone": [8, 1]}
    )
    figure = plot.resilience(table.assign(circles=0, better=None, why="counted"))
    assert figure.layout.yaxis.ticktext == ("channel mail", "ada")
    assert {trace.name: trace.x for trace in figure.data[1:]} == {"without you": (8, 1), "with you": (9, 3)}
    assert figure.data[1].customdata[0] == ["channel", "mail"]
