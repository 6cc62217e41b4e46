"""Warm paths against a cold message."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 15


def introductions(legs: pd.DataFrame) -> go.Figure:
    """One row a path, at most 15, named after who would introduce: its chance, and that of a message of one's own."""
    title = "Introduced, or out of the blue"
    known = checked("introductions", legs, extra=True).dropna(subset=["chance", "direct"])
    if known.empty:
        return theme.nothing(title, "No path is seen that leads there by way of somebody whom you know.")
    paths = known.groupby("path").agg(
        ways=("target", ", then ".join), chance=("chance", "first"), direct=("direct", "first")
    )
    paths = paths.assign(by=known.groupby("path")["target"].agg(_middle)).head(MOST)
    chart = theme.figure(title, "chance of an answer within 7 days")
    places = theme.rows(chart, paths["by"])
    direct, chance = theme.values(paths["direct"]), theme.values(paths["chance"])
    theme.spans(chart, direct, chance)
    named = {"mode": "markers", "y": places, "customdata": theme.labels(paths["ways"])}
    for name, x, color in (
        ("a message of your own", direct, theme.NEUTRAL),
        ("all messages of the path", chance, theme.A),
    ):
        hover = "%{customdata}<br>" + name + ": %{x:.0%}<extra></extra>"
        chart.add_scatter(name=name, x=x, marker={"color": color, "size": 9}, hovertemplate=hover, **named)
    return chart.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")


def _middle(people: pd.Series) -> str:
    """Those who would introduce: everybody on the path but its end; the end where there is nobody else."""
    return ", then ".join(people.iloc[:-1]) or people.iloc[-1]
