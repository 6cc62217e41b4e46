"""Said against come."""

import pytest

from netgraph import plot
from netgraph.tables import empty

NAN = float("nan")
ROWS = {
    "score": "forecast: probability", "low": [0, 0.1, 0.2], "high": [0.1, 0.2, 0.3], "pairs": [40, 0, 5],
    "predicted": [0.05, NAN, 0.25], "happened": [0.1, NAN, 0.2], "ci_low": [0.04, NAN, 0.06],
    "ci_high": [0.2, NAN, 0.5],
}  # fmt: skip


def test_bins_with_cases_are_points_with_their_interval_beside_the_line_of_agreement():
    line, points = plot.reliability(empty("reliability").reindex(range(3)).assign(**ROWS)).data
    assert list(line.x) == list(line.y) == [0, 100]
    assert list(points.x) == [5, 25]
    assert list(points.y) == [10, 20]
    assert points.error_y.array == pytest.approx((10, 30))
    assert points.error_y.arrayminus == pytest.approx((6, 14))
    assert list(points.customdata) == [40, 5]
