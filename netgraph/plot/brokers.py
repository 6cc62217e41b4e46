"""Who stands between groups."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

NAMED = 10


def brokers(people: pd.DataFrame) -> go.Figure:
    """One point a person: constraint against effective size; the ten of lowest constraint are numbered and named.

    Of more than 600 others 600 are drawn, evenly taken along their constraint.
    """
    title = "Who stands between groups"
    known = checked("brokers", people, extra=True).dropna(subset=["constraint", "effective_size"])
    if known.empty:
        why = "No constraint: no contact between your contacts is recorded. Mail to several people shows it."
        return theme.nothing(title, why)
    known = known.sort_values(["constraint", "person"])
    chart = theme.figure(title, "effective size (contacts, log scale)", "constraint", height=480)
    others = theme.thinned(known.iloc[NAMED:], ["constraint", "person"])
    _add(chart, others, theme.counted("others", len(others), len(known.iloc[NAMED:])), theme.NEUTRAL)
    _add(chart, known.iloc[:NAMED], "lowest constraint", theme.B)
    _name(chart, known["person"].iloc[:NAMED])
    theme.logarithmic(chart)
    return chart.update_yaxes(rangemode="tozero")


def _name(chart: go.Figure, best: pd.Series) -> None:
    """Numbers on the last points, and their names in the corner that is empty: few are both large and constrained."""
    numbers = [str(n) for n in range(1, len(best) + 1)]
    chart.data[-1].update(mode="markers+text", text=numbers, textfont={"color": "white", "size": 10})
    chart.data[-1].update(marker={"size": 17, "opacity": 1})
    names = [f"{n}  {name}" for n, name in zip(numbers, theme.labels(best, theme.ROW_NAME), strict=True)]
    corner = {"x": 1, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top"}
    chart.add_annotation(text="<br>".join(names), align="left", showarrow=False, bgcolor="white", **corner)


def _add(chart: go.Figure, people: pd.DataFrame, name: str, color: str) -> None:
    names = theme.labels(people["person"])
    chart.add_scatter(
        name=name,
        x=theme.values(people["effective_size"]),
        y=theme.values(people["constraint"]),
        mode="markers",
        cliponaxis=False,
        marker={"color": color, "size": 8, "opacity": 0.8},
        customdata=[f"{who}: {n:.0f} contacts" for who, n in zip(names, people["degree"], strict=True)],
        hovertemplate="%{customdata}<br>effective size %{x:.1f}, constraint %{y:.3f}<extra></extra>",
    )
