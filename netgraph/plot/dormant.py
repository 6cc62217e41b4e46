"""Old ties gone quiet, against their own rhythm."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 15


def dormant(people: pd.DataFrame) -> go.Figure:
    """One row a person, at most 15, most worth a message first: the usual gap between contacts, and the silence now."""
    title = "Gone quiet, against its own rhythm"
    known = checked("dormant", people, extra=True).dropna(subset=["rhythm"]).head(MOST)
    if known.empty:
        return theme.nothing(title, "None of your ties is known to be silent for long against its own rhythm.")
    chart = theme.figure(title, "days (log scale)")
    places = theme.rows(chart, known["person"])
    # On a log scale there is no zero: a rhythm under a day counts as one day.
    usual, silent = theme.values(known["rhythm"].clip(lower=1), 1), known["silent_days"].clip(lower=1).tolist()
    theme.spans(chart, usual, silent)
    named = {"mode": "markers", "y": places, "customdata": theme.labels(known["person"])}
    chart.add_scatter(
        name="usual gap", x=usual, marker={"color": theme.A, "size": 9}, **named,
        hovertemplate="%{customdata}: usually every %{x:.0f} days<extra></extra>",
    )  # fmt: skip
    chart.add_scatter(
        name="silent now", x=silent, marker={"color": theme.B, "size": 9}, **named,
        hovertemplate="%{customdata}: silent for %{x} days<extra></extra>",
    )  # fmt: skip
    theme.logarithmic(chart)
    return chart
