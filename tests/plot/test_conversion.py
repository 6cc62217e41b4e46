"""Stages under their start, and words where there is no bar."""

import pandas as pd
import pytest

from netgraph import plot

NAN = float("nan")


def stages(**columns):
    rows = [("cold", "first contact", 40, 40, 0, 1.0), ("cold", "reply", 40, 10, 0, 0.25),
            ("cold", "second exchange", 12, 3, 28, NAN), ("cold", "meeting", 0, 0, 40, NAN),
            ("warm", "first contact", 3, 3, 0, NAN), ("warm", "reply", 3, 1, 0, NAN)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["start", "stage", "at_risk", "reached", "undecided", "rate"])
    table = table.assign(ci_low=table["rate"] - 0.1, ci_high=table["rate"] + 0.1, verdict="ok")
    table.loc[3, "verdict"] = "not applicable: no source here shows meetings"
    return table.assign(**columns)


def test_a_bar_for_each_known_stage_and_words_for_the_others():
    figure = plot.conversion(stages())
    (bars,) = figure.data
    assert bars.x == (None, 25.0, None, None, None)
    assert bars.error_x.array[1] == pytest.approx(10.0)
    assert figure.layout.yaxis.ticktext == ("cold", "reply", "second exchange", "meeting", "warm")
    assert [note.text for note in figure.layout.annotations] == [
        "40 reach-outs", "25% of 40", "too few to know (12)", "not seen here", "3, too few to know",
    ]  # fmt: skip


def test_the_hover_tells_the_undecided():
    assert plot.conversion(stages()).data[0].customdata[2] == [3, 12, 28]
