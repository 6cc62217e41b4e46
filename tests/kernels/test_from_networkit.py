"""Communities, cores and pagerank: networkx as a second opinion, planted truth, and networkit left as it was found."""

import hashlib
import os
import subprocess
import sys

import networkit
import networkx as nx
import numpy as np
import pytest
from graphs import SHAPES, large, ties
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from netgraph.kernels.from_networkit import _graph, _grouped, communities, core_numbers, pagerank

NOBODY = csr_array((0, 0))
RUNS = 20


def matrix(graph, people: int | None = None) -> csr_array:
    found = csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(people or len(graph)), dtype="float64"))
    found.sort_indices()
    return found


def contact(made) -> csr_array:
    """What both ends of the ties have with each other."""
    return csr_array(made.matrix() + made.matrix().T)


def departments(number=12, size=30, *, inside=0.4, outside=0.01, seed=1) -> nx.Graph:
    return nx.planted_partition_graph(number, size, inside, outside, seed=seed)


def sets(group) -> list[set]:
    return [set(np.flatnonzero(group == number)) for number in range(group.max(initial=-1) + 1)]


def modularity(graph, group, resolution=1.0) -> float:
    return nx.community.modularity(graph, sets(group), resolution=resolution)


LARGE = large()
AGAINST = {
    "a clustered graph with hubs": nx.powerlaw_cluster_graph(1000, 5, 0.5, seed=1),
    "weights of any size": nx.from_scipy_sparse_array(contact(LARGE)),
    "les miserables": nx.convert_node_labels_to_integers(nx.les_miserables_graph()),
    "departments": departments(),
}


# Communities


@pytest.mark.parametrize("name", AGAINST)
def test_communities_are_as_good_as_those_of_networkx(name):
    graph = AGAINST[name]
    theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    for seed in (1, 2, 3):
        assert modularity(graph, communities(matrix(graph), seed=seed)) >= 0.98 * theirs


@pytest.mark.parametrize("seed", range(5))
def test_the_karate_club_is_divided_as_well_as_can_be(seed):
    # 0.4198 is the proven maximum: Brandes et al., IEEE Trans. Knowl. Data Eng. 20:172, 2008.
    graph = nx.karate_club_graph()
    found = communities(matrix(nx.Graph(graph.edges)), seed=seed)
    assert nx.community.modularity(graph, sets(found), weight=None) == pytest.approx(0.4198, abs=5e-5)


def test_planted_departments_are_found():
    graph = departments()
    assert {frozenset(one) for one in sets(communities(matrix(graph)))} == {
        frozenset(one) for one in graph.graph["partition"]
    }


def test_they_are_numbered_by_size_and_then_by_the_first_person():
    graph = nx.disjoint_union_all([nx.complete_graph(size) for size in (1, 3, 4, 3, 1)])
    assert communities(matrix(graph)).tolist() == [3, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 4]


@given(ties(), st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0]))
def test_each_hangs_together_and_isolated_people_are_alone(made, resolution):
    graph = nx.from_numpy_array(made.matrix() + made.matrix().T)
    found = sets(communities(contact(made), resolution=resolution))
    assert sorted(person for one in found for person in one) == list(graph)
    assert all(nx.is_connected(graph.subgraph(one)) for one in found)


@given(ties())
def test_at_resolution_0_they_are_the_components(made):
    graph = nx.from_numpy_array(made.matrix() + made.matrix().T)
    found = sets(communities(contact(made), resolution=0))
    assert sorted(map(sorted, found)) == sorted(map(sorted, nx.connected_components(graph)))


def test_two_that_have_no_contact_are_parted_where_the_library_leaves_them_together():
    star = csr_array([[0, 0, 0, 1.0], [0, 0, 0, 1], [0, 0, 0, 3], [1, 1, 3, 0]])
    alone = networkit.community.PLM(_graph(star), refine=True, gamma=1.5, par="none").run().getPartition()
    assert alone.getVector()[0] == alone.getVector()[1]
    found = _grouped(star / star.sum(), np.arange(4), 1.5)
    assert found[0] != found[1]


def test_a_higher_resolution_makes_more_of_them_and_is_that_of_networkx():
    graph = AGAINST["a clustered graph with hubs"]
    few, some, many = (communities(matrix(graph), resolution=resolution) for resolution in (0.3, 1.0, 5.0))
    assert few.max() < some.max() < many.max()
    theirs = nx.community.louvain_communities(graph, resolution=5.0, seed=1)
    assert modularity(graph, many, 5.0) >= 0.98 * nx.community.modularity(graph, theirs, resolution=5.0)


@pytest.mark.parametrize("factor", [2.0**900, 2.0**-900])
def test_only_ratios_of_weights_count(factor):
    graph = matrix(AGAINST["weights of any size"])
    assert (communities(graph * factor) == communities(graph)).all()


def test_weights_count():
    square = csr_array([[0, 9.0, 0, 1], [9, 0, 1, 0], [0, 1, 0, 9], [1, 0, 9, 0]])
    assert communities(square).tolist() == [0, 0, 1, 1]


HASHED = """
import hashlib, networkx as nx
from scipy.sparse import csr_array
from netgraph.kernels.from_networkit import communities
graph = nx.powerlaw_cluster_graph(1000, 5, 0.5, seed=1)
matrix = csr_array(nx.to_scipy_sparse_array(graph, dtype="float64"))
print(hashlib.md5(communities(matrix, seed=7).tobytes()).hexdigest())
"""


def test_a_seed_gives_the_same_always_and_in_another_process():
    graph = matrix(AGAINST["a clustered graph with hubs"])
    runs = {communities(graph, seed=7).tobytes() for _ in range(RUNS)}
    assert len(runs) == 1
    for threads in ("1", "3"):
        environment = os.environ | {"OMP_NUM_THREADS": threads}
        found = subprocess.check_output([sys.executable, "-c", HASHED], env=environment, text=True)
        assert found.strip() == hashlib.md5(*runs).hexdigest()


# Cores


@pytest.mark.parametrize("name", SHAPES)
def test_cores_of_shapes_equal_networkx(name):
    made = SHAPES[name]
    assert core_numbers(contact(made)).tolist() == list(nx.core_number(made.graph(nx.Graph)).values())


@given(ties())
def test_cores_equal_networkx(made):
    assert core_numbers(contact(made)).tolist() == list(nx.core_number(made.graph(nx.Graph)).values())


@pytest.mark.parametrize("name", AGAINST)
def test_cores_of_large_graphs_equal_networkx(name):
    graph = AGAINST[name]
    theirs = nx.core_number(graph)
    assert core_numbers(matrix(graph)).tolist() == [theirs[person] for person in range(len(graph))]


# Pagerank


def theirs(graph, **options) -> list[float]:
    # By default networkx stops where its scores may still be off by 1e-4.
    found = nx.pagerank(graph, tol=1e-13, max_iter=10_000, **options)
    return [found[person] for person in range(len(graph))]


@given(ties(), st.sampled_from([0.0, 0.5, 0.85, 0.99]), st.booleans())
def test_pagerank_equals_networkx(made, damping, loops):
    graph = made.graph(loops=loops)
    found = pagerank(matrix(graph, made.people), damping=damping)
    assert found == pytest.approx(theirs(graph, alpha=damping), abs=1e-8)
    assert found.min() > 0 and found.sum() == pytest.approx(1)


def test_pagerank_of_a_large_graph_equals_networkx():
    graph = LARGE.graph()
    assert min(degree for _, degree in graph.out_degree) == 0
    assert pagerank(matrix(graph, LARGE.people)) == pytest.approx(theirs(graph), abs=1e-9)


def test_pagerank_by_hand():
    # A pair, one end of which has nobody to go on to: b = (1 + 0.85) a, as a's share comes to b on top of the jumps.
    assert pagerank(csr_array([[0, 1.0], [0, 0]])) == pytest.approx([1 / 2.85, 1.85 / 2.85], abs=1e-9)


def test_a_tie_of_twice_the_weight_is_followed_twice_as_often():
    _, b, c = pagerank(csr_array([[0, 2.0, 1], [0, 0, 0], [0, 0, 0]]))
    jumps = (0.15 + 0.85 * (b + c)) / 3
    assert b - jumps == pytest.approx(2 * (c - jumps), abs=1e-9)


def test_pagerank_is_the_same_to_the_last_bit():
    graph = matrix(LARGE.graph(), LARGE.people)
    assert len({pagerank(graph).tobytes() for _ in range(RUNS)}) == 1


# All of them


@pytest.mark.parametrize("measure", [communities, core_numbers, pagerank])
def test_nobody_and_people_without_ties(measure):
    assert measure(NOBODY).tolist() == []
    of_none = {communities: [0, 1, 2], core_numbers: [0] * 3, pagerank: pytest.approx([1 / 3] * 3)}[measure]
    assert measure(csr_array((3, 3))).tolist() == of_none
    assert measure(csr_array((1, 1))).tolist() == [1.0 if measure is pagerank else 0]
    assert measure(NOBODY).dtype == measure(csr_array((3, 3))).dtype == ("float64" if measure is pagerank else "int64")


@pytest.mark.parametrize("measure", [communities, core_numbers, pagerank])
def test_the_matrix_is_left_as_it_was(measure):
    graph = matrix(AGAINST["les miserables"])
    before = [array.copy() for array in (graph.indptr, graph.indices, graph.data)]
    measure(graph)
    assert all((old == new).all() for old, new in zip(before, (graph.indptr, graph.indices, graph.data), strict=True))


@pytest.mark.parametrize("measure", [communities, core_numbers, pagerank])
def test_networkit_is_left_as_it_was(measure):
    graph = matrix(AGAINST["les miserables"])
    before = networkit.getMaxNumberOfThreads(), networkit.getLogLevel()
    networkit.setNumberOfThreads(3)
    try:
        measure(graph)
        assert (networkit.getMaxNumberOfThreads(), networkit.getLogLevel()) == (3, before[1])
    finally:
        networkit.setNumberOfThreads(before[0])


@pytest.mark.parametrize("measure", [communities, core_numbers, pagerank])
def test_random_numbers_of_networkit_go_on(measure):
    graph, people = matrix(AGAINST["les miserables"]), networkit.Graph(10**6)

    def drawn(between):
        networkit.setSeed(5, False)
        first = networkit.graphtools.randomNode(people)
        between()
        return first, networkit.graphtools.randomNode(people)

    assert drawn(lambda: None) == drawn(lambda: measure(graph))


def test_the_number_of_threads_is_put_back_after_an_error():
    before = networkit.getMaxNumberOfThreads()
    broken = csr_array([[0, 1.0], [1, 0]])
    broken.indices = np.array([7, 0])
    with pytest.raises(ValueError, match="index"):
        core_numbers(broken)
    assert networkit.getMaxNumberOfThreads() == before


@pytest.mark.parametrize("resolution", [-0.1, np.nan, np.inf])
def test_a_resolution_below_0_is_refused(resolution):
    with pytest.raises(ValueError, match="give a number from 0 on"):
        communities(NOBODY, resolution=resolution)


@pytest.mark.parametrize("damping", [-0.1, 1, np.nan])
def test_a_damping_of_1_is_refused(damping):
    with pytest.raises(ValueError, match="from 0 to below 1"):
        pagerank(NOBODY, damping=damping)


def test_the_library_is_not_imported_before_it_is_used():
    code = "import sys, netgraph.kernels.from_networkit; assert 'networkit' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
