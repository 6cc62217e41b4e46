"""Who writes more: each pair's share of messages, with the interval that the counts allow."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 25


def imbalance(pairs: pd.DataFrame) -> go.Figure:
    """One row a pair, at most 25: the share of messages that a wrote, and its 90 % interval.

    The most certain one-sided pairs come first, then the others with the most messages; they are drawn by share. A
    hollow diamond is a's share of the turns to begin, where there are enough of them for a verdict.
    """
    title = "Who writes more, pair by pair"
    known = checked("imbalance", pairs, extra=True).dropna(subset=["share", "ci_low", "ci_high"])
    if known.empty:
        return theme.nothing(title, "No pair has exchanged messages with a direction, so there is no balance to show.")
    chosen = _chosen(known)
    alone = (chosen["a"] == chosen["a"].iloc[0]).all()
    first, second = (theme.labels(chosen["a"], 18)[0], "the other") if alone else ("first", "second")
    chart = theme.figure(title, f"share by {first if alone else 'the first'} (%)")
    rows = chosen.assign(row=theme.rows(chart, chosen["b"] if alone else _both(chosen), width=25))
    more = {1: (f"{first} writes more", theme.A), -1: (f"{second} writes more", theme.B), 0: ("neither", theme.NEUTRAL)}
    for side, (name, color) in more.items():
        _add(chart, rows[_side(rows) == side], name, color)
    _add_turns(chart, rows[~rows["turns_verdict"].eq("too few to know")])
    chart.add_vline(x=50, line={"color": theme.NEUTRAL, "dash": "dot", "width": 1})
    return chart.update_xaxes(range=[-2, 102])


def _chosen(known: pd.DataFrame) -> pd.DataFrame:
    """The rows to draw: certainty is the distance of the interval from one half."""
    certainty = pd.concat([known["ci_low"] - 0.5, 0.5 - known["ci_high"]], axis=1).max(axis=1)
    ranked = known.assign(
        balanced=~known["verdict"].str.startswith("one-sided"),
        certainty=certainty,
        messages=known["sent"] + known["received"],
    )
    order = ["balanced", "certainty", "messages", "a", "b"]
    first = ranked.sort_values(order, ascending=[True, False, False, True, True]).head(MOST)
    return first.sort_values(["share", "a", "b"], ascending=[False, True, True])


def _side(pairs: pd.DataFrame) -> pd.Series:
    """1 where a writes more, -1 where b does, 0 where neither is known to."""
    side = (pairs["share"] > 0.5).map({True: 1, False: -1})
    return side.where(pairs["verdict"].str.startswith("one-sided"), 0)


def _both(pairs: pd.DataFrame) -> pd.Series:
    return pairs["a"].str.slice(0, 11) + " · " + pairs["b"].str.slice(0, 11)


def _add(chart: go.Figure, pairs: pd.DataFrame, name: str, color: str) -> None:
    share, low, high = (100 * pairs[c] for c in ("share", "ci_low", "ci_high"))
    chart.add_scatter(
        name=name,
        x=theme.values(share, 1),
        y=pairs["row"].tolist(),
        mode="markers",
        marker={"color": color, "size": 9},
        error_x={"array": theme.values(high - share, 1), "arrayminus": theme.values(share - low, 1)}
        | {"color": color, "thickness": 2, "width": 0},
        customdata=list(
            zip(theme.labels(pairs["a"]), theme.labels(pairs["b"]), pairs["sent"], pairs["received"], strict=True)
        ),
        hovertemplate="%{customdata[0]} wrote %{customdata[2]}<br>%{customdata[1]} wrote %{customdata[3]}"
        "<br>share %{x:.0f} %<extra></extra>",
    )


def _add_turns(chart: go.Figure, pairs: pd.DataFrame) -> None:
    chart.add_scatter(
        name="who begins",
        x=theme.values(100 * pairs["turns_share"], 1),
        y=pairs["row"].tolist(),
        mode="markers",
        marker={"color": theme.INK, "size": 9, "symbol": "diamond-open"},
        customdata=pairs[["turns_sent", "turns_received"]].to_numpy().tolist(),
        hovertemplate="began %{customdata[0]} times, the other %{customdata[1]}<extra></extra>",
    )
