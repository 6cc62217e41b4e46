"""Messages each way, and who is waiting for a reply."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 20


def give_and_take(people: pd.DataFrame) -> go.Figure:
    """One row a person, at most 20: messages sent and received; those waiting for a reply come first and are marked."""
    title = "Messages each way"
    known = checked("give_and_take", people, extra=True)
    known = known.assign(messages=known["sent"] + known["received"], settled=known["waiting_since"].isna())
    known = known[known["messages"] > 0]
    if known.empty:
        return theme.nothing(title, "No message between you and one other person alone is recorded.")
    order = ["settled", "messages", "person"]
    top = known.sort_values(order, ascending=[True, False, True]).head(MOST).reset_index(drop=True)
    chart = theme.figure(title, "messages (count)")
    theme.rows(chart, top["person"])
    theme.spans(chart, top["sent"].tolist(), top["received"].tolist())
    # The larger dot lies below, so that both are seen where the counts are equal.
    _add(chart, top, "sent", "you wrote", {"color": theme.A, "size": 12})
    _add(chart, top, "received", "they wrote", {"color": theme.B, "size": 7})
    ring = {"color": theme.INK, "size": 17, "symbol": "circle-open", "line": {"width": 2}}
    _add(chart, top[~top["settled"]], "received", "waiting for your reply", ring)
    most = int(top[["sent", "received"]].to_numpy().max())
    # A ring around nothing must not cover the name beside it.
    return chart.update_xaxes(theme.counts(most), range=[-0.04 * most, 1.04 * most])


def _add(chart: go.Figure, people: pd.DataFrame, column: str, name: str, marker: dict) -> None:
    days = people["waiting_days"].map(lambda d: "" if pd.isna(d) else f"<br>waiting for your reply for {d:.0f} days")
    chart.add_scatter(
        name=name,
        x=people[column].tolist(),
        y=people.index.tolist(),
        mode="markers",
        cliponaxis=False,
        marker=marker,
        customdata=list(zip(theme.labels(people["person"]), days, strict=True)),
        hovertemplate="%{customdata[0]}: %{x} " + column + "%{customdata[1]}<extra></extra>",
    )
