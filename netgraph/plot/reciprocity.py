"""How far messages are returned."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

OTHERS = ("directed ties", "density", "edgewise lrr")


def reciprocity(figures: pd.DataFrame) -> go.Figure:
    """One bar a figure, with a line across it where chance would put it.

    The number of directed ties, the density and the log relative risk are no shares returned, and stay in the table.

    The axis reaches below 0 where rho does: ties are then returned less often than by chance.
    """
    title = "How far contact is returned"
    known = checked("reciprocity", figures, extra=True).dropna(subset=["value"])
    known = known[~known["measure"].isin(OTHERS)]
    if known.empty:
        return theme.nothing(title, "No record has a direction, so nothing can be returned or not.")
    low = known["value"].min()
    chart = theme.figure(title, "share returned, 0 to 1" + (" (rho from -1)" if low < 0 else ""))
    places = theme.rows(chart, known["measure"], width=28)
    chart.add_bar(
        name="value",
        x=theme.values(known["value"]),
        y=places,
        orientation="h",
        marker_color=theme.A,
        texttemplate="%{x:.3f}",
        textposition="outside",
        cliponaxis=False,
        customdata=[theme.wrapped(text) for text in known["definition"].fillna("")],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _add_chance(chart, known, places)
    chart.update_layout(showlegend=True, height=chart.layout.height + 30)
    chart.update_xaxes(range=[low - 0.4 if low < 0 else 0, 1.2], tickvals=[-1, -0.5, 0, 0.5, 1])
    return chart.update_xaxes(zeroline=True, zerolinecolor=theme.NEUTRAL)


def _add_chance(chart: go.Figure, known: pd.DataFrame, places: list[int]) -> None:
    chart.add_scatter(
        name="by chance",
        x=theme.values(known["by_chance"]),
        y=places,
        mode="markers",
        marker={"symbol": "line-ns", "size": 20, "line": {"color": theme.B, "width": 3}},
        hovertemplate="%{x:.3f} by chance<extra></extra>",
    )
