"""Pictures: each takes the table of the same name and returns a plotly Figure."""

from .brokers import brokers
from .dormant import dormant
from .fear_and_reality import fear_and_reality
from .give_and_take import give_and_take
from .imbalance import imbalance
from .organisations import organisations
from .picture import picture
from .reciprocity import reciprocity
from .timeline import timeline
from .weak_ties import weak_ties

__all__ = [
    "brokers",
    "dormant",
    "fear_and_reality",
    "give_and_take",
    "imbalance",
    "organisations",
    "picture",
    "reciprocity",
    "timeline",
    "weak_ties",
]
