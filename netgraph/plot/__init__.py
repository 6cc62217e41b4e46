"""Pictures: each takes the table of the same name and returns a plotly Figure."""

from .backtest import backtest
from .brokerage import brokerage
from .brokers import brokers
from .circles import circles
from .dormant import dormant
from .fear_and_reality import fear_and_reality
from .forecast import forecast
from .give_and_take import give_and_take
from .imbalance import imbalance
from .organisations import organisations
from .picture import picture
from .ranks import ranks
from .reciprocity import reciprocity
from .reliability import reliability
from .replies import replies
from .reply_curves import reply_curves
from .timeline import timeline
from .weak_ties import weak_ties

__all__ = [
    "backtest",
    "brokerage",
    "brokers",
    "circles",
    "dormant",
    "fear_and_reality",
    "forecast",
    "give_and_take",
    "imbalance",
    "organisations",
    "picture",
    "ranks",
    "reciprocity",
    "reliability",
    "replies",
    "reply_curves",
    "timeline",
    "weak_ties",
]
