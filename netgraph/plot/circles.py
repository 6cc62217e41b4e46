"""The circles, the largest on top."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 15


def circles(people: pd.DataFrame) -> go.Figure:
    """One bar a circle, at most the 15 largest: its people, coloured by how clear it is, with its mean stability."""
    title = "Circles and how clear they are"
    known = checked("circles", people, extra=True).dropna(subset=["circle", "stability"])
    if known.empty:
        why = "No circle: no contact between your contacts is recorded. Mail to several people shows it."
        return theme.nothing(title, why)
    first = {column: (column, "first") for column in ("label", "size", "verdict", "why")}
    top = known.groupby("circle").agg(**first, stability=("stability", "mean")).head(MOST).reset_index()
    chart = theme.figure(title if (known["verdict"] == "clear").any() else "No clear circles", "people")
    top["row"] = theme.rows(chart, top["label"].str.removeprefix("around "))
    _add(chart, top[top["verdict"] == "clear"], "clear", theme.A)
    _add(chart, top[top["verdict"] == "blurred"], "blurred", theme.GROUPS[5])
    _add(chart, top[~top["verdict"].isin(["clear", "blurred"])], "no clear circle", theme.NEUTRAL)
    most = int(top["size"].max())
    return chart.update_xaxes(theme.counts(most) | {"range": [0, 1.2 * most]})  # room for the number beside the bar


def _add(chart: go.Figure, some: pd.DataFrame, name: str, color: str) -> None:
    if some.empty:
        return
    told = zip(theme.labels(some["label"]), theme.labels(some["why"]), strict=True)
    chart.add_bar(
        name=name,
        x=some["size"].tolist(),
        y=some["row"].tolist(),
        orientation="h",
        marker_color=color,
        text=[f"{value:.2f}" for value in some["stability"]],
        textposition="outside",
        cliponaxis=False,
        showlegend=True,
        customdata=["<br>".join(texts) for texts in told],
        hovertemplate="%{customdata}<br>%{x} people, mean stability %{text}<extra></extra>",
    )
