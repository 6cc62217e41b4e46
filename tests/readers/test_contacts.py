"""Contacts in CSV: each program's layout, a CRM's, any that the user names; what is a card's and what is not."""

import io
import time
from random import Random

import pytest
from damage import FILES, NEIGHBOURS, conserved, outcome
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_contacts import makers, shown
from pace import pace

import netgraph as ng
from netgraph import readers
from netgraph.__main__ import _mapping, _spread
from netgraph.readers import contacts
from netgraph.readers.columns import CARD, NEEDED, OPTIONAL, mapping
from netgraph.readers.files import File, Options
from netgraph.synth import contacts as synth
from netgraph.synth.people import crowd
from netgraph.tables import TableError, combined

NEW = (
    "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Website 1 - Label,Website 1 - Value\n"
)
OLD = (
    "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,"
    "E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,"
    "Organization 1 - Title\n"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Company,Job Title,E-mail Address,E-mail 2 Address,Business Phone,"
    "Mobile Phone,Company Main Phone,Web Page\n"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Work Phone,Mobile Number,Organization,"
    "Job Title\n"
)
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Create Date,Associated Company,Job Title\n"
SALESFORCE = "Salutation,First Name,Last Name,Title,Account Name,Phone,Mobile,Email\n"


def file(data: str | bytes, name: str = "contacts.csv", coding: str = "utf-8") -> File:
    """A file in memory."""
    raw = data.encode(coding) if isinstance(data, str) else data
    return File(name, len(raw), lambda: io.BytesIO(raw))


def read(data: str, *, coding: str = "utf-8", **options):
    """The export of one file; asserts that the reader knows it and that its books balance."""
    one = file(data, coding=coding)
    assert contacts.sniff(one, Options(**options))
    export = contacts.read(one, Options(**options))
    assert export.ledger["bytes"].sum() == one.size
    return export


def cards(export) -> list[tuple]:
    """Name, handles, organisation and title of each card."""
    groups = export.contacts.fillna({"name": "", "organisation": "", "title": ""}).groupby("card", sort=False)
    return [(*g.iloc[0][["name", "organisation", "title"]], set(g["handle"])) for _, g in groups]


BEN = ("Ben Okafor", "Acme", "Buyer", {"ben@example.org"})
ONE_CARD = [
    ("google", NEW + "Ben,,Okafor,,,Acme,Buyer,,* myContacts,* Work,Ben@Example.org,,,,\n", BEN),
    ("google", "\ufeff" + NEW + "Ben,,Okafor,,,Acme,Buyer,,* a ::: * b,* ,ben@example.org,,,,\n", BEN),
    ("google", OLD + "Ben Okafor,Ben,,Okafor,* My Contacts,* ,ben@example.org,,,,,,Acme,Buyer\n", BEN),
    ("google", OLD + "Ben Okafor,,,,* My Contacts,* ,ben@example.org,,,,,,Acme ::: Old,Buyer ::: Cook\n", BEN),
    ("outlook", OUTLOOK + "Ben,,Okafor,Dr.,,Acme,Buyer,ben@example.org,,,,+49 30 9999999,\n", BEN),
    ("outlook", OUTLOOK.replace(",", ";") + "Ben;;Okafor;Dr.;;Acme;Buyer;ben@example.org;;;;;\n", BEN),
    ("outlook", "Anrede,Vorname,Weitere Vornamen,Nachname,Firma,Position,E-Mail-Adresse,E-Mail 2: Adresse\n"
                "Herr,Ben,,Okafor,Acme,Buyer,ben@example.org,\n", BEN),
    ("outlook", "Titre;Prénom;Nom;Société;Titre;Adresse de messagerie;Tél. mobile\n"
                "M.;Ben;Okafor;Acme;Buyer;ben@example.org;\n", BEN),
    ("outlook", "Nombre,Segundo nombre,Apellidos,Organización,Puesto,Dirección de correo electrónico\n"
                "Ben,,Okafor,Acme,Buyer,ben@example.org\n", BEN),
    ("thunderbird", THUNDERBIRD + "Ben,Okafor,Benny,,ben@example.org,,,,Acme,Buyer\n", BEN),
    ("thunderbird", THUNDERBIRD.replace("zation", "sation") + ",,Ben Okafor,,ben@example.org,,,,Acme,Buyer\n", BEN),
    ("table", HUBSPOT + "901,Ben,Okafor,ben@example.org,,Ada,,Acme,Buyer\n", BEN),
    ("table", SALESFORCE + "Mr.,Ben,Okafor,Buyer,Acme,,,ben@example.org\n", BEN),
]  # fmt: skip


@pytest.mark.parametrize("coding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize(("source", "text", "card"), ONE_CARD)
def test_each_layout_gives_the_same_card(source, text, card, coding):
    if coding != "utf-8":
        text = text.removeprefix("\ufeff")
    export = read(text, coding=coding)
    assert cards(export) == [card]
    assert set(export.contacts["source"]) == {f"contacts:{source}"}
    assert export.contacts["since"].isna().all()
    assert export.problems.empty


@pytest.mark.parametrize(
    ("row", "card"),
    [
        ('Ben,,Okafor,,,,,"called on\nMonday, twice",,,b@x.example ::: c@x.example,,,,\n',
         ("Ben Okafor", "", "", {"b@x.example", "c@x.example"})),
        ("Ben,J,Okafor,,,,,,,,,,030 123456 ::: +49 151 23456789,,\n",
         ("Ben J Okafor", "", "", {"+4930123456", "+4915123456789"})),
        ("Ben,,Okafor,,,,,,,,,,,,https://www.linkedin.com/in/Ben-O?trk=x\n", ("Ben Okafor", "", "", {"/in/ben-o"})),
        (",,,,,,,,,,only@example.org,,,,\n", ("", "", "", {"only@example.org"})),
        (",,,Benny,,,,,,,,,,,\n", ("Benny", "", "", {"contacts:Benny"})),
        (",,,,,Acme,,,,,info@acme.example,,,,\n", ("", "Acme", "", {"info@acme.example"})),
        ("Ben,,Okafor,,,,,,,,no address,,call mum,,https://example.org/1234567\n",
         ("Ben Okafor", "", "", {"contacts:Ben Okafor"})),
    ],
)  # fmt: skip
def test_what_stands_on_a_card(row, card):
    assert cards(read(NEW + row, region="DE")) == [card]


def test_who_has_neither_name_nor_handle_is_rejected():
    export = read(NEW + ",,,,,Acme,,a note,,,,,,,\nBen,,,,,,,,,,,,,,\n")
    assert export.problems["reason"].tolist() == ["nobody named"]
    assert export.problems["place"].str.startswith("line 2,").all()
    assert cards(export) == [("Ben", "", "", {"contacts:Ben"})]


def test_the_days_of_a_crm_are_those_of_declaration():
    rows = "1,A,B,a@x.example,,,2024-03-12 09:14,,\n2,C,D,c@x.example,,,someday,,\n3,E,F,e@x.example,,,,,\n"
    export = read(HUBSPOT + rows)
    assert export.contacts["since"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2024-03-12", "", ""]
    rules = export.ledger.set_index("rule")["records"]
    assert rules[contacts.UNDATED] == 1
    assert export.windows[["source", "first"]].astype(str).to_numpy().tolist() == [["contacts:table", "2024-03-12"]]
    open_order = HUBSPOT + "1,A,B,a@x.example,,,3/4/2024,,\n"
    assert "dates='D/M'" in read(open_order).problems["detail"][0]
    assert str(read(open_order, dates="M/D").contacts["since"][0].date()) == "2024-03-04"


MAPPED = "Full Name;Mail;Tel;Firm;Role;Known since\nBen Okafor;ben@example.org;+49 151 23456789;Acme;Buyer;2024-03-01\n"
NAMED = {"handle": "Mail+Tel", "name": "Full Name", "organisation": "Firm", "title": "Role", "since": "Known since"}


def test_any_list_by_a_mapping():
    assert not contacts.sniff(file(MAPPED))
    export = read(MAPPED, columns=NAMED)
    assert cards(export) == [("Ben Okafor", "Acme", "Buyer", {"ben@example.org", "+4915123456789"})]
    assert str(export.contacts["since"][0].date()) == "2024-03-01"
    several = MAPPED.replace("Full Name", "Given;Family").replace("Ben Okafor", "Ben;Okafor")
    assert cards(read(several, columns=NAMED | {"name": "Given+Family"}))[0][0] == "Ben Okafor"
    assert cards(read("Ext,Who\nx-17,Ben\n", columns={"handle": "Ext", "name": "Who"})) == [("Ben", "", "", {"x-17"})]


def test_a_mapping_that_names_a_missing_column_is_refused_by_it():
    with pytest.raises(
        TableError, match=r"contacts\.csv has no column 'Fax', which columns= asks for; it has Full Name"
    ):
        read(MAPPED, columns={"handle": "Mail+Fax", "name": "Full Name"})


def test_a_mapping_adds_to_a_known_layout():
    text = NEW.replace("Notes", "Slack") + "Ben,,Okafor,,,Acme,Buyer,U7,,,ben@example.org,,,,\n"
    export = read(text, columns={"handle": "Slack", "title": "Organization Name"})
    assert cards(export) == [("Ben Okafor", "Acme", "Acme", {"U7"})]


def test_a_mapping_of_contacts_leaves_logs_alone(tmp_path):
    (tmp_path / "log.csv").write_text("time,sender,receiver,Mail\n2024-01-01,ben@example.org,ann@example.org,x\n")
    (tmp_path / "book.csv").write_text(MAPPED)
    export = readers.read(tmp_path, columns=NAMED)
    assert len(export.interactions) == 1
    assert cards(export)[0][0] == "Ben Okafor"
    assert export.me == ("the owner",)


@pytest.mark.parametrize("text", ["id,name,dept\n1,Ben,Sales\n", "Name,Email,Phone\nBen,ben@example.org,1\n",
                                  "handle,first name,last name,email,company\n1,B,O,b@x.example,Acme\n",
                                  "first name,last name,email,department\nB,O,b@x.example,Sales\n"])  # fmt: skip
def test_a_people_table_is_no_address_book(tmp_path, text):
    assert not contacts.sniff(file(text))
    (tmp_path / "people.csv").write_text(text)
    with pytest.raises(TableError, match=r"looks like a people table|but none like time, sender and receiver"):
        readers.read(tmp_path / "people.csv")


def test_a_column_of_contacts_that_is_spelt_wrong_is_told(tmp_path):
    (tmp_path / "people.csv").write_text("Name,Email,Phone\nBen,ben@example.org,1\n")
    with pytest.raises(TableError, match=r"people=.*\(asked for handle=Emial\)"):
        readers.read(tmp_path, columns={"handle": "Emial"})


def test_a_mapping_may_be_a_small_file(tmp_path):
    path = tmp_path / "crm.toml"
    path.write_text('handle = ["Mail", "Tel"]\nname = "Full Name"\nreceiver = "An"\n', encoding="utf-8")
    expected = {"handle": "Mail+Tel", "name": "Full Name", "receiver": "An"}
    assert mapping(path) == mapping(str(path)) == _mapping([str(path)]) == expected
    assert _mapping([str(path), "name=Who,title=Role"]) == expected | {"name": "Who", "title": "Role"}
    (tmp_path / "book.csv").write_text(MAPPED)
    assert cards(readers.read(tmp_path / "book.csv", columns=path))[0][3] == {"ben@example.org", "+4915123456789"}
    assert _spread(["read", "--columns", "name=Full Name", "handle=Mail", "x.csv"]) == [
        "read", "--columns", "name=Full Name", "--columns", "handle=Mail", "x.csv",
    ]  # fmt: skip
    assert not set(CARD) & {*NEEDED, *OPTIONAL}


@pytest.mark.parametrize(
    ("text", "message"),
    [("handle = ", "crm.toml: "), ("whom = 'x'", "'whom' is not a column of a log; those are time.*; nor of contacts"),
     ("name = 3", "name must name a column, not 3")],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_is_one_line(tmp_path, text, message):
    (tmp_path / "crm.toml").write_text(text)
    with pytest.raises(TableError, match=message) as refused:
        mapping(tmp_path / "crm.toml")
    assert "\n" not in str(refused.value)
    with pytest.raises(TableError, match=r"none\.toml: cannot be read"):
        mapping(tmp_path / "none.toml")


def test_address_books_of_made_up_people_agree(tmp_path):
    book = synth.entries(crowd(Random(3), 40))
    for write in (synth.google, synth.google_old, synth.outlook, synth.thunderbird):
        (tmp_path / f"{write.__name__}.csv").write_bytes(write(book))
    export = readers.read(tmp_path)
    assert export.problems.empty
    assert export.ledger.loc[export.ledger["fate"] == "used", "records"].tolist() == [40] * 4
    held = export.contacts.groupby(["source", "name"])["handle"].agg(frozenset).unstack("source")
    assert (held.nunique(axis=1) == 1).all()
    assert set(held.index) == {entry.person.name for entry in book}
    people = ng.network(export, as_of="2024-06-01").people
    assert len(people) == 41
    assert (people["handles"].str.count("/in/") <= 1).all()


@pytest.mark.parametrize("made", makers(), ids=lambda made: made.name)
def test_the_same_book_twice_or_in_parts_gives_the_same(tmp_path, made):
    def read_(data: bytes, folder: str):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.csv").write_bytes(data)
        return readers.read(tmp_path / folder)

    once, places = read_(made.data, "a"), [start for start, *_ in made.records]
    first, last = read_(made.data[: places[40]], "b"), read_(made.data[: places[0]] + made.data[places[20] :], "c")
    assert combined([once, once]).digest == once.digest
    # A CRM's window is that of the cards that a part holds.
    assert combined([first, last]).digest == combined([last, first]).digest == once.digest


def test_damage_loses_nothing_in_silence(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES)


TOKENS = [
    "First Name", "Last Name", "Labels", "E-mail 1 - Value", "Phone 1 - Value", "E-mail Address", "Primary Email",
    "Email", "Company", "Create Date", "Vorname", "Nachname", "E-Mail-Adresse", ",", ",", ",", ";", "\t", "\n", "\r\n",
    '"', '""', " ::: ", "a@example.org", "+49 151 23456789", "https://www.linkedin.com/in/a", "\0", "\ufeff", "é",
    "3/4/24", "sep=;\n",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["", NEW, OLD, OUTLOOK, THUNDERBIRD, HUBSPOT, SALESFORCE, MAPPED]),
    st.one_of(
        st.binary(max_size=300), st.lists(st.sampled_from(TOKENS), max_size=60).map(lambda t: "".join(t).encode())
    ),
    st.sampled_from([None, NAMED, {"name": "Email", "since": "Create Date"}]),
)
def test_any_bytes_are_read_or_refused_and_the_books_balance(header, data, columns):
    one, options = file(header.encode() + data), Options(columns=columns, region="DE")
    if not contacts.sniff(one, options):
        return
    try:
        export = contacts.read(one, options)
    except TableError as error:
        assert "\n" not in str(error)
        return
    assert export.ledger["bytes"].sum() == one.size


@pytest.mark.parametrize(
    "text",
    [
        NEW + "A,,B,,,,,,,," + '"' + "a@b.c ::: " * 20_000 + '",,,,\n',
        NEW + '"' * 200_000, NEW + '"x\n' * 60_000, NEW + ",,,,,,,,,,,,,,\n" * 12_000,
        "First Name,Last Name,Labels,E-mail 1 - Value," + "," * 200_000,
        ",".join(f"E-mail {n} - Value" for n in range(9_000)),
        "E-mail " + "1" * 200_000 + " - Value,Phone 1 - Value\n1,2\n",
    ],
    ids=["values", "quotes", "open quotes", "empty cards", "wide header", "many addresses", "long number"],
)  # fmt: skip
def test_bombs_end_soon(text):
    one, start = file(text), time.process_time()
    try:
        if contacts.sniff(one):
            assert contacts.read(one).ledger["bytes"].sum() == one.size
    except TableError:
        pass
    assert time.process_time() - start < 5 * pace()


@pytest.mark.parametrize("seed", [2_002_516, 2_003_100])
def test_headers_cut_in_two_ways_at_once_or_at_a_name_that_stands_twice(tmp_path, seed):
    found = outcome(makers()[seed % len(makers())], shown, seed, tmp_path)
    assert found.used >= found.intact - NEIGHBOURS * found.faults
    assert not found.silent
