"""Networks: days, selections, identity of the same data, graphs, and what is refused."""

import pandas as pd
import pytest
from logs import network, weighted

import netgraph as ng

ROWS = [
    "2024-01-01T10:00 ann ben mail",
    "2024-01-02T10:00 ben ann mail",
    "2024-02-01T10:00 ann cy chat",
    "2024-03-01T10:00 ann ann chat",
]
COLUMNS = "time sender receiver channel"


@pytest.fixture(scope="module")
def net():
    people = pd.DataFrame({"handle": ["ann", "ben", "zed"], "department": ["x", "y", "x"]})
    return network(ROWS, columns=COLUMNS, people=people)


def test_people_of_the_roster_stay_without_ties(net):
    assert net.people["person"].tolist() == ["ann", "ben", "cy", "zed"]
    assert net.people.set_index("person")["department"].dropna().to_dict() == {"ann": "x", "ben": "y", "zed": "x"}
    assert repr(net) == "<Network of 4 people, 3 ties, 2024-01-01 to 2024-03-01>"


def test_at_shows_only_what_was_known(net):
    then = net.at("2024-01-01")
    assert then.ties[["source", "target"]].to_numpy().tolist() == [["ann", "ben"]]
    assert then.people["person"].tolist() == ["ann", "ben", "zed"]
    assert then.windows["last"].max() < pd.Timestamp("2024-01-02")
    assert net.at(net.as_of).digest == net.digest


def test_only_narrows_and_survives_at(net):
    assert net.only(channel="chat").ties["target"].tolist() == ["cy"]
    assert net.only(since="2024-01-02").ties["source"].tolist() == ["ann", "ben"]
    some = net.only(people=["Ann", "ben"])
    assert some.people["person"].tolist() == ["ann", "ben"]
    assert len(some.ties) == 2
    assert len(net.only(channel=["mail", "chat"]).only(channel="mail").at("2024-01-01").ties) == 1


def test_networks_do_not_depend_on_the_order_of_rows(net):
    people = pd.DataFrame({"handle": ["zed", "ben", "ann"], "department": ["x", "y", "x"]})
    assert network(ROWS[::-1], columns=COLUMNS, people=people).digest == net.digest


def test_save_and_load_give_the_same_network(net, tmp_path):
    ng.save(net, tmp_path / "saved")
    again = ng.load(tmp_path / "saved")
    assert again.digest == net.digest
    pd.testing.assert_frame_equal(again.people, net.people)
    assert again.at("2024-01-01").digest == net.at("2024-01-01").digest
    assert ng.network(tmp_path / "saved").digest == net.digest
    narrowed = net.only(channel="chat", people=["ann", "cy"])
    ng.save(narrowed, tmp_path / "saved")
    assert ng.load(tmp_path / "saved").at("2024-02-01").digest == narrowed.at("2024-02-01").digest
    assert len(list((tmp_path / "saved").iterdir())) == 2


def test_a_damaged_save_is_refused(net, tmp_path):
    ng.save(net, tmp_path)
    ties = next(tmp_path.glob("save-*/ties.parquet"))
    pd.read_parquet(ties).assign(count=7).to_parquet(ties)
    with pytest.raises(ng.TableError, match="do not match their digest"):
        ng.load(tmp_path)
    with pytest.raises(ng.TableError, match="no saved network there"):
        ng.load(tmp_path / "elsewhere")


def test_graph_has_all_people_and_weights(net):
    graph = net.to_networkx(attributes=["department"])
    assert set(graph) == {"ann", "ben", "cy", "zed"}
    assert graph.nodes["zed"] == {"department": "x"}
    assert graph["ann"]["ben"]["weight"] == net.ties.set_index(["source", "target"])["strength"]["ann", "ben"]
    assert net.csr.sum() == pytest.approx(net.ties["strength"].sum())


def test_a_projected_tie_stands_half_in_each_direction():
    graph = network(["2024-01-01 a b meeting"], columns="time sender receiver kind").to_networkx()
    assert dict(graph.edges) == {("a", "b"): {"weight": 0.5}, ("b", "a"): {"weight": 0.5}}


def test_people_are_found_by_id_handle_or_unambiguous_name(net):
    assert ng.whom(net, "Ann") == "ann"
    with pytest.raises(ng.TableError, match="nobody here is called 'dora'"):
        ng.whom(net, "dora")


def test_owner_unknown_to_the_log_is_refused():
    with pytest.raises(ng.TableError, match="no record names dora; most often named are a, b"):
        weighted([("a", "b", 2)], me=["dora"])


def test_roster_that_fits_nobody_is_refused():
    with pytest.raises(ng.TableError, match="none of its 1 handles is in the log"):
        network(ROWS, columns=COLUMNS, people=pd.DataFrame({"handle": ["x"]}))


def test_a_day_that_is_none_is_refused(net):
    with pytest.raises(ng.TableError, match="'soon' is no day"):
        net.at("soon")
