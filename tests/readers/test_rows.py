"""The CSV reader: damage stays local, and every byte is accounted for."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph.readers.dates import is_dated
from netgraph.readers.lines import lines
from netgraph.readers.rows import rows, split


def is_header(cells):
    return cells[0].strip() == "date"


def looks(header):
    return lambda cells: len(cells) == len(header) and is_dated(cells[0])


def parse(data):
    return rows(data, is_header=is_header, looks=looks)


def record(n, text):
    return f'2024-01-{n:02d},"{text}",x\n'


def test_quoted_commas_doubled_quotes_and_line_breaks_stay_in_one_field():
    found = parse(b'date,text,end\n2024-01-01,"a, ""b""\nc",x\n2024-01-02,plain,y')
    assert found.fields["text"].tolist() == ['a, "b"\nc', "plain"]
    assert found.places["line"].tolist() == [2, 4]
    assert (found.places["damage"] == "").all()


def test_preamble_header_and_blank_lines_are_overhead():
    data = b"Notes:\nhello, there\n\ndate,text,end\n2024-01-01,a,x\n\n"
    found = parse(data)
    assert found.overhead == len(data) - len(b"2024-01-01,a,x\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end):
    data = end.join(["date,text,end", "2024-01-01,a,x", "2024-01-02,b,y"]).encode()
    assert parse(data).fields["end"].tolist() == ["x", "y"]


def test_an_unclosed_quote_costs_one_record():
    lost = '2024-01-02,"never closed,x\n'
    data = "date,text,end\n" + record(1, "a") + lost + record(3, "c") + record(4, "d\ne")
    found = parse(data.encode())
    assert (found.places["damage"] != "").tolist() == [False, True, False, False]
    assert found.fields["text"].tolist() == ["a", "", "c", "d\ne"]


def test_a_row_of_another_width_is_rejected_alone():
    found = parse(b"date,text,end\nBADROW\n2024-01-02,b,y\n")
    assert found.places["damage"].tolist() == ["it has 1 fields, the header 3", ""]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("José".encode(), "José"),
        ("\ufeffJosé".encode(), "José"),
        ("José".encode("utf-16"), "José"),
        ("José".encode("cp1252"), "José"),
        (b"Jos\xc3", "JosÃ"),
    ],
)
def test_encodings(data, name):
    assert lines(data)[0].text == name


def test_one_damaged_byte_does_not_turn_the_others_into_another_encoding():
    found = lines("é\né\né\n".encode() + b"Jos\xc3\n")
    assert [line.text for line in found] == ["é", "é", "é", "Jos\ufffd"]


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_lines_tile_any_bytes(data):
    found = lines(data)
    assert sum(line.size for line in found) == len(data)
    assert all(a.start + a.size == b.start for a, b in pairwise(found))


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_damage_anywhere_keeps_the_books_and_nearly_all_records(data):
    clean = "date,text,end\n" + "".join(record(n, f'hello "" {n}\nmore') for n in range(1, 29))
    raw = bytearray(clean.encode())
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(14, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from([b"", b'"', b"\n", b"\0", b",", b"\xff"])
        )
    found = parse(bytes(raw))
    assert found.overhead + found.places["size"].sum() == len(raw)
    intact = (found.places["damage"] == "").sum()
    assert intact >= 28 - 2 * 2


def test_time_grows_with_the_input_not_with_its_square():
    """Every line leaves a quote open from either side: the worst for a reader that looks ahead."""
    data = b"date,text,end\n" + b'a"b,"c\n' * 40_000
    start = time.perf_counter()
    found = parse(data)
    assert time.perf_counter() - start < 5
    assert found.overhead + found.places["size"].sum() == len(data)


def test_split_is_lenient_about_stray_quotes():
    assert split('5" pipe,"a""b",c') == ['5" pipe', 'a"b', "c"]
