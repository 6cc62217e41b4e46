"""Whether messages are answered as often as was said."""

import pandas as pd
import plotly.graph_objects as go

from netgraph.tables import checked

from . import theme
from .reliability import compared


def reply_reliability(bins: pd.DataFrame) -> go.Figure:
    """One point a bin of chances with messages: said against answered, with 90 % interval; on the line both agree."""
    title = "Chance of an answer, and answers"
    known = checked("reply_reliability", bins, extra=True).dropna(subset=["predicted", "happened"])
    if known.empty:
        return theme.nothing(title, "No message has both a chance foretold and seven days behind it.")
    return compared(theme.figure(title, "chance said (%)", "answered (%)"), known, counts="sent", of="messages")
