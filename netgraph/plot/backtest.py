"""How well a score foretold, beside what it must beat."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme


def backtest(scores: pd.DataFrame) -> go.Figure:
    """One row a score: AUC, where 1/2 is chance, and how far the first is ahead of each other, with its interval."""
    title = "What foretells contact"
    known = checked("backtest", scores, extra=True).dropna(subset=["auc"])
    if known.empty:
        return theme.nothing(title, "Nothing was scored, so there is nothing to compare.")
    chart = theme.figure(title, "AUC (1/2 is chance)")
    places = theme.rows(chart, known["score"], width=26)
    first = [theme.A] + [theme.NEUTRAL] * (len(known) - 1)
    chart.add_scatter(
        x=theme.values(known["auc"]),
        y=places,
        mode="markers+text",
        marker={"color": first, "size": 12},
        text=[f"{value:.3f}" for value in known["auc"]],
        textposition="top center",
        customdata=theme.values(known["average_precision"]),
        hovertemplate="average precision %{customdata:.3f}<extra></extra>",
        cliponaxis=False,
    )
    chart.add_vline(x=0.5, line={"color": theme.NEUTRAL, "dash": "dot", "width": 1})
    low = min(0.45, known["auc"].min() - 0.05)
    for place, row in zip(places, known.itertuples(), strict=True):
        text = {"x": low, "y": place + 0.35, "text": _told(row), "xanchor": "left", "bgcolor": "white"}
        chart.add_annotation(**text, showarrow=False, font={"size": 11})
    return chart.update_xaxes(range=[low, 1.04]).update_layout(height=170 + 70 * len(known))


def _told(row: tuple) -> str:
    """How many cases there were, or the lead of the first score over this one."""
    if pd.isna(row.auc_lead):
        return f"{row.again:,} of {row.pairs:,} in contact again"
    interval = "too few to be sure" if pd.isna(row.auc_low) else f"{row.auc_low:+.3f} to {row.auc_high:+.3f}"
    return f"lead {row.auc_lead:+.3f} ({interval})"
