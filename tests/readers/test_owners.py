"""Whose exports these are, case by case: what is certain is taken, what is not is asked for."""

import json

import pytest
from typer.testing import CliRunner

import netgraph as ng
from netgraph import readers
from netgraph.__main__ import app
from netgraph.readers.owners import taken

NOOR, WORK, INFO = "noor@example.org", "noor.haddad@example.com", "info@example.org"
THEO, CLEO, DAN, EVE = OTHERS = tuple(f"{name}@example.org" for name in ("theo", "cleo", "dan", "eve"))
SHOWN = {NOOR: "Noor Haddad", WORK: "Noor Haddad", THEO: "Theo Okafor", CLEO: "Cleo Reyes", DAN: "Dan Wu"}
CHAT = ("whatsapp:Noor Haddad",)


def mail(number, sender, *to, day=4, name=None, **headers):
    """One message of an mbox; `name` replaces the name that the sender is known by."""
    shown = SHOWN.get(sender, "") if name is None else name
    more = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in headers.items())
    return (
        f"From x@example.org Mon Mar 04 11:20:34 2024\nFrom: {shown} <{sender}>\nTo: {', '.join(to)}\n"
        f"Date: Mon, {day} Mar 2024 12:{number // 60:02}:{number % 60:02} +0000\n"
        f"Message-ID: <{number}.{day}.{sender}>\n{more}\nHello\n\n"
    )


def inbox(me, *, count=8, sent=2, day=4, header="Delivered_To", **also):
    """A mailbox: what others sent, with the header that says to whom it came, and answers."""
    there = [o for o in OTHERS if o != me]
    got = [mail(n, there[n % len(there)], me, day=day, **{header: me, **also}) for n in range(count)]
    return "".join(got + [mail(50 + n, me, there[n % len(there)], day=day) for n in range(sent)])


def chat(*people, day=4):
    """A chat as WhatsApp exports it, in which each writes twice."""
    lines = [f"[{day}/03/2024, 12:{n:02}:00] {who}: words {n}\n" for n, who in enumerate(people * 2)]
    return "".join(["[13/01/2024, 09:00:00] " + people[0] + ": begin\n", *lines])


def thread(*people):
    """A conversation of Facebook's."""
    said = [{"sender_name": p, "timestamp_ms": 1709553600000 + n * 1000, "content": "x"} for n, p in enumerate(people)]
    return json.dumps({"participants": [{"name": p} for p in people], "messages": said, "thread_path": people[-1]})


def calendar(organizer, *guests, count=5, name="", own=""):
    """Meetings, each with one of the guests."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@example.org\r\nDTSTAMP:20240401T000000Z\r\nDTSTART:202403{n + 1:02}T100000Z\r\n"
        f"ORGANIZER;CN={name or organizer}:mailto:{organizer}\r\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{guests[n % len(guests)]}\r\nEND:VEVENT\r\n"
        for n in range(count)
    )
    called = f"X-WR-CALNAME:{own}\r\n" if own else ""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{called}{events}END:VCALENDAR\r\n"


def card(name, *addresses, tel=""):
    lines = [f"EMAIL:{a}\r\n" for a in addresses] + ([f"TEL:{tel}\r\n"] if tel else [])
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\n{''.join(lines)}END:VCARD\r\n"


PROFILE = "First Name,Last Name,Headline\nNoor,Haddad,x\n"
ALONE = {
    "a/_chat.txt": chat("Noor Haddad", "Theo Okafor"),
}
PAIRS = {f"{n}/_chat.txt": chat("Noor Haddad", other) for n, other in enumerate(["Theo", "Cleo", "Dan", "Eve", "Fay"])}
COUPLE = {
    f"{n}/_chat.txt": chat("Noor Haddad", "Sami Haddad", other) for n, other in enumerate(["Theo", "Cleo", "Dan"])
}
FEW = {
    "a/_chat.txt": chat("Noor Haddad", "Theo Okafor"),
    "b/_chat.txt": chat("Noor Haddad", "Cleo Reyes", "Dan Wu"),
    "c/_chat.txt": chat("Noor Haddad", "Eve Lind", "Fay Moss"),
}
SHARED = "".join(mail(n, THEO if n % 2 else CLEO, "p@example.net", X_Gmail_Labels="Sent") for n in range(6))
UNNAMED = "".join(mail(n, EVE if n % 3 else "x@example.net", THEO, X_Gmail_Labels="Sent") for n in range(6))
CASES = {
    # One mailbox.
    "delivered to": ({"m.mbox": inbox(NOOR)}, (NOOR,)),
    "sent by label": ({"m.mbox": mail(1, NOOR, THEO, X_Gmail_Labels="Sent,Opened")}, (NOOR,)),
    "sent by folder": ({"Sent": mail(1, NOOR, THEO) + mail(2, NOOR, CLEO)}, (NOOR,)),
    "what one sends, in a folder of another name": ({"x.mbox": mail(1, NOOR, THEO) + mail(2, NOOR, CLEO)}, ()),
    "an alias that mail is delivered to, of the same full name": (
        {"m.mbox": inbox(NOOR) + mail(90, THEO, f"Noor Haddad <{WORK}>", Delivered_To=WORK)}, (WORK, NOOR),
    ),
    "an address whose mail is forwarded, of the same full name": (
        {"m.mbox": inbox(NOOR) + mail(90, THEO, f"Noor Haddad <{WORK}>", Delivered_To=NOOR)}, (WORK, NOOR),
    ),
    "forwarded from an address without the name": (
        {"m.mbox": inbox(NOOR) + mail(90, THEO, WORK, Delivered_To=NOOR)}, (NOOR,),
    ),
    "forwarded from an address of several people": (
        {"m.mbox": inbox(NOOR) + mail(90, THEO, f"Noor Haddad <{INFO}>", Delivered_To=NOOR)
         + mail(91, INFO, NOOR, name="Theo Okafor", Delivered_To=NOOR)}, (NOOR,),
    ),
    "sent from two addresses of one full name": (
        {"m.mbox": "".join(mail(n, NOOR if n % 3 else WORK, THEO, X_Gmail_Labels="Sent") for n in range(6))},
        (WORK, NOOR),
    ),
    "of somebody in copy of everything": (
        {"m.mbox": "".join(mail(n, THEO, OTHERS[n % 3 + 1], NOOR) for n in range(9)) + mail(60, CLEO, THEO, NOOR)}, (),
    ),
    "of somebody in copy of everything, delivered": (
        {"m.mbox": "".join(mail(n, THEO, OTHERS[n % 3 + 1], NOOR, Delivered_To=NOOR) for n in range(9))}, (NOOR,),
    ),
    "shared, sent by several": ({"m.mbox": SHARED}, ()),
    "shared, delivered to an office": ({"m.mbox": SHARED + inbox(INFO, sent=0)}, ()),
    "shared, several names on one address": (
        {"m.mbox": inbox(INFO, sent=0) + "".join(
            mail(60 + n, INFO, "p@example.net", name=("Theo Okafor", "Cleo Reyes")[n % 2]) for n in range(4))}, (),
    ),
    "sent from two addresses without names": ({"m.mbox": UNNAMED}, ()),
    "delivered to a third address than it is sent from": ({"m.mbox": UNNAMED + inbox(INFO, sent=0)}, ()),
    "one who married": (
        {"m.mbox": inbox(NOOR) + "".join(mail(60 + n, NOOR, THEO, name="Noor Lind") for n in range(4))}, (NOOR,),
    ),
    # Two mailboxes.
    "two mailboxes of one person": ({"a.mbox": inbox(NOOR), "b.mbox": inbox(WORK, day=5)}, (WORK, NOOR)),
    "two mailboxes of two people": ({"a.mbox": inbox(NOOR), "b.mbox": inbox("sami@example.org", day=5).replace(
        "From:  <sami", "From: Sami Lind <sami")}, ()),
    "two mailboxes, one without a name": ({"a.mbox": inbox(NOOR), "b.mbox": inbox("n1@example.net", day=5)},
                                         ("n1@example.net", NOOR)),
    # Chats.
    "one chat": (ALONE, ()),
    "five chats of two": (PAIRS, CHAT),
    "a couple in all groups": (COUPLE, ()),
    "a mailbox and the name in every chat": (ALONE | {"m.mbox": inbox(NOOR)}, (NOOR, *CHAT)),
    "a couple, and the mailbox of one": (COUPLE | {"m.mbox": inbox(NOOR)}, (NOOR, *CHAT)),
    "a mailbox and another name in every chat": (
        {"a/_chat.txt": chat("Noor", "Theo Okafor"), "m.mbox": inbox(NOOR)}, (NOOR,)),
    "a mailbox and the name in a part of the chats": (
        ALONE | {"b/_chat.txt": chat("Cleo Reyes", "Dan Wu", day=6), "m.mbox": inbox(NOOR)}, (NOOR,)),
    "two of that name in one chat": (
        {"a/_chat.txt": chat("Noor Haddad", "~ Noor Haddad"), "m.mbox": inbox(NOOR)}, (NOOR,)),
    "the profile's name settles the chats": (
        {"Profile.csv": PROFILE, **ALONE, "message_1.json": thread("Noor Haddad", "Theo Okafor")},
        ("linkedin:Noor Haddad", "meta:Noor Haddad", *CHAT)),
    "a card joins an address and a number": (
        {"m.mbox": inbox(NOOR), "me.vcf": card("Noor Haddad", NOOR, tel="+447700900111"),
         "a/_chat.txt": chat("+447700900111", "Theo Okafor")}, ("+447700900111", NOOR)),
    "the card of a landline that two share": (
        {"m.mbox": inbox(NOOR), "a/_chat.txt": chat("+447700900111", "Theo Okafor"),
         "me.vcf": card("Noor Haddad", NOOR, tel="+447700900111") + card("Sami Lind", tel="+447700900111")}, (NOOR,)),
    # Calendars and address books.
    "a calendar called by its address": ({"c.ics": calendar(NOOR, THEO, count=2, own=NOOR)}, (NOOR,)),
    "a calendar whose organizer is in all of it": ({"c.ics": calendar(NOOR, *OTHERS)}, (NOOR,)),
    "a small calendar": ({"c.ics": calendar(NOOR, THEO, count=2)}, ()),
    "meetings with one person": ({"c.ics": calendar(NOOR, THEO)}, ()),
    "an address book alone": ({"all.vcf": card("Theo Okafor", THEO) + card("Cleo Reyes", CLEO)}, ("the owner",)),
    # Several sources, none of which is enough.
    "nearly all of two sources, by the same full name": (
        FEW | {"m.mbox": "".join(mail(n, NOOR, OTHERS[n % 4]) for n in range(9)) + mail(60, THEO, NOOR)},
        (NOOR, *CHAT)),
    "nearly all of one source, and a little of another": (
        {"m.mbox": "".join(mail(n, NOOR, OTHERS[n % 4]) for n in range(9)),
         "c.ics": calendar(THEO, NOOR, count=2)}, ()),
    "about one person in all sources": (
        {"a/_chat.txt": chat("Theo Okafor", "Noor"), "m.mbox": "".join(
            mail(n, THEO, f"noor{n % 2}@example.org") for n in range(6)) + mail(60, "noor0@example.org", THEO)}, ()),
}  # fmt: skip


def written(folder, texts):
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.mark.parametrize("case", CASES)
def test_whose_it_is(tmp_path, case):
    texts, me = CASES[case]
    export = readers.read(written(tmp_path, texts))
    assert export.me == tuple(sorted(me))
    assert readers.ownerless(export) == (not me)


@pytest.mark.parametrize("case", [case for case, (texts, _) in CASES.items() if len(texts) > 1])
def test_order_and_repetition_change_nothing(tmp_path, case):
    texts, me = CASES[case]
    one, other = written(tmp_path / "one", texts), written(tmp_path / "other", texts)
    paths = sorted(path for path in one.rglob("*") if path.is_file())
    assert readers.read(paths[::-1]).me == readers.read([one, other]).me == tuple(sorted(me))


def test_two_owners_are_told_of_and_one_who_is_given_settles_it(tmp_path):
    folder = written(tmp_path, CASES["two mailboxes of two people"][0])
    export = readers.read(folder)
    assert export.problems[["place", "reason", "detail"]].to_numpy().tolist() == [[
        "whole file", "two owners",
        "two owners, noor@example.org and sami@example.org: neither is taken; give yours with me=[...] (or --me)",
    ]]  # fmt: skip
    for me, expected in ((NOOR, (NOOR,)), ("sami@example.org", ("sami@example.org",)), ("Noor Haddad", (NOOR,))):
        given = readers.read(folder, me=me)
        assert given.me == expected
        assert given.problems.empty


def test_a_mailbox_is_not_taken_for_a_correspondents_who_is_given(tmp_path):
    export = readers.read(written(tmp_path, {"m.mbox": inbox(NOOR)}), me=THEO)
    assert export.windows["source"].tolist() == [f"mail:{NOOR}"]
    assert export.me == (THEO,)


def test_another_address_that_is_given_is_added_to_what_the_mailbox_shows(tmp_path):
    export = readers.read(written(tmp_path, {"m.mbox": inbox(NOOR, sent=1) + mail(80, WORK, NOOR)}), me=WORK)
    assert export.me == (WORK, NOOR)


def test_the_question_names_who_is_in_most_of_it_and_a_network_asks_it(tmp_path):
    export = readers.read(written(tmp_path, CASES["of somebody in copy of everything"][0]))
    asked = (
        "whose mailbox is this? give your address or name with me=[...] (or --me); most frequent are "
        "noor@example.org in 10 of 10 events of mail, theo@example.org in 10 of 10 events of mail, "
        "cleo@example.org in 4 of 10 events of mail"
    )
    assert readers.owner_question(export) == asked
    with pytest.raises(ng.TableError) as refused:
        ng.network(export)
    assert str(refused.value) == asked


def test_who_was_taken_is_told_in_one_line_with_how_much_they_are_in(tmp_path):
    export = readers.read(written(tmp_path, CASES["a mailbox and the name in every chat"][0]))
    both = "noor@example.org in 10 of 10 events of mail", "whatsapp:Noor Haddad in 5 of 5 events of whatsapp"
    assert taken(export) == f"you are taken to be {', '.join(both)}; give --me if not"
    assert taken(export, [NOOR.upper()]) == f"you are also taken to be {both[1]}; give --me if not"
    assert taken(export, ["Noor Haddad"]) == ""


def test_a_log_has_no_owner_who_could_be_told(tmp_path):
    log = "time,sender,receiver\n1709500000,a,b\n1709500060,b,a\n"
    assert taken(readers.read(written(tmp_path, {"log.csv": log}))) == ""


def test_the_command_says_who_was_taken(tmp_path):
    folder = written(tmp_path, {"m.mbox": inbox(NOOR)})
    said = CliRunner().invoke(app, ["read", str(folder)]).output
    assert "  you are taken to be noor@example.org in 10 of 10 events of mail; give --me if not\n" in said
    assert "taken to be" not in CliRunner().invoke(app, ["read", str(folder), "--me", NOOR]).output
