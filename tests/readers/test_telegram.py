"""Telegram's exports: who wrote to whom, which rule sets a message aside, and what damage costs."""

import json
import time

import pytest
from damage import FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from made_objects import NAMES, life
from made_telegram import makers, shown
from pace import pace

from netgraph import readers
from netgraph.readers import handles
from netgraph.synth import telegram
from netgraph.tables import TableError, combined

TOKENS = [
    b'{"id": 1, "type": "message"', b', "date_unixtime": "1700000000"', b', "from_id": "user1"', b"}", b"{", b"[", b"]",
    b'"messages": [', b'{"name": "B", "type": "personal_chat", "id": 7, ', b'{"first_name": "B"', b",", b'"', b"\\",
]  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """Reads one file of that content."""

    def of(data, **options):
        path = tmp_path / "result.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return combined([part for _, _, part in readers.read_each(path, **options)])

    return of


def message(id_=1, who=7, **rest):
    known = {"id": id_, "type": "message", "date": "2024-03-04T13:00:00", "date_unixtime": "1709553600"}
    return known | {"from": f"P{who}", "from_id": f"user{who}", "text": "x"} | rest


def chat(*messages, kind="personal_chat", id_=7, name="P7"):
    return {"name": name, "type": kind, "id": id_, "messages": list(messages)}


def ends(export):
    return export.interactions[["sender", "receiver"]].to_numpy().tolist()


def test_planted_events_come_back(read):
    events = life(1, 60)
    export = read(telegram.export(events, "ada", NAMES, [("ben", "+4915112345678", events[0].time)]))
    log = export.interactions
    assert log["event"].nunique() == 60
    assert export.me == (f"telegram:user{telegram.user('ada')}",)
    planted = {
        (e.time, f"telegram:user{telegram.user(e.sender)}", f"telegram:user{telegram.user(r)}")
        for e in events
        for r in e.to
    }
    assert set(zip(log["time"], log["sender"], log["receiver"], strict=True)) == planted
    answers = {e.number for e in events if e.answers is not None}
    answered = log.dropna(subset=["reply_to"])["event"].unique()
    assert {int(e.rpartition(":")[2]) // 2 - 1 for e in answered} <= answers
    card = export.contacts.dropna(subset=["card"])
    assert set(card["handle"]) == {"+4915112345678", f"telegram:user{telegram.user('ben')}"}
    assert card["since"].notna().all()
    assert export.problems.empty


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("private_channel", "channel or broadcast"), ("public_channel", "channel or broadcast"), ("bot_chat", "bot"),
        ("saved_messages", "self-message"), ("verification_codes", "system notice"), ("replies", "system notice"),
    ],
)  # fmt: skip
def test_chats_that_are_not_with_people(read, count, kind, rule):
    export = read(chat(message(), message(2, 8), kind=kind))
    assert count(export, rule) == 2
    assert export.interactions.empty


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (message(3, type="service", action="pin_message", actor="P7", actor_id="user7"), "system notice"),
        (message(3, from_id="channel9"), "channel or broadcast"),
        (message(3, date=None, date_unixtime=None), "unreadable date"),
        (message(3, date_unixtime="5"), "implausible date"),
        (message(3, **{"from": None, "from_id": None}), "no sender"),
    ],
)
def test_every_rule_for_messages(read, count, one, rule):
    export = read(chat(message(), message(2, 8), one))
    assert count(export, rule) == 1
    assert export.interactions["event"].tolist() == ["telegram:7:1", "telegram:7:2"]


@pytest.mark.parametrize(
    ("call", "seconds"),
    [
        ({"duration_seconds": 42}, 42.0),
        ({"discard_reason": "missed"}, 0.0),
        ({"discard_reason": "busy"}, 0.0),
        ({}, None),
    ],
)
def test_calls(read, call, seconds):
    one = message(2, type="service", action="phone_call", actor="P7", actor_id="user7", **call)
    log = read(chat(message(), message(3, 8), one)).interactions.set_index("event")
    assert log.loc["telegram:7:2", "kind"] == "call"
    found = log.loc["telegram:7:2", "duration"]
    assert found == seconds if seconds is not None else found != found


def test_an_owner_whom_nothing_shows(read):
    export = read(chat(message(), message(2)))
    assert ends(export) == [["telegram:user7", handles.OWNER]] * 2
    assert export.me == (handles.OWNER,)


def test_who_writes_besides_the_partner_is_the_owner(read):
    export = read(chat(message(), message(2, 8)))
    assert export.me == ("telegram:user8",)
    assert ends(export) == [["telegram:user7", "telegram:user8"], ["telegram:user8", "telegram:user7"]]


def test_a_deleted_account_keeps_its_number_and_takes_no_name(read):
    export = read(chat(message(1, 7, **{"from": None}), message(2, 8), name=None))
    assert ends(export)[0] == ["telegram:user7", "telegram:user8"]
    assert set(export.contacts["handle"]) == {"telegram:user8"}


def test_a_group_goes_to_all_who_act_in_it(read):
    joined = message(4, type="service", action="join_group_by_link", actor="P9", actor_id="user9")
    export = read(chat(message(), message(2, 8), joined, kind="private_supergroup"))
    assert set(map(tuple, ends(export))) == {
        (f"telegram:user{a}", f"telegram:user{b}") for a in (7, 8) for b in (7, 8, 9) if a != b
    }
    assert set(export.interactions["recipients"]) == {2}
    assert export.me == ()
    assert read(chat(message(), message(2, 8), kind="private_group"), me="p8").me == ("p8", "telegram:user8")


def test_a_crowd_is_a_broadcast_unless_kept(read, count):
    crowd = chat(*(message(n, n) for n in range(1, 28)), kind="public_supergroup")
    rule = "sent to more than 25 people in a chat"
    assert count(read(crowd), rule) == 27
    kept = read(crowd, keep=[rule])
    assert len(kept.interactions) == 27 * 26
    assert count(read(chat(*(message(n, n) for n in range(1, 27)), kind="private_group")), rule) == 0


def test_old_exports_have_local_clocks_and_bare_numbers(read, count):
    old = [message(n, date_unixtime=None, from_id=who) for n, who in enumerate((7, 8, (1 << 33) + 5), start=1)]
    export = read(chat(*old))
    assert ends(export) == [["telegram:user7", "telegram:user8"], ["telegram:user8", "telegram:user7"]]
    assert count(export, "channel or broadcast") == 1
    assert count(export, "zone assumed: UTC") == 2
    assert set(read(chat(*old), timezone="Europe/Berlin").interactions["time"].dt.hour) == {12}


def test_repeats_stay_and_overlapping_exports_add_nothing(tmp_path):
    events = life(1, 60)
    for name, some in (("a", events[:40]), ("b", events[20:]), ("c", events)):
        (tmp_path / f"{name}.json").write_bytes(telegram.export(some, "ada", NAMES))
    a, b, c = (readers.read(tmp_path / f"{n}.json") for n in "abc")
    assert (a + b).digest == (b + a).digest == (a + b + a).digest
    assert (a + b).interactions["event"].nunique() == c.interactions["event"].nunique() == 60
    bare = {"messages": [{"type": "message", "date_unixtime": "1709553600", "from": f, "text": "x"} for f in "AAB"]}
    (tmp_path / "d.json").write_text(json.dumps(bare))
    d = readers.read(tmp_path / "d.json")
    assert d.interactions["event"].nunique() == 3
    assert (d + d).digest == d.digest


@pytest.mark.real
def test_public_exports(shared, balances):
    folder = shared / "data" / "exports" / "chat" / "chat-miner" / "telegram"
    target = json.loads((folder / "target.json").read_text())
    for name in ("test_single_export.json", "test_batch_export.json"):
        export = readers.read(folder / name)
        log = export.interactions.sort_values("time")
        assert log["time"].dt.strftime("%Y-%m-%dT%H:%M:%S").tolist() == [t["timestamp"] for t in target]
        assert log["sender"].tolist() == [f"telegram:{t['author']}" for t in target]
        balances(export, name, (folder / name).stat().st_size, records=2)


@pytest.mark.parametrize(
    "filling",
    ["[" * 1_900_000, '[{"a":' * 300_000, '{"a":1},' * 200_000, '"' * 1_900_000, '{"id":1,"type":"message"' * 70_000,
     '{"id":1,"type":"message","z":' + "1" * 1_900_000, '{"name":"' * 200_000, '"\\ud83d' * 300_000],
)  # fmt: skip
def test_bombs(read, filling):
    begin = time.process_time()
    export = read(json.dumps(chat(message(), message(2, 8)))[:-2].encode() + b"," + filling.encode())
    assert time.process_time() - begin < 5 * pace()
    assert export.interactions["event"].nunique() == 2


def test_conservation(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES)


@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=4), max_size=60))
def test_any_bytes_keep_the_books(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("any") / "result.json"
    data = b'{"messages": [{"id": 1, "type": "message", "from_id": "user1"' + b"".join(parts)
    path.write_bytes(data)
    try:
        export = combined([part for _, _, part in readers.read_each(path)])
    except TableError:
        return
    assert export.ledger["bytes"].sum() == len(data)
