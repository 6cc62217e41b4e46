"""Where the contacts work."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 15


def organisations(employers: pd.DataFrame) -> go.Figure:
    """Contacts of the 15 biggest employers, the biggest on top."""
    title = "Where your contacts work"
    known = checked("organisations", employers, extra=True).dropna(subset=["organisation"])
    if known.empty:
        return theme.nothing(title, "No card names an employer.")
    top = known.sort_values(["people", "organisation"], ascending=[False, True]).head(MOST)
    chart = theme.figure(title, "contacts (people)")
    chart.add_bar(
        x=top["people"].tolist(),
        y=theme.rows(chart, top["organisation"]),
        orientation="h",
        marker_color=theme.A,
        text=top["people"].tolist(),
        textposition="outside",
        cliponaxis=False,
        customdata=theme.labels(top["organisation"]),
        hovertemplate="%{customdata}: %{x}<extra></extra>",
    )
    return chart.update_xaxes(theme.counts(int(top["people"].max())))
