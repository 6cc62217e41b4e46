"""How far messages are returned."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

COUNT = "directed ties"


def reciprocity(figures: pd.DataFrame) -> go.Figure:
    """One bar a figure; the number of directed ties, which is a count, stays in the table."""
    title = "How far contact is returned"
    known = checked("reciprocity", figures, extra=True).dropna(subset=["value"])
    known = known[known["measure"] != COUNT]
    if known.empty:
        return theme.nothing(title, "No record has a direction, so nothing can be returned or not.")
    chart = theme.figure(title, "share returned (0 to 1)")
    chart.add_bar(
        x=theme.values(known["value"]),
        y=theme.rows(chart, known["measure"], width=28),
        orientation="h",
        marker_color=theme.A,
        texttemplate="%{x:.3f}",
        textposition="outside",
        cliponaxis=False,
        customdata=[theme.wrapped(text) for text in known["definition"].fillna("")],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return chart.update_xaxes(range=[min(0.0, known["value"].min() - 0.4), 1.2])
