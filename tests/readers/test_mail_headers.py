"""Headers: the quick way means what the standard library means, and what kind of mail a message is."""

import re
from datetime import UTC, datetime, timedelta
from email import policy
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netgraph.readers import handles, headers, mail_rules, mbox
from netgraph.readers.mail_rules import AUTO, BOT, CHAT, DRAFT, LIST, NO_REPLY, SENT, SPAM, ZONED

PARSER = BytesHeaderParser(policy=policy.compat32)
ASIDE = SPAM | DRAFT | CHAT | LIST | NO_REPLY | BOT | AUTO
LETTER = "From: Ben <ben@example.org>\nTo: ada@example.net\nDate: Mon, 4 Mar 2024 12:20:34 +0100\n"


def by_the_library(head: bytes) -> dict[str, list[str]]:
    """The headers that matter as Python's own parser finds them."""
    found = {}
    for name, value in PARSER.parsebytes(head).raw_items():
        if name.lower() in headers._WANTED:
            raw = value.encode("utf-8", "surrogateescape")
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                text = raw.decode("cp1252", "replace")
            found.setdefault(name.lower(), []).append(" ".join(text.split()))
    return found


def people_by_the_library(text: str) -> list[tuple[str, str]]:
    found = [(handles.address(raw), name[:1000]) for name, raw in getaddresses([" ".join(text.split())])]
    shown = [(address, " ".join(decoded(name).split())) for address, name in found if address]
    return [(address, "" if name.lower() == address else name) for address, name in shown]


def decoded(text: str) -> str:
    if "=?" not in text:
        return text
    try:
        return "".join(w if isinstance(w, str) else w.decode(c or "ascii", "replace") for w, c in decode_header(text))
    except (LookupError, ValueError):
        return text


def time_by_the_library(text: str) -> tuple[int | None, bool]:
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, False
    zoned = time.tzinfo is not None
    bare = time.astimezone(UTC).replace(tzinfo=None) if zoned else time
    return (bare - datetime(1970, 1, 1)) // timedelta(microseconds=1), zoned or bool(re.search("-0000( |$)", text))


def same(head: bytes) -> None:
    """Asserts that the quick way and the library agree on one head."""
    found, theirs = headers.fields(head), by_the_library(head)
    assert {name: [" ".join(v.split()) for v in values] for name, values in found.items()} == theirs
    for name in ("from", "to", "cc", "bcc"):
        for text in found.get(name, []):
            assert list(headers.people(text)) == people_by_the_library(text)
    if date := headers.first(found, "date"):
        assert headers.when(date)[:2] == time_by_the_library(date)


NAMES = st.sampled_from([
    "", "Ben Okafor ", "J. Smith ", '"Hill, Ada" ', '"a \\" b" ', "=?utf-8?q?Jos=C3=A9?= ", "Jos\u00e9 ",
    "(note) ", "O'Neil ", "a.b@c ", '"" ', "=?x?q?y?= ", "Ben  Okafor\t", "B\u00fc (x) ", "A: ",
    "\u65e5\u672c ",
])  # fmt: skip
ADDRESSES = st.sampled_from([
    "<ben@example.org>", "ben@example.org", "<Ben.O+x@Example.ORG>", "<>", "<ben>", "ben", "<a@b@c>",
    "<'ben'@x.y>", "a@b.", "< ben@example.org >", "<@x,@y:ben@example.org>", "undisclosed-recipients:;",
    "Us: a@b.c, d@e.f;", "ben @ x.y", '"q r"@x.y', "<mailto:a@b.c>", "a@[10.0.0.1]", "a_b@c_d.e",
    "<a@b.c> (Ben)", "'a@b.c'", ".a@b", "a..b@c",
])  # fmt: skip
ENTRIES = st.builds(str.__add__, NAMES, ADDRESSES)
LISTS = st.lists(ENTRIES, max_size=5).map(", ".join) | st.lists(ENTRIES, max_size=4).map(",\n\t".join)
DAYS = st.sampled_from(["Mon, ", "", "Mon,  ", "mon ", "Lundi, ", "Mon "])
CLOCKS = st.builds("{:02}:{:02}:{:02}".format, st.integers(0, 25), st.integers(0, 61), st.integers(0, 61))
ZONES = st.sampled_from([
    " +0100", " -0000", " +0000", " GMT", " EST", "", " +0530 (IST)", " -0700 (PDT)", " +2400", " +9999",
    " (UTC)", " Z", " UT", " +1", " -0000 (UTC)", " +01:00", " CEST",
])  # fmt: skip
MONTHS = st.sampled_from(["Jan", "Feb", "Mar", "Apr", "jun", "December", "Foo", "2"])
YEARS = st.sampled_from(["2024", "1999", "1970", "24", "99", "2099", "1969", "0099", "20244", "100"])
DATES = st.builds("{}{} {} {} {}{}".format, DAYS, st.integers(0, 33), MONTHS, YEARS, CLOCKS, ZONES)
LINES = st.sampled_from([
    "X: y", " more", "\tmore", "", "garbage", "From here", ": no name", "Name : x",
    "Received: by x;\n 4 Mar 2024", "TO: a@b.c", "x\ry: z", "In-Reply-To: <a@b>", "List-Id: x\r", "Cc:",
    "\u00fc: x", "Date: \u00e9", "Precedence:\tlist ", "a:b:c", "\x0c: x", "X\x00: y",
])  # fmt: skip


@given(LISTS)
@example('"Hill, Ada" <ada@example.org>, ben@example.org')
def test_addresses_are_those_of_the_library(text):
    assert list(headers.people(text)) == people_by_the_library(text)


@given(DATES)
@example("Mon, 4 Mar 2024 12:20:34 +0100")
@example("Thu, 1 Jan 1970 00:00:00 +0000")
def test_dates_are_those_of_the_library(text):
    assert headers.when(text)[:2] == time_by_the_library(text)


@given(
    st.lists(LINES | LISTS.map("To: {}".format) | DATES.map("Date: {}".format), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_headers_are_those_of_the_library(lines, end):
    head = end.join([*lines, ""]).encode("utf-8")
    same(re.split(rb"\n\r?\n|^\r?\n", head, maxsplit=1)[0] + b"\n")


@given(st.binary(max_size=300) | st.text(alphabet='ab:<>@,;"\\()[] .=?\n\r\t\x00', max_size=200).map(str.encode))
def test_any_bytes_are_headers_or_damage(data):
    mail = headers.facts(data)
    assert mail.sender[0] == handles.address(mail.sender[0])
    assert headers.facts(LETTER.encode() + data).time in (None, 1709551234000000)


def test_thousands_of_plain_headers_take_the_quick_way(monkeypatch):
    def refuse(*_):
        raise AssertionError("not plain")

    monkeypatch.setattr(headers, "getaddresses", refuse)
    monkeypatch.setattr(headers, "parsedate_to_datetime", refuse)
    for n in range(3000):
        day = datetime(1999, 1, 1) + timedelta(hours=31 * n)
        zone = ("+0000", "-0700 (PDT)", "+0530", "GMT")[n % 4]
        people = f'Number Q. {n} <n.{n}@example.org>, "{n}, Jo" <jo+{n}@example.net>, b{n}@example.org'
        text = f"From: {people}\nTo: {people}\nDate: {day:%a, %d %b %Y %H:%M:%S} {zone}\n"
        mail = headers.facts(text.encode())
        assert [a for a, _ in mail.people] == [f"n.{n}@example.org", f"jo+{n}@example.net", f"b{n}@example.org"]
        hours = {"+0000": 0, "-0700 (PDT)": -7, "+0530": 5.5, "GMT": 0}[zone]
        assert mail.time == (day - timedelta(hours=hours) - datetime(1970, 1, 1)) // timedelta(microseconds=1)


@pytest.mark.real
def test_real_headers_are_those_of_the_library(shared):
    files = sorted((shared / "data" / "exports" / "eml" / "cpython").glob("msg_*.txt"))
    for path in files:
        for head in mbox.heads(BytesIO(path.read_bytes())):
            same(head.head)
    assert len(files) == 48


@pytest.mark.parametrize(
    ("text", "date", "zoned"),
    [
        ("Mon, 4 Mar 2024 12:20:34 +0100", "2024-03-04 11:20:34", True),
        ("4 Mar 24 12:20 EST", "2024-03-04 17:20:00", True),
        ("Mon, 4 Mar 99 12:20:34 GMT", "1999-03-04 12:20:34", True),
        ("Sun, 31 Mar 2024 02:30:00 +0100", "2024-03-31 01:30:00", True),
        ("Sun, 31 Mar 2024 02:30:00 +0200", "2024-03-31 00:30:00", True),
        ("Mon, 4 Mar 2024 12:20:34 -0000", "2024-03-04 12:20:34", True),
        ("Mon, 4 Mar 2024 12:20:34", "2024-03-04 12:20:34", False),
    ],
)
def test_times(text, date, zoned):
    time, known, why = headers.when(text)
    assert (datetime(1970, 1, 1) + timedelta(microseconds=time), known, why) == (
        datetime.fromisoformat(date),
        zoned,
        "",
    )


@pytest.mark.parametrize(
    ("line", "bits"),
    [
        ("Auto-Submitted: auto-replied (vacation)", AUTO),
        ("Auto-Submitted: no", 0),
        ("Auto-Submitted: no (a person)", 0),
        ("X-Autoreply: yes", AUTO),
        ("X-Autorespond: away", AUTO),
        ("Precedence: auto_reply", AUTO),
        ("Precedence: bulk", LIST),
        ("Precedence: first-class", 0),
        ("Return-Path: <>", AUTO),
        ("Return-Path: <ben@example.org>", 0),
        ("Content-Type: text/calendar; method=REPLY", AUTO),
        ("Content-Class: urn:content-classes:calendarmessage", AUTO),
        ("Content-Type: multipart/report; report-type=delivery-status", AUTO),
        ("Content-Type: multipart/alternative; boundary=x", 0),
        ("Sender: Google Calendar <calendar-notification@google.com>", AUTO),
        ("X-Failed-Recipients: eve@example.org", AUTO),
        ("In-Reply-To: <1@x>\nSubject: Automatic reply: Lunch", AUTO),
        ("In-Reply-To: <1@x>\nSubject: =?utf-8?q?R=C3=A9ponse_automatique_:_Lunch?=", AUTO),
        ("In-Reply-To: <1@x>\nSubject: Out of office: back on Monday", AUTO),
        ("In-Reply-To: <1@x>\nSubject: Re: Automatic reply: Lunch", 0),
        ("Subject: Out of office: who waters the plants?", 0),
        ("List-Id: <talk.example.org>", LIST),
        ("X-BeenThere: talk@example.org", LIST),
        ("X-Gmail-Labels: Chat", CHAT),
        ("X-Gmail-Labels: =?UTF-8?Q?Papierkorb,Ge=C3=B6ffnet?=", SPAM),
        ("X-Gmail-Labels: =?UTF-8?B?RW50d8O8cmZl?=", DRAFT),
        ("X-Gmail-Labels: Gesendet,Junk mail is funny", SENT),
        ("X-Mozilla-Status: 0009", SPAM),
        ("X-Mozilla-Status: 0001", 0),
        ("X-Mozilla-Keys: $label1 Junk", SPAM),
        ("X-Mozilla-Keys: NonJunk", 0),
        ("X-Mozilla-Draft-Info: internal/draft; vcard=0", DRAFT),
        ("X-Unsent: 1", DRAFT),
        ("X-Spam-Flag: YES", SPAM),
        ("X-Spam-Status: No, score=-1", 0),
    ],
)
def test_what_kind_of_mail_it_is(line, bits):
    assert headers.facts(f"{LETTER}{line}\n".encode()).flags == bits | ZONED


@pytest.mark.parametrize(
    ("address", "bits"),
    [
        ("notifications@example.org", NO_REPLY),
        ("noreply@example.org", NO_REPLY),
        ("jobs-noreply@example.org", NO_REPLY),
        ("do-not-reply@example.org", NO_REPLY),
        ("123+ben@users.noreply.example.org", NO_REPLY),
        ("noresponder@example.org", NO_REPLY),
        ("ne-pas-repondre@example.org", NO_REPLY),
        ("mailer-daemon@example.org", NO_REPLY),
        ("dependabot[bot]@example.org", BOT),
        ("cron@example.org", BOT),
        ("alerts@example.org", BOT),
        *((f"{person}@example.org", 0) for person in (
            "norbert", "noreen.play", "anna.list", "jan.bot", "abbot", "alert.jones", "rob.ot", "noah.reply",
            "robot.wars.fan", "info", "support", "news", "autumn.matic", "automne", "replyson", "cronin", "rootes",
        )),
    ],
)  # fmt: skip
def test_who_is_no_person(address, bits):
    assert mail_rules.of_sender(address) == bits


@pytest.mark.parametrize(
    ("path", "bits"),
    [
        ("Takeout/Mail/Spam.mbox", SPAM),
        ("Mail/Local Folders/Trash", SPAM),
        ("Maildir/.Drafts/cur/1.host:2,S", DRAFT),
        ("Maildir/.INBOX.Spam/new/1", SPAM),
        ("export/Papierkorb/7.eml", SPAM),
        ("Trash.mbox/mbox", SPAM),
        ("Maildir/cur/1.host:2,S", 0),
        ("mail.mbox", 0),
        ("spam/mail.mbox", 0),
        ("Sent", SENT),
        ("Maildir/.INBOX.Sent/cur/1.host:2,S", SENT),
        ("Mail/Local Folders/Gesendete Objekte", SENT),
        ("Sent to Ben.mbox", 0),
    ],
)
def test_folders_of_what_was_thrown_away_or_never_sent(path, bits):
    assert mail_rules.of_folder(path) == bits
