"""The kernels beside networkx, igraph, networkit, GraphBLAS and EasyGraph, on the same graphs in the same run.

    make bench                                         the clustered graph of 36,700 people; .[bench] brings the others
    python benchmarks/graph/peers.py --all             CollegeMsg and the graph of a million people too
    python benchmarks/graph/peers.py --all --write     and put the tables into docs/benchmarks.md

A figure is theirs / ours: how many times as long the other one takes. "ready" leaves out what either side needs to take
the graph over; "from networkx" is ours through `nx.FUNCTION(G, backend="netgraph")`, the graph converted each time,
beside networkx itself. Ours and theirs take turns, and the median of the ratios counts; what takes over ten seconds is
run once. Who lacks a measure, or is not installed, is not in its table.
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import _graphs
import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import betweenness, census, dispersion, holes, overlap, roles
from netgraph.kernels.forward import forward

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
ROUNDS, LONG = 5, 10.0
CLASSES = 6
Run = Callable[[], object]
Way = tuple[str, Callable]
"""In which form a graph is taken, and what is called with it."""


class Graph:
    """One graph in the form of each library, made when it is first asked for."""

    def __init__(self, name: str, pairs: np.ndarray, people: int, *, directed: bool):
        self.name, self.pairs, self.people, self.directed = name, pairs, people, directed
        self._made: dict[str, object] = {}

    def of(self, library: str) -> object:
        if library not in self._made:
            self._made[library] = getattr(self, f"_{library}")()
        return self._made[library]

    def _forward(self):
        return forward(self.pairs[:, 0], self.pairs[:, 1], people=self.people)

    def _csr(self):
        matrix = csr_array((np.ones(len(self.pairs)), self.pairs.T), shape=(self.people, self.people))
        both = csr_array(((matrix + matrix.T) != 0).astype("float64"))
        both.sort_indices()
        return both

    def _networkx(self):
        graph = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(range(self.people))
        graph.add_edges_from(self.pairs.tolist())
        return graph

    def _digraph(self):
        return self.of("networkx").to_directed() if not self.directed else self.of("networkx")

    def _undirected(self):
        return nx.Graph(self.of("networkx"))

    def _networkx_directed(self):
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.people))
        graph.add_edges_from(self.pairs.tolist())
        return graph

    def _igraph_directed(self):
        import igraph

        return igraph.Graph(n=self.people, edges=self.pairs.tolist(), directed=True)

    def _igraph_simple(self):
        import igraph

        return igraph.Graph(n=self.people, edges=self._once().tolist())

    def _once(self) -> np.ndarray:
        return np.unique(np.sort(self.pairs, axis=1), axis=0)

    def _networkit(self):
        import networkit

        networkit.setNumberOfThreads(len(os.sched_getaffinity(0)))
        matrix = self.of("csr").tocoo()
        upper = matrix.row < matrix.col
        graph = networkit.GraphFromCoo((matrix.data[upper], (matrix.row[upper], matrix.col[upper])), n=self.people)
        graph.indexEdges()
        return graph

    def _graphblas(self):
        import graphblas

        graphblas.init("suitesparse", blocking=True)
        return graphblas.io.from_scipy_sparse(self.of("csr"))

    def _easygraph(self):
        import easygraph

        graph = easygraph.GraphC() if hasattr(easygraph, "GraphC") else easygraph.Graph()
        graph.add_nodes(list(range(self.people)))
        graph.add_edges(self._once().tolist())
        return graph


def blas_constraint(matrix):
    """Constraint as the product of the shares with themselves, only where there is a tie."""
    import graphblas

    share = matrix.reduce_rowwise().new().apply(graphblas.unary.minv).new().diag().mxm(matrix).new()
    around = graphblas.Matrix(float, *matrix.shape)
    around(matrix.S) << share.mxm(share)
    held = share.ewise_add(around, graphblas.binary.plus).new()
    return held.ewise_mult(held, graphblas.binary.times).new().reduce_rowwise().new()


def blas_shared(matrix):
    import graphblas

    common = graphblas.Matrix(float, *matrix.shape)
    common(matrix.S) << matrix.mxm(matrix)
    return common


def kit_shared(graph):
    import networkit

    score = networkit.sparsification.TriangleEdgeScore(graph)
    score.run()
    return score


def kit_betweenness(graph):
    import networkit

    return networkit.centrality.Betweenness(graph).run()


def easy_constraint(graph):
    import easygraph

    return easygraph.constraint(graph)


def python_overlap(graph):
    found = {}
    for a, b in graph.edges:
        common = len(list(nx.common_neighbors(graph, a, b)))
        found[a, b] = common / max(graph.degree(a) + graph.degree(b) - 2 - common, 1)
    return found


def python_roles(graph, classes):
    """Gould and Fernandez' roles by the definition, one middle after the other."""
    found = np.zeros((graph.number_of_nodes(), 5), dtype="int64")
    for middle in graph:
        k = classes[middle]
        for source in graph.predecessors(middle):
            for target in graph.successors(middle):
                if source != target and not graph.has_edge(source, target):
                    s, t = classes[source], classes[target]
                    found[middle, _role(s, k, t)] += 1
    return found


def _role(s: int, k: int, t: int) -> int:
    if s == t:
        return 0 if k == s else 1
    return 2 if k == s else 3 if k == t else 4


def measures(graph: Graph) -> dict[str, tuple[Way, Way | None, dict[str, Way]]]:
    """Of each measure: ours ready, ours through networkx, and the others."""
    classes = np.arange(graph.people) % CLASSES
    few, small = graph.people <= 40_000, graph.people <= 10_000
    found = {
        "constraint and effective size": (
            ("forward", holes.holes),
            ("digraph", partial(nx.constraint, backend="netgraph")) if few else None,
            {"GraphBLAS (constraint alone)": ("graphblas", blas_constraint)}
            | ({"igraph (constraint alone)": ("igraph_simple", lambda made: made.constraint()),
                "networkx (constraint alone)": ("digraph", partial(nx.constraint, backend="networkx"))} if few else {})
            | ({"EasyGraph (constraint alone)": ("easygraph", easy_constraint)} if small else {}),
        ),
        "overlap of every tie": (
            ("forward", overlap.overlap),
            None,
            {"networkit (triangles of every tie)": ("networkit", kit_shared),
             "GraphBLAS (shared contacts)": ("graphblas", blas_shared)}
            | ({"networkx": ("undirected", python_overlap)} if few else {}),
        ),
    }  # fmt: skip
    if few:
        found |= {
            "triad census": (
                ("forward", census.census),
                None,
                {"igraph": ("igraph_directed", lambda made: made.triad_census())},
            ),
            "Gould-Fernandez roles": (
                ("forward", lambda made: roles.roles(made, classes)),
                None,
                {"a loop in Python": ("networkx_directed", lambda made: python_roles(made, classes.tolist()))},
            ),
            "dispersion of every tie": (
                ("csr", dispersion.dispersion),
                None,
                {"networkx": ("undirected", partial(nx.dispersion, backend="networkx"))},
            ),
        }  # fmt: skip
    if small:
        found["exact betweenness"] = (
            ("csr", betweenness.hops),
            None,
            {"igraph": ("igraph_simple", lambda made: made.betweenness()),
             "networkit": ("networkit", kit_betweenness)},
        )  # fmt: skip
    return found


INSTALLED = {"igraph": "igraph", "GraphBLAS": "graphblas", "EasyGraph": "easygraph", "networkit": "networkit"}


def compared(ours: Run, theirs: Run) -> tuple[float, float]:
    """Our seconds and the ratio, each the median of the rounds."""
    seconds, ratios = [], []
    for _ in range(ROUNDS):
        mine = min(_timed(ours) for _ in range(3))
        other = _timed(theirs)
        seconds.append(mine)
        ratios.append(other / mine)
        if other > LONG:
            break
    return statistics.median(seconds), statistics.median(ratios)


def _timed(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def table(graph: Graph) -> list[str]:
    rows = [f"## {graph.name}", "", "| measure | ours, s | beside | times as long |", "|---|---|---|---|"]
    for name, (ready, through, others) in measures(graph).items():
        others = {other: way for other, way in others.items() if find_spec(INSTALLED.get(other.split()[0], "sys"))}
        for other, way in others.items():
            rows.append(_row(graph, f"{name}, ready", ready, other, way))
        theirs = [way for other, way in others.items() if other.startswith("networkx")]
        if through and theirs:
            with nx.config(cache_converted_graphs=False):
                rows.append(_row(graph, f"{name}, from networkx", through, "networkx", theirs[0]))
    return [*rows, ""]


def _row(graph: Graph, name: str, ours: Way, other: str, theirs: Way) -> str:
    runs = [partial(function, graph.of(form)) for form, function in (ours, theirs)]
    runs[0]()  # compiles
    seconds, ratio = compared(*runs)
    row = f"| {name} | {seconds:.3g} | {other} | {ratio:.3g} |"
    print(row, flush=True)
    return row


def large() -> list[str]:
    """Time and memory of the large graph, in a process of its own."""
    command = [sys.executable, __file__, "--child"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def child() -> None:
    pairs, people = _graphs.attached(1_000_000, 10)
    before = _peak()
    forward(pairs[:9, 0], pairs[:9, 1], people=people)
    holes.holes(forward(pairs[:9, 0], pairs[:9, 1], people=people))
    start = time.perf_counter()
    ready = forward(pairs[:, 0], pairs[:, 1], people=people)
    built = time.perf_counter()
    holes.holes(ready)
    done = time.perf_counter()
    print(f"## A graph of {people:,} people and {len(ready.columns):,} pairs: time and memory\n")
    print(f"Pairs from a table of ties: {built - start:.2f} s. Constraint and effective size: {done - built:.2f} s. "
          f"The first takes {(built - start) / (done - built):.2f} times as long as the second.")  # fmt: skip
    print(f"Memory at its peak: {_peak():,} MB in all, {before:,} MB of them libraries and the table of ties.\n")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def graphs(*, every: bool):
    if every and _graphs.LOG.exists():
        yield Graph("CollegeMsg: 1,899 people, 20,296 directed ties", *_graphs.messages(), directed=True)
    yield Graph("Clustered: 10,000 people, about 50,000 pairs", *_graphs.clustered(10_000), directed=False)
    yield Graph("Clustered: 36,700 people, 183,448 pairs", *_graphs.clustered(36_700), directed=False)
    if every:
        yield Graph("Large: 1,000,000 people, about 10 million pairs", *_graphs.attached(1_000_000, 10), directed=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--child", action="store_true")
    options = parser.parse_args()
    if options.child:
        return child()
    lines = []
    for graph in graphs(every=options.all):
        print(graph.name, flush=True)
        lines += table(graph)
    lines += large()
    print("\n".join(lines))
    if options.write:
        PAGE.write_text(head() + "\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return None


def head() -> str:
    cores = len(os.sched_getaffinity(0))
    return (
        "# Benchmarks of the kernels\n\nWritten by `python benchmarks/graph/peers.py --all --write`, which says how it "
        f"measures. {platform.system()} on {platform.machine()}, {cores} cores, Python {platform.python_version()}.\n\n"
        "Times as long: theirs / ours. *Ready* leaves out the conversion of the graph on both sides, and so says more "
        "than a user sees; *from networkx* has it in, uncached.\n\n"
    )


if __name__ == "__main__":
    main()
