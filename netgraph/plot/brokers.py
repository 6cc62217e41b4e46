"""Who stands between groups."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

NAMED = 10
LINE, PART = 19, 50  # pixels: a line of the list of names, the horizontal axis with its numbers and its title
WIDE, HIGH, SIDE = 290, 340, 17  # pixels: the plot on a telephone, where points lie closest; a number on its ground


def brokers(people: pd.DataFrame) -> go.Figure:
    """One point a person: constraint against effective size; the ten of lowest are numbered, and named below.

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
    theme.logarithmic(chart)
    _number(chart, known)
    return _name(chart, known["person"].iloc[:NAMED])


def _name(chart: go.Figure, best: pd.Series) -> go.Figure:
    """The names below the plot: inside it any corner may hold points."""
    names = [f"{n}  {name}" for n, name in enumerate(theme.labels(best, 34), 1)]
    below, plot = LINE * len(names) + PART, 380
    place = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    chart.add_annotation(text="<br>".join(names), align="left", showarrow=False, **place)
    # Room for the legend below, which plotly does not keep free of annotations.
    chart.update_layout(height=plot + below + 48 + 40, margin={"b": 40})
    return chart.update_yaxes(domain=[below / (below + plot), 1]).update_xaxes(automargin=False)


def _number(chart: go.Figure, known: pd.DataFrame) -> None:
    """A number at each of the best; where two would lie on one another the later one stands beside its point."""
    best = known.iloc[:NAMED]
    across, up = np.log10(known["effective_size"]), known["constraint"]
    x, y = ((place - place.min()) / (np.ptp(place) or 1) for place in (across, up))
    for n, (right, down) in enumerate(_beside(list(zip(x * WIDE, -y * HIGH, strict=True))[: len(best)]), 1):
        look = {"font": {"color": "white", "size": 10}, "bgcolor": theme.B, "borderpad": 2}
        chart.add_annotation(
            x=round(across.iloc[n - 1], 4), y=round(up.iloc[n - 1], 3), text=str(n), ax=right, ay=down,
            arrowhead=0, arrowwidth=1, arrowcolor=theme.B, showarrow=(right, down) != (0, 0), **look,
        )  # fmt: skip


def _beside(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """For each point, in pixels, how far from it the number stands: the nearest place that no earlier one has taken."""
    steps = [(i * SIDE, j * SIDE) for i in range(-4, 5) for j in range(-4, 5)]
    steps.sort(key=lambda step: (step[0] ** 2 + step[1] ** 2, step))
    taken: list[tuple[float, float]] = []
    chosen = []
    for x, y in points:
        free = (s for s in steps if all(max(abs(x + s[0] - u), abs(y + s[1] - v)) >= SIDE for u, v in taken))
        chosen.append(next(free, (0, 0)))
        taken.append((x + chosen[-1][0], y + chosen[-1][1]))
    return chosen


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
