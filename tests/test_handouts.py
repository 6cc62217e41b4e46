"""What other programs get: the same graph, the same people, and no cell that does anything."""

import csv
import io
import re
import signal
import subprocess
import sys
from unicodedata import normalize
from xml.etree import ElementTree as ET

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import netgraph as ng
from netgraph import handouts as module
from netgraph.__main__ import app
from netgraph.overrides import Overrides
from netgraph.tables import TableError

WIDE = ["\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\u22121", "\ufe661"]
HOSTILE = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '"=1', " '\"@x", "\u200b=1",
    "\ufeff=1", "Ann; =1", "Ann;\t+1", "Ann\n=1", "Ann\r\n-1", "<b>&\"'</b>]]>", "A\x00\x08\ufffeB", *WIDE,
]  # fmt: skip
FILES = ["people.csv", "ties.csv", "pairs.csv", "network.graphml", "network.gexf"]


def network(names: list[str]) -> ng.Network:
    """A log of people of those names, with an attribute of every type."""
    handles = [f"p{n}" for n in range(len(names))]
    log = pd.DataFrame({
        "time": pd.date_range("2024-01-01", periods=len(names), freq="37h"),
        "sender": handles, "receiver": handles[1:] + handles[:1],
        "kind": ["meeting" if n % 3 == 2 else "message" for n in range(len(names))],
    })  # fmt: skip
    people = pd.DataFrame({"handle": handles, "name": names, "desk": range(len(names)), "label": "own"})
    people["share"] = [None, 0.5, float("inf")] + [0.25] * (len(names) - 3)
    people["remote"] = [n % 2 == 0 for n in range(len(names))]
    people["joined"] = pd.Timestamp("2020-02-03 04:05:06")
    return ng.network(log, people=people)


@pytest.fixture(scope="module")
def hostile():
    return network(HOSTILE)


@pytest.fixture(params=["ada", "firm", "hostile"])
def net(request):
    return request.getfixturevalue(request.param)


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def plain(values: dict) -> dict:
    return {key: value for key, value in values.items() if key != "id"}


@pytest.mark.parametrize(("file", "reader"), [("network.graphml", nx.read_graphml), ("network.gexf", nx.read_gexf)])
def test_another_program_reads_the_same_graph(net, tmp_path, file, reader):
    ng.handout(net, tmp_path)
    graph, ours = reader(tmp_path / file), net.to_networkx()
    assert graph.is_directed() and not graph.is_multigraph()
    assert list(graph) == list(ours)
    assert {(a, b): w for a, b, w in graph.edges(data="weight")} == {(a, b): w for a, b, w in ours.edges(data="weight")}


@pytest.mark.parametrize(("file", "reader"), [("network.graphml", nx.read_graphml), ("network.gexf", nx.read_gexf)])
def test_nodes_say_who_they_are(hostile, ada, tmp_path, file, reader):
    ng.handout(hostile, tmp_path)
    graph = reader(tmp_path / file)
    first, second, third, *_ = (plain(values) for _, values in graph.nodes(data=True))
    people = hostile.people.iloc[:3]
    assert second == {
        "label": people["name"].iloc[1], "is_me": False, "desk": int(people["desk"].iloc[1]), "own label": "own",
        "remote": bool(people["remote"].iloc[1]), "joined": "2020-02-03T04:05:06Z",
    } | ({"share": float(people["share"].iloc[1])} if people["share"].iloc[1] < 1 else {})  # fmt: skip
    missing = people["share"].isna() | (people["share"] > 1)
    assert [("share" in values) for values in (first, second, third)] == (~missing).tolist()
    ng.handout(ada, tmp_path)
    me = reader(tmp_path / file).nodes[ada.me]
    assert me["is_me"] is True
    employed = ada.people.dropna(subset=["organisation", "title"]).iloc[0]
    shown = reader(tmp_path / file).nodes[employed["person"]]
    assert (shown["label"], shown["organisation"], shown["title"]) == tuple(employed[["name", "organisation", "title"]])


@pytest.mark.parametrize(("file", "reader"), [("network.graphml", nx.read_graphml), ("network.gexf", nx.read_gexf)])
def test_edges_say_what_they_are_made_of(tmp_path, file, reader):
    log = pd.DataFrame({
        "time": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-03"]),
        "sender": ["ann", "ann", "ben", "ann"], "receiver": ["ben", "ben", "ann", "cleo"],
        "kind": ["message", "message", "meeting", "meeting"],
    })  # fmt: skip
    net = ng.network(log)
    ng.handout(net, tmp_path)
    graph = reader(tmp_path / file)
    strength = net.ties.set_index(["source", "target", "kind"])["strength"]
    both, half = strength["ann", "ben", "observed"], strength["ann", "ben", "projected"] / 2
    assert plain(graph.edges["ann", "ben"]) == {
        "weight": both + half, "count": 3, "days": 3, "kind": "observed and projected",
        "first": "2024-01-01T00:00:00Z", "last": "2024-01-03T00:00:00Z",
    }  # fmt: skip
    assert plain(graph.edges["ben", "ann"]) == {
        "weight": half, "count": 1, "days": 1, "kind": "projected",
        "first": "2024-01-03T00:00:00Z", "last": "2024-01-03T00:00:00Z",
    }  # fmt: skip
    assert graph.edges["cleo", "ann"]["weight"] == graph.edges["ann", "cleo"]["weight"]


def test_the_users_own_notes_are_in_no_handout(firm):
    person, handle = firm.merges.loc[0, ["person", "handle"]]
    noted = Overrides(notes=((handle, "snores in meetings"),))
    net = ng.network(firm.export, people=firm.origin.attributes, overrides=noted)
    assert net.people.set_index("person")["note"][person] == "snores in meetings"
    assert module.contents(net) == module.contents(firm)
    assert not [name for name, content in module.contents(net).items() if b"snores" in content or b"note" in content]


def test_declared_ties_are_in_the_table_and_in_no_graph(ada, tmp_path):
    ng.handout(ada, tmp_path)
    ties = pd.read_csv(tmp_path / "ties.csv")
    assert len(ties) == len(ada.ties) and "declared" in set(ties["kind"])
    assert nx.read_gexf(tmp_path / "network.gexf").number_of_edges() == ada.csr.nnz


def test_gexf_keeps_the_rules_of_its_schema(net):
    space = "{http://www.gexf.net/1.2draft}"
    root = ET.fromstring(module.contents(net)["network.gexf"])
    assert (root.tag, root.get("version")) == (f"{space}gexf", "1.2")
    assert [child.tag for child in root] == [f"{space}meta", f"{space}graph"]
    assert b"lastmodifieddate" not in module.contents(net)["network.gexf"]
    graph = root.find(f"{space}graph")
    assert graph.attrib == {"mode": "static", "defaultedgetype": "directed"}
    assert [child.tag.removeprefix(space) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    ids = [node.get("id") for node in graph.iter(f"{space}node")]
    assert len(set(ids)) == len(ids) == len(net.people)
    assert all(node.get("label") for node in graph.iter(f"{space}node"))
    edges = list(graph.iter(f"{space}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert {end for edge in edges for end in (edge.get("source"), edge.get("target"))} <= set(ids)
    assert all(float(edge.get("weight")) > 0 for edge in edges)
    for of in ("node", "edge"):
        declared = graph.find(f"{space}attributes[@class='{of}']")
        types = {a.get("id"): a.get("type") for a in declared}
        assert set(types.values()) <= {"string", "boolean", "long", "double"}
        for value in graph.iterfind(f".//{space}{of}/{space}attvalues/{space}attvalue"):
            assert _fits(value.get("value"), types[value.get("for")])


def test_graphml_declares_every_key(net):
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(module.contents(net)["network.graphml"])
    keys = {key.get("id"): key for key in root.iterfind(f"{space}key")}
    assert root.find(f"{space}graph").get("edgedefault") == "directed"
    assert len(keys) == len(root.findall(f"{space}key"))
    for of in ("node", "edge"):
        for data in root.iterfind(f".//{space}{of}/{space}data"):
            assert keys[data.get("key")].get("for") == of
            assert _fits(data.text or "", keys[data.get("key")].get("attr.type"))


def _fits(value: str, kind: str) -> bool:
    if kind == "boolean":
        return value in ("true", "false")
    if kind == "string":
        return value not in ("None", "nan", "NaT", "<NA>")
    number = int(value) if kind == "long" else float(value)
    return abs(number) < float("inf")


def test_no_cell_begins_a_formula(hostile):
    files = module.contents(hostile)
    for name in FILES[:3]:
        assert files[name].startswith(b"\xef\xbb\xbf")
        for row in cells(files[name]):
            assert not [cell for cell in row if _is_formula(cell)], row
            assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028]", "".join(row))
    assert len(cells(files["people.csv"])) == len(HOSTILE) + 1


def _is_formula(cell: str) -> bool:
    """Whether a cell, trimmed, begins a formula; or what a spreadsheet makes of it that parts at semicolons."""
    if re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell):
        return False
    parts = [re.sub(r"^[\s\"\u200b\ufeff]+", "", part) for part in (cell, *cell.split(";"))]
    return any(normalize("NFKC", part)[:1] in ("=", "+", "-", "@", "\u2212") for part in parts if part)


@given(st.text(max_size=12))
def test_any_text_is_harmless_and_tells_the_same(text):
    shown = module._harmless(text)
    assert not _is_formula(shown) or re.fullmatch(r"-?[\d.]+", shown) is not None
    assert shown.replace("'", "") == re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).replace("'", "")


def test_negative_numbers_stay_numbers():
    table = pd.DataFrame({"x": [-1.5, None], "n": [-2, 3], "text": ["-2", None]})
    assert cells(module.csv(table)) == [["x", "n", "text"], ["-1.5", "-2", "'-2"], ["", "3", ""]]


def test_tables_come_back_as_they_are(ada, tmp_path):
    assert [path.name for path in ng.handout(ada, tmp_path)] == FILES
    ties = pd.read_csv(tmp_path / "ties.csv", parse_dates=["first", "last"])
    assert ties["strength"].equals(ada.ties["strength"])
    assert (ties["first"].dt.floor("s") == ada.ties["first"].dt.floor("s")).equals(ada.ties["first"].notna())
    pairs = pd.read_csv(tmp_path / "pairs.csv").set_index(["a", "b"])
    known = ng.imbalance(ada).set_index(["a", "b"])
    assert pairs.index.tolist() == ng.strength(ada).set_index(["a", "b"]).index.tolist()
    assert pairs.loc[known.index, "verdict"].tolist() == known["verdict"].tolist()
    assert pairs.loc[known.index, "sent"].astype("int64").tolist() == known["sent"].tolist()
    assert pairs.drop(index=known.index)["sent"].isna().all()


def test_the_same_network_gives_the_same_bytes(ada, tmp_path):
    first, second = ({p.name: p.read_bytes() for p in ng.handout(ada, tmp_path / name)} for name in "ab")
    assert first == second
    ng.handout(ada, tmp_path / "a")
    assert {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()} == first


def test_a_network_without_ties_is_written_too(tmp_path):
    log = pd.DataFrame({"time": ["2024-01-01"], "sender": ["ann"], "receiver": ["ben"]})
    ng.handout(ng.network(log).only(since="2024-02-01"), tmp_path)
    assert nx.read_gexf(tmp_path / "network.gexf").number_of_edges() == 0
    assert nx.read_graphml(tmp_path / "network.graphml").number_of_edges() == 0


def test_a_folder_that_cannot_be_is_one_line(ada, tmp_path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(TableError, match=r"^taken: cannot be written \(.*\); give another folder with -o$"):
        ng.handout(ada, tmp_path / "taken")


def test_a_full_disk_leaves_the_old_files(ada, hostile, tmp_path, monkeypatch):
    ng.handout(ada, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    calls = []

    def full(path, content):
        calls.append(path)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr(module, "_safe", full)
    with pytest.raises(TableError, match="No space left on device"):
        ng.handout(hostile, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


KILLED = """
import os, sys
from netgraph import handouts
safe = handouts._safe
handouts._safe = lambda path, content: (safe(path, content), os.kill(os.getpid(), 9) if path.name == sys.argv[2] else 0)
handouts.written(dict.fromkeys(("a.csv", "b.csv", "c.csv"), b"new"), sys.argv[1])
"""


def test_a_kill_in_the_midst_leaves_the_old_files(tmp_path):
    module.written(dict.fromkeys(("a.csv", "b.csv", "c.csv"), b"old"), tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), ".b.csv.partial"], check=False)
    assert done.returncode == -signal.SIGKILL
    assert {p.read_bytes() for p in tmp_path.glob("*.csv")} == {b"old"}
    module.written(dict.fromkeys(("a.csv", "b.csv", "c.csv"), b"new"), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "b.csv", "c.csv"]


# the command


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("time,sender,receiver\n2024-01-01T10:00:00Z,ann,ben\n2024-01-02T10:00:00Z,ben,ann\n")
    return path


def told(*arguments) -> str:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_command_writes_what_the_function_does(log, tmp_path):
    text = told("export", log, "-o", tmp_path / "out", "--me", "ann")
    assert "in all: 2 found = 2 used + 0 set aside + 0 rejected" in text
    assert "private: they name 1 people" in text
    ng.handout(ng.network(log, me=["ann"]), tmp_path / "same")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "same").iterdir()
    }


def test_a_saved_network_is_taken_as_it_is(log, tmp_path):
    net = ng.network(log).at("2024-01-01")
    ng.save(net, tmp_path / "net")
    told("export", tmp_path / "net", "-o", tmp_path / "out")
    assert (tmp_path / "out" / "network.gexf").read_bytes() == module.contents(net)["network.gexf"]
    with pytest.raises(TableError, match="net: a saved network has its options in it"):
        told("export", tmp_path / "net", "-o", tmp_path / "out", "--me", "ann")


def test_region_and_rules_to_keep_reach_the_readers(tmp_path):
    record = '<sms address="{}" date="170954283412{}" type="1" contact_name="Ben" />'
    records = record.format("0151 12345678", 3) + record.format("BANK", 4)
    (tmp_path / "sms.xml").write_text(f'<smses count="2">{records}</smses>')
    told("export", tmp_path / "sms.xml", "--region", "DE", "--keep", "service number", "-o", tmp_path / "out")
    people = (tmp_path / "out" / "people.csv").read_text(encoding="utf-8-sig")
    assert "'+4915112345678" in people and "phone:BANK" in people
    with pytest.raises(TableError, match="'x' is no rule that can be switched off"):
        told("export", tmp_path / "sms.xml", "--keep", "x", "-o", tmp_path / "out")


def test_the_ledger_is_told_where_nothing_could_be_used_too(tmp_path):
    (tmp_path / "log.csv").write_text("time,sender,receiver\nnever,ann,ben\n")
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["read", str(tmp_path)])
    assert isinstance(result.exception, TableError)
    assert "in all: 1 found = 0 used + 0 set aside + 1 rejected" in result.output


def test_names_of_columns_that_differ_in_a_line_break_only():
    table = pd.DataFrame([["=a", "b"]], columns=["c d", "c\nd"])
    assert module.csv(table).decode("utf-8-sig") == "c d,c d\n'=a,b\n"
