"""How far messages are returned."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

COUNT = "directed ties"


def reciprocity(figures: pd.DataFrame) -> go.Figure:
    """One bar a figure; the number of directed ties, which is a count, stays in the table.

    The axis reaches below 0 where rho does: ties are then returned less often than by chance.
    """
    title = "How far contact is returned"
    known = checked("reciprocity", figures, extra=True).dropna(subset=["value"])
    known = known[known["measure"] != COUNT]
    if known.empty:
        return theme.nothing(title, "No record has a direction, so nothing can be returned or not.")
    low = known["value"].min()
    chart = theme.figure(title, "share returned, 0 to 1" + (" (rho from -1)" if low < 0 else ""))
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
    chart.update_xaxes(range=[low - 0.4 if low < 0 else 0, 1.2], tickvals=[-1, -0.5, 0, 0.5, 1])
    return chart.update_xaxes(zeroline=True, zerolinecolor=theme.NEUTRAL)
