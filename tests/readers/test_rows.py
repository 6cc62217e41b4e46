"""The CSV reader: damage stays local, and every byte is accounted for."""

import csv
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pace import pace

from netgraph.readers.dates import is_dated
from netgraph.readers.lines import lines
from netgraph.readers.rows import rows, split
from netgraph.tables import TableError


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
    lost = '2024-01-02,"never, closed,x\n'
    data = "date,text,end\n" + record(1, "a") + lost + record(3, "c") + record(4, "d\ne")
    found = parse(data.encode())
    assert (found.places["damage"] != "").tolist() == [False, True, False, False]
    assert found.fields["text"].tolist() == ["a", "", "c", "d\ne"]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ('2024-01-02,an "odd" quote,x', 'an "odd" quote'),
        ('2024-01-02,"an "odd" quote",x', 'an "odd" quote'),
        ('2024-01-02,"an "odd" one\n",x', 'an "odd" one\n'),
        ('2024-01-02,"never closed,x', "never closed"),
        ('2024-01-02,never opened",x', 'never opened"'),
        ('2024-01-02,"closed" early,x', "closed early"),
        ("2024-01-02,a\0b,x", "a\0b"),
        ('2024-01-02,"' + "a" * 1_000_000 + '",x', "a" * 1_000_000),
        ('2024-01-02,"' + "a\n" * 500_000 + '",x', "a\n" * 500_000),
    ],
)
def test_a_row_with_the_right_number_of_fields_is_read(row, text):
    found = parse(f"date,text,end\n{record(1, 'a')}{row}\n{record(3, 'c')}".encode())
    assert found.places["damage"].tolist() == ["", "", ""]
    assert found.fields["text"].tolist() == ["a", text, "c"]


@pytest.mark.parametrize(
    ("row", "rejected"),
    [
        ("2024-01-02,a,b,x\n", 1),
        ("2024-01-02,ax\n", 1),
        ("2024-01-02,\na,x\n", 2),
        ('2024-01-02\n,x,y,"many\nlines\n\nof text",x\n', 2),
        ('2024-01-02,many\nlines\nof text",x\n', 3),
        ('2024-01-02,"many\nlines\n\nof text,x\n', 1),
    ],
)
def test_damage_costs_its_own_record_only(row, rejected):
    data = f"date,text,end\n{record(1, 'a')}{row}{record(3, 'c')}{record(4, 'd')}".encode()
    found = parse(data)
    assert found.fields["text"][found.places["damage"] == ""].tolist() == ["a", "c", "d"]
    assert (found.places["damage"] != "").sum() == rejected
    assert found.overhead == len(b"date,text,end\n")


def test_a_file_may_mix_line_ends():
    found = parse(b'date,text,end\r\n2024-01-01,a,x\r2024-01-02,"b\r\nc\rd",y\n\n\r2024-01-03,c,z')
    assert found.fields["text"].tolist() == ["a", "b\r\nc\rd", "c"]
    assert found.places["line"].tolist() == [2, 3, 8]


def test_the_limit_that_the_csv_module_sets_on_fields_stays_as_it_was():
    limit = csv.field_size_limit()
    assert len(parse(b"date,text,end\n2024-01-01," + b"a" * 200_000 + b",x\n").fields) == 1
    assert csv.field_size_limit() == limit


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
        ("José".encode("utf-16-le"), "José"),
        ("José".encode("utf-16-be"), "José"),
        (b"Jos\xc3", "JosÃ"),
    ],
)
def test_encodings(data, name):
    assert lines(data)[0].text == name


def test_one_damaged_byte_does_not_turn_the_others_into_another_encoding():
    found = lines("é\né\né\n".encode() + b"Jos\xc3\n")
    assert [line.text for line in found] == ["é", "é", "é", "Jos\ufffd"]


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("place", [0, 1, 30, 31])
def test_a_byte_too_many_in_utf16_costs_one_line(coding, mark, place):
    text = (mark + "first line\r\nsecond line\nthird line\rlast").encode(coding)
    found = lines(text[:place] + b'"' + text[place:])
    assert [line.text for line in found][2:] == ["third line", "last"]
    assert sum(line.size for line in found) == len(text) + 1


def test_lines_of_two_encodings():
    found = lines("José\n".encode() + "José\nJosé\n".encode("cp1252"))
    assert [line.text for line in found] == ["José"] * 3


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


BOMBS = {
    "opened and closed": 'a"b,"c\n', "opened either way": 'z",x,"y\n', "opened": 'a,"b\n', "a quote a line": '"\n',
    "doubled": '""",""\n', "quotes": '"', "alternating": '"a', "fields of quotes": '","', "braces": "{},",
    "damaged": "x,y\n", "damaged and whole": "x\n2024-01-01,a,b\n", "letters": "a", "commas": ",", "newlines": "\n",
    "returns": "\r", "NULs": "\0", "headers": "date,text,end\n", "blank": ",,\n", "header's beginning": "date,x\n",
}  # fmt: skip


@pytest.mark.parametrize("piece", BOMBS.values(), ids=BOMBS.keys())
def test_small_files_that_ask_for_much(piece):
    """Each is done within a second, and loses no byte."""
    data = b"date,text,end\n" + piece.encode() * (600_000 // len(piece))
    start = time.process_time()
    found = parse(data)
    assert time.process_time() - start < 3 * pace()
    assert found.overhead + found.places["size"].sum() == len(data)
    assert parse(piece.encode() * 10_000) is None or "date" in piece


def test_damaged_records_of_a_wide_table_take_no_room():
    wide = ",".join(["date", "text", "end", *map(str, range(5000))])
    found = parse(wide.encode() + b"\n" + b"x\n" * 100_000)
    assert len(found.places) < 500
    assert found.places["size"].sum() == 200_000


def test_a_header_of_a_million_columns_is_refused():
    with pytest.raises(TableError, match="its header has 1,000,003 columns; at most 10,000 are read"):
        parse(b"date,text,end" + b"," * 1_000_000 + b"\n2024-01-01,a,b\n")


@pytest.mark.parametrize("piece", [record(1, "one"), record(1, "two\nlines"), 'a"b,"c\n', "2024-01-01,an x\n"])
def test_time_grows_with_the_input_not_with_its_square(piece):
    def seconds(times):
        data = (f"date,text,end\n{record(2, 'x')}" + piece * times).encode()
        start = time.process_time()
        parse(data)
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 8**1.5 * max(seconds(5_000), 0.01)


@given(
    st.lists(st.sampled_from(['"', ",", "\n", "\r", "\0", "é", "\x80", "a", "2024-01-01,a,b\n", '"",']), max_size=60)
)
def test_any_tokens_tile(pieces):
    data = b"date,text,end\n" + "".join(pieces).encode("latin-1")
    found = parse(data)
    places = found.places
    assert found.overhead + places["size"].sum() == len(data)
    assert (places["start"].shift(-1).dropna().to_numpy() >= (places["start"] + places["size"]).to_numpy()[:-1]).all()
    assert (found.fields.index == places.index).all()


def test_split_is_lenient_about_stray_quotes():
    assert split('5" pipe,"a""b",c') == ['5" pipe', 'a"b', "c"]
