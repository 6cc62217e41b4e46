"""Damaged mail: it stays local, nothing is lost in silence, and whole heads mend what 'From ' lines lost."""

import gzip
from dataclasses import replace
from functools import partial
from io import BytesIO
from random import Random

import pytest
from damage import FAULTS, FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from made_mail import makers, shown

from netgraph import readers
from netgraph.readers import files, mail
from netgraph.tables import TableError

FROM = b"From 1790123@xxx Mon Mar 04 11:20:34 +0000 2024\n"
ADDED = b"X-GM-THRID: 17\nReceived: by mx.example.org;\n  Mon, 4 Mar 2024 12:20:34 +0100\n"


def message(number: int, body: bytes = b"Hello\n") -> bytes:
    head = b"%sMessage-ID: <%d@example.org>\nDate: %d Mar 2024 12:20:34 +0100\n" % (ADDED, number, number)
    return head + b"From: Ben <ben@example.org>\nTo: ada@example.net\n\n" + body + b"\n"


def events(tmp_path, data: bytes, name: str = "mail.mbox") -> list[str]:
    (tmp_path / name).write_bytes(data)
    export = readers.read(tmp_path / name)
    assert export.ledger["bytes"].sum() == len(data)
    return export.interactions["event"].tolist()


def test_damage_stays_local_and_nothing_is_lost_in_silence(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        b"Frm 1790123@xxx Mon Mar 04 11:20:34 +0000 2024\n",
        b"\xe9From 1790123@xxx Mon Mar 04 11:20:34 +0000 2024\n",
        b"From\0 1790123@xxx Mon Mar 04 11:20:34 +0000 2024\n",
        b"From 1790123@xxx Mon Mar 04 11:2,:34 +0000 2024\n",
        b"From 1790123@xxx Mon Mar 04 11:20:34 +0000 20\n24\n",
        b"Fr\nom 1790123@xxx Mon Mar 04 11:20:34 +0000 2024\n",
        b"From 1790123@xxx Mon Mar 04 11:20:34 +0000 202",
        b"From 1790123@x\rx Mon Mar 04 11:20:34 +0000 2024\n",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_damaged_from_line_is_known_by_the_head_after_it(tmp_path, line, ends, place):
    lines = [FROM] * 3
    lines[place] = line
    data = b"".join(start + message(n) for n, start in enumerate(lines, 1)).replace(b"\n", ends)
    assert events(tmp_path, data) == [f"<{n}@example.org>" for n in (1, 2, 3)]


def test_a_from_line_without_a_blank_line_before_it_is_known_by_the_head_after_it(tmp_path):
    data = FROM + message(1)[:-1] + FROM + message(2) + FROM + message(3)
    assert len(events(tmp_path, data)) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"---------- Forwarded message ---------\n" + message(9),
        b"Forwarded:\n\n" + message(9),
        b"From here on it is quoted:\n\n" + message(9),
        b"See below.\n\nFrom where I stand:\nFrom: Ben\nTo: me\nNo date, no head.\n",
        b"See below.\n\nFrom here\nto there and back\n" + message(9),
        b">From ben@example.org Mon Mar 04 11:20:34 2024\n" + message(9),
        b"--x\nContent-Type: message/rfc822\n\n" + message(9),
        b"--x\n\nReceived: by mx.example.org; Mon Mar 04 11:20:34 2024\n" + message(9),
        b"--x\n\nReceived: by mx.example.org;\n\tMon Mar 04 11:20:34 2024\n" + message(9),
    ],
)
def test_a_head_in_a_body_is_text_unless_what_is_left_of_a_from_line_precedes_it(tmp_path, body):
    assert events(tmp_path, FROM + message(1, body) + FROM + message(2)) == ["<1@example.org>", "<2@example.org>"]


@pytest.mark.parametrize("lead", [b"\n", b"\r\n\n", b"\xef\xbb\xbf"])
def test_what_precedes_the_first_from_line_is_no_message(tmp_path, lead):
    assert len(events(tmp_path, lead + FROM + message(1) + FROM + message(2))) == 2


def test_a_folder_of_damaged_messages_gives_the_others(tmp_path):
    rng = Random(1)
    for n in range(1, 29):
        data = bytearray(message(n))
        if n % 3 == 0:
            at, fault = rng.randrange(len(data)), rng.choice(FAULTS)
            data[at : None if fault is None else at + rng.randint(0, 2)] = fault or b""
        (tmp_path / f"{n}.eml").write_bytes(data)
    export = readers.read(tmp_path)
    assert {f"<{n}@example.org>" for n in range(1, 29) if n % 3} <= set(export.interactions["event"])
    sizes = export.ledger.groupby("file")["bytes"].sum()
    assert all(sizes[path.name] == path.stat().st_size for path in tmp_path.iterdir())
    assert (export.ledger["fate"] == "rejected").sum() == len(export.problems)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_packed_mailbox_that_breaks_off_gives_what_precedes_the_break(tmp_path, share):
    bodies = [Random(n).randbytes(60_000).hex().encode() + b"\n" for n in range(20)]
    packed = gzip.compress(b"".join(FROM + message(n, body) for n, body in enumerate(bodies, 1)))
    (tmp_path / "mail.mbox.gz").write_bytes(packed[: int(len(packed) * share)])
    export = readers.read(tmp_path)
    numbers = range(1, len(export.interactions) + 1)
    assert export.interactions["event"].tolist() == [f"<{n}@example.org>" for n in numbers]
    assert abs(len(numbers) - 20 * share) <= 1
    assert export.problems["reason"].tolist() == ["not a record"]
    assert export.problems["detail"].str.startswith("truncated file").all()


def test_of_a_folder_only_the_file_that_cannot_be_read_is_refused():
    def broken():
        raise OSError(5, "Input/output error")

    good = files.File("a/1.eml", len(message(1)), partial(BytesIO, message(1)))
    bad = files.File("a/2.eml", 7, broken)
    export = mail.read(replace(good, name="a", parts=(good, bad)))
    assert len(export.interactions) == 1
    assert export.ledger.set_index("file")["rule"].to_dict() == {"a/1.eml": "", "a/2.eml": "not readable"}
    assert export.problems[["file", "place"]].values.tolist() == [["a/2.eml", "whole file"]]


TOKENS = [
    FROM, message(1), ADDED, b"\n", b"\r\n", b"\r", b"\0", b"From ", b"From: a@b.c\n", b"To: <", b"Date: 4 Mar 2024\n",
    b"x: ", b"=?utf-8?q?=41?= ", b"(", b'"', b"\xe9", b"\xef\xbb\xbf", b" ", b"Mon Mar 04 11:20:34 2024\n",
]  # fmt: skip


@given(st.binary(max_size=400) | st.lists(st.sampled_from(TOKENS), max_size=25).map(b"".join), st.booleans())
def test_any_bytes_are_messages_or_problems_and_the_books_balance(data, several):
    data = FROM + data if several else data
    file = files.File("mail.mbox", len(data), partial(BytesIO, data))
    try:
        mail.sniff(file)
        export = mail.read(file)
    except TableError:
        return
    assert export.ledger["bytes"].sum() == len(data)
    assert export.ledger.loc[export.ledger["fate"] == "rejected", "records"].sum() == len(export.problems)


def test_the_same_mails_twice_in_another_order_or_under_another_name_are_the_same(tmp_path):
    parts = [FROM + message(n) for n in range(1, 10)]
    halves = {"b.mbox": b"".join(parts[:6]), "a.mbox": b"".join(parts[3:])}
    for folder, boxes in (
        ("whole", {"mail.mbox": b"".join(parts)}),
        ("twice", {"x.mbox": b"".join(parts), "y.mbox": b"".join(parts)}),
        ("halves", halves),
        ("swapped", dict(zip(halves, reversed(halves.values()), strict=True))),
        ("single", {f"{n}.eml": part.partition(b"\n")[2] for n, part in enumerate(parts)}),
    ):
        (tmp_path / folder).mkdir()
        for name, data in boxes.items():
            (tmp_path / folder / name).write_bytes(data)
    exports = [
        readers.read(tmp_path / folder, me="ada@example.net")
        for folder in ("whole", "twice", "halves", "swapped", "single")
    ]
    assert len({export.digest for export in exports}) == 1
