"""The kernels beside networkx, igraph, networkit, GraphBLAS and EasyGraph, on the same graphs in the same run.

    make bench                                         the clustered graph of 36,700 people; .[bench] brings the others
    python benchmarks/graph/peers.py --all             CollegeMsg and the graph of a million people too
    python benchmarks/graph/peers.py --all --write     and put the tables into docs/benchmarks.md

A figure is theirs / ours: how many times as long the other one takes. "ready" leaves out what either side needs to take
the graph over, "from ties" has it in, from an array of who is tied to whom on. A row "from networkx" is ours through
`nx.FUNCTION(G, backend="netgraph")`, the graph converted each time, beside networkx itself. Ours and theirs take turns,
and the median of the ratios counts; what takes over ten seconds is run once. The first call of all, which compiles, is
left out. Who lacks a measure, or is not installed, is not in its table.
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
from importlib.metadata import version
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

    def of(self, form: str) -> object:
        if form not in self._made:
            self._made[form] = self.fresh(form)
        return self._made[form]

    def fresh(self, form: str) -> object:
        return getattr(self, f"_{form}")()

    def _forward(self):
        return forward(self.pairs[:, 0], self.pairs[:, 1], people=self.people)

    def _forward_both(self):
        return forward(*np.concatenate([self.pairs, self.pairs[:, ::-1]]).T, people=self.people)

    def _csr(self):
        matrix = csr_array((np.ones(len(self.pairs)), self.pairs.T), shape=(self.people, self.people))
        both = csr_array(((matrix + matrix.T) != 0).astype("float64"))
        both.sort_indices()
        return both

    def _undirected(self):
        graph = nx.Graph()
        graph.add_nodes_from(range(self.people))
        graph.add_edges_from(self.pairs.tolist())
        return graph

    def _digraph(self):
        return self._networkx_directed() if self.directed else self._undirected().to_directed()

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
        matrix = self._csr().tocoo()
        upper = matrix.row < matrix.col
        graph = networkit.GraphFromCoo((matrix.data[upper], (matrix.row[upper], matrix.col[upper])), n=self.people)
        graph.indexEdges()
        return graph

    def _graphblas(self):
        import graphblas

        graphblas.init("suitesparse", blocking=True)
        return graphblas.io.from_scipy_sparse(self._csr())

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
    if few and not graph.directed:
        found["Gould-Fernandez roles, every pair in both directions"] = (
            ("forward_both", lambda made: roles.roles(made, classes)),
            None,
            {"a loop in Python": ("digraph", lambda made: python_roles(made, classes.tolist()))},
        )
    if small:
        found["exact betweenness"] = (
            ("csr", betweenness.hops),
            None,
            {"igraph": ("igraph_simple", lambda made: made.betweenness()),
             "networkit": ("networkit", kit_betweenness)},
        )  # fmt: skip
    return found


INSTALLED = {"igraph": "igraph", "GraphBLAS": "graphblas", "EasyGraph": "easygraph"}
DISTRIBUTIONS = {
    "numba": "numba", "networkx": "networkx", "networkit": "networkit", "igraph": "igraph",
    "python-graphblas": "graphblas", "python-easygraph": "easygraph",
}  # fmt: skip


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
    rows = [f"## {graph.name}", "", "| measure | ours, s | beside | ready | from ties |", "|---|---|---|---|---|"]
    for name, (ready, through, others) in measures(graph).items():
        others = {other: way for other, way in others.items() if find_spec(INSTALLED.get(other.split()[0], "sys"))}
        for other, way in others.items():
            seconds, ratio = compared(*(partial(function, graph.of(form)) for form, function in (ready, way)))
            whole = compared(*(partial(_whole, graph, *one) for one in (ready, way)))[1]
            rows.append(_row(name, seconds, other, ratio, whole))
        theirs = [way for other, way in others.items() if other.startswith("networkx")]
        if through and theirs:
            with nx.config(cache_converted_graphs=False):
                runs = (partial(function, graph.of(form)) for form, function in (through, theirs[0]))
                seconds, ratio = compared(*runs)
            rows.append(_row(f"{name}, from networkx", seconds, "networkx", "", ratio))
    return [*rows, ""]


def _whole(graph: Graph, form: str, function: Callable) -> object:
    return function(graph.fresh(form))


def _row(*values: object) -> str:
    row = f"| {' | '.join(map(_shown, values))} |"
    print(row, flush=True)
    return row


def _shown(value: object) -> str:
    return str(value) if not isinstance(value, float) else f"{value:.3g}" if value < 100 else f"{value:,.0f}"


def large() -> list[str]:
    """Time of the large graph's parts, and memory of all who can, each in a process of its own."""
    return [*_alone("parts"), "", *memory("36,700 people", 36_700), "", *memory("1,000,000 people", 1_000_000)]


def memory(name: str, people: int) -> list[str]:
    rows = [f"## Memory of constraint: {name}", "", "| whose | MB at the peak | of them before |", "|---|---|---|"]
    graph = Graph(name, np.empty((0, 2)), people, directed=False)
    ours, _, others = measures(graph)["constraint and effective size"]
    for other in {"netgraph": ours} | others:
        if find_spec(INSTALLED.get(other.split()[0], "sys")):
            rows.append(_row(other, *_alone("memory", str(people), other)))
    return rows


def _alone(*words: str) -> list[str]:
    command = [sys.executable, __file__, "--child", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def parts() -> None:
    pairs, people = _graphs.attached(1_000_000, 10)
    holes.holes(forward(pairs[:9, 0], pairs[:9, 1], people=people))
    start = time.perf_counter()
    ready = forward(pairs[:, 0], pairs[:, 1], people=people)
    built = time.perf_counter()
    holes.holes(ready)
    done = time.perf_counter()
    print(f"## A graph of {people:,} people and {len(ready.columns):,} pairs\n")
    print(f"Pairs from a table of ties: {built - start:.2f} s. Constraint and effective size: {done - built:.2f} s. "
          f"The first takes {(built - start) / (done - built):.2f} times as long as the second.")  # fmt: skip


def peak(people: str, name: str) -> None:
    """Print the memory at its peak of one way from ties to constraint, and what the ties and libraries hold of it."""
    few = int(people) < 1_000_000
    ends = _graphs.clustered(int(people)) if few else _graphs.attached(int(people), 10)
    graph = Graph(name, *ends, directed=False)
    ours, _, others = measures(graph)["constraint and effective size"]
    before = _peak()
    _whole(graph, *({"netgraph": ours} | others)[name])
    print(f"{_peak():,}\n{before:,}")


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
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return {"parts": parts, "memory": peak}[options.child[0]](*options.child[1:])
    lines = []
    # First, as a process begins with the peak of the one that started it.
    last = large()
    for graph in graphs(every=options.all):
        print(graph.name, flush=True)
        lines += table(graph)
    lines += last
    print("\n".join(lines))
    if options.write:
        PAGE.write_text(head() + "\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return None


def head() -> str:
    cores = len(os.sched_getaffinity(0))
    return (
        "# Benchmarks of the kernels\n\nWritten by `python benchmarks/graph/peers.py --all --write`, which says how it "
        f"measures. {platform.system()} on {platform.machine()}, {cores} cores, Python {platform.python_version()}, "
        f"{_versions()}.\n\n"
        "Figures are theirs / ours: how many times as long the other takes. *Ready* leaves out the conversion of the "
        "graph on both sides, and so says more than a user sees; *from ties* has it in, and *from networkx*, uncached, "
        "too.\n\n"
    )


def _versions() -> str:
    found = ((name, find_spec(module)) for name, module in DISTRIBUTIONS.items())
    return ", ".join(f"{name} {version(name)}" for name, spec in found if spec)


if __name__ == "__main__":
    main()
