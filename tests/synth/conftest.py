"""The two samples, made once, and an independent reckoning of ties and constraint."""

from collections import defaultdict
from itertools import combinations

import networkx as nx
import pandas as pd
import pytest

from netgraph import synth


@pytest.fixture(scope="session")
def ada_sample():
    return synth.ada()


@pytest.fixture(scope="session")
def firm_sample():
    return synth.firm()


def _ties(log: pd.DataFrame, *, without=(), projected: bool) -> nx.Graph:
    """Ties by the definition, event by event: per pair, evidence and day the best k^-1/2, decayed by age in days."""
    as_of, best = log["time"].max().normalize(), defaultdict(float)
    events = {}
    for row in log[log["kind"] == "message"].itertuples():
        events.setdefault(row.event, (row.sender, row.time.normalize(), []))[2].append(row.receiver)
    for sender, day, to in events.values():
        age, share = (as_of - day).days, len(to) ** -0.5
        pairs = [(sender, receiver, "observed") for receiver in to]
        pairs += [(a, b, "projected") for a, b in combinations(sorted(to), 2)] if projected else []
        for pair in pairs:
            best[*pair, age] = max(best[*pair, age], share)
    graph = nx.Graph()
    for (a, b, _, age), share in best.items():
        if not {a, b} & set(without):
            seen = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
            graph.add_edge(a, b, weight=seen + share / (1 + age / 7))
    return graph


@pytest.fixture(scope="session")
def ties():
    return _ties


@pytest.fixture(scope="session")
def ada_ties(ada_sample):
    return _ties(ada_sample.truth["interactions"], without=ada_sample.truth["me"], projected=True)


@pytest.fixture(scope="session")
def firm_ties(firm_sample):
    return _ties(firm_sample.truth["interactions"], projected=False)


@pytest.fixture(scope="session")
def lowest_constraint():
    """The people of degree 5 or more with the lowest Burt constraint, as many as asked for."""

    def lowest(graph: nx.Graph, count: int) -> set[str]:
        known = {p: c for p, c in nx.constraint(graph, weight="weight").items() if graph.degree(p) >= 5}
        return set(sorted(known, key=known.get)[:count])

    return lowest
