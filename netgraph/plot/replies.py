"""How likely an answer to the next message is, person by person."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 25


def replies(chances: pd.DataFrame) -> go.Figure:
    """One row a directed pair, the first 25 of the table: the chance of an answer within 7 days, and its 90 % interval.

    A hollow point is the pair's own rate, where any of its messages has had 7 days.
    """
    title = "Chance of an answer to the next message"
    known = checked("replies", chances, extra=True).dropna(subset=["chance", "ci_low", "ci_high"])
    if known.empty:
        return theme.nothing(title, "No message has a direction, so there is nobody who might answer one.")
    shown = known.head(MOST)
    alone = (shown["source"] == shown["source"].iloc[0]).all()
    chart = theme.figure(title, "answered within 7 days (%)")
    places = theme.rows(chart, shown["target"] if alone else _both(shown), width=25)
    chance, low, high = (100 * shown[c] for c in ("chance", "ci_low", "ci_high"))
    chart.add_scatter(
        name="chance",
        x=theme.values(chance, 1),
        y=places,
        mode="markers",
        marker={"color": theme.A, "size": 9},
        error_x={"array": theme.values(high - chance, 1), "arrayminus": theme.values(chance - low, 1)}
        | {"color": theme.A, "thickness": 2, "width": 0},
        customdata=list(zip(theme.labels(shown["source"]), theme.labels(shown["target"]), strict=True)),
        hovertemplate="%{customdata[0]} to %{customdata[1]}<br>%{x:.0f} %<extra></extra>",
    )
    _add_rates(chart, shown)
    return chart.update_xaxes(range=[-2, 102])


def _both(shown: pd.DataFrame) -> pd.Series:
    return shown["source"].str.slice(0, 11) + " → " + shown["target"].str.slice(0, 11)


def _add_rates(chart: go.Figure, shown: pd.DataFrame) -> None:
    """The share that was answered so far, of those with any message to count."""
    rate = (shown["answered"] / shown["sent"].where(shown["sent"] > 0)).astype("float64")
    chart.add_scatter(
        name="answered so far",
        x=theme.values(100 * rate, 1),
        y=list(range(len(shown))),
        mode="markers",
        marker={"color": theme.NEUTRAL, "size": 8, "symbol": "circle-open"},
        customdata=shown[["answered", "sent"]].to_numpy().tolist(),
        hovertemplate="%{customdata[0]} of %{customdata[1]} answered<extra></extra>",
    )
