"""Shares as bars."""

import pandas as pd

from netgraph import plot

NAN = float("nan")


def test_reciprocity_draws_shares_and_not_the_count():
    table = pd.DataFrame(
        {
            "measure": ["directed ties", "edgewise", "rho", "weighted"],
            "value": [1.0, 0.636, -0.1, NAN],
            "definition": ["count", "share", "beyond chance", "matched"],
        }
    )
    (bars,) = plot.reciprocity(table).data
    assert bars.x == (0.636, -0.1)
