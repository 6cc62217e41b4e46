"""Warm paths: networkx as oracle on random graphs and on whole networks, what counts as a leg, and bad input."""

from itertools import islice, pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network
from scipy.sparse import csr_array

import netgraph as ng
from netgraph.answers.introductions import best

COLUMNS = "time sender receiver recipients event"
ENDS = ["source", "target"]


def graph_of(chance):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(chance)))
    rows, columns = np.nonzero(chance)
    graph.add_weighted_edges_from(zip(rows.tolist(), columns.tolist(), -np.log(chance[rows, columns]), strict=True))
    return graph


def in_turn(graph, start, targets, most):
    """By networkx: the length of the shortest path to any target, then again without those on it."""
    found, left = [], set(targets)
    graph.remove_edges_from([(start, target) for target in targets])
    while len(found) < most:
        length, way = (
            min(nx.single_source_dijkstra(graph, start, t) for t in left if nx.has_path(graph, start, t))
            if any(nx.has_path(graph, start, t) for t in left)
            else (None, None)
        )
        if way is None:
            break
        found.append(length)
        gone = way[1:-1] if len(targets) == 1 else way[1:]
        graph.remove_nodes_from(gone)
        left -= set(gone)
    return found


@pytest.mark.parametrize("seed", range(500))
def test_paths_equal_networkx_on_random_graphs(seed):
    rng = np.random.default_rng(seed)
    number = int(rng.integers(3, 15))
    chance = rng.uniform(0.01, 1, (number, number)) * (rng.random((number, number)) < rng.uniform(0.1, 0.7))
    np.fill_diagonal(chance, 0)
    targets = np.arange(1, 2 if seed % 2 else 1 + int(rng.integers(1, number - 1)))
    chance[0, targets] = 0
    length = np.zeros_like(chance)
    length[chance > 0] = -np.log(chance[chance > 0])
    found = list(islice(best(csr_array(length), 0, targets), 3))
    lengths = [sum(length[leg] for leg in pairwise(path.tolist())) for path in found]
    assert lengths == pytest.approx(in_turn(graph_of(chance), 0, targets.tolist(), 3), rel=1e-12)
    inner = [person for path in found for person in path[1:-1].tolist()]
    assert len(inner) == len(set(inner))
    assert all(path[0] == 0 and path[-1] in targets for path in found)


def test_paths_of_one_length_are_told_apart_by_number():
    ties = csr_array((np.array([0.1, 0.15, 0.2, 0.15]), ([0, 0, 1, 2], [1, 2, 3, 3])), shape=(4, 4))
    assert 0.1 + 0.2 > 0.15 + 0.15  # or this test would show nothing
    assert [path.tolist() for path in best(ties, 0, np.array([3]))] == [[0, 1, 3], [0, 2, 3]]


@st.composite
def logs(draw):
    """Messages among up to seven people, one or two recipients each."""
    one = st.tuples(st.integers(0, 300), st.permutations("abcdefg"), st.integers(1, 2))
    rows = sorted(draw(st.lists(one, min_size=3, max_size=25)))
    days = [f"{pd.Timestamp('2024-01-01') + pd.Timedelta(days=day):%Y-%m-%d}" for day, *_ in rows]
    return [
        f"{day} {ends[0]} {ends[1 + i]} {k} {n}"
        for n, (day, (_, ends, k)) in enumerate(zip(days, rows, strict=True)) for i in range(k)
    ]  # fmt: skip


@few
@given(logs())
def test_on_a_network_they_equal_networkx_on_the_chances_of_all_ties(rows):
    net = network(rows, columns=COLUMNS)
    ties = net.ties[ENDS]
    legs = pd.concat([ties, ties.set_axis(ENDS[::-1], axis=1)])[ENDS].drop_duplicates(ignore_index=True)
    graph = nx.DiGraph()
    graph.add_nodes_from(net.people["person"])
    graph.add_weighted_edges_from(zip(legs["source"], legs["target"], -np.log(ng.chances(net, legs)), strict=True))
    start, target = net.people["person"].iloc[[0, -1]]
    table = ng.introductions(net, of=start, to=target)
    expected = in_turn(graph, start, [target], 3)
    first = table.drop_duplicates("path")
    assert (-np.log(first["chance"])).tolist() == pytest.approx(expected, rel=1e-9)
    assert table.groupby("path")["leg_chance"].prod().tolist() == pytest.approx(first["chance"].tolist())
    alone = ng.chances(net, pd.DataFrame({"source": [start], "target": [target]})).item()
    assert first["direct"].tolist() == pytest.approx([alone] * len(first))


# ann and bob wrote first and were answered, so that neither waits for a reply.
STAR = ["2024-01-01 ann me 1 1", "2024-01-02 me ann 1 2", "2024-01-03 bob me 1 3", "2024-01-04 me bob 1 4",
        "2024-01-05 ann tom 2 5", "2024-01-05 ann me 2 5", "2024-01-06 me cat 1 6"]  # fmt: skip


def test_a_path_tells_each_leg():
    table = ng.introductions(network(STAR, columns=COLUMNS, me=["me"]), to="tom")
    assert table[["to", "path", "leg", "source", "target", "kind"]].to_numpy().tolist() == [
        ["tom", 1, 1, "me", "ann", "observed"], ["tom", 1, 2, "ann", "tom", "observed"],
    ]  # fmt: skip
    assert table["why"].tolist() == [
        "1 from source, 2 from target, 0 together; last on 2024-01-05",
        "1 from source, 0 from target, 0 together; last on 2024-01-05",
    ]


def test_ones_own_tie_is_no_path():
    net = network(["2024-01-01 me ann 1 1", "2024-01-02 ann me 1 2"], columns=COLUMNS, me=["me"])
    assert ng.introductions(net, to="ann").empty


def test_nobody_to_be_spared_is_a_middleman():
    rows = [*STAR, "2024-01-07 bob tom 2 7", "2024-01-07 bob me 2 7"]
    net = network(rows, columns=COLUMNS, me=["me"])
    assert set(ng.introductions(net, to="tom").query("leg == 1")["target"]) == {"ann", "bob"}
    waiting = network([*rows, "2024-01-08 ann me 1 8"], columns=COLUMNS, me=["me"])
    assert ng.spared(waiting)["person"].tolist() == ["ann"]
    assert ng.introductions(waiting, to="tom")["target"].tolist() == ["bob", "tom"]


def test_an_event_of_many_makes_nobody_acquainted():
    crowd = [f"2024-02-01 ann p{i:02} 40 9" for i in range(40)]
    net = network([*STAR, *crowd], columns=COLUMNS, me=["me"])
    assert ng.introductions(net, to="p07").empty
    assert (
        len(ng.introductions(network([*STAR, "2024-02-02 ann p07 1 10", *crowd], columns=COLUMNS, me=["me"]), to="p07"))
        == 2
    )


def employed(*rows, **firms):
    people = pd.DataFrame({"handle": list(firms), "organisation": list(firms.values())})
    return network(rows, columns=COLUMNS, people=people, me=["me"])


def test_a_tie_that_has_faded_to_nothing_is_none_whatever_else_went_to_many():
    rows = ["2020-01-01 x m 1 a", "2020-01-02 m y 1 b", "2024-01-01 x z 1 c"]
    many = [f"2024-01-01 z p{n:02} 30 many" for n in range(30)]
    for log in (rows, rows + many):
        net = network(log, columns=COLUMNS, decay=ng.exponential(1))
        assert ng.introductions(net, to="y", of="x").empty


def test_a_shared_employer_is_declared_and_as_likely_as_a_cold_message():
    net = employed(*STAR, ann="Acme", zoe="ACME Ltd", bob="Other")
    table = ng.introductions(net, to="zoe")
    assert table[["target", "kind"]].to_numpy().tolist() == [["ann", "observed"], ["zoe", "declared"]]
    assert table["why"].iloc[1] == "the cards of both name ACME Ltd; no contact is seen"
    assert table["leg_chance"].iloc[1] == pytest.approx(
        ng.chances(net, pd.DataFrame({"source": ["cat"], "target": ["zoe"]})).item()
    )


def test_to_an_organisation_by_whom_one_knows_there_and_to_another_each_time():
    rows = [*STAR, "2024-01-08 ann zed 1 8", "2024-01-09 bob yan 1 9"]
    net = employed(*rows, ann="Acme", zed="Acme", yan="Acme", bob="Other", cat="Other")
    table = ng.introductions(net, to="acme gmbh")
    assert set(table["to"]) == {"zed", "yan"}
    assert set(table.query("leg == 1")["target"]) == {"ann", "bob"}
    assert ng.introductions(net, to="Other").empty  # whom one knows needs no introduction


def test_to_a_circle_by_number_or_label():
    net = network(STAR, columns=COLUMNS, me=["me"])
    found = by(ng.circles(net), "person").loc["tom"]
    table = ng.introductions(net, to=int(found["circle"]))
    assert table["to"].tolist() == ["tom", "tom"]
    pd.testing.assert_frame_equal(table, ng.introductions(net, to=found["label"]))


def test_contact_lists_alone_give_none_and_the_verdict_says_so():
    cards = pd.DataFrame({"handle": ["x", "y"], "name": ["X Li", "Y Wu"], "organisation": "Acme", "card": ["1", "2"]})
    cards = cards.assign(title=None, since=pd.Timestamp("2024-01-01"), source="linkedin")
    windows = pd.DataFrame({"source": ["linkedin"], "first": cards["since"][:1], "last": cards["since"][:1]})
    net = ng.network(ng.Export(contacts=cards, windows=windows, me=("me",)))
    assert ng.introductions(net, to="X Li").empty
    assert ng.verdict(net, "introductions").startswith("introductions: not applicable: contact lists alone say whom")


def test_whom_the_overrides_leave_out_is_no_middleman(tmp_path):
    (tmp_path / "mine.toml").write_text('exclude = ["ann"]\n', encoding="utf-8")
    rows = [*STAR, "2024-01-07 bob tom 1 7"]
    net = network(rows, columns=COLUMNS, me=["me"], overrides=tmp_path / "mine.toml")
    assert ng.introductions(net, to="tom")["target"].tolist() == ["bob", "tom"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"to": "me", "of": "me"}, "is the one who seeks"),
        ({"to": "nobody at all"}, "no person, organisation or circle is called 'nobody at all'"),
        ({"to": 99}, "no person, organisation or circle is called 99"),
        ({"to": "tom", "most": 0}, "give 1 or more paths"),
    ],
)
def test_bad_input_is_named(options, words):
    with pytest.raises(ng.TableError, match=words):
        ng.introductions(network(STAR, columns=COLUMNS, me=["me"]), **options)


def test_who_seeks_and_who_is_meant_must_be_clear():
    with pytest.raises(ng.TableError, match="no owner; say who seeks one with of="):
        ng.introductions(network(STAR, columns=COLUMNS), to="tom")
    people = pd.DataFrame({"handle": ["ann", "tom"], "name": ["Kim Li", "Kim Wu"]})
    with pytest.raises(ng.TableError, match="'kim' may be"):
        ng.introductions(network(STAR, columns=COLUMNS, me=["me"], people=people), to="kim")


def test_on_the_sample_three_paths_and_nobody_to_be_spared(ada):
    table = ng.introductions(ada, to="Grace Hill")
    assert table["path"].nunique() == 3
    assert (table["chance"].diff().fillna(0) <= 1e-12).all()
    assert set(table["source"]).isdisjoint(ng.spared(ada)["person"])
