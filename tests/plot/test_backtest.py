"""A score beside what it must beat."""

from netgraph import plot
from netgraph.tables import empty

NAN = float("nan")
ROWS = {
    "score": ["strength", "count", "recency"], "pairs": 200, "again": 40, "auc": [0.8, 0.66, 0.82],
    "auc_lead": [NAN, 0.14, -0.02], "auc_low": [NAN, 0.1, NAN], "auc_high": [NAN, 0.18, NAN],
}  # fmt: skip


def filled():
    table = empty("backtest").reindex(range(3)).assign(**ROWS)
    return table.fillna({"unknown": 0, "unscored": 0})


def test_each_score_has_its_point_and_the_lead_over_it():
    chart = plot.backtest(filled())
    (points,) = chart.data
    assert list(points.x) == [0.8, 0.66, 0.82]
    assert list(chart.layout.yaxis.ticktext) == ["strength", "count", "recency"]
    assert [note.text for note in chart.layout.annotations] == [
        "40 of 200 in contact again",
        "lead +0.140 (+0.100 to +0.180)",
        "lead -0.020 (too few to be sure)",
    ]


def test_a_score_below_chance_is_in_the_picture():
    chart = plot.backtest(filled().assign(auc=[0.2, 0.5, 0.6]))
    assert chart.layout.xaxis.range[0] < 0.2
