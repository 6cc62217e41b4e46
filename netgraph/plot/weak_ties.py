"""Ties by strength and by the company they keep."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme


def weak_ties(pairs: pd.DataFrame) -> go.Figure:
    """One point a pair: how much of their company they share, against the strength of the tie, marked by weakness.

    Of more than 600 bridges, moderately weak or close ties 600 are drawn, evenly taken along their strength.
    """
    title = "Ties by strength and shared company"
    known = checked("weak_ties", pairs, extra=True).dropna(subset=["strength", "overlap"])
    known = known[known["strength"] > 0]
    if known.empty:
        why = "No pair has an overlap: no contact between your contacts is recorded. Mail to several people shows it."
        return theme.nothing(title, why)
    chart = theme.figure(title, "strength (both ways, log scale)", "shared company (overlap, 0 to 1)")
    bridge, moderate = known["bridge"].fillna(False).astype(bool), known["weakness"] == "moderately weak"
    _add(chart, known[~bridge & ~moderate], "close", theme.NEUTRAL, "circle")
    _add(chart, known[~bridge & moderate], "moderately weak", theme.A, "circle")
    _add(chart, known[bridge], "bridge: none is shared", theme.B, "diamond")
    theme.logarithmic(chart)
    return chart


def _add(chart: go.Figure, pairs: pd.DataFrame, name: str, color: str, symbol: str) -> None:
    drawn = theme.thinned(pairs, ["strength", "a", "b"])
    chart.add_scatter(
        name=theme.counted(name, len(drawn), len(pairs)),
        x=theme.values(drawn["strength"], 4),
        y=theme.values(drawn["overlap"]),
        mode="markers",
        cliponaxis=False,
        marker={"color": color, "symbol": symbol, "size": 8, "opacity": 0.7},
        customdata=theme.labels(drawn["a"] + " · " + drawn["b"]),
        hovertemplate="%{customdata}<br>strength %{x:.3g}, overlap %{y:.2f}<extra></extra>",
    )
