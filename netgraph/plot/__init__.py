"""Pictures: each takes the table of the same name and returns a plotly Figure; `guess` returns a form."""

from .backtest import backtest
from .brokerage import brokerage
from .brokers import brokers
from .circles import circles
from .conversion import conversion
from .dormant import dormant
from .fear_and_reality import fear_and_reality
from .forecast import forecast
from .give_and_take import give_and_take
from .guess import guess
from .hindsight import hindsight
from .imbalance import imbalance
from .introductions import introductions
from .organisations import organisations
from .picture import picture
from .pressure import pressure
from .ranks import ranks
from .reciprocity import reciprocity
from .reliability import reliability
from .replies import replies
from .reply_curves import reply_curves
from .reply_reliability import reply_reliability
from .resilience import resilience
from .timeline import timeline
from .weak_ties import weak_ties

__all__ = [
    "backtest",
    "brokerage",
    "brokers",
    "circles",
    "conversion",
    "dormant",
    "fear_and_reality",
    "forecast",
    "give_and_take",
    "guess",
    "hindsight",
    "imbalance",
    "introductions",
    "organisations",
    "picture",
    "pressure",
    "ranks",
    "reciprocity",
    "reliability",
    "replies",
    "reply_curves",
    "reply_reliability",
    "resilience",
    "timeline",
    "weak_ties",
]
