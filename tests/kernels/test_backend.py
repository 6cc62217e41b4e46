"""The networkx backend: unchanged calls, run on kernels, equal networkx where it is right, and the truth where not."""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from math import isnan, nan

import networkx as nx
import numpy as np
import pytest
from graphs import SHAPES, large, ties
from hypothesis import given
from hypothesis import strategies as st
from networkx.utils.backends import _registered_algorithms

from _nx_netgraph import FUNCTIONS, get_info
from netgraph.kernels import backend

WEIGHTED = {"weight": "weight"}
# Calls and their options, by the kind of graph that they are for.
BOTH = [
    *((name, {}) for name in ("average_clustering", "betweenness_centrality", "clustering", "transitivity")),
    *((name, WEIGHTED) for name in ("average_clustering", "betweenness_centrality", "clustering", "constraint")),
    ("average_clustering", {"count_zeros": False}),
    ("betweenness_centrality", {"normalized": False}),
    ("constraint", {}),
]
UNDIRECTED = [
    *((name, {}) for name in ("articulation_points", "bridges", "dispersion", "effective_size", "has_bridges")),
    *(("betweenness_centrality", {"endpoints": True, "normalized": normal, **WEIGHTED}) for normal in (True, False)),
    ("dispersion", {"alpha": 0.61, "b": 1, "c": 5}),
    ("dispersion", {"normalized": False}),
    ("local_bridges", {"with_span": False}),
    ("triangles", {}),
]
DIRECTED = [("overall_reciprocity", {}), ("reciprocity", {}), ("triadic_census", {})]
NAMES = {
    "in order": lambda number: number,
    "numbers in no order": lambda number: number * 7 % 11,
    "far apart": lambda number: 10**9 * number,
    "strings": "person {}".format,
    "unlike each other": lambda number: (number, number + 0.5, str(number), (number,))[number % 4],
}


@pytest.fixture(autouse=True)
def uncached():
    """Each call converts afresh; the same graph twice would make networkx warn that it uses what it kept."""
    with nx.config(cache_converted_graphs=False):
        yield


@pytest.fixture
def preferred():
    with nx.config(backend_priority=["netgraph"]):
        yield


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """The names of the functions of the backend that are called, and of the conversions before."""
    calls = []
    for name in [*FUNCTIONS, "convert_from_nx"]:
        monkeypatch.setattr(backend, name, counted(name, getattr(backend, name), calls))
    return calls


def counted(name, function, calls):
    def wrapper(*args, **kwargs):
        calls.append(name)
        return function(*args, **kwargs)

    wrapper.__signature__ = inspect.signature(function)
    return wrapper


def answer(name: str, graph: nx.Graph, *args, **options):
    """What networkx, or the backend, answers: a value, a list of what is yielded, or an error."""
    try:
        found = getattr(nx, name)(graph, *args, **options)
        found = list(found) if isinstance(found, Iterator) else found
    except Exception as error:
        return type(error), str(error)
    # In the order of a walk there, of nodes here.
    return sorted(found, key=str) if name == "articulation_points" else found


def same(one, two) -> bool:
    """Equal in kind and order, numbers up to 1e-9 of them."""
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    if isinstance(one, float):
        return isinstance(two, float) and (two == pytest.approx(one, rel=1e-9, abs=1e-9, nan_ok=True))
    return type(one) is type(two) and one == two


def compared(name: str, graph: nx.Graph, *args, **options):
    found = answer(name, graph, *args, backend="netgraph", **options)
    right = answer(name, graph, *args, backend="networkx", **options)
    assert same(right, found), f"{name} {args} {options}: {right}, {found}"


def pairs(graph: nx.Graph, weight: str | None = None) -> nx.Graph:
    """The undirected graph of contact: both directions of a pair together."""
    made = nx.Graph()
    made.add_nodes_from(graph)
    for a, b, edge in graph.edges(data=True):
        z = made.get_edge_data(a, b, {"weight": 0})["weight"] + edge.get(weight, 1)
        made.add_edge(a, b, weight=z)
    return made


def weighted(*edges: tuple, kind: type = nx.Graph) -> nx.Graph:
    made = kind()
    made.add_weighted_edges_from(edges)
    return made


M2 = weighted((0, 1, 1), (1, 2, 1), (0, 2, 1), (0, 3, 1))
M3 = weighted((0, 1, 3), (1, 0, 1), (0, 2, 1), (1, 2, 2), kind=nx.DiGraph)
M3.add_node(3)


@given(ties(), st.sampled_from(list(NAMES)))
def test_equals_networkx(made, names):
    undirected, directed = (nx.relabel_nodes(made.graph(kind), NAMES[names]) for kind in (nx.Graph, nx.DiGraph))
    for name, options in BOTH + UNDIRECTED:
        compared(name, undirected, **options)
    for name, options in BOTH + DIRECTED:
        compared(name, directed, **options)


@pytest.mark.parametrize("made", [*SHAPES.values(), large(60)], ids=[*SHAPES, "large"])
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_shapes_equal_networkx(made, kind):
    for name, options in BOTH + (UNDIRECTED if kind is nx.Graph else DIRECTED):
        compared(name, made.graph(kind), **options)


@given(ties(), st.data())
def test_some_nodes_equal_networkx(made, data):
    undirected, directed = made.graph(nx.Graph), made.graph()
    nodes = data.draw(st.one_of(st.lists(st.integers(0, made.people)), st.integers(0, made.people), st.just([[]])))
    for name in ("average_clustering", "clustering", "triangles"):
        compared(name, undirected, nodes)
    for name in ("clustering", "reciprocity"):
        compared(name, directed, nodes)
    for name in ("constraint", "effective_size"):
        compared(name, undirected, nodes if isinstance(nodes, list) and nodes != [[]] else [])
    for end in (["u"], ["v"], ["u", "v"]):
        asked = dict.fromkeys(end, nodes) if isinstance(nodes, int) else {}
        if backend.can_run("dispersion", (undirected,), asked) is True:
            compared("dispersion", undirected, **asked)


@given(ties())
def test_loops_are_left_out_where_networkx_does(made):
    undirected, directed = (made.graph(kind, loops=True) for kind in (nx.Graph, nx.DiGraph))
    for name in ("articulation_points", "bridges", "clustering", "has_bridges", "transitivity", "triangles"):
        compared(name, undirected)
    for name in ("betweenness_centrality", "clustering", "transitivity", "triadic_census"):
        compared(name, directed)
    compared("betweenness_centrality", undirected, **WEIGHTED)


@given(ties(), st.integers(1, 9), st.booleans(), st.booleans())
def test_a_sample_of_sources_equals_networkx(made, k, normalized, endpoints):
    for kind in (nx.Graph,) if endpoints else (nx.Graph, nx.DiGraph):
        options = {"normalized": normalized, "endpoints": endpoints, "seed": 1}
        compared("betweenness_centrality", made.graph(kind), k=k, **options)


@given(ties())
def test_bridges_of_one_component(made):
    graph = made.graph(nx.Graph)
    compared("bridges", graph, root="nobody")
    for root in range(made.people):
        found, right = (answer("bridges", graph, root=root, backend=name) for name in ("netgraph", "networkx"))
        # In one component networkx goes through a set.
        assert {frozenset(edge) for edge in found} == {frozenset(edge) for edge in right}
        compared("has_bridges", graph, root=root)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_without_nodes_as_networkx(name, kind):
    options = {"with_span": False} if name == "local_bridges" else {}
    if backend.can_run(name, (kind(),), options) is True:
        compared(name, kind(), **options)


@given(ties())
def test_effective_size_is_right_where_networkx_is_not(made):
    for kind, options in ((nx.DiGraph, {}), (nx.DiGraph, WEIGHTED), (nx.Graph, WEIGHTED)):
        contact = pairs(made.graph(kind), options.get("weight"))
        right = nx.effective_size(contact, nodes=list(contact), weight="weight")
        for nodes in (None, list(contact)):
            found = nx.effective_size(made.graph(kind), nodes, backend="netgraph", **options)
            assert same(right, found)


@pytest.mark.usefixtures("preferred")
def test_effective_size_of_the_worked_example():
    graph = weighted((0, 1, 2), (0, 2, 1), (1, 2, 1), (0, 3, 1))
    found = nx.effective_size(graph, weight="weight")
    assert [found[0], found[1]] == pytest.approx([2.375, 7 / 6])
    wrong = nx.effective_size(graph, weight="weight", backend="networkx")
    assert [wrong[0], wrong[1]] == pytest.approx([2.5, 4 / 3])


@pytest.mark.usefixtures("preferred")
def test_a_triangle_with_a_pendant():
    assert [nx.constraint(M2)[node] for node in (0, 1)] == pytest.approx([11 / 18, 145 / 144])
    assert nx.effective_size(M2)[0] == pytest.approx(7 / 3)
    assert (list(nx.bridges(M2)), list(nx.articulation_points(M2))) == ([(0, 3)], [0])


@pytest.mark.usefixtures("preferred")
def test_a_directed_graph_with_an_isolate():
    constraint, size = (measure(M3, weight="weight") for measure in (nx.constraint, nx.effective_size))
    assert [constraint[0], size[0]] == pytest.approx([49 / 45, 11 / 10])
    assert isnan(constraint[3])
    assert isnan(size[3])
    assert nx.effective_size(M3, weight="weight", backend="networkx")[0] == pytest.approx(1.4)


@pytest.mark.usefixtures("preferred")
def test_nodes_without_outgoing_edges_have_contacts():
    graph = nx.DiGraph([(0, 1), (0, 2)])
    for measure in (nx.constraint, nx.effective_size):
        assert measure(graph, nodes=[1])[1] == 1
        assert isnan(measure(graph, nodes=[1], backend="networkx")[1])


@pytest.mark.usefixtures("preferred")
def test_paths_of_one_length_are_one_length():
    graph = weighted(("a", "b", 0.1), ("b", "c", 0.2), ("a", "c", 0.3))
    assert nx.betweenness_centrality(graph, weight="weight")["b"] == 0.5
    assert nx.betweenness_centrality(graph, weight="weight", backend="networkx")["b"] == 0


@pytest.mark.usefixtures("preferred")
@pytest.mark.parametrize(
    ("name", "graph", "options", "reason"),
    [
        ("constraint", nx.Graph([(0, 0), (0, 1)]), {}, "to itself"),
        ("effective_size", nx.DiGraph([(0, 0), (0, 1)]), {}, "to itself"),
        ("dispersion", nx.Graph([(0, 0), (0, 1)]), {}, "to itself"),
        ("local_bridges", nx.Graph([(0, 0), (0, 1)]), {"with_span": False}, "to itself"),
        ("reciprocity", nx.DiGraph([(0, 0), (0, 1)]), {}, "to itself"),
        ("clustering", weighted((0, 0, 5), (0, 1, 1), (1, 2, 1), (2, 0, 1)), WEIGHTED, "to itself"),
        ("reciprocity", nx.Graph([(0, 1)]), {}, "undirected"),
        ("constraint", nx.MultiGraph([(0, 1), (0, 1)]), {}, "parallel"),
        ("triadic_census", nx.MultiDiGraph([(0, 1), (0, 1)]), {}, "parallel"),
        ("triadic_census", nx.DiGraph([(0, 1), (1, 2)]), {"nodelist": [0]}, "whole"),
        ("dispersion", nx.DiGraph([(0, 1), (1, 2), (2, 0)]), {}, "directed"),
        ("dispersion", nx.path_graph(3), {"u": 0, "v": 2}, "neighbours"),
        ("dispersion", nx.complete_graph(4), {"b": -1}, "alpha"),
        ("local_bridges", nx.path_graph(3), {}, "spans"),
        ("betweenness_centrality", nx.DiGraph([(0, 1)]), {"endpoints": True}, "reaches"),
        ("betweenness_centrality", nx.path_graph(3), {"weight": lambda *_: 1}, "function"),
        ("constraint", weighted((0, 1, -1), (1, 2, 2)), WEIGHTED, "not from"),
        ("betweenness_centrality", weighted((0, 1, 0), (1, 2, 2)), WEIGHTED, "not from"),
        ("clustering", weighted((0, 1, nan), (1, 2, 2)), WEIGHTED, "not from"),
        ("constraint", weighted((0, 1, float("inf")), (1, 2, 2)), WEIGHTED, "not from"),
        ("betweenness_centrality", weighted((0, 1, 2**53), (1, 2, 2)), WEIGHTED, "not from"),
        ("effective_size", weighted((0, 1, 1e-101), (1, 2, 2)), WEIGHTED, "not from"),
        ("betweenness_centrality", weighted((0, 1, 10**400), (1, 2, 2)), WEIGHTED, "not from"),
        ("betweenness_centrality", weighted((0, 1, Fraction(1, 3)), (1, 2, 2)), WEIGHTED, "no number"),
        ("constraint", weighted((0, 1, "1"), (1, 2, 2)), WEIGHTED, "no number"),
        ("clustering", weighted((0, 1, None), (1, 2, 2)), WEIGHTED, "no number"),
    ],
)
def test_what_is_refused_networkx_answers(name, graph, options, reason, ran):
    why = backend.can_run(name, (graph,), options)
    assert isinstance(why, str)
    assert reason in why
    with np.errstate(all="ignore"):
        assert repr(answer(name, graph, **options)) == repr(answer(name, graph, backend="networkx", **options))
    with pytest.raises(NotImplementedError):
        list(getattr(nx, name)(graph, backend="netgraph", **options))
    assert ran == []


@pytest.mark.parametrize("value", [1, 2.5, True, np.int64(3), np.float64(0.5), 1e99, 1e-100, 2**53 - 1])
def test_numbers_of_every_kind_are_weights(value):
    compared("clustering", weighted((0, 1, value), (1, 2, 2), (2, 0, 3)), **WEIGHTED)


@pytest.mark.parametrize("scale", [1e-95, 1e95])
@given(made=ties())
def test_the_unit_of_weights_does_not_matter(made, scale):
    graph = made._replace(weight=[weight * scale for weight in made.weight]).graph(nx.Graph)
    for name in ("betweenness_centrality", "clustering", "constraint"):
        compared(name, graph, **WEIGHTED)


def test_weights_of_a_large_graph():
    compared("clustering", large().graph(nx.Graph), **WEIGHTED)
    compared("clustering", large().graph(), **WEIGHTED)
    compared("constraint", large().graph(), **WEIGHTED)


@pytest.mark.usefixtures("preferred")
def test_a_graph_is_converted_once_until_it_changes(ran):
    graph = nx.powerlaw_cluster_graph(300, 4, 0.5, seed=1)
    with nx.config(cache_converted_graphs=True, warnings_to_ignore={"cache"}):
        first = nx.clustering(graph)
        assert nx.clustering(graph) == first
        nx.triangles(graph)
        assert ran == ["convert_from_nx", "clustering", "clustering", "triangles"]
        graph.remove_node(0)
        assert 0 not in nx.clustering(graph)
        assert ran[4:] == ["convert_from_nx", "clustering"]
        nx.set_edge_attributes(graph, 2.0, "weight")
        nx.constraint(graph, weight="weight")
        nx.betweenness_centrality(graph, weight="weight", k=3, seed=1)
        nx.bridges(graph)
        assert ran.count("convert_from_nx") == 3


def test_weights_are_read_afresh_after_every_question():
    graph = weighted((0, 1, 2), (1, 2, 4), (2, 0, 4))
    assert backend.can_run("clustering", (graph,), WEIGHTED) is True
    graph[0][1]["weight"] = 4
    assert backend.convert_from_nx(graph, edge_attrs={"weight": 1}).weights["weight"].tolist() == [4] * 6
    assert nx.clustering(graph, weight="weight", backend="netgraph") == {0: 1, 1: 1, 2: 1}
    assert nx.clustering(graph.copy(), weight="another", backend="netgraph") == {0: 1, 1: 1, 2: 1}


def test_networkx_says_that_it_uses_what_it_kept():
    with nx.config(cache_converted_graphs=True):
        nx.triangles(M2.copy(), backend="netgraph")
        graph = M2.copy()
        nx.triangles(graph, backend="netgraph")
        with pytest.warns(UserWarning, match="cached graph is being used for the 'netgraph' backend"):
            nx.triangles(graph, backend="netgraph")


@pytest.mark.usefixtures("preferred")
def test_kernels_run(monkeypatch):
    calls = []
    monkeypatch.setattr(backend._holes, "holes", counted("holes", backend._holes.holes, calls))
    nx.constraint(M3)
    nx.constraint(M3, backend="networkx")
    nx.effective_size(M2, backend="netgraph")
    assert calls == ["holes", "holes"]


@pytest.mark.usefixtures("preferred")
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_runs_by_preference(name, ran):
    graph = nx.powerlaw_cluster_graph(300, 4, 0.5, seed=1)
    directed = name in ("overall_reciprocity", "reciprocity", "triadic_census")
    options = {"with_span": False} if name == "local_bridges" else {}
    found = answer(name, nx.DiGraph(graph) if directed else graph, **options)
    assert name in ran
    assert found is not None


@pytest.mark.usefixtures("preferred")
def test_what_networkx_does_sooner_is_left_to_it(ran):
    graph = nx.powerlaw_cluster_graph(300, 4, 0.5, seed=1)
    nx.clustering(nx.path_graph(9))
    nx.clustering(graph, [1, 2, 3])
    nx.reciprocity(nx.DiGraph(graph), 0)
    nx.dispersion(graph, u=max(graph))
    assert ran == []
    nx.clustering(graph, range(100))
    nx.clustering(graph, iter(range(3)))
    nx.dispersion(graph, u=max(graph, key=graph.degree))
    assert ran == ["convert_from_nx", "clustering", "convert_from_nx", "clustering", "convert_from_nx", "dispersion"]


def test_names_and_arguments_are_those_of_networkx():
    assert set(FUNCTIONS) == set(vars(backend)) & set(_registered_algorithms) == set(get_info()["functions"])
    for name in FUNCTIONS:
        theirs = inspect.signature(inspect.unwrap(getattr(nx, name))).parameters.values()
        ours = inspect.signature(getattr(backend, name)).parameters.values()
        assert [(one.name, one.default) for one in ours] == [(one.name, one.default) for one in theirs]


def test_networkx_tells_what_is_offered():
    assert "netgraph : Structural holes" in nx.constraint.__doc__


@given(ties(), st.booleans())
def test_there_and_back(made, directed):
    graph = made.graph(nx.DiGraph if directed else nx.Graph, loops=True)
    there = backend.convert_from_nx(graph, edge_attrs={"weight": 1})
    back = backend.convert_to_nx(there)
    assert (type(back), list(back)) == (type(graph), list(graph))
    assert (dict(back.adj), len(there)) == (dict(graph.adj), len(graph))


def test_a_converted_graph_is_taken_as_it_is():
    there = backend.convert_from_nx(M3, edge_attrs={"weight": 1})
    assert nx.constraint(there, weight="weight")[0] == pytest.approx(49 / 45)
    assert nx.reciprocity(there) == 0.5
    assert nx.constraint(backend.convert_from_nx(nx.Graph()), nodes=[]) == {}
    with pytest.raises(NotImplementedError):
        nx.constraint(there, weight="another")
    with pytest.raises(nx.NetworkXNotImplemented):
        nx.triangles(there)


def test_views_are_converted_like_graphs():
    graph = large(40).graph()
    compared("constraint", graph.subgraph(range(5, 30)), **WEIGHTED)
    compared("triadic_census", graph.reverse(copy=False))
    compared("clustering", graph.to_undirected(as_view=True))


@pytest.mark.parametrize("module", ["networkx", "netgraph", "_nx_netgraph"])
def test_imports_stay_light(module):
    program = f"import sys, {module}; print({{'numba', 'netgraph.kernels.backend', 'netgraph'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ("{'netgraph'}" if module == "netgraph" else "set()")
