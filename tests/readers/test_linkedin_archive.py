"""More of a LinkedIn archive: praise, imported contacts, the dates of every file, headers that are not as they were."""

import io
import time

import pandas as pd
import pytest
from damage import FILES, conserved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_linkedin import ADA, ME, events, makers, people, shown
from pace import pace
from test_linkedin import MESSAGES, message

import netgraph as ng
from netgraph import readers
from netgraph.readers import linkedin
from netgraph.readers.files import File, Options
from netgraph.synth import linkedin as synth
from netgraph.tables import TableError, combined

GIVEN = (
    "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url,Endorsement Status\n"
    "2024/03/15 09:30:00 UTC,Archives,Ben,Okafor,www.linkedin.com/in/Ben,ACCEPTED\n"
    "2024/03/15 09:30:01 UTC,Cooking,Ben,Okafor,www.linkedin.com/in/ben,REJECTED\n"
)
RECEIVED = GIVEN.replace("Endorsee", "Endorser")
PRAISE = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
WITH = 'Ben,Okafor,Acme,Buyer,"Knows what\nis done, and when","01/15/24, 07:22 AM",{}\n'
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
INVITATIONS = "From,To,Sent At,Message,Direction\n"


@pytest.fixture
def read(read_texts):
    return read_texts


@pytest.mark.parametrize(
    ("name", "text", "ends"),
    [
        ("Endorsement_Given_Info.csv", GIVEN, ["the owner", "/in/ben"]),
        ("Endorsement_Received_Info.csv", RECEIVED, ["/in/ben", "the owner"]),
    ],
)
def test_endorsements_are_acts_of_giving(read, balances, count, name, text, ends):
    export = read({name: text})
    assert export.interactions[["sender", "receiver"]].to_numpy().tolist() == [ends, ends]
    assert set(export.interactions["kind"]) == {"endorsement"}
    assert export.me == ("the owner",)
    assert export.contacts[["handle", "name", "card"]].fillna("").to_numpy().tolist() == [["/in/ben", "Ben Okafor", ""]]
    assert count(export, "endorsement that was not accepted") == 1
    balances(export, name, len(text.encode()), records=2)


@pytest.mark.parametrize(("status", "events"), [("VISIBLE", 1), ("HIDDEN", 1), ("PENDING", 1), ("DRAFT", 0)])
def test_a_recommendation_counts_once_it_was_sent(read, balances, count, status, events):
    text = PRAISE + WITH.format(status) + WITH.format("VISIBLE").replace("Ben", "Cleo")
    export = read({"Recommendations_Given.csv": text})
    log = export.interactions[export.interactions["receiver"] == "linkedin:Ben Okafor"]
    assert log[["sender", "kind"]].to_numpy().tolist() == [["the owner", "recommendation"]] * events
    assert count(export, "draft") == 1 - events
    balances(export, "Recommendations_Given.csv", len(text.encode()), records=2)


def test_the_direction_of_a_recommendation_stands_in_the_name_of_its_file(read):
    assert set(read({"Recommendations_Received.csv": PRAISE + WITH.format("VISIBLE")}).interactions["receiver"]) == {
        "the owner"
    }
    with pytest.raises(TableError, match=r"praise\.csv: given or received\? call it Recommendations_Given\.csv"):
        linkedin.read(file("praise.csv", PRAISE + WITH.format("VISIBLE")))


def test_who_praises_is_the_owner_whom_the_messages_show(read):
    two = message() + message(talk="t2", sender="Cleo Reyes", url="https://www.linkedin.com/in/cleo", to="Ada Hill",
                              urls="https://www.linkedin.com/in/ada")  # fmt: skip
    files = {"messages.csv": MESSAGES + two, "Endorsement_Given_Info.csv": GIVEN}
    export = read(files | {"Recommendations_Received.csv": PRAISE + WITH.format("VISIBLE")})
    assert export.me == ("/in/ada", "the owner")
    net = ng.network(export)
    assert net.me == "ada-hill"
    assert set(net.people["person"]) == {"ada-hill", "ben-okafor", "cleo-reyes"}
    ben = net.interactions[net.interactions["sender"] == "ben-okafor"]
    assert ben["kind"].tolist() == ["recommendation"]


def test_praise_without_a_name_is_a_hidden_members_or_nobodys(read, count):
    rows = "2024/03/15 09:30:00 UTC,x,,,,ACCEPTED\n2024/03/15 09:30:00 UTC,x,LinkedIn,Member,,ACCEPTED\n,x,,,,\n"
    export = read({"Endorsement_Given_Info.csv": GIVEN + rows})
    assert (count(export, "hidden member"), count(export, "nobody named")) == (2, 1)
    assert len(export.interactions) == 2


def test_an_invitation_of_a_hidden_member_names_nobody(read, count):
    rows = 'Ada Hill,LinkedIn Member,"1/29/26, 2:37 PM",,OUTGOING\nAda Hill,Ben Okafor,"1/29/26, 2:38 PM",,OUTGOING\n'
    export = read({"Invitations.csv": INVITATIONS + rows})
    assert count(export, "hidden member") == 1
    assert export.interactions["receiver"].tolist() == ["linkedin:Ben Okafor"]


def test_positions_are_the_owners_own(read, balances, count):
    text = 'Company Name,Title,Description,Location,Started On,Finished On\nAcme,Buyer,"a\nb",,Jan 2020,\n'
    export = read({"Positions.csv": text, "messages.csv": MESSAGES + message()})
    assert count(export, "Positions: the owner's own career, not used") == 1
    balances(export, "Positions.csv", len(text.encode()), records=1)


def test_imported_contacts_are_cards(read, balances):
    header = "FirstName,MiddleName,LastName,Title,Emails,PhoneNumbers,CreatedAt,Location\n"
    rows = (
        'Ben,,Okafor,Buyer,"Ben@Example.org, b@x.example","+49 151 23456789;030 123456","3/14/18, 5:20 PM",\n'
        'Cleo,,Reyes,,,,"3/15/18, 5:20 PM",\n,,,,,,,\n'
    )
    export = read({"ImportedContacts.csv": header + rows}, region="DE")
    held = export.contacts.groupby("name")["handle"].agg(set).to_dict()
    assert held == {
        "Ben Okafor": {"ben@example.org", "b@x.example", "+4915123456789", "+4930123456"},
        "Cleo Reyes": {"linkedin:Cleo Reyes"},
    }
    assert set(export.contacts["since"].astype(str)) == {"2018-03-14", "2018-03-15"}
    assert set(export.contacts["source"]) == {"linkedin:imported"}
    balances(export, "ImportedContacts.csv", len((header + rows).encode()), records=3)


# Every layout of dates, in the file that has it: the moment in UTC, or why it is refused.
DATES = [
    ("Connections.csv", "08 Feb 2026", "2026-02-08 00:00"),
    ("Connections.csv", "8 Feb 2026", "2026-02-08 00:00"),
    ("Connections.csv", "08 Févr. 2026", "fits no known layout"),
    ("Connections.csv", "30 Feb 2026", "fits no known layout"),
    ("messages.csv", "2024-03-15 09:30:00 UTC", "2024-03-15 09:30"),
    ("messages.csv", "2024-03-15 09:30 UTC", "2024-03-15 09:30"),
    ("messages.csv", "2024-03-15 09:30:00", "2024-03-15 09:30"),
    ("messages.csv", "2024-03-15 09:30", "2024-03-15 09:30"),
    ("messages.csv", "2024-13-15 09:30", "fits no known layout"),
    ("messages.csv", "2024-03-15 25:30", "fits no known layout"),
    ("Invitations.csv", "1/29/26, 2:37 PM", "2026-01-29 14:37"),
    ("Invitations.csv", "1/2/26, 12:05 AM", "2026-01-02 00:05"),
    ("Invitations.csv", "1/29/26, 2:37\u202fPM", "2026-01-29 14:37"),
    ("Invitations.csv", "13/29/26, 2:37 PM", "fits no known layout"),
    ("Endorsement_Given_Info.csv", "2024/03/15 09:30:00 UTC", "2024-03-15 09:30"),
    ("Endorsement_Given_Info.csv", "2024/02/30 09:30:00 UTC", "fits no known layout"),
    ("Recommendations_Given.csv", "01/15/24, 07:22 AM", "2024-01-15 07:22"),
    ("Recommendations_Given.csv", "01/15/24 12:00 PM", "2024-01-15 12:00"),
    ("Recommendations_Given.csv", "1/2/24", "2024-01-02 00:00"),
    ("Recommendations_Given.csv", "2024-01-02", "2024-01-02 00:00"),
    ("Recommendations_Given.csv", "mid January", "fits no known layout"),
]
ROWS = {
    "Connections.csv": (CONNECTIONS, "Ben,Okafor,https://www.linkedin.com/in/ben,,,,{}\n"),
    "messages.csv": (MESSAGES, message(date="{}")),
    "Invitations.csv": (INVITATIONS, 'Ada,Ben,"{}",,OUTGOING\n'),
    "Endorsement_Given_Info.csv": (GIVEN.splitlines(keepends=True)[0], "{},x,Ben,Okafor,,ACCEPTED\n"),
    "Recommendations_Given.csv": (PRAISE, 'Ben,Okafor,,,x,"{}",VISIBLE\n'),
}


@pytest.mark.parametrize(("name", "date", "expected"), DATES)
def test_dates_are_right_or_refused(read, name, date, expected):
    header, row = ROWS[name]
    if expected[0].isdigit():
        export = read({name: header + row.format(date)})
        times = [*export.interactions["time"], *export.contacts["since"].dropna()]
        assert {f"{time:%Y-%m-%d %H:%M}" for time in times} == {expected}
    else:
        with pytest.raises(TableError, match=expected):
            read({name: header + row.format(date)})


GERMAN = "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\n"
HANS = "Hans,Weiß,https://www.linkedin.com/in/hans,hans@example.org,Acme,Koch,05 Mar 2024\n"


def test_a_translated_header_is_refused_by_the_columns_it_misses(read):
    with pytest.raises(TableError) as refused:
        read({"Connections.csv": GERMAN + HANS})
    assert str(refused.value) == (
        "Connections.csv misses column First Name, Last Name, Connected On; it has Vorname, Nachname, URL, "
        "E-Mail-Adresse, Unternehmen, Position, Verbunden am; name it with --columns name=... since=..."
    )


def test_a_translated_header_is_read_where_the_user_names_its_columns(read):
    named = {"name": "Vorname+Nachname", "since": "Verbunden am", "organisation": "Unternehmen"}
    export = read({"Connections.csv": GERMAN + HANS}, columns=named)
    card = export.contacts.iloc[0]
    assert card[["handle", "name", "organisation", "title"]].tolist() == ["/in/hans", "Hans Weiß", "Acme", "Koch"]
    assert card["since"] == pd.Timestamp("2024-03-05")
    mail = read({"Connections.csv": GERMAN + HANS}, columns=named | {"handle": "URL+E-Mail-Adresse"})
    assert set(mail.contacts["handle"]) == {"/in/hans", "hans@example.org"}


def test_a_header_that_holds_a_message_is_not_quoted(read):
    with pytest.raises(TableError, match="its header is missing or damaged: export it again") as refused:
        read({"messages.csv": "please, call me, at 030 1234\n"})
    assert "call" not in str(refused.value)


@pytest.mark.parametrize(
    "header",
    [
        CONNECTIONS.replace("Email", "Em\0ail"), CONNECTIONS.replace("Last", "La\nst"),
        CONNECTIONS.replace("On", "O"), CONNECTIONS.replace("First Name,", "First Name"),
        CONNECTIONS.replace("Company", "Comp,any"),
    ],
)  # fmt: skip
def test_a_damaged_header_is_mended_and_told(read, header):
    rows = [HANS.replace("hans", f"hans{n}") for n in range(5)]
    export = read({"Connections.csv": header + "".join(rows)})
    assert {f"/in/hans{n}" for n in range(5)} <= set(export.contacts["handle"])
    assert set(export.contacts["since"].astype(str)) == {"2024-03-05"}
    assert export.problems[["place", "reason"]].to_numpy().tolist() == [["whole file", "header damage"]]


@pytest.mark.parametrize("name", ["messages.csv", "events.csv", "Connections.csv", "shares.csv"])
def test_a_log_is_a_log_whatever_it_is_called(tmp_path, name):
    (tmp_path / name).write_text("time,sender,receiver\n2024-01-01,ann,ben\n")
    assert readers.recognised(tmp_path / name)[0][1] == "table"
    assert len(readers.read(tmp_path / name).interactions) == 1


def test_an_archive_of_made_up_people_is_read_to_the_last_record(tmp_path):
    cast = {p.slug: p for p in [*people(), ADA]}
    given, got = events("endorsement", given=True), events("recommendation", given=False)
    made = {
        "Endorsement_Given_Info.csv": synth.endorsements(given, cast, given=True),
        "Recommendations_Received.csv": synth.recommendations(got, cast, given=False),
        "messages.csv": synth.messages(events(), {h: p.name for h, p in cast.items()}, set(), {}),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    export = readers.read(tmp_path)
    assert export.me == (ME, "the owner")
    assert export.problems.empty
    kinds = export.interactions["kind"].value_counts().to_dict()
    assert kinds == {"message": 60, "endorsement": 60, "recommendation": 60}
    log = ng.network(export).interactions
    assert (log["sender"] == "ada-moreau").sum() == 60 + 30
    assert set(export.interactions.loc[export.interactions["kind"] == "endorsement", "time"]) == {e.time for e in given}


@pytest.mark.parametrize("made", makers(), ids=lambda made: made.name)
def test_the_same_file_twice_or_in_parts_gives_the_same(tmp_path, made):
    def read(data: bytes, folder: str):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / made.name).write_bytes(data)
        return readers.read(tmp_path / folder)

    once, places = read(made.data, "a"), [start for start, *_ in made.records]
    head, third, two_thirds = made.data[: places[0]], places[20], places[40]
    first, last = read(made.data[:two_thirds], "b"), read(head + made.data[third:], "c")
    assert combined([once, once]).digest == once.digest
    assert combined([first, last]).digest == combined([last, first]).digest == once.digest


def test_damage_loses_nothing_in_silence(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES)


def file(name: str, data: str | bytes) -> File:
    """A file in memory."""
    raw = data.encode() if isinstance(data, str) else data
    return File(name, len(raw), lambda: io.BytesIO(raw))


TOKENS = [
    "First Name", "Last Name", "Connected On", "CONVERSATION ID", "FROM", "TO", "DATE", "Sent At", "Direction",
    "Endorsement Date", "Skill Name", "Endorsee First Name", "Endorsee Last Name", "Text", "Creation Date", "Emails",
    "Notes:", ",", ",", ",", "\n", "\r\n", '"', '""', "\0", "\ufeff", "2024-01-01 10:00:00 UTC", "1/29/26, 2:37 PM",
    "08 Feb 2026", "LinkedIn Member", "https://www.linkedin.com/in/a", "a@example.org", "DRAFT", "é", "\u202f",
]  # fmt: skip
NAMES = [
    "Connections.csv", "messages.csv", "Invitations.csv", "Endorsement_Given_Info.csv", "Recommendations_Given.csv",
    "ImportedContacts.csv", "Positions.csv", "guide_messages.csv", "x.csv",
]  # fmt: skip
HEADERS = [header for header, _ in ROWS.values()]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", *HEADERS]),
    st.one_of(
        st.binary(max_size=300), st.lists(st.sampled_from(TOKENS), max_size=60).map(lambda t: "".join(t).encode())
    ),
)
def test_any_bytes_are_read_or_refused_and_the_books_balance(name, header, data):
    one = file(name, header.encode() + data)
    if not linkedin.sniff(one, Options()):
        return
    try:
        export = linkedin.read(one, Options())
    except TableError as error:
        assert "\n" not in str(error)
        return
    assert export.ledger["bytes"].sum() == one.size


BOMBS = {
    "messages.csv": [MESSAGES + '"' * 200_000, MESSAGES + 'a,"b\n' * 40_000, MESSAGES + '"a","b""\n' * 20_000],
    "Connections.csv": ["Notes:\n" * 30_000, CONNECTIONS + "," * 200_000, '"First Name' * 20_000],
    "ImportedContacts.csv": ['FirstName,LastName,Emails\nA,B,"' + "a@b.c," * 30_000 + '"\n'],
    "Positions.csv": ["Company Name,Title,Started On\n" + '"t\n' * 60_000],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BOMBS.items() for text in texts])
def test_bombs_end_soon(name, text):
    start = time.process_time()
    try:
        export = linkedin.read(file(name, text))
        assert export.ledger["bytes"].sum() == len(text.encode())
    except TableError:
        pass
    assert time.process_time() - start < 5 * pace()
