"""How soon answers come: one curve for each kind of message."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme


def reply_curves(curves: pd.DataFrame) -> go.Figure:
    """The share answered by the hours since the message, all channels together, a line a kind; bars: 90 % interval."""
    title = "How soon answers come"
    known = checked("reply_curves", curves, extra=True).dropna(subset=["rate", "ci_low", "ci_high"])
    known = known[known["channel"] == known["channel"].iloc[0]] if len(known) else known
    if known.empty:
        return theme.nothing(title, "Too few messages to one person alone to know how soon they are answered.")
    chart = theme.figure(title, "hours since the message", "answered (%)")
    for (kind, one), color in zip(known.groupby("kind", sort=False), theme.GROUPS, strict=False):
        _add(chart, one, theme.labels(pd.Series([kind]))[0], color)
    theme.logarithmic(chart)
    chart.update_layout(margin={"b": 90})
    return chart.update_yaxes(range=[0, 104])


def _add(chart: go.Figure, one: pd.DataFrame, name: str, color: str) -> None:
    rate, low, high = (100 * one[c] for c in ("rate", "ci_low", "ci_high"))
    chart.add_scatter(
        name=name,
        x=one["hours"].tolist(),
        y=theme.values(rate, 1),
        mode="lines+markers",
        line={"color": color, "width": 2},
        marker={"color": color, "size": 6},
        error_y={"array": theme.values(high - rate, 1), "arrayminus": theme.values(rate - low, 1)}
        | {"color": color, "thickness": 1, "width": 0},
        customdata=one["at_risk"].tolist(),
        hovertemplate="%{x} hours: %{y:.0f} % answered<br>%{customdata:,} still without an answer<extra></extra>",
    )
