"""Mail: every rule and reject, mailboxes of all shapes, and bombs that must not go off."""

import gzip
import time
import tracemalloc
from io import BytesIO
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import readers
from netgraph.readers import headers, mbox

FROM = "From ben@example.org Mon Mar 04 11:20:34 2024\n"
TAKEOUT = "From 1790123@xxx Mon Mar 04 11:20:34 +0000 2024\n"


def mail(number=1, *, lines=(), body="Hello\n", **headers):
    fields = {
        "From": "Ben Okafor <Ben@Example.org>",
        "To": "ada@example.org",
        "Date": "Mon, 4 Mar 2024 12:20:34 +0100",
        "Message-ID": f"<{number}@example.org>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None)
    return head + "".join(lines) + "\n" + body


def box(*mails, start=FROM):
    return "".join(f"{start}{m}\n" for m in mails)


@pytest.fixture
def read(tmp_path, balances):
    """Reads one mbox and checks its books."""

    def of(text, **options):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "mail.mbox").write_bytes(data)
        export = readers.read(tmp_path / "mail.mbox", **options)
        balances(export, "mail.mbox", len(data))
        return export

    return of


@pytest.mark.parametrize("start", [FROM, TAKEOUT])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_mbox_with_either_from_line_and_line_end(read, start, ends):
    export = read(box(mail(1), mail(2), start=start).replace("\n", ends))
    rows = export.interactions
    assert rows["event"].tolist() == ["<1@example.org>", "<2@example.org>"]
    assert rows["time"].astype(str).tolist() == ["2024-03-04 11:20:34"] * 2
    assert set(rows["sender"]) == {"ben@example.org"}
    assert set(rows["channel"] + rows["kind"]) == {"mailmessage"}


def test_a_from_line_in_a_body_is_text_unless_a_blank_line_and_a_date_make_it_one(read):
    body = f"From here on\n\nFrom there to nowhere 2024\n{FROM}no blank line before it\n"
    assert len(read(box(mail(1, body=body), mail(2))).interactions) == 2


def test_all_receivers_count_once_and_names_become_contacts(read):
    export = read(
        box(mail(To='"Hill, Ada" <ada@example.org>, ADA@example.org', Cc="cleo@example.net", Bcc="eve@example.net"))
    )
    assert set(export.interactions["receiver"]) == {"ada@example.org", "cleo@example.net", "eve@example.net"}
    assert set(export.interactions["recipients"]) == {3}
    assert export.contacts[["handle", "name"]].values.tolist() == [
        ["ada@example.org", "Hill, Ada"],
        ["ben@example.org", "Ben Okafor"],
    ]


def test_the_sender_in_copy_is_no_recipient(read):
    rows = read(box(mail(Cc="ben@example.org"))).interactions
    assert rows[["receiver", "recipients"]].values.tolist() == [["ada@example.org", 1]]


def test_encoded_raw_and_broken_names(read):
    mails = [
        mail(1, From="=?utf-8?q?Jos=C3=A9?= <jose@example.org>"),
        mail(2, From="Jos\u00e9 <jose@example.org>"),
        mail(3, From="=?no-such-charset?q?Jos=C3=A9?= <eve@example.org>"),
    ]
    export = read(box(*mails))
    assert export.contacts.loc[export.contacts["handle"] == "jose@example.org", "name"].tolist() == ["José"]
    assert len(export.interactions) == 3


def test_replies_name_what_they_answer(read):
    mails = [
        mail(1, In_Reply_To="<a@example.org>", References="<x@example.org>"),
        mail(2, References="<x@example.org>\n <y@example.org>"),
        mail(3),
    ]
    answered = read(box(*mails)).interactions["reply_to"]
    assert answered.tolist()[:2] == ["<a@example.org>", "<y@example.org>"]
    assert answered.isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        ({"X-Gmail-Labels": "Inbox,Spam"}, "spam or trash"),
        ({"X-Gmail-Labels": "=?UTF-8?Q?Papierkorb,Ge=C3=B6ffnet?="}, "spam or trash"),
        ({"X-Gmail-Labels": "=?UTF-8?B?RW50d8O8cmZl?="}, "draft"),
        ({"List-Id": "<news.example.org>"}, "mailing list"),
        ({"List-Unsubscribe": "<https://example.org>"}, "mailing list"),
        ({"Precedence": "bulk"}, "mailing list"),
        ({"From": "No-Reply <no-reply@example.org>"}, "no-reply sender"),
        ({"From": "donotreply@example.org"}, "no-reply sender"),
        ({"From": "MAILER-DAEMON@example.org"}, "no-reply sender"),
        ({"Auto-Submitted": "auto-replied"}, "auto-reply"),
        ({"Return-Path": "<>"}, "auto-reply"),
        ({"Message-ID": "<1@example.org>"}, "same message-id"),
        ({"To": "ben@example.org"}, "self-message"),
        ({"Date": None}, "unreadable date"),
        ({"Date": "some day"}, "unreadable date"),
        ({"Date": "Mon, 4 Mar 1968 12:20:34 +0100"}, "implausible date"),
        ({"From": None}, "no sender"),
        ({"From": "MAILER DAEMON <>"}, "no sender"),
        ({"To": "undisclosed-recipients:;"}, "no recipients"),
        ({"To": "unlisted-recipients:; (no To-header on input)"}, "no recipients"),
        ({"To": ", ".join(f"p{n}@example.org" for n in range(5001))}, "header damage"),
        ({"X-Long": "x" * 1_100_000}, "header damage"),
    ],
)
def test_every_rule(read, count, headers, rule):
    export = read(box(mail(1), mail(2, **headers)))
    assert count(export, rule) == 1
    assert export.interactions["event"].tolist() == ["<1@example.org>"]


def test_a_flood_of_brackets_is_rejected(read):
    ledger = read(box(mail(1), mail(2, To="(" * 5000))).ledger
    rejected = ledger[ledger["fate"] == "rejected"]
    assert rejected["records"].tolist() == [1]
    # Python's own parser gives up on it, or finds nobody in it, depending on its version.
    assert set(rejected["rule"]) <= {"header damage", "no recipients"}


@pytest.mark.parametrize("sender", ["norbert@example.org", "noreen.play@example.org", "anna.list@example.org"])
def test_people_are_not_taken_for_robots(read, sender):
    assert read(box(mail(From=sender))).interactions["sender"].tolist() == [sender]


def test_a_date_far_ahead_is_a_problem_unless_another_header_bears_it_out(read, count):
    ahead = "Thu, 4 Mar 2049 12:20:34 +0100"
    mails = [mail(n) for n in range(1, 5)]
    assert count(read(box(*mails, mail(9, Date=ahead))), "implausible date") == 1
    assert str(read(box(*mails, mail(9, Date=ahead))).windows["last"][0].date()) == "2024-03-04"
    assert (
        count(read(box(*mails, mail(9, Date=ahead, Received=f"by mx.example.org; {ahead}"))), "implausible date") == 0
    )


def test_a_date_after_the_year_of_its_delivery_is_a_problem_however_many_have_one(read, count):
    stamp = "by mx.example.org; Mon, 4 Mar 2024 12:20:34 +0100"
    mails = [mail(n, Date="Thu, 4 Mar 2099 12:20:34 +0100", Received=stamp) for n in range(6)]
    export = read(box(mail(9), *mails))
    assert count(export, "implausible date") == 6
    assert str(export.windows["last"][0].date()) == "2024-03-04"
    old = mail(1, Date="Thu, 1 Jan 1970 00:00:10 +0000", Received="by mx.example.org; Thu, 1 Jan 1970 00:00:11 +0000")
    assert len(read(box(old)).interactions) == 1


def test_rules_that_are_kept_set_nothing_aside_but_the_others_do(read, count):
    listed = {"List_Id": "<talk.example.org>"}
    mails = [
        mail(1, **listed),
        mail(2, From="noreply@example.org", **listed),
        mail(3, To="ben@example.org"),
        mail(4, X_Gmail_Labels="Spam", **listed),
    ]
    kept = read(box(mail(9), *mails), keep=["mailing list", "self-message"])
    assert kept.interactions["event"].tolist() == [f"<{n}@example.org>" for n in (9, 1, 3)]
    assert kept.interactions["receiver"].tolist()[-1] == "ben@example.org"
    assert count(kept, "no-reply sender") == count(kept, "spam or trash") == 1
    every = read(box(mail(9), *mails), keep=["mailing list", "self-message", "no-reply sender"])
    assert every.me == kept.me and set(every.windows["source"]) == set(kept.windows["source"])
    assert len(every.interactions) == 4


def test_a_mail_to_thousands_stays_one_event(read):
    rows = read(box(mail(To=",\n ".join(f"p{n}@example.net" for n in range(4900))))).interactions
    assert (rows["event"].nunique(), set(rows["recipients"]), len(rows)) == (1, {4900}, 4900)


def test_of_several_senders_the_first_counts(read):
    rows = read(box(mail(From="Cleo <cleo@example.net>, ben@example.org", Sender="ben@example.org"))).interactions
    assert rows["sender"].tolist() == ["cleo@example.net"]


def test_thunderbird_marks_what_was_deleted_and_its_trash_is_known_by_name(tmp_path, count):
    deleted = mail(2, X_Mozilla_Status="0009")
    (tmp_path / "Inbox").write_text(
        box(mail(1, X_Mozilla_Status="0001"), deleted, start="From - Mon Mar 04 11:20:34 2024\n")
    )
    (tmp_path / "Trash").write_text(box(mail(3)))
    export = readers.read(tmp_path)
    assert export.interactions["event"].tolist() == ["<1@example.org>"]
    assert count(export, "spam or trash") == 2


def test_what_is_set_aside_still_shows_that_the_mailbox_was_in_use(read):
    news = mail(2, Date="Wed, 1 May 2024 00:00:00 +0000", List_Id="<news.example.org>")
    assert str(read(box(mail(1), news)).windows["last"][0].date()) == "2024-05-01"


def test_a_time_without_zone_is_flagged_or_placed(read, count):
    text = box(mail(Date="Mon, 4 Mar 2024 12:20:34"), mail(2, Date="Mon, 4 Mar 2024 12:20:34 -0000"))
    assert count(read(text), "zone assumed: UTC") == 1
    times = read(text, timezone="Europe/Berlin").interactions["time"]
    assert times.astype(str).tolist() == ["2024-03-04 11:20:34", "2024-03-04 12:20:34"]
    commented = read(box(mail(Date="Mon, 4 Mar 2024 12:20:34 -0000 (UTC)")), timezone="Europe/Berlin")
    assert commented.interactions["time"].astype(str).tolist() == ["2024-03-04 12:20:34"]


@pytest.mark.parametrize(
    "mails",
    [
        [mail(1, Delivered_To="ada@example.org")],
        [
            mail(
                1,
                From="Ada <ada@example.org>",
                To="ben@example.org",
                X_Gmail_Labels="=?UTF-8?Q?Gesendet,Ge=C3=B6ffnet?=",
            )
        ],
        [mail(n, From=f"p{n}@example.org") for n in range(5)]
        + [mail(8, From="ada@example.org", To="p1@example.org"), mail(9, From="a@example.net", To="b@example.net")],
    ],
)
def test_whose_mailbox_it_is(read, mails):
    export = read(box(*mails))
    assert export.me == ("ada@example.org",)
    assert set(export.interactions["source"]) == {"mail:ada@example.org"}


def test_without_certainty_a_mailbox_has_no_owner_and_a_given_one_is_taken(read):
    assert read(box(mail(1), mail(2))).me == ()
    given = read(box(mail(1), mail(2)), me=["ADA@example.org"])
    assert given.me == ("ada@example.org",)
    assert given.windows["source"].tolist() == ["mail:ada@example.org"]


@pytest.mark.parametrize(
    "mails",
    [
        # A list's archive: the list receives everything and sends nothing.
        [mail(n, From=f"p{n % 3}@example.org", To="talk@example.org") for n in range(9)],
        # A folder of one correspondent's mail to an owner with two addresses.
        [mail(n, From="ben@example.org", To=f"ada{n % 2}@example.org") for n in range(9)],
        # The same with answers.
        [mail(n, From="ben@example.org", To=f"ada{n % 2}@example.org") for n in range(6)]
        + [mail(n, From=f"ada{n % 2}@example.org", To="ben@example.org") for n in range(6, 9)],
    ],
)
def test_a_frequent_address_is_not_certainly_the_owner(read, mails):
    assert read(box(*mails)).me == ()


def test_mails_without_id_keep_their_number(read):
    events = read(
        box(mail(Message_ID=None), mail(Message_ID=None), mail(Message_ID=None, To="eve@example.org"))
    ).interactions["event"]
    assert events.str[-2:].tolist() == ["#0", "#1", "#0"]
    assert events.nunique() == 3


def test_a_folder_of_single_messages_is_one_mailbox(tmp_path, balances):
    (tmp_path / "mails").mkdir()
    for n in range(6):
        (tmp_path / "mails" / f"{n}.eml").write_text(mail(n, From=f"p{n}@example.org", Delivered_To="ada@example.org"))
    found = list(readers.read_each(tmp_path))
    assert [(file.name, reader) for file, reader, _ in found] == [("mails", "mail")]
    assert found[0][2].me == ("ada@example.org",)
    for n in range(6):
        balances(found[0][2], f"mails/{n}.eml", (tmp_path / "mails" / f"{n}.eml").stat().st_size, records=1)


def test_copies_of_a_mail_without_id_in_several_files_are_one(tmp_path, count):
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_text(mail(Message_ID=None))
    export = readers.read(tmp_path)
    assert len(export.interactions) == 1
    assert count(export, "same date, sender and recipients, no message-id") == 1


def test_an_eml_file_is_one_message_whatever_its_body_holds(tmp_path):
    (tmp_path / "a.eml").write_text(mail(1, body=f"\n\n{FROM}{mail(2)}"))
    assert len(readers.read(tmp_path / "a.eml").interactions) == 1


@pytest.mark.parametrize("lead", [b"\xef\xbb\xbf", b"\r\n\n", b"\xef\xbb\xbf\n"])
def test_what_precedes_the_headers_of_an_eml_file_does_not_hide_them(tmp_path, balances, lead):
    data = lead + mail(1, body="To: eve@example.org\n").encode()
    (tmp_path / "a.eml").write_bytes(data)
    export = readers.read(tmp_path / "a.eml")
    assert export.interactions["receiver"].tolist() == ["ada@example.org"]
    balances(export, "a.eml", len(data), records=1)


def test_a_maildir_with_flags_and_undelivered_mail(tmp_path, count):
    for folder in ("cur", "new", "tmp"):
        (tmp_path / ".Archive" / folder).mkdir(parents=True)
    names = ["cur/1.host:2,S", "cur/2.host:2,ST", "cur/3.host:2,D", "new/4.host", "tmp/5.host"]
    for n, name in enumerate(names):
        (tmp_path / ".Archive" / name).write_text(mail(n))
    export = readers.read(tmp_path)
    assert export.interactions["event"].tolist() == ["<0@example.org>", "<3@example.org>"]
    assert count(export, "spam or trash") == count(export, "draft") == 1
    assert export.ledger.set_index("file").loc[".Archive/tmp/5.host", "rule"] == "Maildir: not delivered yet"


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_packed_mail(tmp_path, pack):
    text = box(mail(1), mail(2))
    if pack == "gz":
        (tmp_path / "mail.mbox.gz").write_bytes(gzip.compress(text.encode()))
    else:
        with ZipFile(tmp_path / "takeout.zip", "w") as archive:
            archive.writestr("Takeout/Mail/All mail.mbox", text)
    assert len(readers.read(tmp_path).interactions) == 2


def test_neither_subjects_nor_bodies_are_kept(read):
    export = read(box(mail(Subject="Zanzibar", body="Zanzibar again\n")))
    tables = (export.contacts, export.interactions, export.ledger, export.problems)
    assert not any("Zanzibar" in table.to_csv() for table in tables)


def test_memory_does_not_grow_with_the_bodies(tmp_path):
    def peak(size):
        (tmp_path / "mail.mbox").write_text(box(*[mail(n, body=("x" * 75 + "\n") * size) for n in range(3)]))
        tracemalloc.start()
        readers.read(tmp_path / "mail.mbox")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)
    small, large = peak(40_000), peak(160_000)
    assert large < 1.5 * small


WORD = "=?utf-8?q?=41?= "
HEAD = mail(7, lines=["Cc: "])[:-7]
PLAIN = f"{FROM}{mail(8)}\n"
BOMBS = {
    "nested parts": mail(7)
    + "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(30_000)),
    "brackets": HEAD + "(" * 100_000,
    "balanced brackets": HEAD + "(" * 4900 + ")" * 4900,
    "comments": HEAD + "(a)" * 4900 + "a@b.c",
    "250,000 addresses": HEAD + "a@b.c," * 250_000,
    "odd addresses": HEAD + ",".join(f'"x\\"{n}" <a{n}@b.c>' for n in range(4990)),
    "groups": HEAD + "a:;" * 300_000,
    "quotes": HEAD + '"' * 900_000,
    "backslashes": HEAD + '"' + "\\" * 900_000,
    "words": HEAD + "a " * 140_000,
    "dots": HEAD + "a." * 140_000,
    "encoded words": HEAD + WORD * 50_000 + "<a@b.c>",
    "encoded names": mail(7, lines=[f"Cc: {WORD * 60}<a{n}@b.c>\n" for n in range(800)]),
    "encoded labels": mail(7, X_Gmail_Labels=WORD * 50_000),
    "encoded subject": mail(7, Subject=WORD * 50_000, References="<1@x>"),
    "references": mail(7, References=" ".join(f"<{n}@x>" for n in range(100_000))),
    "open references": mail(7, References="<a " * 300_000),
    "folds": HEAD + "\n " * 450_000,
    "carriage returns": HEAD + "\r" * 900_000,
    "fields": mail(7, lines=["Cc: a@b.c\n"] * 180_000),
    "unknown fields": mail(7, lines=["X: y\n"] * 180_000),
    "no field at all": "=?" * 450_000,
    "comments in a date": mail(7, Date="(" * 100_000 + " 4 Mar 2024 12:20:34 +0100" + ")" * 100_000),
    "digits in a date": mail(7, Date="Mon, " + "9" * 900_000),
    "2 MB in a header": mail(7, X="x" * 1_900_000),
    "2 MB in a line": "x" * 1_900_000,
    "NULs": "\0" * 1_900_000,
    "NULs in a head": HEAD + "\0" * 1_800_000,
    "blank lines": "\n" * 1_900_000,
    "From lines": f"\n{FROM}" * 40_000,
    "From lines in a row": FROM * 40_000,
    "From lines without a date": "\nFrom x\n" * 230_000,
    "long From lines": ("\n\nFrom " + "Mon " * 190) * 2400,
    "heads after From lines": f"{FROM}From: x\nDate: y\nTo: z\n" * 25_000,
    "halves of heads": "\n\nFrom 11:20:34\nFrom: x\nDate: y\n" * 60_000,
    "a long half of a head": "\n\nFrom 11:20:34\n" + "A: b\n" * 300_000 + "From: x\nDate: y\n",
    "paragraphs": "\r\n\r\nFrom: x\r\n" * 140_000,
    "small mails": "".join(f"{FROM}From: a{n}@b.c\nTo: d@e.f\nMessage-ID: <{n}@x>\n\n" for n in range(16_000)),
    "one mail again and again": PLAIN * 9000,
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("kind", ["mbox", "eml"])
def test_bombs_end_within_seconds(tmp_path, balances, name, kind):
    data = (PLAIN * (kind == "mbox") + FROM * (kind == "mbox") + BOMBS[name]).encode()
    assert len(data) < 2_000_000
    (tmp_path / f"bomb.{kind}").write_bytes(data)
    start = time.process_time()
    (export,) = (part for _, _, part in readers.read_each(tmp_path))
    assert time.process_time() - start < 5
    balances(export, f"bomb.{kind}", len(data))
    if kind == "mbox":
        assert "<8@example.org>" in set(export.interactions["event"])


@pytest.mark.parametrize(
    "flood", ["@", ".@", ";", "a:b;", "<", "[", "<a@b>", "=?utf-8?Q?a?= "], ids=lambda text: text.strip()
)
def test_a_flood_of_marks_takes_less_than_a_second(flood):
    head = f"From: ben@example.org\nTo: {flood * (900_000 // len(flood))} <ada@example.org>\n"
    start = time.process_time()
    headers.facts(head.encode())
    assert time.process_time() - start < 1


@given(
    st.lists(st.sampled_from([FROM, "\n", "\r\n", "x", "From me\n", "To: a@example.org\n", "x" * 990]), max_size=30),
    st.integers(1, 2000),
)
def test_messages_tile_any_stream_whatever_the_chunks(pieces, chunk):
    data = (FROM + "".join(pieces)).encode()
    whole = list(mbox.heads(BytesIO(data)))
    with patch.object(mbox, "_CHUNK", max(chunk, len(FROM))):
        assert list(mbox.heads(BytesIO(data))) == whole
    assert sum(head.size for head in whole) == len(data)
    assert [head.number for head in whole] == list(range(1, len(whole) + 1))


@pytest.mark.real
def test_public_malformed_mails(shared, balances):
    folder = shared / "data" / "exports" / "eml" / "cpython"
    export = readers.read(folder)
    files = [path for path in folder.iterdir() if path.name != "SOURCE.md"]
    assert len(files) == 48
    for path in files:
        balances(export, path.name, path.stat().st_size)
    fate = export.ledger.set_index("file")
    assert fate.loc["msg_19.txt", "rule"] == "not recognised"
    assert fate.loc[["msg_05.txt", "msg_35.txt"], "rule"].tolist() == ["unreadable date"] * 2
    assert fate.loc[["msg_32.txt", "msg_33.txt", "msg_16.txt"], "rule"].tolist() == ["mailing list"] * 3
    assert fate.loc[["msg_36.txt", "msg_47.txt"], "rule"].tolist() == ["no recipients"] * 2
    assert fate.loc[["msg_04.txt", "msg_06.txt", "msg_44.txt"], "rule"].tolist() == ["self-message"] * 3
    assert fate.loc[["msg_43.txt", "msg_46.txt"], "rule"].tolist() == ["auto-reply", ""]
    copies = export.interactions[export.interactions["event"] == "<15090.61304.110929.45684@aaa.zzz.org>"]
    assert set(copies["receiver"]) == {"bbb@zzz.org", "ccc@zzz.org", "ddd@zzz.org", "eee@zzz.org"}
    assert set(copies["recipients"]) == {4}
