"""Who stands between which groups."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 20
ROLES = {
    "coordinator": "inside one group",
    "representative": "own group to others",
    "gatekeeper": "others to own group",
    "itinerant": "inside another group",
    "liaison": "three groups",
}


def brokerage(people: pd.DataFrame) -> go.Figure:
    """One bar a person, at most 20, those most often between others on top: pairs of others, by role."""
    title = "Between whom people stand"
    known = checked("brokerage", people, extra=True).dropna(subset=["total"])
    known = known[known["total"] > 0].sort_values(["total", "person"], ascending=[False, True]).head(MOST)
    if known.empty:
        return theme.nothing(title, "Nobody passes on what goes from one to another: no such ties are recorded.")
    chart = theme.figure(title, "pairs of others in between")
    places = theme.rows(chart, known["person"])
    for (role, what), color in zip(ROLES.items(), theme.GROUPS, strict=False):
        _add(chart, known, places, role=role, name=f"{role} ({what})", color=color)
    chart.update_layout(barmode="stack", legend={"traceorder": "normal"}, margin={"b": 24 + 19 * len(ROLES)})
    chart.update_layout(height=chart.layout.height + 19 * len(ROLES))
    return chart.update_xaxes(theme.counts(int(known["total"].max())))


def _add(chart: go.Figure, known: pd.DataFrame, places: list[int], *, role: str, name: str, color: str) -> None:
    chart.add_bar(
        name=name,
        x=known[role].tolist(),
        y=places,
        orientation="h",
        marker_color=color,
        customdata=[
            f"{who}, {group}: {total:,} pairs"
            for who, group, total in zip(
                theme.labels(known["person"]), theme.labels(known["group"]), known["total"], strict=True
            )
        ],
        hovertemplate=f"%{{customdata}}<br>{role}: %{{x:,}}<extra></extra>",
    )
