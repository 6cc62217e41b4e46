"""One line a kind, all channels together; kinds with too few messages have none."""

import pandas as pd

from netgraph import plot

NAN = float("nan")


def test_one_line_a_kind_of_all_channels():
    rows = [("all", "warm", 1, 0.3), ("all", "warm", 24, 0.6), ("all", "dormant", 1, NAN), ("mail", "warm", 1, 0.2)]
    curves = pd.DataFrame(rows, columns=["channel", "kind", "hours", "rate"])
    curves = curves.assign(at_risk=9, ci_low=curves["rate"] - 0.1, ci_high=curves["rate"] + 0.1, verdict="ok")
    (line,) = plot.reply_curves(curves).data
    assert (line.name, line.x, line.y) == ("warm", (1, 24), (30.0, 60.0))
