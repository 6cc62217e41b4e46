"""Ada's files read with the standard library alone hold what the truth says."""

import csv
import io
import re
from collections import Counter
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.parser import Parser
from email.utils import getaddresses, parsedate_to_datetime

import pytest

BOXES = {"mail/All mail.mbox": "mail:ada@example.org", "old job/Inbox.mbox": "mail:ada.moreau@oldjob.example"}
AUTOMATIC = ("List-Id", "List-Unsubscribe", "Precedence", "Auto-Submitted")


def mails(sample, file):
    text = sample.files[file].decode()
    return [
        Parser().parsestr(part.partition("\n")[2])
        for part in re.split(r"(?:^|(?<=\n\n))From (?=\S+ \w{3} \w{3})", text)[1:]
    ]


def rows(sample, file, header):
    text = sample.files[file].decode()
    return list(csv.DictReader(io.StringIO(text[text.index(header) :], newline="")))


def cards(sample):
    return rows(sample, "linkedin/Connections.csv", "First Name")


def when(mail):
    return parsedate_to_datetime(mail["Date"]).astimezone(UTC).replace(tzinfo=None)


def personal(mail):
    set_aside = re.search("Spam|Trash|Drafts", mail.get("X-Gmail-Labels", ""))
    return not set_aside and not any(mail[h] for h in AUTOMATIC) and "no-reply" not in mail["From"]


@pytest.mark.parametrize("file", BOXES)
def test_mail_between_people_is_the_truth_s(ada_sample, file):
    found = Counter(
        (mail["Message-ID"], when(mail), getaddresses([mail["From"]])[0][1], to)
        for mail in mails(ada_sample, file)
        if personal(mail)
        for _, to in getaddresses(mail.get_all("To") + mail.get_all("Cc", []))
    )
    log = ada_sample.truth["interactions"]
    log = log[log["source"] == BOXES[file]]
    assert found == Counter(
        zip(log["event"], log["time"].dt.to_pydatetime(), log["sender"], log["receiver"], strict=True)
    )


@pytest.mark.parametrize("file", BOXES)
def test_records_and_windows_of_a_mailbox(ada_sample, file):
    box = mails(ada_sample, file)
    assert len(box) == ada_sample.truth["records"][file]
    assert sum(not personal(m) for m in box) == sum(ada_sample.truth["set_aside"][file].values())
    assert (min(map(when, box)), max(map(when, box))) == ada_sample.truth["windows"][BOXES[file]]
    assert len({m["Message-ID"] for m in box}) == len(box)


@pytest.mark.parametrize("file", BOXES)
def test_answers_name_a_mail_of_the_box(ada_sample, file):
    box = mails(ada_sample, file)
    answers = [m for m in box if m["In-Reply-To"]]
    assert len(answers) > 100
    assert {m["In-Reply-To"] for m in answers} <= {m["Message-ID"] for m in box}
    assert all(m["Subject"] and m["In-Reply-To"] == m["References"] for m in answers)


@pytest.mark.parametrize(
    ("file", "me"), [("mail/All mail.mbox", "ada@example.org"), ("old job/Inbox.mbox", "ada.moreau@oldjob.example")]
)
def test_delivered_to_stands_on_received_mail_only(ada_sample, file, me):
    for mail in mails(ada_sample, file):
        assert mail["Delivered-To"] == (None if me in mail["From"] else me)


def test_takeout_marks(ada_sample):
    box = mails(ada_sample, "mail/All mail.mbox")
    assert re.match(rb"From \d{19}@xxx Sat Jul 01 06:12:40 \+0000 2023\n", ada_sample.files["mail/All mail.mbox"])
    assert all(m["X-GM-THRID"].isdigit() for m in box)
    threads = {m["Message-ID"]: m["X-GM-THRID"] for m in box}
    assert all(threads[m["In-Reply-To"]] == m["X-GM-THRID"] for m in box if m["In-Reply-To"])
    assert b"X-GM-THRID" not in ada_sample.files["old job/Inbox.mbox"]


def test_headers_are_ascii_and_names_come_back(ada_sample):
    names = ada_sample.truth["people"].set_index("handle")["name"].to_dict()
    turned, cards = 0, 0
    for mail in mails(ada_sample, "mail/All mail.mbox"):
        assert mail["From"].isascii()
        shown, address = getaddresses([mail["From"]])[0]
        if address in names and shown:
            name = str(make_header(decode_header(shown)))
            family, comma, given = name.partition(", ")
            turned, cards = turned + bool(comma), cards + 1
            assert (f"{given} {family}" if comma else name) == names[address]
    assert 5 < turned < cards / 10


def test_machines_show_in_their_headers(ada_sample):
    box = [m for file in BOXES for m in mails(ada_sample, file)]
    senders = {getaddresses([m["From"]])[0][1] for m in box if any(m[h] for h in AUTOMATIC)}
    assert {*ada_sample.truth["newsletters"], *ada_sample.truth["bots"]} - senders == {"no-reply@parcel.example"}


def test_linkedin_messages(ada_sample):
    found = rows(ada_sample, "linkedin/messages.csv", "CONVERSATION ID")
    assert len(found[0]) == 13
    assert len(found) == ada_sample.truth["records"]["linkedin/messages.csv"]
    used = [r for r in found if r["IS MESSAGE DRAFT"] == "No" and "spinmail" not in r["CONTENT"]]
    assert Counter(m for r in used for m in _messages(r)) == Counter(_logged(ada_sample, "message"))
    assert sum(r["TO"].count(", ") == 2 for r in used) == 4
    assert sum("\n" in r["CONTENT"] for r in used) > 50
    assert [r["FROM"] for r in used if not r["SENDER PROFILE URL"]] == ["LinkedIn Member"]
    assert {r["FOLDER"] for r in found} == {"INBOX"}


def _messages(row):
    sender = row["SENDER PROFILE URL"].partition("linkedin.com")[2] or f"linkedin:member in {row['CONVERSATION ID']}"
    time = datetime.strptime(row["DATE"], "%Y-%m-%d %H:%M:%S UTC")
    return [(time, sender, url.partition("linkedin.com")[2]) for url in row["RECIPIENT PROFILE URLS"].split(",")]


def _logged(sample, kind):
    log = sample.truth["interactions"]
    log = log[(log["source"] == "linkedin") & (log["kind"] == kind)]
    return zip(log["time"].dt.to_pydatetime(), log["sender"], log["receiver"], strict=True)


def test_linkedin_invitations(ada_sample):
    found = [
        (
            datetime.strptime(r["Sent At"], "%m/%d/%y, %I:%M %p"),
            *(r[c].partition("linkedin.com")[2] for c in ("inviterProfileUrl", "inviteeProfileUrl")),
        )
        for r in rows(ada_sample, "linkedin/Invitations.csv", "From,To")
    ]
    assert Counter(found) == Counter(_logged(ada_sample, "invitation"))
    sides = Counter(r["Direction"] for r in rows(ada_sample, "linkedin/Invitations.csv", "From,To"))
    assert set(sides) == {"INCOMING", "OUTGOING"}


def test_linkedin_connections(ada_sample):
    found = cards(ada_sample)
    people = ada_sample.truth["people"].set_index("handle")
    assert ada_sample.files["linkedin/Connections.csv"].startswith(b'Notes:\n"')
    hidden = [r for r in found if not r["URL"]]
    assert len(hidden) == ada_sample.truth["set_aside"]["linkedin/Connections.csv"]["hidden"] >= 3
    for row in (r for r in found if r["URL"]):
        slug = row["URL"].partition("linkedin.com")[2]
        assert people.loc[slug, "name"] == f"{row['First Name']} {row['Last Name']}"
        if row["Email Address"]:
            assert people.loc[row["Email Address"], "person"] == people.loc[slug, "person"]
    assert 5 < sum(bool(r["Email Address"]) for r in found) < len(found) / 2
    assert len({r["URL"] for r in found if r["URL"]}) == len(found) - len(hidden)


def test_connections_fall_inside_the_window(ada_sample):
    first, last = ada_sample.truth["windows"]["linkedin"]
    days = [datetime.strptime(r["Connected On"], "%d %b %Y") for r in cards(ada_sample)]
    assert first <= min(days)
    assert max(days) <= last
    assert days == sorted(days, reverse=True)


def test_namesakes_have_different_employers(ada_sample):
    companies = {row["URL"].partition("linkedin.com")[2]: row["Company"] for row in cards(ada_sample)}
    for one, other in ada_sample.truth["namesakes"]:
        assert companies[one] != companies[other]
