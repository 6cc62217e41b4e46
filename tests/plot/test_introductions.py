"""One row a path, named after who would introduce."""

import pandas as pd
import pytest

from netgraph import plot


def test_paths_are_drawn_by_their_middlemen_beside_a_message_of_ones_own():
    legs = [("Zoe", 1, 0.4, 0.3, 1, "Ada", "Ben"), ("Zoe", 1, 0.4, 0.3, 2, "Ben", "Zoe"),
            ("Yan", 2, 0.2, 0.1, 1, "Ada", "Cleo"), ("Yan", 2, 0.2, 0.1, 2, "Cleo", "Dan"),
            ("Yan", 2, 0.2, 0.1, 3, "Dan", "Yan")]  # fmt: skip
    table = pd.DataFrame(legs, columns=["to", "path", "chance", "direct", "leg", "source", "target"])
    figure = plot.introductions(table.assign(kind="observed", leg_chance=0.5, why="seen"))
    lines, direct, path = figure.data
    assert figure.layout.yaxis.ticktext == ("Ben", "Cleo, then Dan")
    assert (direct.x, path.x) == ((0.3, 0.1), (0.4, 0.2))
    assert lines.x[:3] == pytest.approx((0.3, 0.4, None))
    assert path.customdata == ("Ben, then Zoe", "Cleo, then Dan, then Yan")
