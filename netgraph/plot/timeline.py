"""Contact by month: how much, with how many, and how many were new."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from netgraph.tables import checked

from . import theme

EVENTS = {"events": ("events", theme.NEUTRAL)}
PEOPLE = {
    "active_pairs": ("pairs in contact", theme.A),
    "new_pairs": ("pairs new that month", theme.B),
    "new_declared": ("contacts newly listed", theme.C),
}


def timeline(months: pd.DataFrame) -> go.Figure:
    """Events by month above, pairs in contact and new pairs and contacts below; a series of zeros is left out."""
    title = "Recorded contact by month"
    months = checked("timeline", months, extra=True).sort_values("month")
    panels = [{c: look for c, look in panel.items() if months[c].any()} for panel in (EVENTS, PEOPLE)]
    panels = [panel for panel in panels if panel]
    if not panels:
        return theme.nothing(title, "No record carries a date, so there is no course over time to show.")
    chart = theme.figure(title, height=240 + 130 * len(panels))
    chart = make_subplots(rows=len(panels), shared_xaxes=True, vertical_spacing=0.08, figure=chart)
    for row, panel in enumerate(panels, 1):
        for column, look in panel.items():
            _add(chart, months, column, look, row)
        chart.update_yaxes(
            title_text="events" if "events" in panel else "pairs or contacts", rangemode="tozero", row=row
        )
    chart.update_xaxes(title_text="month", row=len(panels)).update_xaxes(showgrid=False)
    return chart.update_layout(hovermode="x unified", bargap=0.15)


def _add(chart: go.Figure, months: pd.DataFrame, column: str, look: tuple[str, str], row: int) -> None:
    name, color = look
    x, y = months["month"].dt.strftime("%Y-%m-%d").tolist(), months[column].tolist()
    hover = {"hovertemplate": f"%{{y}} {name}<extra></extra>", "xhoverformat": "%B %Y"}
    if column == "events":
        chart.add_bar(name=name, x=x, y=y, marker_color=color, row=row, col=1, **hover)
    else:
        chart.add_scatter(name=name, x=x, y=y, mode="lines", line_color=color, row=row, col=1, **hover)
