"""Networks: days, selections, identity of the same data, graphs, and what is refused."""

import pandas as pd
import pytest
from logs import network, weighted

import netgraph as ng
from netgraph.answers.headline import headline
from netgraph.decay import Decay

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
    for narrowed in (net.only(channel="chat", people=["ann", "cy"]), net.only(since="2024-01-02")):
        ng.save(narrowed, tmp_path / "saved")
        assert ng.load(tmp_path / "saved").at("2024-02-01").digest == narrowed.at("2024-02-01").digest
    assert len(list((tmp_path / "saved").iterdir())) == 2


def test_a_damaged_save_is_refused(net, tmp_path):
    ng.save(net, tmp_path)
    ties = next(tmp_path.glob("save-*/ties.parquet"))
    pd.read_parquet(ties).assign(count=7).to_parquet(ties)
    with pytest.raises(ng.TableError, match="is not as it was written"):
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


@pytest.mark.parametrize("day", ["soon", 20240630, None, 2024.5])
def test_a_day_that_is_none_is_refused(net, day):
    with pytest.raises(ng.TableError, match="is no day; write it like"):
        net.at(day)


def test_nothing_a_reader_does_to_a_table_changes_the_network(net):
    digest, strength = net.digest, ng.strength(net)
    with pytest.warns(pd.errors.ChainedAssignmentError):
        net.ties["strength"] = 0.0
    ties = net.ties
    ties["strength"] = 99.0
    people = net.people
    people["name"] = "nobody"
    pd.testing.assert_frame_equal(ng.strength(net), strength)
    assert net.digest == digest
    with pytest.raises(ValueError, match="read-only"):
        net.csr.data[:] = 1


def test_of_two_selections_both_hold(net):
    assert len(net.only(channel="mail").only(channel="chat").ties) == 0
    assert net.only(people=["ann", "ben"]).only(people=["ann"]).people["person"].tolist() == ["ann"]
    assert net.only(since="2024-02-01").only(since="2024-01-01").interactions["time"].min() >= pd.Timestamp(
        "2024-02-01"
    )
    with pytest.raises(ng.TableError, match="no record has channel fax; there are chat, mail"):
        net.only(channel="fax")


def test_who_sent_a_message_does_not_decide_whether_its_recipients_are_tied():
    rows = ["2024-01-01 me a 1 2", "2024-01-01 me b 1 2", "2024-01-02 c a 2 2", "2024-01-02 c me 2 2"]
    net = network(rows, columns="time sender receiver event recipients", me=["me"])
    some = net.only(people=["a", "b"])
    assert some.people["person"].tolist() == ["a", "b", "me"]
    assert ("a", "b", "projected") in set(some.ties[["source", "target", "kind"]].itertuples(index=False, name=None))
    assert repr(some).endswith("seen by me>")


def test_an_id_that_is_somebody_elses_handle_is_ambiguous():
    net = weighted([("A", "b", 1), ("a", "b", 1)])
    assert net.merges.set_index("handle")["person"].to_dict() == {"A": "a", "a": "a-2", "b": "b"}
    with pytest.raises(ng.TableError, match="'a' may be a, a-2"):
        ng.whom(net, "a")
    assert ng.whom(net, "A") == "a"


def test_owners_are_taken_as_they_are_written():
    assert weighted([("Ada@example.org", "b", 1)], me=["Ada@example.org"]).me == "ada-example-org"
    assert weighted([("1", "2", 1)], me=1).me == "1"
    assert weighted([("/in/ada", "b", 1)], me="https://www.linkedin.com/in/Ada/").me == "in-ada"


def test_an_owner_misspelt_when_reading_is_refused_too(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("time,sender,receiver\n2024-01-01,ann@example.org,ben@example.org\n")
    with pytest.raises(ng.TableError, match=r"no record names ann@exmple\.org"):
        ng.network(ng.read(path, me=["ann@exmple.org"]))


def test_a_roster_names_people_and_its_columns_do_not_clash():
    roster = pd.DataFrame(
        {"handle": [1, 2], "name": ["Grace Hill", "Grace Hill"], "born": ["x", 3], "dept": [None, "y"]}
    )
    net = network(["2024-01-01 1 2"], people=roster)
    assert net.people["person"].tolist() == ["grace-hill", "grace-hill-2"]
    assert net.people["name"].tolist() == ["Grace Hill"] * 2
    assert net.people["born"].tolist() == ["x", "3"]
    with pytest.raises(ng.TableError, match="column is_me stands twice or is ours"):
        network(["2024-01-01 1 2"], people=roster.assign(is_me=True))


def test_a_saved_network_takes_no_options(net, tmp_path):
    ng.save(net, tmp_path)
    with pytest.raises(ng.TableError, match="has its options in it"):
        ng.network(tmp_path, as_of="2024-01-01")


def test_saving_removes_nothing_but_the_save_before(net, tmp_path):
    (tmp_path / "save-photos").mkdir()
    (tmp_path / "save-notes.txt").write_text("mine")
    ng.save(net, tmp_path)
    ng.save(net.only(channel="chat"), tmp_path)
    assert (tmp_path / "save-photos").is_dir()
    assert (tmp_path / "save-notes.txt").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 4


def test_a_save_cut_short_leaves_the_former_one(net, tmp_path, monkeypatch):
    ng.save(net, tmp_path)
    written = []

    def full(path):
        written.append(path)
        if len(written) == 3:
            raise OSError("no space left on device")

    monkeypatch.setattr("netgraph.store._flushed", full)
    with pytest.raises(OSError, match="no space left"):
        ng.save(net.only(channel="chat"), tmp_path)
    assert ng.load(tmp_path).digest == net.digest
    assert len(list(tmp_path.iterdir())) == 2


def test_a_selection_that_left_nothing_is_saved_too(net, tmp_path):
    nothing = net.only(channel="mail").only(channel="chat")
    ng.save(nothing, tmp_path)
    assert ng.load(tmp_path).digest == nothing.digest
    assert ng.load(tmp_path).at("2024-01-01").digest == nothing.at("2024-01-01").digest


def test_any_damaged_table_is_noticed(net, tmp_path):
    for name in ("pair_days", "merges", "export_interactions"):
        ng.save(net, tmp_path)
        path = next(tmp_path.glob(f"save-*/{name}.parquet"))
        pd.read_parquet(path).head(1).to_parquet(path)
        with pytest.raises(ng.TableError, match="is not as it was written"):
            ng.load(tmp_path)


def test_whoever_is_left_out_is_not_found(net):
    with pytest.raises(ng.TableError, match="nobody here is called 'cy'"):
        ng.whom(net.only(people=["ann", "ben"]), "cy")


def test_a_decay_of_ones_own_cannot_be_stored(tmp_path):
    with pytest.raises(ng.TableError, match="'mine' cannot be stored"):
        ng.save(network(ROWS, columns=COLUMNS, decay=Decay("mine", lambda days: days["age"] * 0 + 1)), tmp_path)


def test_one_event_in_two_sources_is_there_once_whatever_was_read_first():
    rows = pd.DataFrame({"event": "<1@x>", "time": ["2024-01-01", "2024-01-01"], "sender": "a", "receiver": "b"})
    rows = rows.assign(source=["s1", "s2"], channel="mail", kind="message", recipients=1, reply_to=None, duration=None)
    rows["time"] = pd.to_datetime(rows["time"])
    windows = pd.DataFrame({"source": ["s1", "s2"], "first": rows["time"], "last": rows["time"]})
    one, other = (ng.Export(interactions=rows[i : i + 1], windows=windows) for i in (0, 1))
    first, second = ng.network(one + other), ng.network(other + one)
    assert first.digest == second.digest
    assert len(first.interactions) == 1


def odd_networks():
    yield "nothing yet", network(ROWS, columns=COLUMNS).at("1999-01-01")
    yield (
        "roster before the first event",
        network(ROWS, columns=COLUMNS, people=pd.DataFrame({"handle": ["ann"]})).at("1999-01-01"),
    )
    yield "owner alone", network(ROWS, columns=COLUMNS, me=["ann"]).at("1999-01-01")
    yield "no ties left", network(ROWS, columns=COLUMNS, me=["ann"]).only(people=["ann"])
    yield "one meeting", network(["2024-01-01 a b meeting"], columns="time sender receiver kind", me=["a"])


QUESTIONS = [
    "limits", "strength", "weak_ties", "brokers", "imbalance", "reciprocity", "timeline", "organisations", "picture",
    "next_exports", "circles", "forecast", "dormant", "give_and_take", "fear_and_reality", "replies", "reply_curves",
]  # fmt: skip


@pytest.mark.parametrize("net", [pytest.param(net, id=name) for name, net in odd_networks()])
def test_every_question_has_a_table_for_every_network(net):
    for question in QUESTIONS:
        table = getattr(ng, question)(net)
        assert list(table.columns) == list(ng.GLOSSARY[question])
    assert repr(net).startswith("<Network of ")
    assert headline(net).endswith(".")


def address_book():
    rows = [
        ("ben@example.org", "Ben Okafor", "1"),
        ("+4915112345678", "Ben Okafor", "1"),
        ("+4915187654321", "Cleo Li", "2"),
    ]
    cards = pd.DataFrame(rows, columns=["handle", "name", "card"]).assign(since=pd.NaT, source="contacts:vcard")
    cards = cards.assign(organisation="", title="").astype({"since": "datetime64[us]"})
    return ng.Export(contacts=cards, me=("the owner",))


def test_an_address_book_alone_has_no_day_until_one_is_given():
    with pytest.raises(ng.TableError, match="nothing here has a date: add a mailbox"):
        ng.network(address_book())
    net = ng.network(address_book(), as_of="2024-06-30")
    assert sorted(net.ties["target"]) == ["ben-okafor", "cleo-li"]
    assert set(net.ties["kind"]) == {"declared"}
    assert net.ties["first"].isna().all()
    assert len(ng.timeline(net)) == 0
    assert ng.limits(net).set_index("measure")["verdict"]["strength"] == "not applicable"
