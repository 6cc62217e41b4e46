"""Slack's exports: to whom a message in a channel goes, which rule sets it aside, and what damage costs."""

import json
import time
from zipfile import ZipFile

import made_slack
import pytest
from damage import FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from made_objects import NAMES, life
from pace import pace

import netgraph as ng
from netgraph import readers
from netgraph.synth import slack
from netgraph.tables import TableError, combined

PEOPLE = ["U1", "U2", "U3", "U4"]
CHANNELS = [{"id": "C1", "name": "general", "created": 1, "creator": "U1", "members": PEOPLE}]
DMS = [
    {"id": "D0000001", "created": 1, "members": ["U1", "U2"]},
    {"id": "D0000002", "created": 1, "members": ["U3", "U1"]},
]
USERS = [
    {"id": who, "team_id": "T1", "name": who.lower(), "is_bot": False,
     "profile": {"real_name": f"Person {who}", "title": "Baker", "email": f"{who}@Example.org"}} for who in PEOPLE
] + [{"id": "U9", "team_id": "T1", "name": "builds", "is_bot": True, "profile": {}}]  # fmt: skip
LISTS = {"users.json": USERS, "channels.json": CHANNELS, "dms.json": DMS}
DAY = "general/2024-03-04.json"
TOKENS = [
    b'{"type":"message"', b',"ts":"1709553600.000001"', b',"user":"U1"', b',"text":"<@U2>"', b"}", b"{", b"[", b"]",
    b",", b'"', b"\\", b'{"client_msg_id":', b'"root":{"type":"message"',
]  # fmt: skip


@pytest.fixture
def read(read_values):
    return read_values


def message(second=0, user="U1", text="x", **rest):
    return {"type": "message", "user": user, "ts": f"{1709553600 + second}.000100", "text": text} | rest


def receivers(export, second=0):
    log = export.interactions
    return sorted(
        log.loc[log["event"].str.startswith(f"slack:{1709553600 + second}."), "receiver"].str.removeprefix("slack:")
    )


def test_planted_events_come_back(read):
    events = life(2, 120)
    names = {p: NAMES[p] for p in made_slack.PEOPLE}
    export = read(slack.export(events, names, {p: f"{p}@example.org" for p in names}))
    log = export.interactions
    assert log["event"].nunique() == 120
    assert export.me == (f"slack:{slack.user('ada')}",)
    planted = {(slack.ts(e), slack.user(e.sender), slack.user(r)) for e in events for r in e.to}
    found = {(*e.split(":")[1:], r.partition(":")[2]) for e, r in zip(log["event"], log["receiver"], strict=True)}
    # The first message of a day mentions one of those that it goes to.
    assert found <= planted
    assert {f[0] for f in found} == {p[0] for p in planted}
    assert export.problems.empty
    assert set(export.contacts.groupby("card")["handle"].count()) == {2}


@pytest.mark.parametrize(
    ("one", "to"),
    [
        (message(), ["U2", "U3", "U4"]),
        (message(text="<@U2> and <@U3|cleo>"), ["U2", "U3"]),
        (message(text="<@U2> <!here>"), ["U2", "U3", "U4"]),
        (message(thread_ts="1709553601.000100", parent_user_id="U2"), ["U2", "U3"]),
        (message(thread_ts="1709553600.000100"), ["U2", "U3", "U4"]),
        (message(thread_ts="1709553601.000100", text="<@U4>"), ["U2", "U3", "U4"]),
        (message(thread_ts="1709553699.000100"), ["U2", "U3", "U4"]),
    ],
)
def test_to_whom_a_message_goes(read, one, to):
    root, answer = message(1, "U2"), message(2, "U3", thread_ts="1709553601.000100", parent_user_id="U2")
    assert receivers(read(LISTS | {DAY: [root, answer, one]})) == to


def test_an_answer_names_the_message_that_it_answers(read):
    answers = [message(n, "U3", thread_ts="1709553601.000100") for n in (2, 3)]
    log = read(LISTS | {DAY: [message(1, "U2")], "general/2024-03-05.json": answers}).interactions
    assert set(log["reply_to"].dropna()) == {"slack:1709553601.000100:U2"}
    assert log["reply_to"].notna().sum() == 2


def test_a_direct_conversation_goes_to_its_members_whatever_it_mentions(read):
    export = read(LISTS | {"D0000001/2024-03-04.json": [message(text="ask <@U4>")]})
    assert receivers(export) == ["U2"]
    assert export.me == ("slack:U1",)


def test_without_lists_those_who_write_are_the_members(read):
    export = read({DAY: [message(), message(1, "U2"), message(2, "U3", user_profile={"real_name": "Cleo"})]})
    assert receivers(export) == ["U2", "U3"]
    assert export.contacts["name"].tolist() == ["Cleo"]
    assert export.me == ()


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (message(subtype="channel_join"), "system notice"), (message(subtype="tombstone"), "system notice"),
        (message(subtype="bot_message", bot_id="B1"), "bot"), (message(user="U9"), "bot"),
        (message(user="USLACKBOT"), "bot"), (message(text="<@U9> run"), "bot"),
        (message(user=None), "no sender"), (message(ts="soon"), "unreadable date"),
        (message(ts="5.0"), "implausible date"),
        (message(text="".join(f"<@U{n}>" for n in range(100, 130))), "sent to more than 25 people in a chat"),
    ],
)  # fmt: skip
def test_every_rule_for_messages(read, count, one, rule):
    export = read({"users.json": USERS, "channels.json": CHANNELS, DAY: [message(5, "U2"), one]})
    # The program among the users counts as one too.
    assert count(export, rule) == 1 + (rule == "bot")
    assert export.interactions["event"].unique().tolist() == ["slack:1709553605.000100:U2"]


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message", "file_share"])
def test_subtypes_that_people_write(read, subtype):
    assert receivers(read(LISTS | {DAY: [message(subtype=subtype)]})) == ["U2", "U3", "U4"]


def test_a_note_to_oneself(read, count):
    export = read(
        {"dms.json": [{"id": "D0000003", "created": 1, "members": ["U1"]}], "D0000003/2024-03-04.json": [message()]}
    )
    assert count(export, "self-message") == 1


def test_messages_inside_messages_are_none(read):
    inner = message(7, "U2")
    shared = {"ts": "1709553600.1", "author_id": "U2", "text": "y", "id": 1}
    answer, edit = {"user": "U2", "ts": "1709553609.1"}, {"user": "U1", "ts": "1709553609.2"}
    one = message(root=inner, attachments=[shared], replies=[answer], edited=edit)
    for data in (json.dumps([one, message(1, "U2")], indent=4), json.dumps([one, message(1, "U2")])):
        assert read(LISTS | {DAY: data.encode()}).interactions["event"].nunique() == 2


def test_other_files_and_empty_ones_are_no_problem(read):
    other = {
        "integration_logs.json": [{"user_id": "U1", "app_id": "A1"}],
        "mpims.json": [],
        "general/2024-03-05.json": [],
    }
    export = read(LISTS | {DAY: [message()]} | other)
    assert set(export.ledger["reader"]) == {"slack"}
    assert export.problems.empty
    assert export.ledger.set_index("file").loc["integration_logs.json", "rule"] == "no contact between people in it"


def test_a_broken_member_of_a_zip_costs_itself(tmp_path):
    path, many = tmp_path / "export.zip", [message(n, "U2") for n in range(1, 20_000)]
    with ZipFile(path, "w") as archive:
        for name, value in (LISTS | {DAY: [message()], "general/2024-03-05.json": many}).items():
            archive.writestr(name, json.dumps(value))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"1709573599")
    data[at : at + 2] = b"99"
    path.write_bytes(data)
    export = readers.read(path)
    assert export.problems[["file", "place", "reason"]].to_numpy().tolist() == [
        ["general/2024-03-05.json", "whole file", "not readable"]
    ]
    assert export.interactions["event"].nunique() == 1


def test_the_same_messages_wherever_they_lie(tmp_path):
    files = made_slack.export()
    for name, data in files.items():
        for home in ("a", "b/My export"):
            path = tmp_path / home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    a, b = readers.read(tmp_path / "a"), readers.read(tmp_path / "b")
    assert a.digest == b.digest == (a + b).digest == readers.read(tmp_path).digest
    less = tmp_path / "a" / "general"
    for path in list(less.iterdir())[:2]:
        path.unlink()
    part = readers.read(tmp_path / "a")
    assert (part + b).digest == (b + part).digest == b.digest


@pytest.mark.parametrize(
    "filling",
    ["[" * 1_900_000, '[{"a":' * 300_000, '{"a":1},' * 200_000, '"' * 1_900_000, '{"type":"message"' * 70_000,
     '{"type":"message","ts":"1","z":' + "1" * 1_900_000, '{"client_msg_id":"' * 100_000, '"\\ud83d' * 300_000],
)  # fmt: skip
def test_bombs(read, filling):
    begin = time.process_time()
    export = read(LISTS | {DAY: json.dumps([message(), message(1, "U2")])[:-1].encode() + b"," + filling.encode()})
    assert time.process_time() - begin < 5 * pace()
    assert export.interactions["event"].nunique() == 2


def test_conservation(tmp_path):
    conserved(made_slack.makers(), made_slack.shown, tmp_path, files=FILES, outcome=made_slack.outcome)


@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=4), max_size=60))
def test_any_bytes_keep_the_books(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("any") / "2024-03-04.json"
    data = b'[{"type":"message","ts":"1709553600.000001","user":"U2"' + b"".join(parts)
    path.write_bytes(data)
    try:
        export = combined([part for _, _, part in readers.read_each(path)])
    except TableError:
        return
    assert export.ledger["bytes"].sum() == len(data)


def test_a_workspace_is_a_directory_and_may_be_an_organisations_log(tmp_path):
    """Its users are nobody's list of contacts, and without an owner it is seen whole."""
    for name, data in made_slack.export().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if not name.startswith(("dms", "mpims", "mpdm", "D0")):
            (tmp_path / name).write_bytes(data)
    export = readers.read(tmp_path)
    assert export.me == ()
    assert not readers.ownerless(export)
    net = ng.network(export)
    assert net.me is None
    assert "declared" not in set(net.ties["kind"])
    assert set(ng.network(export, me=["ada@example.org"]).ties["kind"]) <= {"observed", "projected"}
