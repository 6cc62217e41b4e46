"""LinkedIn archives: every header variant, every rule, and whose archive it is."""

import pytest

from netgraph import readers
from netgraph.tables import TableError, combined

CARD = {
    "First Name": "Ada",
    "Last Name": "Hill",
    "URL": "https://www.linkedin.com/in/Ada-Hill/?trk=x",
    "Email Address": "Ada@Example.org",
    "Company": '"Acme, Inc."',
    "Position": "Engineer",
    "Connected On": "08 Feb 2026",
}
PREAMBLES = ["", "Notes:\n", 'Notes:\n"You may notice, that some\nare missing."\n\n', "\ufeffNotes:\nplain text\n\n"]
MESSAGES = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
ADA, BEN, CLEO = (
    "https://www.linkedin.com/in/ada",
    "https://www.linkedin.com/in/ben",
    "https://www.linkedin.com/in/cleo",
)


@pytest.fixture
def read(read_texts):
    return read_texts


def message(
    *, talk="t1", sender="Ada Hill", url=ADA, to="Ben Okafor", urls=BEN, date="2024-03-15 09:30:00 UTC", **rest
):
    content, folder = rest.get("content", '"Hi, there\nsecond line"'), rest.get("folder", "INBOX")
    return f"{talk},{sender},{url},{to},{urls},{date},,{content},{folder}\n"


@pytest.mark.parametrize("preamble", PREAMBLES)
@pytest.mark.parametrize(
    "order",
    [
        ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"],
        ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On", "URL"],
        ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"],
    ],
)
def test_connections_of_every_era(read, preamble, order, balances):
    text = preamble + ",".join(order) + "\n" + ",".join(CARD[c] for c in order)
    export = read({"Connections.csv": text})
    handle = "/in/ada-hill" if "URL" in order else "linkedin:Ada Hill"
    cards = export.contacts.set_index("handle")
    assert set(cards.index) == {handle, "ada@example.org"}
    assert set(cards["organisation"]) == {"Acme, Inc."}
    assert cards["since"].astype(str).tolist() == ["2026-02-08"] * 2
    balances(export, "Connections.csv", len(text.encode()), records=1)


def test_connections_alone_belong_to_an_owner_without_a_name(read):
    text = "First Name,Last Name,URL,Connected On\nBen,Okafor,https://linkedin.com/in/ben,01 Jan 2024\n"
    assert read({"Connections.csv": text}).me == ("the owner",)
    assert read({"Connections.csv": text}, me="Ada@example.org").me == ("ada@example.org",)


def test_hidden_members_and_bad_dates_are_named(read, count, balances):
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    rows = ",,,,,,05 Jan 2024\nBen,Okafor,,,,,someday\nCleo,Reyes,,,,,\nEve,Wu,,,,,03 Mar 2024\n"
    export = read({"connections.csv": header + rows})
    assert count(export, "hidden member") == 1
    assert count(export, "unreadable date") == 1
    assert export.problems["place"].str.startswith("line 3,").tolist() == [True]
    assert set(export.contacts["handle"]) == {"linkedin:Cleo Reyes", "linkedin:Eve Wu"}
    assert str(export.windows["first"][0].date()) == "2024-01-05"
    balances(export, "connections.csv", len((header + rows).encode()), records=4)


@pytest.mark.parametrize("name", ["messages.csv", "Messages.csv", "messages (1).csv"])
def test_messages_take_direction_and_recipients_from_profiles(read, name, balances):
    to, urls = '"Okafor, Ben, Cleo Reyes"', f'"{BEN},{CLEO}"'
    text = MESSAGES + message(to=to, urls=urls) + message(sender="Ben Okafor", url=BEN, to="Ada Hill", urls=ADA)
    export = read({name: text})
    rows = export.interactions[["sender", "receiver", "recipients"]]
    assert rows.values.tolist() == [["/in/ada", "/in/ben", 2], ["/in/ada", "/in/cleo", 2], ["/in/ben", "/in/ada", 1]]
    assert set(export.interactions["source"] + export.interactions["channel"]) == {"linkedinlinkedin"}
    balances(export, name, len(text.encode()), records=2)


def test_messages_of_an_old_export_fall_back_to_names(read):
    text = (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT\n"
        f"t1,,Ben Okafor,{BEN},Ada Hill,2024-03-15 09:30,,Hi\n"
        "t2,,Ada Hill,,Cleo Reyes,2024-03-16 09:30,,Hi\n"
    )
    export = read({"messages.csv": text})
    assert export.interactions["sender"].tolist() == ["/in/ben", "linkedin:Ada Hill"]
    assert export.interactions["receiver"].tolist() == ["linkedin:Ada Hill", "linkedin:Cleo Reyes"]
    assert export.me == ()
    third = "t3,,Ada Hill,,Dan Li,2024-03-17 09:30,,Hi\n"
    assert read({"messages.csv": text + third}).me == ("linkedin:Ada Hill",)
    assert export.ledger["rule"].tolist()[0] == "zone assumed: UTC"


def test_the_owner_takes_part_in_every_conversation(read):
    two = message(to="Ben Okafor") + message(talk="t2", sender="Cleo Reyes", url=CLEO, to="Ada Hill", urls=ADA)
    assert read({"messages.csv": MESSAGES + two}).me == ("/in/ada",)


def test_one_conversation_or_two_with_the_same_people_show_no_owner(read):
    assert read({"messages.csv": MESSAGES + message()}).me == ()
    assert read({"messages.csv": MESSAGES + message() + message(talk="t2")}).me == ()


def test_the_profile_names_the_owner(read):
    profile = 'First Name,Last Name,Maiden Name,Headline,Summary\nAda,Hill,,Engineer,"two\nlines"\n'
    export = read({"messages.csv": MESSAGES + message(), "Profile.csv": profile})
    assert export.me == ("/in/ada", "linkedin:Ada Hill")
    other = profile.replace("Ada", "Eve")
    assert read({"messages.csv": MESSAGES + message(), "Profile.csv": other}).me == ("linkedin:Eve Hill",)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (message(url="", content='"<p class=""spinmail"">Buy</p>"'), "sponsored"),
        (message(folder="DRAFTS"), "draft"),
        (message(folder="SPAM"), "spam or trash"),
        (message(to="Ada Hill", urls=ADA), "self-message"),
        (message(date="yesterday"), "unreadable date"),
        (message(date="1969-03-15 09:30:00 UTC"), "implausible date"),
        (message(sender="", url=""), "no sender"),
        (message(to="", urls=""), "no recipients"),
        ("BADROW\n", "not a record"),
    ],
)
def test_every_rule_for_messages(read, count, balances, row, rule):
    text = MESSAGES + message() + row
    export = read({"messages.csv": text})
    assert count(export, rule) == 1
    assert len(export.interactions) == 1
    balances(export, "messages.csv", len(text.encode()), records=2)


def test_drafts_by_their_column(read, count):
    header = MESSAGES.replace("FOLDER", "FOLDER,ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT")
    rows = [message().rstrip("\n") + f",,{a},{b}\n" for a, b in (("No", "No"), ("Yes", "No"), ("No", "Yes"))]
    assert count(read({"messages.csv": header + "".join(rows)}), "draft") == 2


def test_a_linkedin_member_is_another_unknown_in_each_conversation(read):
    rows = [message(talk=t, sender="LinkedIn Member", url="", to="Ada Hill", urls=ADA) for t in ("t1", "t2")]
    export = read({"messages.csv": MESSAGES + "".join(rows)})
    assert export.interactions["sender"].tolist() == ["linkedin:member in t1", "linkedin:member in t2"]
    assert "LinkedIn Member" not in set(export.contacts["name"])


def test_a_linkedin_member_among_recipients_takes_no_name_of_another(read):
    names = read({"messages.csv": MESSAGES + message(to='"LinkedIn Member, Ben Okafor"')}).contacts
    assert names.set_index("handle")["name"].to_dict() == {"/in/ada": "Ada Hill", "/in/ben": "Ben Okafor"}


def test_rows_of_numbers_inside_a_message_are_text(read):
    table = message(content='"the figures:\n1,2,3,4,5,6,7,8,9\nBye"')
    assert len(read({"messages.csv": MESSAGES + table}).interactions) == 1


@pytest.mark.parametrize(
    ("first", "second"), [("Ada Hill", "Ada Hill-Reyes"), ('"Ada Hill, Cleo Reyes"', '"Ada Reyes, Dan Li"')]
)
def test_who_only_writes_is_not_taken_for_the_owner(read, first, second):
    talks = [message(talk=str(n), sender="Ben Okafor", url=BEN, to=to, urls="") for n, to in enumerate((first, second))]
    assert read({"messages.csv": MESSAGES + "".join(talks)}).me == ()


def test_an_invitation_without_a_known_direction_shows_no_owner(read):
    row = f'Ada Hill,Ben Okafor,"1/29/26, 2:37 PM",,SORTANTE,{ADA},{BEN}\n'
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    export = read({"Invitations.csv": header + row})
    assert export.me == ()
    assert export.interactions["sender"].tolist() == ["/in/ada"]


def test_a_list_of_prospects_names_no_owner(read):
    prospects = "First Name,Last Name,Headline\nBen,Okafor,Engineer\nCleo,Reyes,Pilot\n"
    assert read({"leads.csv": prospects, "messages.csv": MESSAGES + message()}).me == ()


@pytest.mark.parametrize(
    "name", ["guide_messages.csv", "learning_role_play_messages.csv", "Learning Role Play Messages.csv"]
)
def test_talks_with_a_guide_are_not_talks_with_people(read, name):
    text, coach = MESSAGES + message(), "a guide or role-play, not between people"
    export = read({name: text + message(date="2020-01-01"), "messages.csv": text})
    assert len(export.interactions) == 1
    rows = export.ledger[export.ledger["file"] == name].set_index("rule")
    assert rows.loc[coach, "records"] == 2
    assert rows["bytes"].sum() == len((text + message(date="2020-01-01")).encode())
    assert export.windows["first"][0].year == 2024
    kept = read({name: text + message(date="2020-01-01"), "messages.csv": text}, keep=coach)
    assert len(kept.interactions) == 2


def test_sponsored_messages_may_be_kept(read):
    text = MESSAGES + message() + message(sender="Kestrelby Cloud", url="", content='"<p class=""spinmail"">Buy</p>"')
    assert len(read({"messages.csv": text}).interactions) == 1
    assert len(read({"messages.csv": text}, keep=["sponsored"]).interactions) == 2


@pytest.mark.parametrize("urls", [True, False])
def test_invitations_show_the_owner(read, urls, balances):
    header = "From,To,Sent At,Message,Direction" + (",inviterProfileUrl,inviteeProfileUrl" if urls else "")
    rows = [
        'Ada Hill,Ben Okafor,"1/29/26, 2:37 PM",,OUTGOING' + (f",{ADA},{BEN}" if urls else ""),
        'Cleo Reyes,Ada Hill,"2/3/26, 9:05 AM","Hi, there",INCOMING' + (f",{CLEO},{ADA}" if urls else ""),
    ]
    text = "\n".join([header, *rows]) + "\n"
    export = read({"Invitations.csv": text})
    assert export.me == (("/in/ada",) if urls else ("linkedin:Ada Hill",))
    assert export.interactions["kind"].tolist() == ["invitation"] * 2
    assert export.interactions["time"].astype(str).tolist() == ["2026-01-29 14:37:00", "2026-02-03 09:05:00"]
    assert set(export.contacts["name"]) == {"Ada Hill", "Ben Okafor", "Cleo Reyes"}
    balances(export, "Invitations.csv", len(text.encode()), records=2)


def test_invitations_are_in_us_order_unless_they_say_otherwise(read):
    header = "From,To,Sent At,Message,Direction\n"
    alone = read({"Invitations.csv": header + 'Ada,Ben,"3/4/26, 2:37 PM",,OUTGOING\n'})
    assert alone.interactions["time"][0].month == 3
    both = read(
        {"Invitations.csv": header + 'Ada,Ben,"3/4/26, 2:37 PM",,OUTGOING\nAda,Cleo,"23/4/26, 2:37 PM",,OUTGOING\n'}
    )
    assert both.interactions["time"][0].month == 4


@pytest.mark.parametrize("name", ["Positions.csv", "Reactions.csv", "Rich_Media.csv", "Rich Media.csv", "events.csv"])
def test_other_files_of_an_archive_are_no_problem(read, name):
    export = read({name: "Some,Columns\n1,2\n", "messages.csv": MESSAGES + message()})
    row = export.ledger.set_index("file").loc[name]
    assert row["rule"] == "no contact between people in it"
    assert row["bytes"] == len("Some,Columns\n1,2\n")
    assert export.problems.empty


def test_repeats_in_one_file_stay_and_overlapping_exports_do_not_add_them(tmp_path):
    once, other = message(date="2024-03-15 09:30"), message(date="2024-03-15 09:31")
    (tmp_path / "a.csv").write_text(MESSAGES + once + once)
    (tmp_path / "b.csv").write_text(MESSAGES + once + other)
    a, b = readers.read(tmp_path / "a.csv"), readers.read(tmp_path / "b.csv")
    assert len(a.interactions) == 2
    assert len((a + b).interactions) == 3
    assert (a + b).digest == (b + a).digest == (a + b + a).digest


def test_an_undecided_date_order_names_the_option(read):
    text = "First Name,Last Name,Connected On\nAda,Hill,03/04/2024\n"
    with pytest.raises(TableError, match="dates='D/M'"):
        read({"Connections.csv": text})
    assert str(read({"Connections.csv": text}, dates="D/M").contacts["since"][0].date()) == "2024-04-03"


@pytest.mark.real
def test_public_archive_with_preamble_mark_and_damage(shared, balances):
    folder = shared / "data" / "exports" / "linkedin" / "kawsay"
    export = readers.read(folder)
    for path in folder.glob("*.csv"):
        balances(export, path.name, path.stat().st_size)
    bad = export.problems[export.problems["file"] == "messages.csv"]
    assert bad["place"].tolist() == ["line 5, bytes 484-490"]
    assert set(export.contacts["name"]) == {"José García", "Æsop Fontaine", "Ana Lopez", "Pedro Fuentes"}
    assert export.interactions["sender"].tolist() == ["/in/analopez", "/in/pedro"]


@pytest.mark.real
def test_public_archive_without_recipients_profiles(shared, balances):
    folder = shared / "data" / "exports" / "linkedin" / "linkedin-network-intelligence"
    export = readers.read(folder)
    for path in folder.glob("*.csv"):
        balances(export, path.name, path.stat().st_size)
    assert export.me == ("linkedin:Test User",)
    assert export.contacts.loc[export.contacts["since"].notna(), "name"].nunique() == 10
    assert len(export.interactions) == 11
    involved = (export.interactions["sender"] == export.me[0]) | (export.interactions["receiver"] == export.me[0])
    assert involved.all()


def two_archives(folder, *, other=CLEO, name="Cleo Reyes"):
    """Ada's archive, and one of somebody else, with two conversations and a card each."""
    dan, card = "https://www.linkedin.com/in/dan", "First Name,Last Name,URL,Connected On\n"
    for who, url, place in (("Ada Hill", ADA, "a"), (name, other, "b")):
        talks = "".join(
            message(talk=f"{place}{n}", sender=who, url=url, to=to, urls=to_url)
            + message(talk=f"{place}{n}", sender=to, url=to_url, to=who, urls=url, date="2024-03-16 09:30:00 UTC")
            for n, (to, to_url) in enumerate([("Ben Okafor", BEN), ("Dan Wu", dan)])
        )
        (folder / place).mkdir()
        (folder / place / "messages.csv").write_text(MESSAGES + talks)
        (folder / place / "Connections.csv").write_text(f"{card}Ben,Okafor,{BEN},01 Jan 2024\n")
    return folder


def test_of_two_archives_of_two_owners_neither_is_taken(tmp_path):
    folder = two_archives(tmp_path)
    export = readers.read(folder)
    assert export.me == ()
    assert readers.ownerless(export)
    assert readers.owner_question(export).startswith("whose LinkedIn archive is this?")
    assert export.problems.to_numpy().tolist() == [[
        "b/messages.csv", "whole file", "two owners",
        "two owners, /in/ada and /in/cleo: neither is taken; give yours with me=[...] (or --me)",
    ]]  # fmt: skip
    given = readers.read(folder, me=ADA)
    assert given.me == ("/in/ada",)
    assert given.problems.empty
    assert combined([part for _, _, part in readers.read_each(folder)]).me == ()


def test_two_archives_of_one_owner_agree(tmp_path):
    export = readers.read(two_archives(tmp_path, other=ADA, name="Ada Hill"))
    assert export.me == ("/in/ada",)
    assert export.problems.empty
