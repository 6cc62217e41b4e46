"""Address books in vCard: every flavour and odd line, whose values are whose, damage, and real programs' cards."""

import gzip
import re
import time
from pathlib import Path

import pytest
from damage import FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from made_vcard import made, makers, people, shown
from pace import pace

from netgraph import readers
from netgraph.readers import vcard
from netgraph.readers.cards import cards
from netgraph.readers.files import files
from netgraph.readers.properties import parts, plain, properties
from netgraph.synth.vcard import FLAVOURS
from netgraph.tables import TableError, combined

REAL = Path("data") / "exports" / "vcard"


def card(*lines, version="3.0", end="END:VCARD"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, end, ""])


@pytest.fixture
def read(tmp_path, balances):
    """Reads one address book, also one in which nothing can be used, and checks its books."""

    def of(text, *, name="a.vcf", size=None, **options):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / name).write_bytes(data)
        export = combined([part for _, _, part in readers.read_each(tmp_path / name, **options)])
        balances(export, name, len(data) if size is None else size)
        return export

    return of


def shows(export):
    """What each handle's card says."""
    rows = export.contacts.fillna("")
    return {row.handle: (row.name, row.organisation, row.title) for row in rows.itertuples(index=False, name="Row")}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_flavour_gives_everybody_with_all_handles(read, flavour):
    export = read(made(flavour).data)
    names, handles = export.contacts.groupby("card")["name"].first(), export.contacts.groupby("card")["handle"].agg(set)
    assert set(names) == {p.name for p in people()}
    found = dict(zip(names, handles, strict=True))
    for n, person in enumerate(people()):
        slug = {person.slug} if flavour in ("apple", "plain") else set()
        assert found[person.name] == {person.address, f"+49305550{n:03}", f"+4915112345{n:03}"} | slug
    assert set(export.contacts["organisation"]) == {p.employer for p in people()}
    assert set(export.contacts["title"]) == {p.title for p in people()}
    assert set(export.contacts["source"]) == {"contacts:vcard"}
    assert export.contacts["since"].isna().all()
    assert export.windows.empty
    assert export.me == ("the owner",)


@pytest.mark.parametrize(
    ("lines", "version", "name"),
    [
        (["FN:Ada Hill", "N:Wrong;Name;;;"], "3.0", "Ada Hill"),
        (["FN:Hill\\, Ada\\; Dr\\\\ \\nX"], "3.0", "Hill, Ada; Dr\\ X"),
        (["FN:", "N:Hill;Ada;Mary,Ann;Dr.;Jr."], "3.0", "Ada Mary Ann Hill"),
        (["N:Hill;Ada"], "2.1", "Ada Hill"),
        (["N:O\\;Hill;Ada"], "2.1", "Ada O;Hill"),
        (["N:;;;;", "NICKNAME:Addie"], "3.0", "Addie"),
        (["N:;;;;", "ORG:Acme\\, Ltd;Sales"], "3.0", "Acme, Ltd"),
        ([], "2.1", ""),
        (["FN:ada@example.org"], "2.1", ""),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81da =", "=48ill"], "2.1", "Áda Hill"),
        (["FN;CHARSET=UTF-8;QUOTED-PRINTABLE:=C3=", "=81da", "NOTE:x"], "2.1", "Áda"),
        (["FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=C1da"], "2.1", "Áda"),
        (["FN;CHARSET=nonsense;ENCODING=QUOTED-PRINTABLE:=C3=81da"], "2.1", "Áda"),
        (["FN;CHARSET=punycode:Ada"], "2.1", "Ada"),
        (["FN;CHARSET=UTF-8;ENCODING=B:w4FkYQ=="], "3.0", "Áda"),
        (["FN:Ada", " Hill"], "3.0", "AdaHill"),
        (["FN:Ada", "  Hill"], "3.0", "Ada Hill"),
        (["FN:Ada", " Hill"], "2.1", "Ada Hill"),
        (["FN", " ;LANGUAGE=en:Ada Hill"], "3.0", "Ada Hill"),
        (['FN;X="a:b;c:d":Ada Hill'], "4.0", "Ada Hill"),
        (['FN;X="never closed:Ada Hill'], "4.0", "Ada Hill"),
        (["item1.FN:Ada Hill", "item1.X-ABLabel:name"], "3.0", "Ada Hill"),
        (["fn:Ada Hill"], "3.0", "Ada Hill"),
    ],
)
def test_names(read, lines, version, name):
    export = read(card(*lines, "EMAIL:ada@example.org", version=version))
    assert shows(export)["ada@example.org"][0] == name


def test_a_letter_cut_in_two_by_a_fold_is_whole_again(read):
    data = card("FN:Ada Müller", "EMAIL:ada@example.org").encode().replace(b"\xc3\xbc", b"\xc3\r\n \xbc")
    assert shows(read(data))["ada@example.org"][0] == "Ada Müller"


@pytest.mark.parametrize(
    ("line", "handle"),
    [
        ("EMAIL;TYPE=INTERNET,PREF:Ada@Example.org ", "ada@example.org"),
        ("EMAIL;PREF;INTERNET:ada@example.org", "ada@example.org"),
        ("item1.EMAIL;type=INTERNET:ada@example.org", "ada@example.org"),
        ("EMAIL;VALUE=uri:mailto:ada%2Bx@example.org?subject=Hi", "ada+x@example.org"),
        ("EMAIL:Ada Hill <ada@example.org>", "ada@example.org"),
        ('TEL;VALUE=uri;TYPE="cell,voice":tel:+49-151-12345678;ext=102', "+4915112345678"),
        ("TEL;CELL:0151 12345678", "+4915112345678"),
        ("TEL;TYPE=WORK:+44 20 7946 0018", "+442079460018"),
        ("URL:http\\://www.linkedin.com/in/Ada-Hill/", "/in/ada-hill"),
        ("item2.URL;type=pref:https://de.linkedin.com/in/ada-hill?trk=x", "/in/ada-hill"),
        ("X-SOCIALPROFILE;type=linkedin;x-user=ada:https://www.linkedin.com/in/ada-hill", "/in/ada-hill"),
        ("URL:https://ada.example", "contacts:Ada"),
        ("EMAIL:not an address", "contacts:Ada"),
        ("TEL:HomePhone", "contacts:Ada"),
    ],
)
def test_handles(read, line, handle):
    assert set(shows(read(card("FN:Ada", line), region="DE"))) == {handle}


def test_a_number_without_a_country_is_its_digits(read):
    assert set(shows(read(card("FN:Ada", "TEL:0151 12345678")))) == {"015112345678"}


def test_organisation_and_title(read):
    lines = ["ORG:Acme\\; Sons;Sales;North", "TITLE:", "ROLE:Buyer", "EMAIL:ada@example.org"]
    assert shows(read(card(*lines))) == {"ada@example.org": ("Acme; Sons", "Acme; Sons", "Buyer")}
    first = card("ORG:One;A", "ORG:Two", "TITLE:Editor", "ROLE:Buyer", "EMAIL:ada@example.org")
    assert shows(read(first))["ada@example.org"] == ("One", "One", "Editor")


def test_several_addresses_are_parsed_whole():
    lines = ["ADR;TYPE=home:;;1 Mill Lane\\, 2;Harbour", " town;;1000;", 'ADR;LABEL="a:b;c":;;2 Hill;X;;;']
    found = [p for p in properties([line.encode() for line in lines]) if p.name == "ADR"]
    assert [parts(p.value)[2:4] for p in found] == [["1 Mill Lane, 2", "Harbourtown"], ["2 Hill", "X"]]
    assert [p.parameters for p in found] == [{"TYPE": "home"}, {"LABEL": "a:b;c"}]


PHOTO = ["PHOTO;ENCODING=BASE64;JPEG:", "/9j/4AAQSkZJRg", "TELABCDEFabcdef=", "FN/EMAIL==", ""]
INNER = ["AGENT:", "BEGIN:VCARD", "VERSION:2.1", "N:Hand;Alex", "EMAIL:alex@example.org", "END:VCARD"]


@pytest.mark.parametrize(
    "middle",
    [
        PHOTO,
        [PHOTO[0] + PHOTO[1], *(" " + line for line in PHOTO[2:])],
        INNER,
        ["", *INNER[:1], "", *INNER[1:]],
        ["AGENT:BEGIN:VCARD", *INNER[2:]],
        [*INNER[:-1], *INNER, *INNER[-1:]],
        ["AGENT:BEGIN:VCARD\\nFN:Alex\\nEMAIL:alex@example.org\\nEND:VCARD\\n"],
        ["NOTE;ENCODING=QUOTED-PRINTABLE:EMAIL:alex@example.org=0D=0A=", "TEL:123456789"],
        ["NOTE:words", "more words without a colon", "\0\0"],
    ],
)
def test_photos_assistants_and_notes_lend_no_values_to_the_card(read, middle):
    text = card("FN:Ada Hill", *middle, "EMAIL:ada@example.org", version="2.1") + card(
        "FN:Ben", "EMAIL:ben@example.org"
    )
    export = read(text)
    assert shows(export) == {"ada@example.org": ("Ada Hill", "", ""), "ben@example.org": ("Ben", "", "")}
    assert export.ledger["records"].sum() == 2


ADA, BEN, CLEO = (card(f"FN:{n}", f"N:;{n};;;", f"EMAIL:{n.lower()}@example.org") for n in ("Ada", "Ben", "Cleo"))


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (BEN.replace("END:VCARD", ""), "END:VCARD is missing"),
        (BEN.replace("BEGIN:VCARD\r\n", ""), "BEGIN:VCARD is missing"),
        (BEN.replace("BEGIN:VCARD", "BEG\ufffdN:VCARD"), "BEGIN:VCARD is missing"),
        (BEN.replace("END:VCARD", "AGENT:") + INNER[1] + "\r\n", "END:VCARD is missing"),
        (BEN.replace("END:VCARD", "NOTE;ENCODING=QUOTED-PRINTABLE:a="), "END:VCARD is missing"),
        ("words\r\n", "BEGIN:VCARD is missing"),
        (card("NOTE:nobody"), "no name, address, number or profile"),
        (BEN.replace("END:VCARD\r\n", "") + BEN.replace("BEGIN:VCARD\r\n", ""), "two cards run into each other"),
    ],
)
def test_a_broken_card_harms_no_other(read, broken, says):
    export = read(ADA + broken + CLEO)
    assert set(shows(export)) == {"ada@example.org", "cleo@example.org"}
    assert export.problems["detail"].str.contains(says).tolist() == [True]
    start = len(ADA.encode())
    assert export.problems["place"].tolist() == [f"line 7, bytes {start}-{start + len(broken.encode()) - 1}"]


def test_cards_that_lost_the_line_end_between_them_are_still_two(read):
    assert len(shows(read(ADA.rstrip() + BEN))) == 2


def test_a_cut_off_file_keeps_what_is_whole(read):
    export = read((ADA + BEN)[:-5])
    assert set(shows(export)) == {"ada@example.org"}
    assert export.problems["reason"].tolist() == ["not a record"]


def test_a_packed_file_that_breaks_off_keeps_what_is_whole(tmp_path):
    whole = gzip.compress((ADA + made("apple").data.decode() * 3).encode())
    (tmp_path / "a.vcf.gz").write_bytes(whole[: len(whole) // 2])
    export = readers.read(tmp_path / "a.vcf.gz")
    assert "ada@example.org" in shows(export)
    assert export.problems["detail"].tolist() == [
        "truncated file: it is packed and breaks off; copy or download it again"
    ]


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "mark in the middle"]
)
def test_codings_and_line_ends(read, coding, ends):
    text = (card("FN:Zoë", "ORG:Ñandú", " \u00e9", "EMAIL:zoe@example.org") + BEN).replace("\r\n", ends)
    data = (BEN.encode() + text.encode("utf-8-sig")) if "mark" in coding else text.encode(coding)
    export = read(data)
    assert shows(export)["zoe@example.org"] == ("Zoë", "Ñandúé", "")
    assert "ben@example.org" in shows(export)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("KIND:group", "group of contacts"),
        ("X-ADDRESSBOOKSERVER-KIND:group", "group of contacts"),
        ("KIND:location", "room or resource"),
    ],
)
def test_cards_of_no_person_are_set_aside(read, count, line, rule):
    export = read(card("FN:Friends", line, "EMAIL:all@example.org", version="4.0") + ADA)
    assert count(export, rule) == 1
    assert set(shows(export)) == {"ada@example.org"}


def test_a_card_that_stands_twice_is_there_once(read, count):
    export = read(ADA + BEN + ADA)
    assert count(export, "same card") == 1
    assert len(export.contacts) == 2


def test_too_many_addresses_are_too_large(read, count):
    many = card("FN:Ada", *(f"EMAIL:a{n}@example.org" for n in range(1001)))
    export = read(many + BEN + card("FN:Cleo", *(f"EMAIL:c{n}@example.org" for n in range(1000))))
    assert count(export, "too large") == 1
    assert len(export.contacts) == 1001


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("a.txt", ADA.encode(), True),
        ("a.txt", b"\xef\xbb\xbf\r\n" + ADA.encode(), True),
        ("a.txt", ADA.encode("utf-16"), True),
        ("a.txt", ADA[3:].encode() + BEN.encode(), True),
        ("a.vcf", b"\0\xff" * 9000 + ADA.encode(), True),
        ("a.vcf", b"##fileformat=VCFv4.2\n#CHROM\tPOS\n", False),
        ("a.eml", b"From: ada@example.org\nTo: ben@example.org\nSubject: card\n\n" + ADA.encode(), False),
        ("a.txt", b"words\n", False),
        ("a.json", b' [\n"vcard", [["fn",{},"text","Ada"]]]', True),
        ("a.json", b'[["vcard", []]]', True),
        ("a.json", b'["vcards"]', False),
        ("a.xml", b'<?xml version="1.0"?><vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard>', True),
        ("a.xml", b"<smses><sms/></smses>", False),
    ],
)
def test_which_files_are_address_books(tmp_path, name, data, taken):
    (tmp_path / name).write_bytes(data)
    assert vcard.sniff(next(iter(files(tmp_path / name)))) is taken


JSON = '["vcard",[["version",{},"text","4.0"],["fn",{},"text","Ada; Hill"],["email",{},"text","%s@example.org"],' \
    '["n",{},"text",["Hill","Ada","","",["a","b"]]],["org",{},"text",["Acme, Ltd","Sales"]]]]'  # fmt: skip
XML = "<vcard><fn><text>Ada; Hill</text></fn><email><text>%s@example.org</text></email>" \
    "<group name='x'><org><text>Acme, Ltd</text><text>Sales</text></org></group></vcard>"  # fmt: skip
ROOT = '<?xml version="1.0"?>\n<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", JSON % "a"),
        ("a.json", f"[{JSON % 'a'},\n{JSON % 'b'}]"),
        ("a.json", f"[{JSON % 'a'},\n" + (JSON % "x").replace("]]", "}") + f",{JSON % 'b'}]"),
        ("a.xml", f"{ROOT}{XML % 'a'}\n{XML % 'b'}</vcards>"),
        ("a.xml", f"{ROOT}{XML % 'a'}<vcard><fn>{XML % 'b'}</vcards>"),
        ("a.xml", (ROOT + XML % "a" + "</vcards>").replace("<", "<v:").replace("<v:/", "</v:").replace("<v:?", "<?")),
    ],
)
def test_cards_in_json_and_xml(read, name, text):
    export = read(text, name=name)
    expected = {f"{x}@example.org": ("Ada; Hill", "Acme, Ltd", "") for x in "ab" if f"{x}@" in text}
    assert shows(export) == expected
    assert export.problems["detail"].str.contains("export it as a .vcf file").all()


def test_the_same_book_twice_or_overlapping_gives_the_same(tmp_path):
    for name, text in {"a": ADA + BEN, "b": BEN + CLEO, "c": ADA + BEN}.items():
        (tmp_path / f"{name}.vcf").write_text(text, newline="")
    a, b, c = (readers.read(tmp_path / f"{name}.vcf") for name in "abc")
    assert a.digest == c.digest == (a + c).digest
    assert (a + b).digest == (b + a).digest == readers.read(tmp_path).digest
    assert len((a + b).contacts) == 3


def test_nothing_is_lost_in_silence(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES)


START = "BEGIN:VCARD\nVERSION:2.1\nFN:Ben\n"
BOMBS = {
    "begins": "BEGIN:VCARD\n" * 165_000,
    "assistants": START + "AGENT:\nBEGIN:VCARD\n" * 66_000,
    "one line": START + "NOTE:" + "a" * 1_900_000,
    "one folded line": START + "FN:" + "a\n " * 660_000 + "\nEND:VCARD",
    "parameters": START + "EMAIL" + ";" * 1_900_000 + ":a@b.c\nEND:VCARD",
    "quotes": START + "EMAIL" + ';a="' * 480_000 + ":a@b.c\nEND:VCARD",
    "quotes and colons": START + "EMAIL" + '":' * 960_000 + "a@b.c\nEND:VCARD",
    "soft breaks": START + "FN;ENCODING=QUOTED-PRINTABLE:" + "=41=\n" * 390_000,
    "photo without end": START + "PHOTO;ENCODING=BASE64:\n" + "/9j/\n" * 390_000,
    "addresses": START + "EMAIL:a\n" * 1_000_000 + "END:VCARD",
    "properties": START + "A:\n" * 660_000 + "END:VCARD",
    "components": START + "N:" + ";" * 1_900_000 + "\nEND:VCARD",
    "escapes": START + "N:" + "\\" * 1_900_000 + "\nEND:VCARD",
    "NULs": "\0" * 1_900_000,
    "returns": START + "\r" * 1_900_000,
    "blank lines": START + "\n" * 1_900_000,
    "arrays": '["vcard",' * 220_000,
    "elements": '<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">' + "<vcard>" + "<a>" * 630_000 + "</vcard>",
    "entities": '<!DOCTYPE x [<!ENTITY a "' + "a" * 1_800_000 + '">]><x vcard-4.0><vcard>' + "&a;" * 9000 + "</vcard>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_do_not_go_off(read, bomb):
    began = time.process_time()
    read(BOMBS[bomb])
    assert time.process_time() - began < 10 * pace()


TOKENS = [
    b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"BEGIN:VCARD", b"END:VCARD", b"\r\n", b"\n", b"\r", b" ", b"=\r\n", b"=",
    b"AGENT:", b"VERSION:2.1\n", b"VERSION:4.0\n", b"FN:Ada\n", b"N:Hill;Ada\n", b"EMAIL;TYPE=", b"TEL:", b"+49 151 1",
    b"a@b.c\n", b'"', b";", b":", b",", b"\\", b"CHARSET=", b"utf-16", b"ENCODING=B:", b"ENCODING=QUOTED-PRINTABLE:",
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9", b"KIND:group\n", b'["vcard",[', b'["fn",{},"text","\\ud800"]', b"]]",
    b'<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">', b"<vcard>", b"<fn><text>A</text></fn>", b"</vcard>",
    b"URL:linkedin.com/in/%ED%A0%80%00\n", b"X-ABLabel:x\n", b"item1.",
]  # fmt: skip


@given(st.one_of(st.lists(st.sampled_from(TOKENS), max_size=60).map(b"".join), st.binary(max_size=400)))
def test_any_bytes_are_read_or_refused_and_the_books_balance(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "a.vcf"
    path.write_bytes(data)
    try:
        export = combined([part for _, _, part in readers.read_each(path)])
    except TableError as error:
        assert "\n" not in str(error)
        return
    assert export.ledger["bytes"].sum() == len(data)
    assert export.ledger.loc[export.ledger["fate"] == "rejected", "records"].sum() == len(export.problems)


COUNTED = ("FN", "N", "EMAIL", "TEL", "ADR")


def counted(data):
    """Another reading of the same file, as simple as can be: name, and text after the colon, of what counts."""
    text = re.sub(r"\r*\n", "\n", data.decode("utf-8"))
    text = re.sub(r"\n[ \t]", "", text)
    while (joined := re.sub(r"(?m)^([^:\n]*QUOTED-PRINTABLE[^\n]*)=\n", r"\1", text)) != text:
        text = joined
    found = re.findall(r"(?m)^(?:\w+\.)?([A-Za-z]+)((?:;[^:;\n]*)*):(.*)$", text)
    return [(name.upper(), value) for name, _, value in found if name.upper() in COUNTED]


def unpacked(value):
    """Letters and digits of a value, whatever its escapes and encoding."""
    coded = (
        re.sub(r"=([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), value)
        .encode("latin-1", "ignore")
        .decode("utf-8", "ignore")
    )
    return re.sub(r"\W|\\n", "", coded if "=C3" in value else value)


@pytest.mark.real
def test_every_name_address_and_number_of_real_programs_is_read(shared):
    seen = dict.fromkeys(COUNTED, 0)
    for path in sorted((shared / REAL).rglob("*.vcf")):
        file = next(iter(files(path)))
        ours = [p for one in cards(file) for p in properties(one.lines) if p.name in COUNTED]
        theirs = counted(path.read_bytes())
        assert [p.name for p in ours] == [name for name, _ in theirs], path.name
        for p, (name, value) in zip(ours, theirs, strict=True):
            assert unpacked(p.value).endswith(unpacked(value)[-60:]), (path.name, name)
            seen[name] += 1
        known = set(readers.read(path).contacts["handle"])
        for name, value in theirs:
            digits = re.sub(r"\D", "", value.partition(";")[0])
            wanted = value.strip().lower() if name == "EMAIL" and "@" in value else ""
            wanted = digits if name == "TEL" and digits else wanted
            assert not wanted or any(wanted in (handle, handle.lstrip("+")) for handle in known), (path.name, value)
    assert min(seen.values()) >= 20, seen


@pytest.mark.real
def test_no_card_of_a_real_program_is_lost(shared, balances):
    folder = shared / REAL
    export = readers.read(folder)
    for path in [*folder.rglob("*.vcf"), *folder.rglob("*example.*")]:
        begins = len(re.findall(rb"(?im)^BEGIN:VCARD", path.read_bytes())) or 1
        balances(export, path.relative_to(folder).as_posix(), path.stat().st_size, records=begins)
    read = export.ledger[export.ledger["reader"] == "vcard"]
    assert set(read["fate"]) == {"used", "set aside"}
    assert set(read["rule"]) == {"", "preamble, header or blank line"}
    simon = export.contacts[export.contacts["name"] == "Simon Perreault"]
    assert simon["card"].nunique() == 1


def test_values_are_shown_in_one_line():
    assert plain("a\\nb\tc\\,d\x00 \ud800e") == "a b c,d e"


def test_a_card_that_is_too_large_does_not_hide_the_same_one_in_order(read, monkeypatch):
    monkeypatch.setattr("netgraph.readers.cards.CAP", 200)
    small = card("FN:Ben Okafor", "EMAIL:ben@example.org")
    export = read(card("FN:Ben Okafor", "EMAIL:ben@example.org", f"NOTE:{'x' * 300}") + small)
    assert export.contacts["handle"].tolist() == ["ben@example.org"]
    assert export.problems["reason"].tolist() == ["too large"]
