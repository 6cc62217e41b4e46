"""Whether what is called likely happens as often."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme


def reliability(bins: pd.DataFrame) -> go.Figure:
    """One point a bin of probability with cases: said against come, with 90 % interval; on the line both agree."""
    title = "Said, and come"
    known = checked("reliability", bins, extra=True).dropna(subset=["predicted", "happened"])
    if known.empty:
        return theme.nothing(title, "No case has a probability, so there is nothing to compare.")
    chart = theme.figure(title, f"said (%) by {theme.labels(known['score'], 26)[0]}", "came (%)")
    return compared(chart, known, counts="pairs", of="cases")


def compared(chart: go.Figure, bins: pd.DataFrame, *, counts: str, of: str) -> go.Figure:
    """The line on which said and come agree, and a point a bin; `counts` is the column that counts its cases."""
    said, came, low, high = (100 * bins[c] for c in ("predicted", "happened", "ci_low", "ci_high"))
    line = {"color": theme.NEUTRAL, "dash": "dot", "width": 1}
    chart.add_scatter(x=[0, 100], y=[0, 100], mode="lines", line=line, hoverinfo="skip", showlegend=False)
    chart.add_scatter(
        x=theme.values(said, 1),
        y=theme.values(came, 1),
        mode="markers",
        marker={"color": theme.A, "size": 9},
        error_y={"array": theme.values(high - came, 1), "arrayminus": theme.values(came - low, 1), "color": theme.INK},
        customdata=bins[counts].tolist(),
        hovertemplate=f"%{{customdata:,}} {of}: said %{{x:.0f}} %, came %{{y:.0f}} %<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )
    return chart.update_xaxes(range=[-3, 103]).update_yaxes(range=[-3, 103])
