"""Graphs of networkx as arrays, for the backend: what `networkx` calls a conversion."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels.forward import Forward, forward

WHOLE = (int, np.integer)
NUMBERS = (*WHOLE, float, np.floating)


@dataclass(frozen=True, eq=False, repr=False)
class Converted:
    """A graph of networkx, its nodes numbered in their order.

    indptr, columns : the neighbours of each node, successors if the graph is directed, in the order of networkx.
    weights : by the name of an attribute, its value on each edge of `columns`, above 0 and finite.
    """

    nodes: list
    directed: bool
    indptr: np.ndarray
    columns: np.ndarray
    weights: dict[Hashable, np.ndarray]
    _pairs: dict[Hashable, Forward] = field(default_factory=dict)

    __networkx_backend__ = "netgraph"

    # networkx decides by these two what a function is implemented for.
    def is_directed(self) -> bool:
        """Whether edges have a direction."""
        return self.directed

    def is_multigraph(self) -> bool:
        """False: parallel edges are not converted."""
        return False

    def __len__(self) -> int:
        return len(self.nodes)

    # networkx's own reading of the argument `nodes`, and its own errors; it asks for these two.
    nbunch_iter = nx.Graph.nbunch_iter
    __contains__ = nx.Graph.__contains__

    @property
    def _adj(self) -> dict:
        return self.index

    _node = _adj

    @cached_property
    def index(self) -> dict:
        """The number of each node."""
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def rows(self) -> np.ndarray:
        """The node at the other end of each of `columns`."""
        return np.repeat(np.arange(len(self), dtype="int32"), np.diff(self.indptr))

    @cached_property
    def loops(self) -> bool:
        """Whether any node is its own neighbour."""
        return bool((self.rows == self.columns).any())

    @cached_property
    def order(self) -> np.ndarray:
        """The place in `columns` of each entry of `matrix()`, whose columns are sorted."""
        places = np.arange(len(self.columns), dtype="int64")
        return csr_array((places, self.columns, self.indptr), shape=(len(self),) * 2).sorted_indices().data

    def matrix(self, weight: Hashable = None) -> csr_array:
        """The edges, row = source, loops among them; undirected ones in both directions; weight 1 unless named."""
        data = np.ones(len(self.columns)) if weight is None else self.weights[weight][self.order]
        return csr_array((data, self.columns[self.order], self.indptr), shape=(len(self),) * 2)

    def pairs(self, weight: Hashable = None) -> Forward:
        """The pairs of neighbours, for kernels; made once for each weight. Undirected edges are taken once."""
        if weight not in self._pairs:
            taken = slice(None) if self.directed else self.rows < self.columns
            values = None if weight is None else self.weights[weight][taken]
            self._pairs[weight] = forward(self.rows[taken], self.columns[taken], values, people=len(self))
        return self._pairs[weight]

    def neighbours(self, number: int) -> np.ndarray:
        """The numbers of a node's neighbours."""
        return self.columns[self.indptr[number] : self.indptr[number + 1]]

    def edges(self, a: np.ndarray, b: np.ndarray) -> Iterator[tuple]:
        """The undirected edges between each of `a` and its `b`, as networkx goes through edges."""
        wanted = np.minimum(a, b).astype("int64") * len(self) + np.maximum(a, b)
        found = (self.rows <= self.columns) & np.isin(self.rows.astype("int64") * len(self) + self.columns, wanted)
        ends = zip(self.rows[found].tolist(), self.columns[found].tolist(), strict=True)
        return ((self.nodes[source], self.nodes[target]) for source, target in ends)

    def by_node(self, values: Iterable) -> dict:
        """Values in the order of nodes, by node."""
        return dict(zip(self.nodes, values, strict=True))


def converted(graph: nx.Graph, weights: dict[Hashable, float]) -> Converted:
    """The graph and these attributes of its edges, where they are missing with the value given.

    Raises NotImplementedError for parallel edges, and as `weighed` does.
    """
    if graph.is_multigraph():
        raise NotImplementedError("the graph may have parallel edges")
    neighbours = [row for _, row in graph.adjacency()]
    indptr = np.zeros(len(neighbours) + 1, dtype="int32")
    np.cumsum(np.fromiter(map(len, neighbours), "int32", len(neighbours)), out=indptr[1:])
    nodes = list(graph)
    columns = _columns(nodes, chain.from_iterable(neighbours), int(indptr[-1]))
    found = {name: weighed(graph, name, missing) for name, missing in weights.items()}
    return Converted(nodes, graph.is_directed(), indptr, columns, found)


def _columns(nodes: list, neighbours: Iterable, number: int) -> np.ndarray:
    """The numbers of so many neighbours."""
    if set(map(type, nodes)) <= {int}:
        if nodes == list(range(len(nodes))):
            return np.fromiter(neighbours, "int32", number)
        if 0 <= min(nodes) <= max(nodes) < 4 * (len(nodes) + number):
            # Looked up in an array: several times as fast as in a dictionary.
            place = np.zeros(max(nodes) + 1, dtype="int32")
            place[nodes] = np.arange(len(nodes))
            return place[np.fromiter(neighbours, "int64", number)]
    index = {node: number for number, node in enumerate(nodes)}
    return np.fromiter(map(index.__getitem__, neighbours), "int32", number)


def weighed(graph: nx.Graph, name: Hashable, missing: float = 1) -> np.ndarray:
    """The attribute of each edge of a simple graph, in the order of its neighbours.

    Raises NotImplementedError where a value is no number above 0, or one too small or too large to be computed with.
    """
    values = [edge.get(name, missing) for _, row in graph.adjacency() for edge in row.values()]
    kinds = set(map(type, values))
    odd = [kind.__name__ for kind in kinds if not issubclass(kind, NUMBERS)]
    if odd:
        raise NotImplementedError(f"the attribute {name!r} of an edge is a {min(odd)}, which is no number")
    # Whole numbers beyond are not exact as floats, and products of floats beyond might be 0 or infinite.
    least, most = (1, 2**53) if all(issubclass(kind, WHOLE) for kind in kinds) else (1e-100, 1e100)
    try:
        found = np.array(values, dtype="float64")
    except OverflowError:
        found = np.array([np.inf])
    if not least <= found.min(initial=1) <= found.max(initial=1) < most:
        raise NotImplementedError(f"the attribute {name!r} of an edge is not from {least} to {most}")
    return found


def has_loops(graph: nx.Graph) -> bool:
    """Whether a node of the graph is its own neighbour."""
    return any(node in row for node, row in graph.adjacency())


def kept(graph: nx.Graph, weight: Hashable = None) -> Converted | None:
    """The conversion of the graph, with this weight, that networkx keeps and will use again; None without."""
    if not nx.config.cache_converted_graphs:
        return None
    cache = getattr(graph, "__networkx_cache__", None) or {}
    # What networkx could not convert is kept as a word.
    known = [one for one in cache.get("backends", {}).get("netgraph", {}).values() if isinstance(one, Converted)]
    return next((one for one in known if weight is None or weight in one.weights), None)


def restored(graph: Converted) -> nx.Graph:
    """The graph as networkx has it, with the attributes that were converted."""
    made = nx.DiGraph() if graph.directed else nx.Graph()
    made.add_nodes_from(graph.nodes)
    names, columns = list(graph.weights), [values.tolist() for values in graph.weights.values()]
    ends = zip(graph.rows.tolist(), graph.columns.tolist(), strict=True)
    for place, (source, target) in enumerate(ends):
        attributes = {name: values[place] for name, values in zip(names, columns, strict=True)}
        made.add_edge(graph.nodes[source], graph.nodes[target], **attributes)
    return made
