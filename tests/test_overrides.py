"""One pasted line settles a case, wherever it stands; what cannot be followed is one line with its place."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netgraph as ng
from netgraph.build import done
from netgraph.overrides import EXAMPLES, HEADER, Overrides, added, fitted, line, lines, read, unused

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
DAY = "2024-01-05"
WHOLE = """\
same = ["a@x.example", "b@x.example"]
different = [
  ["c@x.example", "d@x.example"],  # namesakes
  ["e@x.example", "f@x.example"],
]
exclude = ["g@x.example"]
"""
FULL = Overrides(
    same=(("a@x.example", "b@x.example"),),
    different=(("c@x.example", "d@x.example"), ("e@x.example", "f@x.example")),
    exclude=("g@x.example",),
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "who.toml"


def log(*handles, me=()):
    frame = pd.DataFrame([(DAY, h, "z@x.example") for h in handles], columns=["time", "sender", "receiver"])
    return ng.network(frame, me=me).export


def corrected(file, text):
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file)


def test_a_group_may_stand_alone_and_lists_add_up(file):
    assert corrected(file, WHOLE) == FULL
    more = corrected(file, f'{WHOLE}exclude = ["h"]\nsame = [["i", "j"], ["k", "l", "m"]]\nexclude = ["g@x.example"]\n')
    assert more.exclude == ("g@x.example", "h")
    assert more.same == (*FULL.same, ("i", "j"), ("k", "l", "m"))
    assert (
        read(None)
        == Overrides()
        == corrected(file, "# nothing yet\n")
        == corrected(file, "")
        == corrected(file, "same = []")
    )


@pytest.mark.parametrize("place", range(WHOLE.count("\n") + 1))
def test_a_line_may_be_pasted_anywhere(file, place):
    rows = WHOLE.splitlines()
    pasted = "\n".join([*rows[:place], line("same", "y@x.example", 'whatsapp:Grace "G" Hill'), *rows[place:]])
    given = corrected(file, pasted)
    assert set(given.same) == {*FULL.same, ("y@x.example", 'whatsapp:Grace "G" Hill')}
    assert (given.different, given.exclude) == (FULL.different, FULL.exclude)


@pytest.mark.parametrize(
    "content",
    [WHOLE.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + WHOLE.encode(), f"# hi\n\n{WHOLE.strip()}".encode()],
    ids=["windows", "mark", "no end"],
)
def test_what_editors_do_changes_nothing(file, content):
    assert corrected(file, content) == FULL


def test_notes_keep_their_order_and_may_repeat(file):
    text = 'notes = { "a" = "met in Lyon", "b" = "sails" }\nexclude = ["c"]\nnotes = { "a" = "sings" }\n'
    notes = (("a", "met in Lyon"), ("b", "sails"), ("a", "sings"))
    assert corrected(file, text).notes == notes
    assert [said.number for said in lines(file)] == [1, 1, 2, 3]
    table = '[notes]\n"a" = "met in Lyon"\nexclude = ["c"]\n"b" = "sails"\n'
    assert corrected(file, table) == Overrides(exclude=("c",), notes=(("a", "met in Lyon"), ("b", "sails")))


def test_what_was_done_may_repeat_and_needs_no_quotes(file):
    text = 'done = { "a" = "2024-01-05", "b" = 2024-02-01 }\n[done]\n"a" = "2024-03-01"\n'
    assert corrected(file, text).done == (("a", "2024-01-05"), ("b", "2024-02-01"), ("a", "2024-03-01"))
    assert line("done", "a", "2024-01-05") == 'done = { "a" = "2024-01-05" }'


@given(TEXTS, st.dates())
def test_a_line_of_what_was_done_reads_back(tmp_path_factory, handle, day):
    file = tmp_path_factory.getbasetemp() / "done.toml"
    file.write_text(line("done", handle, str(day)), encoding="utf-8", newline="")
    assert read(file).done == ((handle, str(day)),)


@given(st.lists(TEXTS, min_size=2, max_size=4, unique=True), st.sampled_from(["same", "different", "exclude", "notes"]))
def test_a_line_reads_back_to_exactly_its_texts(tmp_path_factory, texts, kind):
    words = texts[:2] if kind == "notes" else texts
    file = tmp_path_factory.getbasetemp() / "pasted.toml"
    file.write_text(line(kind, *words), encoding="utf-8", newline="")
    assert [(said.kind, said.words) for said in lines(file)] == [(kind, tuple(words))]


def test_a_line_is_one_line_that_prints():
    assert (
        line("same", "grace@x.example", 'whatsapp:Grace "G" Hill')
        == 'same = ["grace@x.example", "whatsapp:Grace \\"G\\" Hill"]'
    )
    assert line("notes", "a\\b", "two\nlines\u2028\u202e") == 'notes = { "a\\\\b" = "two\\u000alines\\u2028\\u202e" }'
    assert line("exclude", "\U000e0001 Jo") == 'exclude = ["\\U000e0001 Jo"]'


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("same", ["a"]),
        ("same", []),
        ("same", ["a", "a"]),
        ("notes", ["a"]),
        ("sames", ["a", "b"]),
        ("exclude", [" "]),
        ("done", ["a"]),
        ("done", ["a", "soon"]),
        ("done", [" ", "2024-01-05"]),
    ],
)
def test_a_line_that_would_be_refused_is_not_written(kind, words):
    with pytest.raises(ng.TableError):
        line(kind, *words)


def test_half_a_character_is_refused():
    with pytest.raises(ng.TableError, match="half a character"):
        line("exclude", "\ud800")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('\nexclude = "spam"', "line 2: exclude is no list of handles; write exclude = "),
        ("exclude = [1]", "line 1: exclude is no list of handles"),
        ('exclude = [["a", "b"]]', "line 1: exclude is no list of handles"),
        ('same = ["a", ["b", "c"]]', "line 1: same is no list of handles"),
        ("\n\nexclude = [", "line 3: "),
        ('same = [\n  ["a", "b"]\n  ["c", "d"]\n]', "line 3: "),
        ('exclude = ["a"]\nsame = ["a", "b"', "line 2: "),
        ('same = ["a"]', "line 1: same needs two handles or more"),
        ('different = [["a", "b"], ["c", "c"]]', "line 1: different needs two handles or more"),
        ('exclude = ["a", " "]', "line 1: exclude has an empty handle"),
        ("\nsames = []", "line 2: unknown key sames; did you mean same?"),
        ("zzz = []", "line 1: unknown key zzz; there are same, different, exclude, notes, done"),
        ('exclude = ["a"]\n[people]\n"a" = "b"', "line 2: unknown key people"),
        ('notes = ["a", "b"]', "line 1: notes go with handles in quotes"),
        ('notes = { a = { b = "c" } }', "line 1: notes go with handles in quotes"),
        ('notes = { "a" = " " }', "line 1: notes has an empty handle or note"),
        ('done = ["a", "2024-01-05"]', "line 1: done goes with handles in quotes; write done = "),
        ('done = { " " = "2024-01-05" }', "line 1: done goes with handles in quotes"),
        ('\ndone = { "a" = "5 Jan" }', "line 2: done has '5 Jan', which is no day; write done = { \"a\" = \"2026-"),
        ('done = { "a" = "2024-02-30" }', "line 1: done has '2024-02-30', which is no day"),
        ('done = { "a" = "2024-1-5" }', "line 1: done has '2024-1-5', which is no day"),
        ('done = { "a" = "20240105" }', "line 1: done has '20240105', which is no day"),
        ('done = { "a" = 2024-01-05T10:00:00 }', "line 1: done has '2024-01-05 10:00:00', which is no day"),
        ('done = { "a" = ["2024-01-05"] }', "line 1: done has "),
        ('# fine\nexclude = ["a"] and more', "line 2: "),
        ("loose words", "line 1: "),
        (b'exclude = ["a"]\nexclude = ["\xe9"]', "line 2: is not UTF-8"),
        ("exclude = []".encode("utf-16"), "line 1: is not UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_line_with_its_place(file, text, told):
    with pytest.raises(ng.TableError, match=rf"^who\.toml, {re.escape(told)}") as refused:
        corrected(file, text)
    assert "\n" not in str(refused.value)


def test_a_missing_file_or_a_folder_is_named(tmp_path):
    for path in (tmp_path / "who.toml", tmp_path):
        with pytest.raises(ng.TableError, match=rf"^{path.name}: cannot be read \("):
            read(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('same = ["a", "b"]\n\ndifferent = ["b", "a"]', r"line 3: different parts b and a, .* joins \(line 1\)"),
        ('different = ["a", "c"]\nsame = ["a", "b"]\nsame = ["b", "c"]', r"line 1: .* a and c, .*\(lines 2, 3\)"),
        ('same = ["A@x.example", "b"]\ndifferent = ["a@X.example", "b"]', r"line 2: .* a@x\.example and b"),
    ],
)  # fmt: skip
def test_a_contradiction_names_both_handles_and_all_lines(file, text, told):
    with pytest.raises(ng.TableError, match=rf"^who\.toml, {told}"):
        corrected(file, text)


def test_a_group_of_different_joins_nobody(file):
    text = 'same = ["a", "b"]\nsame = ["c", "d"]\ndifferent = ["a", "c"]\n'
    assert corrected(file, text).different == (("a", "c"),)


def test_the_owner_is_neither_left_out_nor_two_people():
    there = log("me@x.example", "me2@x.example", "b@x.example", me=["me@x.example", "me2@x.example"])
    with pytest.raises(ng.TableError, match=r"me@x\.example is the owner's; take it out of exclude"):
        fitted(Overrides(exclude=("Me@x.example",)), there)
    with pytest.raises(ng.TableError, match=r"me2@x\.example and b@x\.example are both the owner's"):
        fitted(Overrides(same=(("me@x.example", "b@x.example"),), different=(("me2@x.example", "b@x.example"),)), there)
    kept = Overrides(different=(("me@x.example", "b@x.example"),), exclude=("z@x.example",))
    assert fitted(kept, there) == kept


@pytest.mark.parametrize("one", ["a@x.example", "me@x.example"])
def test_whom_only_one_spelling_makes_the_same_is_told_from_the_owner(one):
    there = log("a@x.example", "b@x.example", "me@x.example", me=["me@x.example"])
    told = Overrides(same=((one.upper(), "b@x.example"),), different=((one, "B@x.example"),))
    parted = f"overrides: different parts {one} and b@x.example, which same joins; take them out of one of the two"
    with pytest.raises(ng.TableError, match=f"^{re.escape(parted)}$"):
        fitted(told, there)


def test_a_handle_counts_as_written_where_it_occurs_so():
    there = log("Ann@X.example", "ben@x.example")
    told = Overrides(exclude=("Ann@X.example", "Ben@X.example", "+44 7700 900123"))
    assert fitted(told, there).exclude == ("Ann@X.example", "ben@x.example", "+447700900123")


def test_handles_that_occur_nowhere_are_rows(file):
    there = log("a@x.example", "b@x.example")
    file.write_text(
        'same = ["A@x.example", "typo@x.example"]\nnotes = { "gone" = "x" }\nexclude = ["typo@x.example"]\n'
    )
    table = unused(file, there)
    assert list(table.itertuples(index=False, name=None)) == [
        ("typo@x.example", "exclude"), ("gone", "notes"), ("typo@x.example", "same")
    ]  # fmt: skip
    roster = pd.DataFrame({"handle": ["typo@x.example"]})
    assert list(unused(read(file), there, roster=roster)["handle"]) == ["gone"]
    assert len(unused(Overrides(), there)) == 0


def test_notes_stand_with_the_person(file):
    file.write_text(
        'notes = { "a@x.example" = "met in Lyon", "nobody" = "?" }\nsame = ["a@x.example", "b@x.example"]\n'
        'notes = { "b@x.example" = "sails" }\n'
    )
    frame = pd.DataFrame(
        [(DAY, h, "z@x.example") for h in ("a@x.example", "b@x.example")], columns=["time", "sender", "receiver"]
    )
    net = ng.network(frame, overrides=file)
    notes = net.people.set_index("handles")["note"]
    assert notes["a@x.example; b@x.example"] == "met in Lyon; sails"
    assert notes.isna().sum() == 1
    loaded = ng.load(ng.save(net, file.parent / "saved"))
    pd.testing.assert_frame_equal(loaded.people, net.people)
    assert loaded.at("2024-02-01").people["note"].tolist() == net.people["note"].tolist()


def test_what_was_done_goes_with_the_person_and_no_earlier_day_knows_it(file):
    file.write_text(
        'same = ["a@x.example", "b@x.example"]\ndone = { "B@x.example" = "2024-01-05", "a@x.example" = "2024-03-01" }\n'
        'done = { "c@x.example" = "2024-01-06", "nobody" = "2024-01-05" }\n'
    )
    rows = [(f"2024-01-0{n}", f"{h}@x.example", "z@x.example") for n, h in enumerate("abc", 4)]
    frame = pd.DataFrame(rows, columns=["time", "sender", "receiver"])
    net = ng.network(frame, overrides=file)
    assert done(net).to_dict() == {"a-x-example": pd.Timestamp("2024-03-01"), "c-x-example": pd.Timestamp("2024-01-06")}
    assert done(net.at("2024-01-05")).to_dict() == {"a-x-example": pd.Timestamp("2024-01-05")}
    assert done(net.at("2024-01-04")).empty
    assert done(net.at("2024-01-05").at("2024-02-01")).equals(done(net))
    assert done(ng.load(ng.save(net, file.parent / "saved"))).equals(done(net))
    assert done(ng.network(frame)).empty
    assert unused(file, net.export)["key"].tolist() == ["done"]


def test_what_was_done_on_no_day_is_refused():
    frame = pd.DataFrame({"time": [DAY], "sender": ["a"], "receiver": ["b"]})
    with pytest.raises(ng.TableError, match="'soon' is no day"):
        done(ng.network(frame, overrides=Overrides(done=(("a", "soon"),))))


def test_a_people_table_may_not_have_a_column_of_that_name():
    frame = pd.DataFrame({"time": [DAY], "sender": ["a"], "receiver": ["b"]})
    with pytest.raises(ng.TableError, match="column note stands twice or is ours"):
        ng.network(frame, people=pd.DataFrame({"handle": ["a"], "note": ["x"]}))


def test_who_is_left_out_is_left_out_of_the_people_table_too():
    frame = pd.DataFrame({"time": [DAY, DAY], "sender": ["a", "a"], "receiver": ["b", "c"]})
    people = pd.DataFrame({"handle": ["a", "b", "c"], "desk": [1, 2, 3]})
    net = ng.network(frame, people=people, overrides=Overrides(exclude=("c",)))
    assert list(net.people["person"]) == ["a", "b"]
    assert list(net.origin.attributes["handle"]) == ["a", "b"]


def test_added_begins_a_file_and_keeps_what_stands_there(file):
    added(file, [line("exclude", "a")])
    assert file.read_text() == f'{HEADER}exclude = ["a"]\n'
    assert all(row.startswith("# ") for row in HEADER.splitlines())
    assert all(example in HEADER for example in EXAMPLES.values())
    file.write_bytes(b'\xef\xbb\xbf# mine\r\nsame = ["a",\r\n  "b"]')
    file.chmod(0o600)
    added(file, [line("exclude", "c"), line("exclude", "d")])
    assert (
        file.read_bytes() == b'\xef\xbb\xbf# mine\r\nsame = ["a",\r\n  "b"]\r\nexclude = ["c"]\r\nexclude = ["d"]\r\n'
    )
    assert file.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in file.parent.iterdir()] == ["who.toml"]


def test_added_follows_a_link(tmp_path, file):
    (tmp_path / "real.toml").write_text("")
    file.symlink_to(tmp_path / "real.toml")
    added(file, [line("exclude", "a")])
    assert file.is_symlink()
    assert read(tmp_path / "real.toml").exclude == ("a",)


@pytest.mark.parametrize("before", ["exclude = [", 'same = ["a", "b"]', "same = [\n"])
def test_added_changes_nothing_where_the_result_could_not_be_read(file, before):
    file.write_text(before)
    with pytest.raises(ng.TableError, match=r"^who\.toml, line "):
        added(file, [line("different", "a", "b"), "exclude = []]"])
    assert file.read_text() == before


def test_added_where_nothing_can_be_written(tmp_path):
    with pytest.raises(ng.TableError, match=r"^who\.toml: cannot be written \("):
        added(tmp_path / "missing" / "who.toml", [line("exclude", "a")])
    assert list(tmp_path.iterdir()) == []
