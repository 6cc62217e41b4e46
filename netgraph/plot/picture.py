"""The network as a picture: people as points, ties as lines."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST_EDGES = 2000  # more take seconds a frame on a machine without a graphics card
NAMED = 10


def picture(edges: pd.DataFrame) -> go.Figure:
    """People where the table puts them, joined by at most the 2,000 strongest ties.

    A person's size grows with the number of ties drawn. Up to ten with the most are named, as far as their names
    do not lie on one another. The six largest groups have a colour each, all others and the unknown are grey.
    """
    title = "The network"
    placed = checked("picture", edges, extra=True).dropna(subset=["x_a", "y_a", "x_b", "y_b"])
    if placed.empty:
        return theme.nothing(title, "No message or meeting has been read yet, so there is no network to draw.")
    drawn = placed.sort_values(["strength", "a", "b"], ascending=[False, True, True]).head(MOST_EDGES)
    chart = theme.figure(title, height=560)
    _lines(chart, drawn)
    people = _people(drawn)
    for group, color in _colors(people["group"]).items():
        _points(chart, people[people["colored"] == group], group, color)
    _names(chart, people)
    chart.update_yaxes(scaleanchor="x", visible=False)
    return chart.update_xaxes(visible=False).update_layout(dragmode="zoom")


def _people(edges: pd.DataFrame) -> pd.DataFrame:
    """One row a person: place, group, ties drawn; the best connected first."""
    ends = [
        edges.rename(columns={e: "person", f"x_{e}": "x", f"y_{e}": "y", f"group_{e}": "group"})[
            ["person", "x", "y", "group"]
        ]
        for e in ("a", "b")
    ]
    both = pd.concat(ends, ignore_index=True).assign(ties=1)
    # Two people of one name are told apart by their places.
    people = both.groupby(["person", "x", "y"], as_index=False).agg(group=("group", "first"), ties=("ties", "sum"))
    people = people.sort_values(["ties", "person", "x", "y"], ascending=[False, True, True, True])
    return people.assign(colored=people["group"].where(people["group"].isin(_largest(people["group"])), "others"))


def _largest(groups: pd.Series) -> list[str]:
    sizes = groups[groups != "unknown"].value_counts().reset_index()
    return sizes.sort_values(["count", "group"], ascending=[False, True])["group"].head(len(theme.GROUPS)).tolist()


def _colors(groups: pd.Series) -> dict[str, str]:
    largest = dict(zip(_largest(groups), theme.GROUPS, strict=False))
    return largest | {"others": theme.NEUTRAL}


def _lines(chart: go.Figure, edges: pd.DataFrame) -> None:
    # Single precision, which a notebook stores in a sixth of the space of written numbers; NaN ends a line.
    path = {
        axis: edges[[f"{axis}_a", f"{axis}_b"]].round(3).assign(end=float("nan")).to_numpy("float32").ravel()
        for axis in ("x", "y")
    }
    opacity = max(0.1, min(0.35, 200 / len(edges)))
    line = {"color": f"rgba(110,118,128,{opacity:.2f})", "width": 1}
    chart.add_scatter(**path, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _points(chart: go.Figure, people: pd.DataFrame, group: str, color: str) -> None:
    if people.empty:
        return
    told = theme.labels(people["person"]), theme.labels(people["group"])
    chart.add_scatter(
        name=theme.labels(pd.Series([group]), 24)[0],
        x=theme.values(people["x"]),
        y=theme.values(people["y"]),
        mode="markers",
        marker={"color": color, "size": theme.values(6 + 2 * people["ties"].clip(upper=64) ** 0.5, 1)}
        | {"line": {"color": "white", "width": 1}},
        customdata=[f"{who}<br>{of}<br>{n} ties drawn" for who, of, n in zip(*told, people["ties"], strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _names(chart: go.Figure, people: pd.DataFrame) -> None:
    best = _apart(people)
    chart.add_scatter(
        x=theme.values(best["x"]),
        y=theme.values(best["y"]),
        mode="text",
        cliponaxis=False,
        text=theme.labels(best["person"], 18),
        textposition="top center",
        textfont={"size": 11},
        hoverinfo="skip",
        showlegend=False,
    )


def _apart(people: pd.DataFrame) -> pd.DataFrame:
    """The first ten whose names find room: a name takes about a third of the width and a twentieth of the height."""
    wide, high = ((people[axis].max() - people[axis].min()) / part for axis, part in (("x", 3), ("y", 20)))
    taken: list[tuple[float, float]] = []
    for x, y in zip(people["x"], people["y"], strict=True):
        if len(taken) < NAMED and all(abs(x - u) > wide or abs(y - v) > high for u, v in taken):
            taken.append((x, y))
    return people[[place in taken for place in zip(people["x"], people["y"], strict=True)]]
