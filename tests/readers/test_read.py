"""Reading whatever lies under a path: every file has its place in the ledger, in whatever order and packing."""

import gzip
import os
import shutil
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import readers, store
from netgraph.readers import files, handles, table
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


def zipped(path, contents, how=ZIP_DEFLATED):
    with ZipFile(path, "w", how) as archive:
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


@pytest.mark.parametrize("name", [b"a\xff.csv", b"a\n.csv", b"a\x1b.csv"])
def test_a_file_may_have_any_name_and_is_told_of_in_one_printable_line(tmp_path, name):
    (tmp_path / os.fsdecode(name)).write_text("time,sender,receiver\n2024-03-04,a,b\n")
    for path in (tmp_path, tmp_path / os.fsdecode(name)):
        assert set(readers.read(path).ledger["file"]) == {"a\ufffd.csv"}


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
    reason = export.problems.set_index("file").loc[name, "detail"]
    assert said in reason
    assert "secret" not in reason
    assert str(folder) not in reason


def test_one_log_that_needs_a_mapping_does_not_stop_the_others(folder):
    (folder / "other.csv").write_text(LOG.replace("receiver", "recipient"))
    export = readers.read(folder)
    assert export.problems["detail"].str.contains("--columns receiver=recipient").tolist() == [True]
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
    assert combined([e for _, _, e in readers.read_each(folder / "li")]).me == ("the owner",)


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


@pytest.mark.parametrize("given", [42, None, b"folder", [42], ["a", None], {"a": "b"}])
def test_what_is_no_path_is_told_what_is(given):
    with pytest.raises(TableError, match=r"is no path: give a file, a folder, a zip, or a list of those$"):
        readers.read(given)
    with pytest.raises(TableError, match=r"DataFrame is no path: .*; ng\.network takes tables$"):
        readers.read(pd.DataFrame({"log.csv": [1]}))


@pytest.fixture
def saved(folder):
    """The folder with a network saved inside, and a log beside the network."""
    store.write(folder / "net", {"interactions": table.from_frame(pd.read_csv(folder / "log.csv")).interactions}, {})
    (folder / "net" / "more.csv").write_text("time,sender,receiver\n1709600000,cleo,ben\n")
    return folder


def test_a_saved_network_is_not_read_as_a_log(saved):
    export = readers.read(saved)
    aside = export.ledger[export.ledger["rule"] == "a saved network"]
    assert aside["file"].str.extract(r"^net/(current|save-\w+/interactions)\.")[0].notna().tolist() == [True, True]
    assert "net/more.csv" in set(export.ledger.loc[export.ledger["fate"] == "used", "file"])
    assert export.problems.to_numpy().tolist() == [
        ["net/current.json", "whole file", "a saved network", files.SAVED_NEXT]
    ]
    with pytest.raises(TableError, match=r"^net: a saved network: open it with ng\.load or give it to ng\.network$"):
        readers.read(saved / "net")
    shutil.make_archive(str(saved.parent / "packed"), "zip", saved)
    assert readers.read(saved.parent / "packed.zip").digest == export.digest


def test_a_file_that_is_only_called_so_is_no_saved_network(folder):
    for content in ("{}", "[" * 100_000, '{"save": "elsewhere"}', '{"save": 3}', "words"):
        (folder / "current.json").write_text(content)
        assert "a saved network" not in set(readers.read(folder).ledger["rule"])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.tgz", b"\x1f\x8b", "unpack it first"),
        ("a.tar.gz", b"\x1f\x8b", "unpack it first"),
        ("a.7z", b"7z", "unpack it first"),
        ("a.rar", b"Rar!", "unpack it first"),
        ("old.pst", b"!BDN", "Outlook's data file: export its mail as .eml"),
        ("result.json", b"{}", "no reader knows this file"),
    ],
)
def test_an_export_that_is_not_read_yet_is_called_by_its_name(folder, name, data, said):
    (folder / name).write_bytes(data)
    export = readers.read(folder)
    assert len(export.interactions) == 3
    assert said in export.problems.set_index("file").loc[name, "detail"]
    assert not export.problems["detail"].str.contains("secret").any()


def test_indexes_of_mail_programs_are_set_aside_quietly(folder):
    for name in ("Inbox.msf", "msgFilterRules.dat", "dovecot-uidlist"):
        (folder / name).write_text("// index\n")
    export = readers.read(folder)
    assert (export.ledger["rule"] == "mail program's index").sum() == 3
    assert export.problems.empty
    with pytest.raises(TableError, match="no record could be used \\(mail program's index\\)"):
        readers.read(folder / "Inbox.msf")


@pytest.mark.parametrize("name", ["../../log.csv", "a/../../log.csv", "/log.csv", "..\\log.csv"])
def test_a_zip_member_outside_its_folder(tmp_path, name):
    export = readers.read(zipped(tmp_path / "a.zip", ALL | {name: LOG}))
    assert export.ledger.set_index("file").loc[name, "rule"] == "zip member outside its folder"


def test_a_zip_member_may_begin_with_its_own_folder(tmp_path):
    assert len(readers.read(zipped(tmp_path / "a.zip", {"./log.csv": LOG})).interactions) == 2


def test_a_mailbox_without_an_owner_leaves_a_question_open(tmp_path):
    mails = "".join(
        f"From x@example.org Mon Mar  4 12:20:34 2024\nFrom: {a}@example.org\nTo: {b}@example.org\n"
        f"Date: Mon, 4 Mar 2024 12:2{n}:34 +0100\n\nHello\n\n"
        for n, (a, b) in enumerate([("ben", "cleo"), ("cleo", "dan"), ("eve", "cleo"), ("dan", "ben")])
    )
    (tmp_path / "m.mbox").write_text(mails)
    export = readers.read(tmp_path)
    assert readers.ownerless(export)
    assert readers.owner_question(export) == (
        "whose mailbox is this? give your address or name with me=[...] (or --me); "
        "most frequent are cleo@example.org in 3 of 4 events of mail, ben@example.org in 2 of 4 events of mail, "
        "dan@example.org in 2 of 4 events of mail"
    )
    assert not readers.ownerless(readers.read(tmp_path, me="ben@example.org"))


def test_a_log_is_nobodys_mailbox_whatever_its_channel_is_called(tmp_path):
    (tmp_path / "log.csv").write_text("time,sender,receiver,channel,source\n1,a,b,mail,mail\n2,b,a,linkedin,linkedin\n")
    assert not readers.ownerless(readers.read(tmp_path))
    (tmp_path / "spam.eml").write_text(MAIL.replace("To:", "List-Id: <n.example.org>\nTo:"))
    assert not readers.ownerless(readers.read(tmp_path))


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


@pytest.mark.parametrize("option", [{"region": "Germany"}, {"region": "UK"}, {"timezone": "Mars"}, {"dates": "Y/M"}])
def test_an_option_that_cannot_be_is_said_even_where_no_file_needs_it(folder, option):
    name, given = next(iter(option.items()))
    with pytest.raises(TableError, match=f"{name}[ =]'{given}' is n"):
        readers.read(folder, **option)


def test_a_region_counts_in_small_letters_and_for_the_owners_number(tmp_path):
    record = '<sms address="{}" date="170954283412{}" type="1" />'
    own, other = record.format("0151 12345678", 1), record.format("0151 87654321", 2)
    (tmp_path / "sms.xml").write_text(f'<smses count="2">{own}{other}</smses>')
    export = readers.read(tmp_path, region="de", me="0151 12345678")
    assert export.interactions["sender"].tolist() == ["+4915187654321"]
    assert "+4915112345678" in export.me
    assert (export.ledger["rule"] == "self-message").sum() == 1


def test_what_cannot_be_looked_into_is_in_the_ledger(folder, monkeypatch):
    (folder / "gone.csv").symlink_to(folder / "nothing.csv")
    monkeypatch.setattr(files.os, "access", lambda path, _: path.name != "mails")
    ledger = readers.read(folder).ledger.set_index("file")
    assert ledger.loc["mails/", "rule"] == "folder that cannot be opened"
    assert ledger.loc["gone.csv", "rule"] == "broken link or device, not a file"


def test_a_zip_of_a_later_version_and_a_damaged_lzma_member(folder):
    late, hurt = (zipped(folder / name, ALL, how) for name, how in (("l.zip", ZIP_DEFLATED), ("h.zip", ZIP_LZMA)))
    data = bytearray(late.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 6] = 190
    late.write_bytes(data)
    data = bytearray(hurt.read_bytes())
    first = data.index(b"li/Connections.csv") + len("li/Connections.csv")
    data[first + 10 : first + 40] = b"\xff" * 30
    hurt.write_bytes(data)
    export = readers.read(folder)
    assert set(export.ledger.set_index("file").loc[["l.zip", "h.zip/li/Connections.csv"], "fate"]) == {"set aside"}
    assert len(export.interactions) == 3


@pytest.mark.parametrize("packed", ["log.csv.gz", "a.zip"])
def test_what_unpacks_to_far_more_than_its_size_is_refused_and_the_rest_read(tmp_path, packed):
    bomb = gzip.compress(b"time,sender,receiver\n" + b"1,a,b\n" * 3_000_000)
    if packed.endswith(".zip"):
        zipped(tmp_path / packed, {"inner.csv.gz": bomb, "log.csv": LOG})
    else:
        (tmp_path / packed).write_bytes(bomb)
        (tmp_path / "log.csv").write_text(LOG)
    export = readers.read(tmp_path)
    assert export.problems["detail"].str.contains("unpacks to more than 40 times its size").tolist() == [True]
    assert len(export.interactions) == 2
