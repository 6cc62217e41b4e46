"""What came of the recommended, beside others alike."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme


def hindsight(groups: pd.DataFrame) -> go.Figure:
    """A bar for each group of each recommendation: the share in contact after it, with its 90 % interval.

    The recommended in colour, the others alike in grey below, each with its counts, and the verdict with the first.
    Groups that nothing could be compared with are left out. Tables of several questions may stand one under the other.
    """
    title = "In contact afterwards"
    groups = checked("hindsight", groups, extra=True).dropna(subset=["rate"])
    if groups.empty:
        return theme.nothing(title, "No recommendation of that day can be compared with others alike.")
    chart = theme.figure(title, "in contact within the days after (%)")
    first = groups["group"] == "recommended"
    places = theme.rows(chart, groups["recommendation"].where(first, "others alike"))
    rate, low, high = (100 * groups[c] for c in ("rate", "ci_low", "ci_high"))
    chart.add_bar(
        x=theme.values(rate, 1),
        y=places,
        orientation="h",
        width=0.4,
        marker_color=first.map({True: theme.A, False: theme.NEUTRAL}).tolist(),
        error_x={"array": theme.values(high - rate, 1), "arrayminus": theme.values(rate - low, 1), "color": theme.INK},
        customdata=theme.labels(groups["recommendation"] + ": " + groups["group"]),
        hovertemplate="%{customdata}, %{x} %<extra></extra>",
    )
    counts = groups["again"].map("{:,}".format) + " of " + groups["pairs"].map("{:,}".format)
    told = counts + (", " + groups["verdict"]).where(first, "").fillna("")
    for place, text in zip(places, theme.labels(told), strict=True):
        chart.add_annotation(x=0, y=place + 0.36, text=text, xanchor="left", xshift=4, showarrow=False)
    return chart.update_xaxes(range=[0, 104]).update_layout(height=150 + 48 * len(groups))
