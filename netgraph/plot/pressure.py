"""Whom to leave in peace or give time, and until when."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 20


def pressure(pairs: pd.DataFrame) -> go.Figure:
    """One row a pair, at most 20 in the table's order: the last message, and the day from which another would be fine.

    Where one person is in every row, the owner, the row bears the other's name, and the colour tells who wrote. Others
    stand there only if they should leave the owner in peace: who wrote once is waiting for a reply.
    """
    title = "When it is fine to write again"
    known = checked("pressure", pairs, extra=True)
    me = _in_all(known)
    mine = known["source"] == me
    shown = known[mine | (known["verdict"] == "leave in peace") | (me is None)]
    rows = shown.dropna(subset=["last", "again_on"]).head(MOST).reset_index(drop=True)
    if rows.empty:
        return theme.nothing(title, "Nobody waits for an answer here: it is fine to write to everybody.")
    chart = theme.figure(title)
    theme.rows(chart, _names(rows, me))
    ends = [rows[day].dt.strftime("%Y-%m-%d") for day in ("last", "again_on")]
    theme.spans(chart, *(days.tolist() for days in ends))
    mine = rows["source"] == me
    words = ("you wrote last", "they wrote last") if me is not None else ("last message", "last message")
    for there, name, color in ((mine, words[0], theme.A), (~mine, words[1], theme.B)):
        if there.any():
            _add(chart, rows[there], ends[0][there], name, {"color": color, "size": 9})
    _add(chart, rows, ends[1], "fine again", {"color": theme.INK, "size": 9, "symbol": "circle-open"})
    return chart


def _in_all(pairs: pd.DataFrame) -> str | None:
    """Who is in every row; None where nobody is, or where that may be either of two."""
    ends = pairs[["source", "target"]].to_numpy()
    inside = {person for person in ends[:1].ravel() if (ends == person).any(axis=1).all()}
    return inside.pop() if len(inside) == 1 else None


def _names(rows: pd.DataFrame, me: str | None) -> pd.Series:
    if me is not None:
        return rows["target"].where(rows["source"] == me, rows["source"])
    return rows["source"].str.slice(0, 8) + " → " + rows["target"].str.slice(0, 8)


def _add(chart: go.Figure, rows: pd.DataFrame, days: pd.Series, name: str, marker: dict) -> None:
    told = zip(*(theme.labels(rows[column], 40) for column in ("source", "target", "verdict")), strict=True)
    chart.add_scatter(
        name=name,
        x=days.tolist(),
        y=rows.index.tolist(),
        mode="markers",
        cliponaxis=False,
        marker=marker,
        customdata=[[*texts, streak] for texts, streak in zip(told, rows["streak"].tolist(), strict=True)],
        hovertemplate="%{customdata[0]} to %{customdata[1]}: %{customdata[2]}<br>%{customdata[3]} without an answer, "
        f"{name} %{{x}}<extra></extra>",
    )
