"""Said against answered."""

import pytest

from netgraph import plot
from netgraph.tables import empty

NAN = float("nan")
ROWS = {
    "low": [0, 0.1, 0.2], "high": [0.1, 0.2, 0.3], "sent": [1_200, 0, 5], "predicted": [0.05, NAN, 0.25],
    "happened": [0.1, NAN, 0.2], "ci_low": [0.04, NAN, 0.06], "ci_high": [0.2, NAN, 0.5],
}  # fmt: skip


def test_bins_with_messages_are_points_with_their_interval_beside_the_line_of_agreement():
    line, points = plot.reply_reliability(empty("reply_reliability").reindex(range(3)).assign(**ROWS)).data
    assert list(line.x) == list(line.y) == [0, 100]
    assert (list(points.x), list(points.y)) == ([5, 25], [10, 20])
    assert points.error_y.array == pytest.approx((10, 30))
    assert points.error_y.arrayminus == pytest.approx((6, 14))
    assert list(points.customdata) == [1_200, 5]
