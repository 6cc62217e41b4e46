"""Random tables of ties for the tests of kernels, and the same as a networkx graph."""

from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from hypothesis import strategies as st

from netgraph.kernels.forward import Forward, forward

MOST = 9


class Ties(NamedTuple):
    """Ties among people numbered from 0, loops and repeated ones among them."""

    people: int
    source: list[int]
    target: list[int]
    weight: list[float]

    def matrix(self) -> np.ndarray:
        """The ties as a full matrix, row = source, loops left out."""
        full = np.zeros((self.people, self.people))
        np.add.at(full, (self.source, self.target), self.weight)
        np.fill_diagonal(full, 0)
        return full

    def graph(self, kind: type = nx.DiGraph, *, loops: bool = False) -> nx.Graph:
        """All people and the ties, weights of one pair added up (both directions where `kind` has none)."""
        graph = kind()
        graph.add_nodes_from(range(self.people))
        for a, b, weight in zip(self.source, self.target, self.weight, strict=True):
            if weight and (loops or a != b):
                graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + weight)
        return graph


def some(people: int, edges, weight=None) -> Ties:
    """Ties from pairs of numbers, each of weight 1 unless told."""
    source, target = ([edge[end] for edge in edges] for end in (0, 1))
    return Ties(people, source, target, [1.0] * len(source) if weight is None else weight)


def pairs_of(made: Ties, **options) -> Forward:
    """The pairs of the ties, as kernels take them."""
    ends = (np.array(end, dtype="int64") for end in (made.source, made.target))
    return forward(*ends, np.array(made.weight, dtype="float64"), people=made.people, **options)


def tied(edges, people: int) -> Forward:
    """The pairs of some ties, each of weight 1."""
    return pairs_of(some(people, sorted(edges)))


GROUPED = [
    ("krackhardt_hightech", "advice", "dept"),
    ("krackhardt_hightech", "friends", "dept"),
    ("lazega_lawyers", "advice", "office"),
    ("lazega_lawyers", "advice", "practice"),
    ("lazega_lawyers", "cowork", "office"),
    ("lazega_lawyers", "friends", "office"),
]
"""Textbook networks with R's figures for brokerage: name, kind of tie, column of groups."""


def textbook(shared: Path, network: str, tie: str) -> tuple[pd.Index, Forward]:
    """The ids of the people of a textbook's network, and the pairs of its ties of one kind."""
    folder = shared / "data/networks" / network
    ids = pd.Index(pd.read_csv(folder / "nodes.csv")["id"])
    rows = pd.read_csv(folder / "ties.csv")
    rows = rows[rows["tie"] == tie]
    source, target = (ids.get_indexer(rows[end]) for end in ("sender", "recipient"))
    return ids, forward(source, target, people=len(ids))


@st.composite
def ties(draw, weights=(0.5, 1.0, 2.0, 3.0, 7.0)) -> Ties:
    """Any ties among up to nine people: disconnected, isolated, with loops, with pairs in both directions."""
    people = draw(st.integers(1, MOST))
    end = st.integers(0, people - 1)
    rows = draw(st.lists(st.tuples(end, end, st.sampled_from(weights)), max_size=30))
    return Ties(people, *([row[i] for row in rows] for i in range(3)))


SHAPES = {
    "nobody tied": some(4, []),
    "one person": some(1, []),
    "a loop alone": some(2, [(0, 0)]),
    "a pair": some(2, [(0, 1)]),
    "a star": some(4, [(0, 1), (0, 2), (0, 3)]),
    "a triangle with a pendant": some(4, [(0, 1), (1, 2), (0, 2), (0, 3)]),
    "all with all": some(6, [(a, b) for a in range(6) for b in range(a)]),
    "two parts": some(7, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5)]),
}


def large(people: int = 400, *, seed: int = 1) -> Ties:
    """A clustered graph with hubs, ties in random directions, some in both, with weights of any size."""
    graph, rng = nx.powerlaw_cluster_graph(people, 4, 0.6, seed=seed), np.random.default_rng(seed)
    edges = np.array(graph.edges)
    turned = rng.random(len(edges)) < 0.5
    edges[turned] = edges[turned][:, ::-1]
    edges = np.concatenate([edges, edges[rng.random(len(edges)) < 0.3][:, ::-1]])
    return Ties(people, *edges.T.tolist(), np.exp(rng.normal(0, 3, len(edges))).tolist())
