"""Signal chats as text: lines and blocks, whose they are, and damage."""

from io import BytesIO
from time import process_time

import pandas as pd
import pytest
from damage import FILES, balanced, conserved, times
from hypothesis import given
from hypothesis import strategies as st
from made_signal import OPTIONS, makers, shown
from made_whatsapp import NAMES, events
from pace import pace

from netgraph import readers
from netgraph.readers import files, signal, whatsapp
from netgraph.synth import signal as synth

LINES = "[2019-12-24, 12:23] Me: Hello\n[2019-12-24, 12:24] Ben Okafor: Hello\nyou\n"
BLOCKS = """Conversation: Ben Okafor (+442079460958)

From: You
Type: outgoing
Sent: Tue, 24 Dec 2019 12:23:42 +0100

Hello

From: Ben Okafor (+442079460958)
Type: incoming
Sent: Tue, 24 Dec 2019 12:24:42 +0100
Received: Tue, 24 Dec 2019 12:24:43 +0100
Reaction: x from You

Hello

"""


@pytest.fixture
def read(tmp_path):
    """Reads chats from the texts of their files, or from one text."""

    def of(texts, **options):
        for name, text in (texts if isinstance(texts, dict) else {"chat.md": texts}).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        return readers.read(tmp_path, **options)

    return of


def known(text):
    """The reader that takes this text, under a name that says nothing."""
    file = files.File("x.txt", len(text), lambda: BytesIO(text.encode()))
    return [reader.NAME for reader in (whatsapp, signal) if reader.sniff(file)]


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (LINES, "signal"), (BLOCKS, "signal"),
        ("[2019-12-24 12:23:01] Me: a  \n[2019-12-24 12:24:02] Ben: b  \n", "signal"),
        ("[2019-12-24 12:23:01] Ada: a  \n[2019-12-24 12:24:02] Ben: b  \n", "signal"),
        ("[2019-12-24 12:23:01] Ada: a\n[2019-12-24 12:24:02] Ben: \u200eb\n", "whatsapp"),
        ("[2019-12-24, 12:23:01] Ada: a\n[2019-12-24, 12:24:02] Ben: b\n", "whatsapp"),
        ("[2019-12-24, 9:23:01 PM] Ada: a\n[2019-12-24, 9:24:02 PM] Ben: b\n", "whatsapp"),
        ("2019-12-24, 12:23 - Ada: a\n2019-12-24, 12:24 - Ben: b\n", "whatsapp"),
    ],
)  # fmt: skip
def test_which_of_the_two(text, reader):
    assert known(text) == [reader]


def test_lines(read, balances, count):
    export = read(LINES, timezone="Europe/Berlin")
    assert export.interactions[["sender", "receiver"]].to_numpy().tolist() == [
        ["the owner", "signal:Ben Okafor"], ["signal:Ben Okafor", "the owner"]
    ]  # fmt: skip
    assert export.interactions["time"].astype(str).tolist() == ["2019-12-24 11:23:00", "2019-12-24 11:24:00"]
    assert (set(export.interactions["channel"]), export.me) == ({"signal"}, ("the owner",))
    balances(export, "chat.md", len(LINES), records=2)
    assert count(read(LINES), "zone assumed: UTC") == 2


def test_blocks(read, balances):
    export = read(BLOCKS)
    assert export.interactions[["sender", "receiver"]].to_numpy().tolist() == [
        ["the owner", "+442079460958"], ["+442079460958", "the owner"]
    ]  # fmt: skip
    assert export.interactions["time"].astype(str).tolist() == ["2019-12-24 11:23:42", "2019-12-24 11:24:42"]
    assert export.contacts[["handle", "name"]].to_numpy().tolist() == [["+442079460958", "Ben Okafor"]]
    assert set(export.ledger["rule"]) == {"", "preamble, header or blank line"}
    balances(export, "chat.md", len(BLOCKS), records=2)


def test_a_conversation_names_who_never_answered(read):
    one = BLOCKS.partition("From: Ben")[0]
    assert read(one).interactions["receiver"].tolist() == ["+442079460958"]
    assert read(one).contacts["name"].tolist() == ["Ben Okafor"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (LINES + "[2019-12-24, 12:25] Me: Outgoing voice call (accepted, 5m 3s)  \n", "system notice"),
        (LINES + "[2019-12-24, 12:25] No-Sender: x\n", "no sender"),
        (LINES + "[2019-12-24, 12_25] Ben Okafor: x\n", "not a record"),
        (LINES + "[2019-12-34, 12:25] Ben Okafor: x\n", "unreadable date"),
        (BLOCKS + "From: Ben Okafor (+442079460958)\nType: keychange\nSent: Tue, 24 Dec 2019 12:25:42 +0100\n\n",
         "system notice"),
        (BLOCKS + "Type: incoming\nSent: Tue, 24 Dec 2019 12:25:42 +0100\n\nx\n", "no sender"),
        (BLOCKS + "From: You\nType: outgoing\nSent: unknown\n\nx\n", "unreadable date"),
    ],
)  # fmt: skip
def test_every_rule(read, count, text, rule):
    export = read(text)
    assert count(export, rule) == 1
    assert export.interactions["event"].nunique() == 2


@pytest.mark.parametrize(
    ("shown_as", "handle", "name"),
    [
        ("You", "the owner", ""), ("Ben (+44 20 7946 0958)", "+442079460958", "Ben"), ("Ben", "signal:Ben", "Ben"),
        ("Ben (ben.01)", "signal:ben.01", "Ben"), ("Ben (work)", "signal:Ben (work)", "Ben (work)"),
        ("Ben (0fa1b2c3-0000-4000-8000-000000000000)", "signal:0fa1b2c3-0000-4000-8000-000000000000", "Ben"),
    ],
)  # fmt: skip
def test_people_of_blocks(shown_as, handle, name):
    assert signal.person(shown_as, None) == (handle, name)


@pytest.mark.parametrize("seconds", [True, False])
def test_files_that_overlap_hold_each_message_once(tmp_path, seconds):
    """Reactions that came since the first export do not make a message another."""
    chat = events()
    whole = synth.lines(chat, NAMES, "ada", seconds=seconds)
    early = synth.lines(chat[:25], NAMES, "ada", seconds=seconds)
    late = synth.lines(chat[10:], NAMES, "ada", seconds=seconds) + b"(- Ben Okafor: x -)\n"
    found = []
    for order, texts in enumerate([[whole], [early, late], [late, early], [whole, whole, late]]):
        for n, text in enumerate(texts):
            (tmp_path / f"{order}/{n}").mkdir(parents=True)
            (tmp_path / f"{order}/{n}/chat.md").write_bytes(text)
        found.append(readers.read(tmp_path / f"{order}"))
    assert {e.interactions["event"].nunique() for e in found} == {40}
    assert len({e.digest for e in found}) == 1


def test_blocks_twice(tmp_path):
    text = synth.blocks(events(), {"ben": "Ben Okafor (+442079460958)"}, "ada", title="Ben Okafor (+442079460958)")
    for n in range(2):
        (tmp_path / f"{n}.txt").write_bytes(text)
    once = readers.read(tmp_path / "0.txt")
    assert readers.read(tmp_path).digest == once.digest
    assert len(once.interactions) == 40


@pytest.mark.parametrize(
    "text",
    [
        LINES + "[2019-12-24, 12:2\n" * 100_000, LINES + "[" * 1_900_000,
        BLOCKS + "From: You\nType: outgoing\n" * 75_000,
        BLOCKS + "From: a\nSent: b\n" * 120_000, BLOCKS + "From: " * 300_000,
        "".join(f"[2019-12-24, 12:{n % 60:02}] Person {n}: hi\n" for n in range(50_000)),
    ],
    ids=["dates", "brackets", "types", "sent", "from", "authors"],
)  # fmt: skip
def test_a_bomb_takes_no_time(tmp_path, text):
    (tmp_path / "chat.md").write_text(text)
    start = process_time()
    (part,) = [export for _, _, export in readers.read_each(tmp_path)]
    assert process_time() - start < 5 * pace()
    balanced(part, len(text))


def test_damage_stays_local(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES, **OPTIONS)


def test_the_made_files_are_read_whole(tmp_path):
    for one in makers():
        path = tmp_path / one.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(one.data)
        assert times(readers.read(path)) == {key for _, _, key in one.records}


TOKENS = st.sampled_from(
    [
        b"[2019-12-24, 12:23] ", b"Me: ", b"Ben: ", b"\n", b"\r\n", b"From: You\n", b"Type: outgoing\n", b"Type: ",
        b"Sent: Tue, 24 Dec 2019 12:23:42 +0100\n", b"Sent: ", b"Received: x\n", b"Conversation: Ben (+442079460958)\n",
        b"+9999", b"(- x: y -)\n", b"\xff\xfe", b"\0",
    ]
)  # fmt: skip


@given(st.lists(TOKENS | st.binary(max_size=4), max_size=40).map(b"".join))
def test_any_bytes_keep_the_books(data):
    file = files.File("chat.md", len(data), lambda: BytesIO(data))
    signal.sniff(file)
    balanced(signal.read(file), len(data))


@pytest.mark.real
def test_a_public_chat(shared):
    folder = shared / "data/exports/chat/chat-miner/signal"
    export = readers.read(folder / "test_export.txt")
    target = pd.read_json(folder / "target.json")
    assert set(export.interactions["time"].astype(str)) == set(pd.to_datetime(target["timestamp"]).astype(str))
    assert set(export.interactions["sender"]) == set("signal:" + target["author"])
