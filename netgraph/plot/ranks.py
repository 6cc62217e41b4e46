"""Which places of a ranking are sure: each place with its interval."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 25


def ranks(places: pd.DataFrame) -> go.Figure:
    """One row for each of the first 25: the place, and the interval that it may have.

    Blue are those that nothing tells apart from the first: their interval begins before that of the first ends.
    """
    title = "Which places are sure"
    known = checked("ranks", places, extra=True).sort_values(["rank", "who"]).head(MOST)
    if known.empty:
        return theme.nothing(title, "Nobody has a place: the measure has no number for anybody here.")
    chart = theme.figure(title, "place, and its 90 % interval")
    rows = known.assign(row=theme.rows(chart, known["who"]))
    first = rows["rank_low"] <= rows["rank_high"].iloc[0]
    _add(chart, rows[first], "may be as high as the first", theme.A)
    _add(chart, rows[~first], "behind the first", theme.NEUTRAL)
    return chart.update_xaxes(range=[0, 1.04 * rows["rank_high"].max() + 1], tickformat=",d")


def _add(chart: go.Figure, rows: pd.DataFrame, name: str, color: str) -> None:
    chart.add_scatter(
        name=name,
        x=theme.values(rows["rank"]),
        y=rows["row"].tolist(),
        mode="markers",
        marker={"color": color, "size": 9},
        error_x={"array": theme.values(rows["rank_high"] - rows["rank"])}
        | {"arrayminus": theme.values(rows["rank"] - rows["rank_low"]), "color": color, "thickness": 2, "width": 0},
        customdata=list(zip(theme.labels(rows["who"]), rows["rank_low"], rows["rank_high"], strict=True)),
        hovertemplate="%{customdata[0]}<br>place %{x}, from %{customdata[1]} to %{customdata[2]}<extra></extra>",
    )
