"""What would be lost with whom or what."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 15


def resilience(losses: pd.DataFrame) -> go.Figure:
    """One row a loss, at most 15 in the table's order: people no longer reachable, with the owner and without."""
    title = "What a loss would cost"
    known = checked("resilience", losses, extra=True).head(MOST)
    if known.empty:
        return theme.nothing(title, "No living tie is recorded, so there is nothing to lose.")
    chart = theme.figure(title, "people no longer reachable (count)")
    places = theme.rows(chart, known["what"].where(known["loss"] == "person", known["loss"] + " " + known["what"]))
    theme.spans(chart, known["people"].tolist(), known["people_alone"].tolist())
    named = list(zip(theme.labels(known["loss"]), theme.labels(known["what"]), strict=True))
    # The larger dot lies below, so that both are seen where the counts are equal.
    for name, column, color, size in (("without you", "people_alone", theme.B, 12), ("with you", "people", theme.A, 7)):
        hover = "%{customdata[0]}: %{customdata[1]}<br>%{x} people, " + name + "<extra></extra>"
        marker = {"color": color, "size": size}
        chart.add_scatter(
            name=name, x=known[column].tolist(), y=places, mode="markers", cliponaxis=False, marker=marker,
            customdata=named, hovertemplate=hover,
        )  # fmt: skip
    return chart.update_xaxes(theme.counts(int(known[["people", "people_alone"]].to_numpy().max())))
