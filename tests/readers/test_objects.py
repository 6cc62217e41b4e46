"""Objects of JSON, one at a time: whatever the file holds, its pieces tile it and sound records come out."""

import gzip
import io
import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.readers.files import File
from netgraph.readers.objects import TRUNCATED, Format, pieces, plain, whole_number

FORMAT = Format(
    starts=re.compile(rb'(?P<gap>"list"\s*+:)|\{\s*+"id"\s*+:\s*+\d'),
    marks=re.compile(rb'"body"'),
    is_record=lambda value: "id" in value and "body" in value,
)
ONE, TWO = {"id": 1, "body": "a"}, {"id": 2, "body": "b", "parts": [{"x": 1}, {"y": {"id": 3}}]}
TOKENS = [
    b'{"id": 1',
    b'"body"',
    b'"list": [',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b" ",
    b"\xff",
    b"\xc3\xa9",
    b"9",
]


def cut(data: bytes) -> list:
    """Values of the records, and texts of the damaged pieces; that pieces tile the file is checked."""
    found = list(pieces(File("a.json", len(data), lambda: io.BytesIO(data)), FORMAT))
    assert sum(p.size for p in found) == len(data)
    assert all(a.start + a.size == b.start for a, b in pairwise(found))
    assert all(p.value is not None or p.raw == data[p.start : p.start + p.size] for p in found)
    return [p.value if p.value is not None else p.raw.decode("utf-8", "replace") for p in found if p.value or p.damage]


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_records_whatever_the_layout(indent, mark):
    data = {"name": "x", "list": [ONE, TWO], "more": [{"body": 1}]}
    assert cut(mark + json.dumps(data, indent=indent).encode()) == [ONE, TWO]


def test_records_whatever_their_first_key():
    turned = [dict(reversed(one.items())) for one in (ONE, TWO)]
    assert cut(json.dumps({"list": [turned[0], ONE, turned[1]]}).encode()) == [ONE, ONE, TWO]


@pytest.mark.parametrize(
    ("damaged", "left"),
    [
        (b'{"id": 1, "body": "a}', '{"id": 1, "body": "a}, '),
        (b'{"id": 1, "body": "a", "parts": [{"x": 1}', '{"id": 1, "body": "a", "parts": [{"x": 1}, '),
        (b'"id": 1, "body": "a"}', '[{"z":1}, "id": 1, "body": "a"}, '),
        (b'{"id": 1, "body": "a\0"}', '{"id": 1, "body": "a\0"}, '),
        (b'{"id": 1, "body": ' + b"9" * 5000 + b"}", '{"id": 1, "body": ' + "9" * 5000 + "}, "),
        (b'{"id": 1, "body": ' + b"[" * 5000, '{"id": 1, "body": ' + "[" * 5000 + ", "),
    ],
)
def test_damage_stays_in_its_record(damaged, left):
    two = json.dumps(TWO).encode()
    assert cut(b'[{"z":1}, ' + damaged + b", " + two + b"]") == [left, TWO]


def test_bytes_that_are_no_text_keep_their_count():
    assert cut(b'[{"id": 1, "body": "\xff\xe9"}, {"id": 2, "body": "b"}]')[1] == {"id": 2, "body": "b"}


def test_numbers_that_are_none_and_keys_that_come_twice():
    assert cut(b'[{"id": 1, "id": 2, "body": NaN}]')[0]["id"] == 2


def test_a_record_longer_than_a_block():
    long = {"id": 1, "body": "é" * 5_000_000}
    assert cut(json.dumps([ONE, long, TWO], ensure_ascii=False).encode()) == [ONE, long, TWO]


def test_a_packed_file_that_breaks_off():
    data = gzip.compress(json.dumps([ONE] * 5000).encode(), compresslevel=0)[:-4000]
    file = File("a.json.gz", len(data), lambda: gzip.open(io.BytesIO(data)))  # noqa: SIM115
    found = list(pieces(file, FORMAT))
    assert found[-1].damage == TRUNCATED
    assert sum(p.value == ONE for p in found) > 4000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a ", "a"),
        ("\ud83d", "\ufffd"),
        (7, "7"),
        (True, ""),
        (None, ""),
        (["a"], ""),
        (1.5, ""),
        ("x" * 999, "x" * 200),
    ],
)
def test_plain_text(value, text):
    assert plain(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12),
        (12.7, 12),
        ("", None),
        (float("inf"), None),
        (float("nan"), None),
        (10**30, None),
        ("9" * 5000, None),
        ([], None),
    ],
)
def test_whole_numbers(value, number):
    assert whole_number(value) == number


@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=4), max_size=60))
def test_any_bytes_are_tiled(parts):
    cut(b"".join(parts))
