"""How often a message is answered, by how well the two know each other."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme


def fear_and_reality(kinds: pd.DataFrame) -> go.Figure:
    """One bar a kind of message: the share answered within seven days, with its 90 % interval.

    Under each kind a thinner bar for each number of shared contacts. Too few messages have the words 'too few to know'
    in place of a bar; a number of shared contacts that no message has is left out.
    """
    title = "Answered within seven days"
    kinds = checked("fear_and_reality", kinds, extra=True)
    if kinds["rate"].isna().all():
        return theme.nothing(title, "Too few messages to one person alone to know how often they are answered.")
    whole = kinds["shared_contacts"] == "any"
    kinds, whole = kinds[whole | (kinds["sent"] > 0)], whole[whole | (kinds["sent"] > 0)]
    chart = theme.figure(title, "messages answered (%)")
    places = theme.rows(chart, kinds["kind"].where(whole, kinds["shared_contacts"] + " shared"))
    rate, low, high = (100 * kinds[c] for c in ("rate", "ci_low", "ci_high"))
    chart.add_bar(
        x=theme.values(rate, 1),
        y=places,
        orientation="h",
        width=whole.map({True: 0.5, False: 0.25}).tolist(),
        marker_color=whole.map({True: theme.A, False: theme.NEUTRAL}).tolist(),
        error_x={"array": theme.values(high - rate, 1), "arrayminus": theme.values(rate - low, 1), "color": theme.INK},
        customdata=kinds[["answered", "sent"]].to_numpy().tolist(),
        hovertemplate="%{customdata[0]} of %{customdata[1]} answered<extra></extra>",
    )
    for place, row in zip(places, kinds.itertuples(), strict=True):
        _say(chart, place, row)
    return chart.update_xaxes(range=[0, 104]).update_layout(height=150 + 48 * len(kinds))


def _say(chart: go.Figure, place: int, row: tuple) -> None:
    """The counts under the bar, or that there are too few."""
    few = pd.isna(row.rate)
    text = f"too few to know ({row.sent} sent)" if few else f"{row.rate:.0%} of {row.sent:,}"
    y = place if few else place + 0.4
    chart.add_annotation(x=0, y=y, text=text, xanchor="left", xshift=4, showarrow=False)
