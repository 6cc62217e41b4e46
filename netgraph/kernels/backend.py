"""The backend "netgraph" of networkx: its functions, as far as kernels offer them, by unchanged calls.

`nx.constraint(graph, backend="netgraph")`, or `nx.config.backend_priority = ["netgraph"]` and then any call. networkx
finds this module by the entry point `networkx.backends`, asks `can_run`, converts the graph by `convert_from_nx`, keeps
that until the graph changes, and calls the function of the same name here. What a function takes, returns and raises is
what networkx documents; generators yield the same in the order of nodes and edges. Where networkx 3.6.1 errs, the
results here are right:

- `effective_size` of weighted or directed graphs: networkx divides columns instead of rows. `constraint` and
  `effective_size` of given nodes without outgoing edges: it says NaN although they have contacts.
- `betweenness_centrality` of weights that are no whole numbers: 0.1 + 0.2 is as long as 0.3.
"""

from collections.abc import Hashable, Iterator, Sized
from inspect import signature
from itertools import pairwise
from math import nan

import networkx as nx
import numpy as np
from scipy.sparse import csgraph, csr_array

# networkx takes whatever here has the name of one of its functions for that function: hence the underscores.
from netgraph.kernels import betweenness as _betweenness
from netgraph.kernels import census as _census
from netgraph.kernels import clustering as _clustering
from netgraph.kernels import cuts as _cuts
from netgraph.kernels import dispersion as _dispersion
from netgraph.kernels import holes as _holes
from netgraph.kernels import overlap as _overlap
from netgraph.kernels import reciprocity as _reciprocity
from netgraph.kernels.forward import Forward, forward
from netgraph.kernels.graphs import Converted, converted, has_loops, kept, restored, weighed

LOOPS_MATTER = frozenset(
    {"constraint", "dispersion", "effective_size", "local_bridges", "overall_reciprocity", "reciprocity"}
)
"""Functions for which loops mean something to networkx, while kernels leave them out."""

LOCAL = frozenset({"average_clustering", "clustering", "reciprocity", "triangles"})
"""Functions that networkx computes node by node, so that a few are soon done."""

SMALL, SHARE = 500, 50
"""Fewer edges, and fewer nodes than one in so many: then networkx is done before a graph is converted."""


def convert_from_nx(graph: nx.Graph, *, edge_attrs: dict | None = None, **_kept: object) -> Converted:
    """The graph as arrays, with the weights that the call asks for; no function here asks for more."""
    return converted(graph, edge_attrs or {})


def convert_to_nx(result: object, **_name: str) -> object:
    """What a function returned; a converted graph as one of networkx."""
    return restored(result) if isinstance(result, Converted) else result


def can_run(name: str, args: tuple, kwargs: dict) -> bool | str:
    """True, or why networkx is left to answer this call itself."""
    graph, asked = _asked(name, args, kwargs)
    if graph.is_multigraph():
        return "the graph may have parallel edges"
    refused = _refused(name, graph, asked)
    if refused:
        return refused
    weight = asked.get("weight")
    known = graph if isinstance(graph, Converted) else kept(graph, weight)
    if known is not None and weight is not None and weight not in known.weights:
        return f"the graph was converted without the weight {weight!r}"
    if _loops_matter(name, weight) and (has_loops(graph) if known is None else known.loops):
        return "an edge leads from a node to itself, which means something to networkx"
    return _weighed_well(graph, weight) if known is None else True


def should_run(name: str, args: tuple, kwargs: dict) -> bool | str:
    """True, or why networkx is sooner done with this call; asked where no backend is named."""
    graph, asked = _asked(name, args, kwargs)
    weight = asked.get("weight")
    if _networkx_errs(name, graph, weight) or kept(graph, weight) is not None:
        return True
    edges = graph.number_of_edges()
    if edges < SMALL:
        return "the graph is small"
    if name in LOCAL and _number(graph, asked["nodes"]) * SHARE < len(graph):
        return "few nodes are asked about"
    ego = [asked[end] for end in ("u", "v") if asked.get(end) in graph]
    return "one small circle is asked about" if ego and graph.degree(ego[0]) ** 2 < edges else True


def _number(graph: nx.Graph, nodes: object) -> int:
    """How many nodes are asked about; all where that cannot be told without using them up."""
    return 1 if nodes in graph else len(nodes) if isinstance(nodes, Sized) else len(graph)


def _asked(name: str, args: tuple, kwargs: dict) -> tuple[nx.Graph | Converted, dict]:
    """The graph of a call, and its other arguments by name."""
    bound = signature(globals()[name]).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments.pop("G"), bound.arguments


def _refused(name: str, graph: nx.Graph | Converted, asked: dict) -> str | None:
    """Why these arguments of this function are not for kernels."""
    if callable(asked.get("weight")):
        return "the weight is a function"
    if name == "triadic_census" and asked["nodelist"] is not None:
        return "the census is one of the whole graph"
    if name == "local_bridges" and asked["with_span"] is True:
        return "spans are not computed"
    if name in ("overall_reciprocity", "reciprocity") and not graph.is_directed():
        return "the graph is undirected"
    if name == "betweenness_centrality" and asked["endpoints"] and graph.is_directed():
        return "who reaches whom in a directed graph is not counted"
    return _refused_dispersion(graph, **asked) if name == "dispersion" else None


def _refused_dispersion(graph: nx.Graph | Converted, *, u, v, normalized, alpha, b, c) -> str | None:
    if graph.is_directed():
        return "the graph is directed"
    if normalized and not all(
        isinstance(number, int | float) and 0 <= number <= most for number, most in ((alpha, 10), (b, 1e6), (c, 1e6))
    ):
        return "alpha is no number from 0 to 10, or b or c none from 0 to a million"
    adjacent = u is None or v is None or (u in graph and v in _neighbours(graph, u))
    return None if adjacent else "u and v are not neighbours"


def _neighbours(graph: nx.Graph | Converted, node: Hashable) -> object:
    if isinstance(graph, Converted):
        return [graph.nodes[number] for number in graph.neighbours(graph.index[node])]
    return graph[node]


def _loops_matter(name: str, weight: Hashable) -> bool:
    # The largest weight, by which clustering divides all, may be that of a loop.
    return name in LOOPS_MATTER or (weight is not None and name in ("clustering", "average_clustering"))


def _weighed_well(graph: nx.Graph, weight: Hashable) -> bool | str:
    try:
        return weight is None or weighed(graph, weight) is not None
    except NotImplementedError as refused:
        return str(refused)


def _networkx_errs(name: str, graph: nx.Graph, weight: Hashable) -> bool:
    """Whether networkx may be wrong, so that the size of a graph must not decide who answers."""
    if name in ("constraint", "effective_size"):
        return weight is not None or graph.is_directed()
    return name == "betweenness_centrality" and weight is not None


# What follows has networkx's names and arguments.


def constraint(G: Converted, nodes=None, weight=None) -> dict:
    """Burt's constraint by node; NaN without contacts."""
    return _burt(G, nodes, weight, "constraint")


def effective_size(G: Converted, nodes=None, weight=None) -> dict:
    """Burt's effective size by node; NaN without contacts."""
    return _burt(G, nodes, weight, "effective_size")


def _burt(graph: Converted, nodes, weight, name: str) -> dict:
    if nodes is None and not len(graph):
        raise nx.NetworkXError("Graph has no nodes or edges")
    found = getattr(_holes.holes(graph.pairs(weight)), name).tolist()
    return graph.by_node(found) if nodes is None else {node: found[graph.index[node]] for node in nodes}


def triadic_census(G: Converted, nodelist: None = None) -> dict[str, int]:  # noqa: ARG001
    """How many sets of three nodes are of each kind."""
    return _census.census(G.pairs())


def triangles(G: Converted, nodes=None) -> dict | int:
    """The number of triangles by node, or that of one node."""
    return _picked(G, _clustering.triangles(G.pairs()).tolist(), nodes)


def clustering(G: Converted, nodes=None, weight=None) -> dict | float:
    """The clustering coefficient by node, or that of one node."""
    # As networkx has it, a whole 0 where there is no triangle.
    return _picked(G, [value or 0 for value in _clustered(G, weight).tolist()], nodes)


def _picked(graph: Converted, values: list, nodes) -> object:
    """Values of all nodes, by node; of the nodes given; or the one of the node given."""
    if nodes is None:
        return graph.by_node(values)
    if nodes in graph:
        return values[graph.index[nodes]]
    return {node: values[graph.index[node]] for node in graph.nbunch_iter(nodes)}


def _clustered(graph: Converted, weight: Hashable) -> np.ndarray:
    if graph.directed:
        return _clustering.directed_clustering(_roots(graph, weight))
    kernel = _clustering.clustering if weight is None else _clustering.weighted_clustering
    return kernel(graph.pairs(weight))


def _roots(graph: Converted, weight: Hashable) -> Forward:
    """The pairs, each edge by the cube root of its share of the largest weight."""
    if weight is None:
        return graph.pairs()
    values = graph.weights[weight]
    return forward(graph.rows, graph.columns, np.cbrt(values / values.max(initial=0)), people=len(graph))


def average_clustering(G: Converted, nodes=None, weight=None, count_zeros=True) -> float:
    """The mean clustering coefficient."""
    values = clustering(G, nodes, weight).values()
    counted = values if count_zeros else [value for value in values if value]
    return sum(counted) / len(counted)


TRANSITIVE = {"030T": 1, "120D": 2, "120U": 2, "120C": 1, "210": 3, "300": 6}
"""How often three nodes of each kind have a first with edges to both others, and an edge from one to the other."""


def transitivity(G: Converted) -> float:
    """The share of pairs of neighbours, of successors in a directed graph, that are neighbours of each other."""
    if G.directed:
        census = _census.census(G.pairs())
        closed = sum(times * census[kind] for kind, times in TRANSITIVE.items())
    else:
        closed = 2 * int(_clustering.triangles(G.pairs()).sum())
    degree = np.bincount(G.rows[G.rows != G.columns]).astype("int64")
    return closed / int((degree * (degree - 1)).sum()) if closed else 0


def dispersion(G: Converted, u=None, v=None, normalized=True, alpha=1.0, b=0.0, c=0.0) -> dict | float:
    """The dispersion of v in the network of u; of all neighbours there; of all neighbours of v; or of all, by node."""
    power = {"alpha": alpha, "b": b, "c": c} if normalized else None
    if u is None and v is None:
        values = np.empty(len(G.columns))
        values[G.order] = _dispersed(G.matrix(), power)
        return _by_edge(G, values if normalized else values.astype("int64"))
    ego = G.index[v if u is None else u]
    circle = G.neighbours(ego)
    people = np.concatenate([[ego], circle])
    own = G.matrix()[people][:, people].sorted_indices()
    values = _dispersed(own, power)[: len(circle)].tolist()
    found = dict(zip((G.nodes[number] for number in circle), values, strict=True))
    return found if u is None or v is None else found[v]


def _dispersed(contact: csr_array, power: dict | None) -> np.ndarray:
    total, embeddedness = _dispersion.dispersion(contact)
    return total if power is None else _dispersion.normalised(total, embeddedness, **power)


def _by_edge(graph: Converted, values: np.ndarray) -> dict[Hashable, dict]:
    """Values in the order of neighbours, by node and neighbour."""
    names, values = [graph.nodes[number] for number in graph.columns.tolist()], values.tolist()
    ranges = pairwise(graph.indptr.tolist())
    return graph.by_node(dict(zip(names[low:high], values[low:high], strict=True)) for low, high in ranges)


def betweenness_centrality(
    G: Converted, k=None, normalized=True, weight=None, endpoints=False, seed=None
) -> dict[Hashable, float]:
    """The share of shortest paths that pass through each node; by `k`, of those from a sample of nodes."""
    number, ends = len(G), None
    if k is not None and k != number:
        ends = np.array([G.index[node] for node in seed.sample(G.nodes, k)], dtype="int64")
    found = _passing(G, weight, ends) + (_ending(G, ends) if endpoints else 0)
    scale = _scales(number, k if ends is not None else None, normalized, G.directed, endpoints)
    factors = np.full(number, scale[1])
    factors[slice(None) if ends is None else ends] = scale[0]
    return G.by_node((found * factors).tolist())


def _passing(graph: Converted, weight: Hashable, sources: np.ndarray | None) -> np.ndarray:
    """How many ordered pairs have each node on their shortest paths."""
    kernel = _betweenness.hops if weight is None else _betweenness.betweenness
    return kernel(graph.matrix(weight), sources=sources, directed=graph.directed) * (1 if graph.directed else 2)


def _ending(graph: Converted, sources: np.ndarray | None) -> np.ndarray:
    """How many ordered pairs, the first of them a source, each node of an undirected graph is one of."""
    part, starts = csgraph.connected_components(graph.matrix(), directed=False)[1], np.zeros(len(graph))
    starts[slice(None) if sources is None else sources] = 1
    others = np.bincount(part)[part] - 1
    return starts * others + np.bincount(part, starts)[part] - starts


def _scales(number: int, k: int | None, normalized: bool, directed: bool, endpoints: bool) -> tuple[float, float]:
    """What networkx multiplies counts of ordered pairs by: for sources and for others."""
    ends = number if endpoints else number - 1
    if ends < 2:
        return 1, 1

    def scale(sources: int) -> float:
        return 1 / (sources * (ends - 1)) if normalized else ends / (sources * (1 if directed else 2))

    if k is None or endpoints:
        return (scale(ends if k is None else k),) * 2
    # A source is never passed on its own paths.
    return scale(k - 1) if k > 1 else nan, scale(k)


def overall_reciprocity(G: Converted) -> float:
    """The share of edges whose reverse exists."""
    if not len(G.columns):
        raise nx.NetworkXError("Not defined for empty graphs")
    return _reciprocity.edgewise(G.matrix())


def reciprocity(G: Converted, nodes=None) -> dict | float:
    """The share of edges whose reverse exists, in the graph; by node, of its edges out and in; or of one node."""
    if nodes is None:
        return overall_reciprocity(G)
    found = [None if value != value else value for value in _reciprocity.of_people(G.matrix()).tolist()]
    if nodes in G and found[G.index[nodes]] is None:
        raise nx.NetworkXError("Not defined for isolated nodes.")
    return _picked(G, found, nodes)


def articulation_points(G: Converted) -> Iterator:
    """The nodes without which a component falls apart."""
    yield from (G.nodes[number] for number in np.flatnonzero(_cuts.articulation_points(G.matrix())))


def bridges(G: Converted, root=None) -> Iterator[tuple]:
    """The edges without which a component falls apart; those of the component of `root` only."""
    if root is not None and root not in G:
        raise nx.NodeNotFound(f"Root node {root} is not in graph")
    a, b = _cuts.bridges(G.matrix())
    if root is not None:
        part = csgraph.connected_components(G.matrix(), directed=False)[1]
        inside = part[a] == part[G.index[root]]
        a, b = a[inside], b[inside]
    yield from G.edges(a, b)


def has_bridges(G: Converted, root=None) -> bool:
    """Whether there is a bridge, in the component of `root` if one is given."""
    return next(bridges(G, root), None) is not None


def local_bridges(G: Converted, with_span=True, weight=None) -> Iterator[tuple]:  # noqa: ARG001
    """The edges whose ends have no neighbour in common."""
    pairs = G.pairs()
    found = _overlap.local_bridges(pairs)
    a, b = pairs.pairs
    yield from G.edges(a[found], b[found])
