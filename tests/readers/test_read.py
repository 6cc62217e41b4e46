"""Reading whatever lies under a path: every file has its place in the ledger, in whatever order and packing."""

import shutil
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import readers
from netgraph.readers import files, handles
from netgraph.tables import TableError, combined

CONNECTIONS = "First Name,Last Name,URL,Connected On\nBen,Okafor,https://linkedin.com/in/ben,01 Jan 2024\n"
MAIL = "From: ben@example.org\nTo: ada@example.org\nDate: Mon, 4 Mar 2024 12:20:34 +0100\n\nHello\n"
LOG = "time,sender,receiver\n1709500000,ann,ben\n1709500060,ben,ann\n"
ALL = {"li/Connections.csv": CONNECTIONS, "mails/a.eml": MAIL, "log.csv": LOG}


@pytest.fixture
def folder(tmp_path):
    """A folder with one file for each reader."""
    for name, text in ALL.items():
        path = tmp_path / "all" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "all"


def zipped(path, contents):
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return path


def test_a_folder_with_everything(folder):
    export = readers.read(folder, me="Eve@Example.org")
    assert dict(zip(export.ledger["file"], export.ledger["reader"], strict=True)) == {
        "li/Connections.csv": "linkedin",
        "mails/a.eml": "mail",
        "log.csv": "table",
    }
    assert set(export.windows["source"]) == {"linkedin", "mail", "log"}
    assert export.me == ("eve@example.org",)


def test_folder_zip_list_order_and_repetition_change_nothing(folder, tmp_path):
    packed = zipped(tmp_path / "all.zip", ALL)
    parts = [folder / name for name in ALL]
    whole = readers.read(folder).digest
    assert readers.read(packed).digest == whole
    assert readers.read(parts).digest == readers.read(parts[::-1]).digest == whole
    assert readers.read([folder, packed, folder]).digest == whole


def test_the_names_of_files_change_nothing(folder, tmp_path):
    shutil.copy(folder / "log.csv", tmp_path / "zz.csv")
    assert readers.read(tmp_path / "zz.csv").digest == readers.read(folder / "log.csv").digest


def test_a_zip_in_a_folder_is_a_folder(tmp_path):
    zipped(tmp_path / "b.zip", ALL)
    assert [file.name for file in files.files(tmp_path)] == [f"b.zip/{name}" for name in sorted(ALL)]
    assert len(readers.read(tmp_path).interactions) == 3


def test_names_of_files_in_a_list_stay_apart(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "more")
    names = [file.name for file in files.files([folder, other])]
    assert len(set(names)) == len(names) == 6


def test_files_that_no_reader_should_see_have_their_rule(folder, tmp_path):
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "nothing.csv").write_bytes(b"")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    rules = readers.read(folder).ledger.set_index("file")["rule"]
    assert rules[".DS_Store"] == "hidden file"
    assert rules["nothing.csv"] == "empty file"
    assert rules[".git/"] == "hidden folder, not looked into"
    inside = readers.read(zipped(tmp_path / "a.zip", ALL | {"__MACOSX/x": "y"})).ledger.set_index("file")["rule"]
    assert inside["__MACOSX/x"] == "hidden file"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.txt", b"just words, a secret\n", "no reader knows this file"),
        ("photo.jpg", b"\xff\xd8\xff\x00" * 50, "no reader knows this file"),
        ("broken.zip", b"PK\x03\x04 not really", "unpack it"),
        ("book.csv", b"Name,Email\nBen,ben@example.org\n", "Name, Email"),
        ("bad.parquet", b"PAR1 and no more", "no reader knows this file"),
        ("bad.csv.gz", b"\x1f\x8b\x08 no", "cannot be opened"),
    ],
)
def test_an_unknown_file_is_counted_and_says_what_to_do(folder, name, data, said):
    (folder / name).write_bytes(data)
    export = readers.read(folder)
    row = export.ledger.set_index("file").loc[name]
    assert (row["reader"], row["fate"], row["rule"]) == ("none", "set aside", "not recognised")
    assert (row["records"], row["bytes"]) == (0, len(data))
    reason = export.problems.set_index("file").loc[name, "reason"]
    assert said in reason
    assert "secret" not in reason
    assert str(folder) not in reason


def test_one_log_that_needs_a_mapping_does_not_stop_the_others(folder):
    (folder / "other.csv").write_text(LOG.replace("receiver", "recipient"))
    export = readers.read(folder)
    assert export.problems["reason"].str.contains("--columns receiver=recipient").tolist() == [True]
    assert export.ledger.set_index("file").loc["other.csv", "rule"] == "not readable"


def test_nothing_to_use_is_an_error_with_a_next_step(tmp_path):
    with pytest.raises(TableError, match=r"^nope: there is no such file or folder"):
        readers.read(tmp_path / "nope")
    with pytest.raises(TableError, match="there are no files"):
        readers.read(tmp_path)
    (tmp_path / "news.eml").write_text(MAIL.replace("To:", "List-Id: <n.example.org>\nTo:"))
    with pytest.raises(TableError, match="1 mailing list"):
        readers.read(tmp_path)


def test_a_zip_that_unpacks_to_far_too_much_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_BOMB_SIZE", 100_000)
    export = readers.read(zipped(tmp_path / "a.zip", ALL | {"Connections.csv": CONNECTIONS + " " * 1_000_000}))
    assert export.ledger.set_index("file").loc["Connections.csv", "rule"] == files.BOMB


def test_a_damaged_zip_member_is_a_problem_of_that_file(tmp_path):
    path = zipped(tmp_path / "a.zip", ALL)
    data = bytearray(path.read_bytes())
    at = data.find(b"log.csv") + len("log.csv")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    export = readers.read(path)
    assert len(export.interactions) == 1
    assert export.problems["file"].tolist() == ["log.csv"]


def test_the_parts_add_up_to_the_whole(folder):
    for path in (folder, folder / "li"):
        parts = combined([export for _, _, export in readers.read_each(path, me="eve@example.org")])
        assert parts.me == readers.read(path, me="eve@example.org").me == ("eve@example.org",)
    assert combined([e for _, _, e in readers.read_each(folder / "li")]).me == ("linkedin:owner",)


def test_recognised_only_looks(folder):
    (folder / "notes.txt").write_text("words")
    found = {file.name: reader for file, reader in readers.recognised(folder)}
    assert found == {"li/Connections.csv": "linkedin", "mails": "mail", "log.csv": "table", "notes.txt": "none"}


def test_each_file_comes_with_its_reader(folder):
    each = [(file.name, file.size, reader, len(export.ledger)) for file, reader, export in readers.read_each(folder)]
    assert each == [
        ("li/Connections.csv", len(CONNECTIONS), "linkedin", 2),
        ("log.csv", len(LOG), "table", 2),
        ("mails", len(MAIL), "mail", 1),
    ]


@pytest.mark.parametrize(
    ("given", "handle"),
    [
        ("Ada@Example.org", "ada@example.org"),
        ("https://www.linkedin.com/in/Ada-Hill/?trk=x", "/in/ada-hill"),
        ("/in/ada", "/in/ada"),
        ("linkedin:Ada Hill", "linkedin:Ada Hill"),
        ("007", "007"),
    ],
)
def test_handles_of_the_owner(given, handle):
    assert handles.owner(given) == handle


@given(st.data())
def test_damage_anywhere_keeps_the_books(tmp_path_factory, data):
    """Bytes changed, added or cut anywhere: what was found is used, set aside or rejected, to the byte."""
    name, text = data.draw(st.sampled_from([("Connections.csv", CONNECTIONS), ("log.csv", LOG), ("m.mbox", MAIL)]))
    raw = bytearray((text * 3).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=3))
    path = tmp_path_factory.mktemp("damage") / name
    path.write_bytes(raw)
    for _, _, export in readers.read_each(path):
        assert export.ledger["bytes"].sum() == len(raw)
        rejected = export.ledger.loc[export.ledger["fate"] == "rejected", "records"].sum()
        assert rejected == (export.problems["place"] != readers.WHOLE).sum()
