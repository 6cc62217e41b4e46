"""What became of reach-outs, stage by stage."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

BEGUN = "first contact"


def conversion(stages: pd.DataFrame) -> go.Figure:
    """One bar a stage under each start: the share that came to it, of those whose time for it has wholly been seen.

    Thin lines are 90 % intervals. Words stand in place of a bar where there are too few, or where no source shows the
    stage; a start all of whose stages are so has one row.
    """
    title = "What becomes of a reach-out"
    stages = checked("conversion", stages, extra=True)
    if stages["rate"].isna().all():
        return theme.nothing(title, "Too few reach-outs to know what becomes of them.")
    begun = stages["stage"] == BEGUN
    shown = begun | stages["rate"].notna().groupby(stages["start"]).transform("any")
    stages, begun = stages[shown], begun[shown]
    chart = theme.figure(title, "came to it (%)")
    places = theme.rows(chart, stages["start"].where(begun, stages["stage"]))
    rate, low, high = (100 * stages[c].mask(begun) for c in ("rate", "ci_low", "ci_high"))
    chart.add_bar(
        x=theme.values(rate, 1),
        y=places,
        orientation="h",
        width=0.5,
        marker_color=theme.A,
        error_x={"array": theme.values(high - rate, 1), "arrayminus": theme.values(rate - low, 1), "color": theme.INK},
        customdata=stages[["reached", "at_risk", "undecided"]].to_numpy().tolist(),
        hovertemplate="%{customdata[0]:,} of %{customdata[1]:,}, %{customdata[2]:,} undecided<extra></extra>",
    )
    for place, row in zip(places, stages.itertuples(), strict=True):
        _say(chart, place, row)
    return chart.update_xaxes(range=[0, 104]).update_layout(height=150 + 40 * len(stages))


def _say(chart: go.Figure, place: int, row: tuple) -> None:
    """How many began, under a line; the counts under a bar; or why there is none."""
    if row.stage == BEGUN:
        chart.add_hline(y=place - 0.35, line={"color": theme.NEUTRAL, "width": 1})
    drawn = pd.notna(row.rate) and row.stage != BEGUN
    y = place + 0.4 if drawn else place
    chart.add_annotation(x=0, y=y, text=_words(row), xanchor="left", xshift=4, showarrow=False)


def _words(row: tuple) -> str:
    if row.stage == BEGUN:
        return f"{row.at_risk:,} reach-outs" if pd.notna(row.rate) else f"{row.at_risk}, too few to know"
    if row.verdict.startswith("not applicable"):
        return "not seen here"
    return f"too few to know ({row.at_risk:,})" if pd.isna(row.rate) else f"{row.rate:.0%} of {row.at_risk:,}"
