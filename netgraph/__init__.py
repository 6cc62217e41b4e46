"""Relationship graph analytics: from exports and logs to ties, brokers, balance and what to do about them.

    import netgraph as ng
    net = ng.network(ng.read("exports/", me=["ada@example.org"]))
    ng.brokers(net).head(10)

Each question is one function from a Network to a table; `ng.GLOSSARY` explains every column.
The numbers describe recorded contact, not a person's worth, affection or performance.
"""

from importlib import import_module

_WHERE = {
    "Export": "tables",
    "GLOSSARY": "glossary",
    "TableError": "tables",
    "combined": "tables",
    "undirected": "tables",
    "read": "readers",
    "active_day": "decay",
    "active_days": "decay",
    "count": "decay",
    "exponential": "decay",
    "Network": "build",
    "load": "build",
    "named": "build",
    "network": "build",
    "save": "build",
    "whom": "build",
    "Overrides": "overrides",
    "unused": "overrides",
    "forget": "forgetting",
    "brokerage": "measures.brokerage",
    "brokers": "measures.brokers",
    "chances": "measures.chances",
    "circles": "measures.circles",
    "evidence": "measures.evidence",
    "forecast": "measures.forecast",
    "imbalance": "measures.imbalance",
    "intervals": "measures.intervals",
    "introduced": "measures.introduced",
    "limits": "measures.limits",
    "verdict": "measures.limits",
    "next_exports": "measures.next_exports",
    "nulls": "measures.nulls",
    "organisations": "measures.organisations",
    "picture": "measures.picture",
    "ranks": "measures.ranks",
    "reciprocity": "measures.reciprocity",
    "replies": "measures.replies",
    "reply_curves": "measures.reply_curves",
    "sensitivity": "measures.sensitivity",
    "strength": "measures.strength",
    "suggestions": "measures.suggestions",
    "timeline": "measures.timeline",
    "weak_ties": "measures.weak_ties",
    "access": "answers.access",
    "backtest": "answers.backtest",
    "conversion": "answers.conversion",
    "dormant": "answers.dormant",
    "fear_and_reality": "answers.fear_and_reality",
    "give_and_take": "answers.give_and_take",
    "give_first": "answers.give_first",
    "hindsight": "answers.hindsight",
    "pressure": "answers.pressure",
    "person": "answers.person",
    "plan": "answers.plan",
    "introductions": "answers.introductions",
    "reliability": "answers.reliability",
    "spared": "answers.spared",
    "r_index": "answers.resilience",
    "resilience": "answers.resilience",
    "reply_reliability": "answers.reply_reliability",
    "review": "answers.review",
    "viewed": "answers.viewed",
    "ways_in": "answers.ways_in",
    "handout": "handouts",
}
_MODULES = ("plot", "synth")

__all__ = sorted([*_WHERE, *_MODULES])


def __getattr__(name: str):
    """Load what is asked for when it is asked for, so that the import stays quick."""
    if name in _MODULES:
        return import_module(f"netgraph.{name}")
    if name in _WHERE:
        return getattr(import_module(f"netgraph.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'netgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
