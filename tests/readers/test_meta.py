"""Facebook's and Instagram's conversations: who wrote to whom, whose they are, and what damage costs."""

import json
import time

import pytest
from damage import FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from made_meta import inbox, makers, shown
from made_objects import NAMES, life
from pace import pace

from netgraph import readers
from netgraph.tables import TableError, combined

TOKENS = [
    b'{"sender_name":"A"', b',"timestamp_ms":1709553600000', b"}", b"{", b"[", b"]", b",", b'"', b"\\", b'"messages":[',
    b'"participants":[', b'{"name":"B"}', b'{"senderName":"A","timestamp":1',
]  # fmt: skip
FILE = "inbox/b_1/message_1.json"


@pytest.fixture
def read(read_values):
    return read_values


def message(second=0, who="A", **rest):
    return {"sender_name": who, "timestamp_ms": 1709553600000 + second * 1000, "content": "x"} | rest


def thread(*messages, people="AB", path="inbox/b_1", **rest):
    return {"participants": [{"name": p} for p in people], "messages": list(messages), "thread_path": path} | rest


def ends(export):
    log = export.interactions
    return sorted(zip(log["sender"].str.removeprefix("meta:"), log["receiver"].str.removeprefix("meta:"), strict=True))


@pytest.mark.parametrize("app", ["facebook", "instagram"])
def test_planted_events_come_back(read, app):
    events = life(3, 150)
    export = read(inbox(app))
    log = export.interactions
    planted = {(e.time, f"meta:{NAMES[e.sender]}", f"meta:{NAMES[r]}") for e in events for r in e.to}
    assert set(zip(log["time"].dt.floor("s"), log["sender"], log["receiver"], strict=True)) == planted
    assert export.me == ("meta:Ada Hill",)
    assert set(log["channel"]) == {app}
    assert export.problems.empty


def test_names_are_repaired_and_sound_ones_left(read):
    garbled = "José".encode().decode("latin-1")
    export = read({FILE: thread(message(who=garbled), message(1), people=["A", garbled])})
    assert ends(export) == [("A", "José"), ("José", "A")]
    assert ends(read({FILE: thread(message(who="Zoë"), people=["A", "Zoë"])})) == [("Zoë", "A")]


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (message(content="A named the group Trip."), "system notice"),
        (message(content="You left the group."), "system notice"),
        (message(type="Subscribe"), "system notice"), (message(is_unsent=True), "unsent by its sender"),
        (message(content="Liked a message"), "reaction to a message"), (message(who=None), "no sender"),
        (message(timestamp_ms=None), "unreadable date"), (message(timestamp_ms=5), "implausible date"),
    ],
)  # fmt: skip
def test_every_rule_for_messages(read, count, one, rule):
    export = read({FILE: thread(message(5, "B"), one)})
    assert count(export, rule) == 1
    assert ends(export) == [("B", "A")]


@pytest.mark.parametrize("text", ["A good day", "You are right", "He named the group Trip."])
def test_what_only_begins_like_a_notice_is_a_message(read, text):
    assert len(read({FILE: thread(message(content=text))}).interactions) == 1


@pytest.mark.parametrize(
    ("call", "seconds"),
    [({"call_duration": 42}, 42.0), ({"call_duration": 0}, 0.0), ({"type": "Call", "missed": True}, 0.0)],
)
def test_calls(read, call, seconds):
    log = read({FILE: thread(message(**call))}).interactions
    assert log[["kind", "duration"]].to_numpy().tolist() == [["call", seconds]]


def test_without_a_list_a_message_goes_to_those_who_write(read):
    value = {"messages": [message(), message(1, "B")]}
    assert ends(read({FILE: value})) == [("A", "B"), ("B", "A")]


def test_a_note_to_oneself_and_a_thread_of_nobody_else(read, count):
    assert count(read({FILE: thread(message(), people="A")}), "self-message") == 1
    assert count(read({FILE: {"messages": [message()]}}), "no recipients") == 1


def test_a_crowd_is_a_broadcast_unless_kept(read, count):
    rule, crowd = "sent to more than 25 people in a chat", [f"P{n}" for n in range(26)]
    assert count(read({FILE: thread(message(), people=["A", *crowd])}), rule) == 1
    assert len(read({FILE: thread(message(), people=["A", *crowd])}, keep=[rule]).interactions) == 26
    assert count(read({FILE: thread(message(), people=["A", *crowd[:25]])}), rule) == 0


def test_unknown_people_are_others_in_each_conversation(read):
    both = {
        f"inbox/{p}/message_1.json": thread(message(n, "Facebook user"), people=["A", "Facebook user"], path=p)
        for n, p in enumerate("xy")
    }
    export = read(both)
    assert export.interactions["sender"].nunique() == 2
    assert set(export.contacts["name"]) == {"A"}


def test_the_owner_is_in_all_conversations(read):
    threads = {f"inbox/{p}/message_1.json": thread(message(n, p), people=["A", p], path=p) for n, p in enumerate("BC")}
    assert read(threads).me == ("meta:A",)
    left = {"inbox/d/message_1.json": thread(message(9, "D"), people="DE", path="d", is_still_participant=False)}
    assert read(threads | left).me == ("meta:A",)


def test_one_conversation_shows_no_owner_but_a_given_name_does(read):
    assert read({FILE: thread(message())}).me == ()
    assert "meta:A" in read({FILE: thread(message())}, me="a").me


def test_encrypted_chats(read):
    messages = [
        {
            "isUnsent": n == 2,
            "media": [],
            "reactions": [],
            "senderName": who,
            "text": "é",
            "timestamp": 1709553600000 + n,
            "type": "text",
        }
        for n, who in enumerate(["José", "B", "B"])
    ]
    export = read({"B_12.json": {"participants": ["José", "B"], "threadName": "B_12", "messages": messages}})
    assert ends(export) == [("B", "José"), ("José", "B")]


def test_overlapping_files_add_nothing_and_repeats_stay(tmp_path):
    same = message()
    texts = {"a": thread(same, same, message(1)), "b": thread(message(1), message(2, "B"), people="ABC")}
    for name, value in texts.items():
        for home in (name, "all"):
            (tmp_path / home).mkdir(exist_ok=True)
            (tmp_path / home / f"message_{name}.json").write_text(json.dumps(value))
    a, b = readers.read(tmp_path / "a"), readers.read(tmp_path / "b")
    assert a.interactions["event"].nunique() == 2 + 1
    assert (a + b).digest == (b + a).digest == readers.read(tmp_path / "all").digest
    assert (a + b).interactions["event"].nunique() == 4
    assert readers.read([tmp_path / "a", tmp_path / "a"]).digest == a.digest


@pytest.mark.real
def test_public_files(shared, balances):
    folder = shared / "data" / "exports" / "chat"
    export = readers.read(folder / "kawsay" / "facebook_message_1.json")
    assert ends(export) == [("José García", "Me")] * 2 + [("Me", "José García")]
    balances(
        export, "facebook_message_1.json", (folder / "kawsay" / "facebook_message_1.json").stat().st_size, records=3
    )
    target = json.loads((folder / "chat-miner" / "instagram" / "target.json").read_text())
    log = readers.read(folder / "chat-miner" / "instagram" / "test_export.json").interactions
    assert dict(zip(log["time"].dt.strftime("%Y-%m-%dT%H:%M:%S"), log["sender"], strict=True)) == {
        t["timestamp"]: f"meta:{t['author']}" for t in target
    }


@pytest.mark.parametrize(
    "filling",
    ["[" * 1_900_000, '[{"a":' * 300_000, '{"a":1},' * 200_000, '"' * 1_900_000, '{"sender_name":"A"' * 70_000,
     '{"sender_name":"A","z":' + "1" * 1_900_000, '{"sender_name":"' * 100_000, '"\\ud83d' * 300_000],
)  # fmt: skip
def test_bombs(read, filling):
    begin = time.process_time()
    head = json.dumps(thread(message(), message(1, "B"))).partition(', "thread_path"')[0][:-1]
    export = read({FILE: head.encode() + b"," + filling.encode()})
    assert time.process_time() - begin < 5 * pace()
    assert export.interactions["event"].nunique() == 2


def test_a_list_of_a_hundred_thousand_people(read, count):
    begin = time.process_time()
    export = read({FILE: json.dumps(thread(*map(message, range(1000)), people=range(100_000))).encode()})
    assert time.process_time() - begin < 5 * pace()
    assert count(export, "sent to more than 25 people in a chat") == 1000


def test_conservation(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES)


@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=4), max_size=60))
def test_any_bytes_keep_the_books(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("any") / "message_1.json"
    data = b'{"messages":[{"sender_name":"A","timestamp_ms":1709553600000' + b"".join(parts)
    path.write_bytes(data)
    try:
        export = combined([part for _, _, part in readers.read_each(path)])
    except TableError:
        return
    assert export.ledger["bytes"].sum() == len(data)
