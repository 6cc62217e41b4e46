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
TURNS = {
    "born": ("born", theme.GROUPS[5]),
    "revived": ("revived", theme.GROUPS[4]),
    "fading": ("fading", theme.GROUPS[3]),
}
BARS = ("events", "new_declared", *TURNS)  # come in bursts: a line between them would draw months that were not


def timeline(months: pd.DataFrame) -> go.Figure:
    """Events by month above; pairs in contact, new pairs and listed contacts below; then ties born, revived and fading.

    Fading ties hang below the line. A series of zeros is left out.
    """
    title = "Recorded contact by month"
    months = checked("timeline", months, extra=True).sort_values("month")
    panels = [{c: look for c, look in panel.items() if months[c].any()} for panel in (EVENTS, PEOPLE, TURNS)]
    panels = [panel for panel in panels if panel]
    if not panels:
        return theme.nothing(title, "No record carries a date, so there is no course over time to show.")
    if len(months) == 1:
        return theme.nothing(title, "All records lie in one month, so there is no course over time to show.")
    chart = theme.figure(title, height=240 + 130 * len(panels))
    chart = make_subplots(rows=len(panels), shared_xaxes=True, vertical_spacing=0.08, figure=chart)
    for row, panel in enumerate(panels, 1):
        for column, look in panel.items():
            _add(chart, months, column, look, row)
        chart.update_yaxes(theme.counts(int(months[list(panel)].max().max())), title_text=_unit(panel), row=row)
    chart.update_xaxes(title_text="month", row=len(panels)).update_xaxes(showgrid=False, ticklabelstandoff=4)
    return chart.update_layout(hovermode="x unified", bargap=0.15, barmode="relative")


def _unit(panel: dict[str, tuple[str, str]]) -> str:
    units = {"events": "events", "active_pairs": "pairs", "new_pairs": "pairs", "new_declared": "contacts"}
    return " or ".join(dict.fromkeys(units.get(column, "ties") for column in panel))


def _add(chart: go.Figure, months: pd.DataFrame, column: str, look: tuple[str, str], row: int) -> None:
    name, color = look
    x, known = months["month"].dt.strftime("%Y-%m-%d").tolist(), theme.values(months[column])
    y = [None if n is None else -n for n in known] if column == "fading" else known
    hover = {"customdata": known, "hovertemplate": f"%{{customdata}} {name}<extra></extra>", "xhoverformat": "%B %Y"}
    if column in BARS:
        chart.add_bar(name=name, x=x, y=y, marker_color=color, row=row, col=1, **hover)
    else:
        chart.add_scatter(name=name, x=x, y=y, mode="lines", line_color=color, row=row, col=1, **hover)
