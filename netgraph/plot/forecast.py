"""Who is likely to be in contact again, and by what."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme

MOST = 20
PARTS = {
    "by_strength": "strength", "by_silence": "silence", "by_overlap": "shared company", "by_activity": "activity",
}  # fmt: skip


def forecast(pairs: pd.DataFrame) -> go.Figure:
    """One bar a pair, at most 20, the likeliest first; pointing at it shows what each part adds to the log odds."""
    title = "Likely to be in contact again"
    known = checked("forecast", pairs, extra=True).dropna(subset=["probability"]).head(MOST).reset_index(drop=True)
    if known.empty:
        return theme.nothing(title, "No pair has been in contact, so there is nothing to go by.")
    chart = theme.figure(title, "probability (%)")
    alone = (known["a"] == known["a"].iloc[0]).all()
    names = known["b"] if alone else known["a"].str.slice(0, 9) + " · " + known["b"].str.slice(0, 7)
    parts = known[list(PARTS)].rename(columns=PARTS)
    chart.add_bar(
        x=theme.values(100 * known["probability"], 1),
        y=theme.rows(chart, names),
        orientation="h",
        marker_color=theme.A,
        texttemplate="%{x:.0f}",
        textposition="outside",
        cliponaxis=False,
        customdata=[
            f"{who}<br>" + "<br>".join(f"{part}: {value:+.2f}" for part, value in row.items())
            for who, row in zip(theme.labels(known["a"] + " · " + known["b"]), parts.to_dict("records"), strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return chart.update_xaxes(range=[0, 108], tickvals=[0, 25, 50, 75, 100])
