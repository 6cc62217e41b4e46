"""Messages each way, and who waits."""

import pandas as pd

from netgraph import plot
from netgraph.glossary import COUNT, GLOSSARY, NUMBER

NAN = float("nan")
REST = {c: {COUNT: 0, NUMBER: NAN}.get(t, "") for c, (t, _) in GLOSSARY["give_and_take"].items()}


def test_give_and_take_puts_those_who_wait_on_top_and_marks_them():
    people = pd.DataFrame(
        REST
        | {
            "person": ["Ken", "Ada", "Nobody"],
            "sent": [50, 2, 0],
            "received": [40, 5, 0],
            "waiting_since": pd.Series([None, "2026-06-01", None], dtype="datetime64[us]"),
            "waiting_days": [NAN, 12.0, NAN],
        }
    )
    figure = plot.give_and_take(people)
    _, sent, received, waiting = figure.data
    assert figure.layout.yaxis.ticktext == ("Ada", "Ken")
    assert (sent.x, received.x) == ((2, 50), (5, 40))
    assert (waiting.name, waiting.x, waiting.y) == ("waiting for your reply", (5,), (0,))
    assert "12 days" in waiting.customdata[0][1]


def test_equal_counts_show_both_dots_on_an_axis_of_whole_numbers():
    even = {"waiting_since": pd.Series([None], dtype="datetime64[us]"), "waiting_days": NAN}
    figure = plot.give_and_take(pd.DataFrame(REST | {"person": ["Ken"], "sent": [1], "received": [1], **even}))
    _, below, above, _ = figure.data
    assert (below.x, below.y) == (above.x, above.y)
    assert below.marker.size > above.marker.size + 3
    assert figure.layout.xaxis.dtick == 1
