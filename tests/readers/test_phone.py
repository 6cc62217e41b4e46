"""A phone's messages and calls: every type, whose number is whose, and whatever damage or malice is in the file."""

import gzip
import io
import time
import tracemalloc
from datetime import datetime, timedelta

import made_phone as phones
import pytest
from damage import FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from pace import pace

from netgraph import readers
from netgraph.readers import dates, handles, ledger, phone
from netgraph.readers.elements import CAP, MOST_ADDRESSES, elements
from netgraph.readers.files import File, Options
from netgraph.synth import phone as synth
from netgraph.synth.life import Event
from netgraph.tables import TableError

BEN, CLEO, DAN, ADA = "+15550100001", "+15550100002", "+15550100003", "+15550100000"
ME = handles.OWNER
MS = 1_709_542_834_123


def wrapped(*records: str, root: str = "smses") -> bytes:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} count="{len(records)}">\n'
    return "".join([start, *records, f"</{root}>\n"]).encode()


def attributes(said: dict) -> str:
    return " ".join(f'{key}="{value}"' for key, value in said.items())


def sms(**said) -> str:
    shown = {"address": BEN, "date": MS, "type": 1, "contact_name": "Ben Okafor", "body": "secret"} | said
    return f"  <sms {attributes(shown)} />\n"


def call(**said) -> str:
    shown = {"number": BEN, "duration": 61, "date": MS, "type": 1, "presentation": 1, "contact_name": "Ben Okafor"}
    return f"  <call {attributes(shown | said)} />\n"


def mms(*addresses: tuple[str, int], **said) -> str:
    shown = {"address": BEN, "date": MS, "msg_box": 1, "contact_name": "Ben Okafor", "m_type": 132} | said
    inside = "".join(f'<addr address="{a}" type="{t}" charset="106" />' for a, t in addresses)
    part = '<parts>\n<part seq="0" data="c2VjcmV0" />\n</parts>'
    return f"  <mms {attributes(shown)}>\n{part}\n<addrs>{inside}</addrs>\n</mms>\n"


@pytest.fixture
def read(tmp_path):
    """Reads one backup of those bytes."""

    def of(data: bytes, name: str = "sms.xml", **options):
        (tmp_path / name).write_bytes(data)
        return readers.combined([part for _, _, part in readers.read_each(tmp_path / name, **options)])

    return of


def rows(export) -> list[tuple]:
    return list(export.interactions[["sender", "receiver", "recipients"]].itertuples(index=False, name=None))


def fates(export) -> list[tuple[str, str]]:
    """Fate and rule of each record."""
    there = export.ledger[export.ledger["records"] > 0]
    return sorted(zip(there["fate"], there["rule"], strict=True))


def test_what_the_synthesiser_plants_is_found(read, balances):
    events = phones.written(40, groups=True)
    data = synth.sms(events, phones.ME, phones.NAMES)
    export = read(data)
    planted = {
        (e.time, ME if e.sender == phones.ME else e.sender, ME if to == phones.ME else to, len(e.to))
        for e in events
        for to in e.to
    }
    log = export.interactions
    columns = log["time"].dt.to_pydatetime(), log["sender"], log["receiver"], log["recipients"]
    assert set(zip(*columns, strict=True)) == planted
    assert log["event"].nunique() == 40
    assert set(log["channel"] + " " + log["kind"] + " " + log["source"]) == {"sms message phone:sms"}
    assert export.me == (ME,)
    shown = dict(zip(export.contacts["handle"], export.contacts["name"], strict=True))
    assert shown == {number: phones.NAMES[number] for number in shown} and len(shown) == 5
    balances(export, "sms.xml", len(data), records=40)


def test_calls_have_their_seconds(read, balances):
    events = phones.written(20, groups=False)
    seconds = {n: 30 * n for n in range(1, 20, 2)}
    data = synth.calls(events, seconds, phones.ME, phones.NAMES)
    export = read(data, "calls.xml")
    assert export.interactions["duration"].tolist() == [seconds.get(n, 0) for n in range(20)]
    assert set(export.interactions["channel"] + export.interactions["kind"]) == {"callcall"}
    assert export.windows["source"].tolist() == ["phone:calls"]
    balances(export, "calls.xml", len(data), records=20)


@pytest.mark.parametrize(
    ("record", "fate", "rule"),
    [
        (sms(type=1), "used", ""),
        (sms(type=2), "used", ""),
        (sms(type=3), "set aside", phone.DRAFT),
        (sms(type=4), "set aside", phone.UNSENT),
        (sms(type=5), "set aside", phone.UNSENT),
        (sms(type=6), "set aside", phone.UNSENT),
        (sms(type=0), "rejected", ledger.BAD_VALUE),
        (sms(address="AMAZON"), "set aside", ledger.SERVICE),
        (sms(address="40404"), "set aside", ledger.SERVICE),
        (sms(address="110", type=2), "set aside", ledger.SERVICE),
        (sms(address="ben@example.org"), "used", ""),
        (sms(address="null"), "rejected", ledger.NO_SENDER),
        (sms(address="", type=2), "rejected", ledger.NO_RECIPIENTS),
        (sms(address="+1555\ufffd0100"), "rejected", ledger.BAD_VALUE),
        (sms(address="&who;"), "rejected", ledger.BAD_VALUE),
        (sms(body="&who;"), "used", ""),
        (sms(date="yesterday"), "rejected", ledger.UNDATED),
        (sms(date=""), "rejected", ledger.UNDATED),
        (sms(date="9" * 40), "rejected", ledger.UNDATED),
        (sms(date=0), "rejected", ledger.IMPLAUSIBLE),
        (sms(date=1_709_542_834), "rejected", ledger.IMPLAUSIBLE),
        (sms(body="&#55357;&#56832;"), "used", phone.EMOJI),
        (sms(body="&#xD83D;&#xDE00;"), "used", phone.EMOJI),
        (sms(body="&#128512; &lt;&amp;&gt;"), "used", ""),
        (mms((BEN, 137), (ADA, 151)), "used", ""),
        (mms(msg_box=3), "set aside", phone.DRAFT),
        (mms(msg_box=5), "set aside", phone.UNSENT),
        (mms((BEN, 137), m_type=134), "set aside", ledger.NOTICE),
        (mms(("AMAZON", 137), address="AMAZON"), "set aside", ledger.SERVICE),
        (mms(address="null"), "rejected", ledger.NO_SENDER),
        (call(type=4), "used", ""),
        (call(type=9), "rejected", ledger.BAD_VALUE),
        (call(number=""), "set aside", phone.WITHHELD),
        (call(number="-1"), "set aside", phone.WITHHELD),
        (call(number="-2", presentation=2), "set aside", phone.WITHHELD),
        (call(number="Private"), "set aside", phone.WITHHELD),
        (call(number="112", type=2), "set aside", ledger.SERVICE),
        (call(duration="long"), "rejected", ledger.BAD_VALUE),
        (call(date=0), "rejected", ledger.IMPLAUSIBLE),
    ],
)
def test_every_record_meets_its_fate(read, record, fate, rule, balances):
    data = wrapped(record)
    export = read(data)
    assert fates(export) == [(fate, rule)]
    assert (len(export.interactions) > 0) == (fate == "used")
    balances(export, "sms.xml", len(data), records=1)


@pytest.mark.parametrize(
    ("kind", "ends", "seconds"),
    [
        (1, (BEN, ME), 61),
        (2, (ME, BEN), 61),
        (3, (BEN, ME), 0),
        (4, (BEN, ME), 61),
        (5, (BEN, ME), 0),
        (6, (BEN, ME), 0),
        (7, (BEN, ME), 61),
    ],
)
def test_types_of_calls(read, kind, ends, seconds):
    export = read(wrapped(call(type=kind), root="calls"))
    assert rows(export) == [(*ends, 1)]
    assert export.interactions["duration"].tolist() == [seconds]
    unsaid = read(wrapped(call(type=kind, duration="null"), root="calls")).interactions["duration"]
    assert unsaid.isna().all() if seconds else unsaid.eq(0).all()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        # to the owner alone, whose number the network shows
        (mms((BEN, 137), (ADA, 151)), {(BEN, ME, 1)}),
        (mms((BEN, 137), ("insert-address-token", 151)), {(BEN, ME, 1)}),
        (mms((BEN, 137), (ADA, 151), address="null"), {(BEN, ME, 1)}),
        # a group: the one addressee that is not listed is the owner
        (mms((BEN, 137), (CLEO, 151), (ADA, 151), address=f"{BEN}~{CLEO}"), {(BEN, ME, 2), (BEN, CLEO, 2)}),
        (
            mms((BEN, 137), (CLEO, 130), (DAN, 129), address=f"{BEN}~{CLEO}~{DAN}"),
            {(BEN, x, 3) for x in (ME, CLEO, DAN)},
        ),
        # no list to go by: everybody counts
        (mms((BEN, 137), (CLEO, 151), (DAN, 151), address="null"), {(BEN, x, 3) for x in (ME, CLEO, DAN)}),
        # sent
        (mms(("insert-address-token", 137), (BEN, 151), (CLEO, 130), msg_box=2), {(ME, BEN, 2), (ME, CLEO, 2)}),
        (mms((ADA, 137), (BEN, 151), msg_box=2), {(ME, BEN, 1)}),
        (mms(address=f"{BEN}~{CLEO}", msg_box=2), {(ME, BEN, 2), (ME, CLEO, 2)}),
        # who sent it is not said, but only one can have
        (mms(("insert-address-token", 137), (ADA, 151)), {(BEN, ME, 1)}),
    ],
)  # fmt: skip
def test_ends_of_multimedia_messages(read, record, expected):
    assert set(rows(read(wrapped(record)))) == expected


def test_a_number_given_as_the_owner_s_is_the_owner_in_a_group(read):
    record = mms((BEN, 137), (CLEO, 151), (ADA, 151), address=f"{BEN}~{CLEO}~{ADA}")
    assert set(rows(read(wrapped(record), me=[ADA]))) == {(BEN, ME, 2), (BEN, CLEO, 2)}
    assert fates(read(wrapped(sms(address=ADA)), me=[ADA])) == [("set aside", ledger.SELF)]


def test_a_message_to_a_crowd_is_a_broadcast(read):
    crowd = [(f"+1555010{n:04}", 151) for n in range(26)]
    record = mms(*crowd, msg_box=2)
    assert fates(read(wrapped(record))) == [("set aside", ledger.BLAST)]
    assert len(read(wrapped(record), keep=[ledger.BLAST]).interactions) == 26
    assert fates(read(wrapped(mms(*crowd[:25], msg_box=2)))) == [("used", "")]


@pytest.mark.parametrize(
    ("number", "region", "handle"),
    [
        ("(555) 010-0001", "US", "+15550100001"),
        ("0151 12345678", "DE", "+4915112345678"),
        ("+49 151 12345678", None, "+4915112345678"),
        ("015112345678", None, "015112345678"),
        ("Ben@Example.org", None, "ben@example.org"),
    ],
)
def test_handles_are_numbers_in_one_spelling(read, number, region, handle):
    export = read(wrapped(sms(address=number), call(number=number)), region=region)
    assert set(export.interactions["sender"]) == {handle}
    assert set(zip(export.contacts["handle"], export.contacts["source"], strict=True)) == {
        (handle, "phone:sms"),
        (handle, "phone:calls"),
    }


def test_services_are_kept_where_they_are_asked_for(read):
    export = read(wrapped(sms(address="AMAZON"), sms(address="40404")), keep=[ledger.SERVICE])
    assert set(export.interactions["sender"]) == {"phone:AMAZON", "40404"}


@pytest.mark.parametrize("name", ["(Unknown)", "null", "", " "])
def test_who_has_no_name_in_the_address_book_has_none(read, name):
    assert read(wrapped(sms(contact_name=name))).contacts.empty


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jane &quot;J&quot; O&apos;Hara &#127880;", 'Jane "J" O\'Hara 🎈'),
        ("Jane &#55356;&#57224;", "Jane 🎈"),
        ("Jane &#55356;", "Jane \ufffd"),
        ("Jane&#10; &#9;Doe &amp; Co", "Jane Doe & Co"),
        ("AT&T", "AT&T"),
        ("&#99999999;", "&#99999999;"),
    ],
)
def test_names_as_they_were_meant(read, written, name):
    assert read(wrapped(sms(contact_name=written))).contacts["name"].tolist() == [name]


def test_a_group_s_names_are_nobody_s(read):
    record = mms((BEN, 137), (CLEO, 151), (ADA, 151), address=f"{BEN}~{CLEO}", contact_name="Okafor, Ben, Cleo")
    assert read(wrapped(record)).contacts.empty


@pytest.mark.parametrize(
    "data",
    [
        wrapped(sms()).replace(b'"', b"'"),
        b"\xef\xbb\xbf" + wrapped(sms()),
        wrapped(sms()).replace(b"\n", b"\r\n"),
        wrapped(sms()).replace(b"\n", b""),
        wrapped(sms(body="a > b")),
        wrapped(sms()).replace(b" />", b"></sms>"),
        b"<sms" + wrapped(sms()).partition(b"<sms")[2],
        b'<!DOCTYPE smses [<!ENTITY a "b">\n<!ENTITY b "&a;&a;">]>' + wrapped(sms()),
        wrapped("<!-- a comment -->", sms(), "<?a b?><![CDATA[ c ]]>"),
    ],
)
def test_every_way_to_write_it(read, data, balances):
    export = read(data)
    assert rows(export) == [(BEN, ME, 1)]
    assert "rejected" not in set(export.ledger["fate"])
    balances(export, "sms.xml", len(data), records=1)


def test_an_entity_bomb_costs_its_own_record_only(read, balances):
    doctype = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f"<?xml version='1.0'?><!DOCTYPE s [{doctype}]>".encode() + wrapped(sms(address="&l11;"), sms())
    export = read(data)
    assert fates(export) == [("rejected", ledger.BAD_VALUE), ("used", "")]
    assert export.problems["detail"].tolist() == ["entity &l11; is not known"]
    balances(export, "sms.xml", len(data), records=2)


@pytest.mark.parametrize(
    ("data", "damaged"),
    [
        (wrapped(sms(), sms().replace('" date', " date"), sms()), 1),
        (wrapped(sms(), sms().replace("<sms", "sms"), sms()), 1),
        (wrapped(sms(), sms().replace("sms", "sns"), sms()), 1),
        (wrapped(sms(), mms((BEN, 137)).replace("</mms>", ""), sms()), 1),
        (wrapped(sms(), mms((BEN, 137)).replace("<mms", "<ms"), sms()), 1),
        (wrapped(sms(), mms((BEN, 137)).replace("<addr ", "addr "), sms()), 1),
        (wrapped(sms(), mms((BEN, 137)).replace("addr ", "adr "), sms()), 1),
        (wrapped(sms(), sms().replace("type", 'date="1" type'), sms()), 1),
        (wrapped(sms(), sms()) + b"<sms address=", 1),
        (b"\0\0?xm" + wrapped(sms(), sms()), 1),
        (wrapped(sms(), sms()).replace(b"<smses", b"<smes"), 1),
        (wrapped(sms(), sms(body="a" * CAP), sms()), 1),
        (wrapped(sms(), mms(*[(BEN, 151)] * (MOST_ADDRESSES + 1)), sms()), 1),
    ],
)
def test_damage_stays_where_it_is(read, data, damaged, balances):
    export = read(data)
    assert len(export.interactions) == 2
    assert set(export.ledger["fate"]) == {"used", "set aside", "rejected"}
    assert len(export.problems) == damaged
    balances(export, "sms.xml", len(data), records=2 + damaged)


def test_the_place_of_a_rejected_record_is_its_bytes(read):
    data = wrapped(sms(), sms(type=9), sms())
    start = data.index(b"<sms", data.index(b"<sms ") + 1)
    end = data.index(b"/>", start) + 1
    assert read(data).problems["place"].tolist() == [f"record 2, bytes {start}-{end}"]


def test_a_packed_file_that_breaks_off_is_read_so_far(tmp_path):
    data = gzip.compress(synth.sms(phones.written(300, groups=True), phones.ME, {}), mtime=0)
    (tmp_path / "sms.xml.gz").write_bytes(data[: len(data) // 2])
    export = readers.read(tmp_path / "sms.xml.gz")
    assert len(export.interactions) > 50
    assert export.problems["detail"].iloc[-1].startswith("truncated file")


def test_content_of_messages_takes_no_memory():
    picture = b'<mms date="1" msg_box="1"><parts><part data="' + b"A" * (1 << 20)
    block, end = b"A" * (1 << 20), b'" /></parts></mms>'

    def blocks():
        yield picture
        yield from [block] * 60
        yield end

    tracemalloc.start()
    found = list(elements(blocks()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(e.name, e.size, e.damage) for e in found] == [("mms", len(picture) + 60 * len(block) + len(end), "")]
    assert peak < 12_000_000


@pytest.mark.parametrize("size", [1, 2, 7, 64, 65, 1000])
def test_where_blocks_end_changes_nothing(size):
    data = synth.sms(phones.written(12, groups=True), phones.ME, phones.NAMES) + b"junk <sms"
    whole = list(elements([data]))
    assert list(elements([data[n : n + size] for n in range(0, len(data), size)])) == whole
    assert len(whole) == 13


def test_the_same_backup_twice_or_two_that_overlap_are_one(tmp_path):
    events = phones.written(60, groups=True)
    seconds = {n: n for n in range(60)}
    parts = {"sms-1.xml": events[:40], "other.xml": events[20:]}
    for name, of in parts.items():
        (tmp_path / name).write_bytes(synth.sms(of, phones.ME, phones.NAMES))
    (tmp_path / "sms.xml").write_bytes(synth.sms(events, phones.ME, phones.NAMES))
    (tmp_path / "calls.xml").write_bytes(synth.calls(phones.written(30, groups=False), seconds, phones.ME, {}))
    one, calls = tmp_path / "sms.xml", tmp_path / "calls.xml"
    whole = readers.read([one, calls]).digest
    assert readers.read([calls, one, one]).digest == whole
    assert readers.read([tmp_path / n for n in ("other.xml", "calls.xml", "sms-1.xml")]).digest == whole
    assert readers.read(tmp_path).digest == whole


def test_repeats_in_one_file_stay(read):
    export = read(wrapped(sms(), sms(), sms(type=2)))
    assert export.interactions["event"].nunique() == 3


def test_the_zone_of_a_file_does_not_matter(read):
    plain = read(wrapped(sms()))
    assert plain.interactions["time"].dt.strftime("%Y-%m-%d %H:%M:%S.%f").tolist() == ["2024-03-04 09:00:34.123000"]
    assert read(wrapped(sms()), timezone="Asia/Tokyo").digest == plain.digest
    assert dates.ASSUMED not in set(plain.ledger["rule"])


def test_a_stray_in_2099_is_rejected(read):
    later = [sms(date=MS + n * 86_400_000) for n in range(5)]
    export = read(wrapped(*later, sms(date=4_086_000_000_000)))
    assert fates(export) == [("rejected", ledger.IMPLAUSIBLE), ("used", "")]
    assert export.windows["last"].dt.year.tolist() == [2024]


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (wrapped(sms()), True),
        (wrapped(call(), root="calls"), True),
        (wrapped(), True),
        (wrapped(sms())[3:], True),
        (b'"' + wrapped(sms()), True),
        (wrapped(sms()).replace(b"<smses", b"<sms"), True),
        (b"<?xml version='1.0'?><feed><entry>calls</entry></feed>", False),
        (b"<?xml version='1.0'?><calls><call id='1'/></calls>", False),
        (b"From ben@example.org Mon Mar  4 12:20:34 2024\nTo: a\n\n" + wrapped(sms()), False),
        (b"From: ben@example.org\nTo: a\n\n" + wrapped(sms()), False),
        (b"time,sender,receiver\n", False),
    ],
)
def test_a_backup_is_known_by_what_is_in_it(read, data, known):
    assert (set(read(data, "any.name").ledger["reader"]) == {"phone"}) == known


@pytest.mark.parametrize("name", ["sms", "groups", "calls"])
def test_nothing_is_lost_in_silence(tmp_path, name):
    makers = [made for made in phones.makers() if name in made.name.removeprefix("sms-with-")]
    conserved(makers, phones.shown, tmp_path, files=FILES)


WORDS = [
    *"<>/\"'=&;~ \n\0é", "<sms ", "<mms ", "</mms>", "<call ", "<addr ", "<part ", "<smses>", "</smses>", "<!--", "-->",
    "address=", "number=", 'date="1709542834123"', 'type="1"', 'msg_box="2"', "&#55357;", "&#x", "/>", f'"{BEN}"',
    sms(), call(), mms((BEN, 137), (CLEO, 151)),
]  # fmt: skip


def _checked(data: bytes) -> None:
    file = File("sms.xml", len(data), lambda: io.BufferedReader(io.BytesIO(data)))
    phone.sniff(file)
    try:
        export = phone.read(file, Options(region="DE"))
    except TableError:
        return
    assert export.ledger["bytes"].sum() == len(data)


@given(st.binary(max_size=300))
def test_any_bytes_balance(data):
    _checked(data)


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_mix_of_what_stands_in_backups_balances(words):
    _checked(wrapped(*words))


START = b'<smses count="1">'
BOMBS = {
    "starts": START + b"<sms " * 400_000,
    "begun": START + b'<sms a="' * 240_000,
    "messages": START + b'<mms a="">' * 190_000,
    "empty": START + b'<sms a=""/>' * 170_000,
    "brackets": START + b"<" * 1_900_000,
    "comments": START + b"<!--" * 470_000,
    "sections": START + b"<![CDATA[" * 210_000,
    "instructions": START + b"<?a ?>" * 310_000,
    "nested": START + b"<a>" * 630_000,
    "parts": START + b'<mms a="">' + b"<part>" * 310_000,
    "attribute": START + b'<sms body="' + b"a" * 1_900_000 + b'"/>',
    "attributes": START + b"<sms " + b'a="" ' * 380_000 + b"/>",
    "kept attributes": START + b"<sms " + b"".join(b'a%d="" ' % n for n in range(90_000)) + b"/>",
    "references": START + b'<sms type="1" contact_name="' + b"&#" * 490_000 + b'"/>',
    "spaces": START + b'<sms type="1"' + b" " * 990_000 + b"/>" + b'<sms type="1"' + b" " * 990_000 + b"x",
    "numbers": START + b'<mms msg_box="2" address="' + b"~".join(b"+1555%07d" % n for n in range(76_000)) + b'"></mms>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_over_soon(read, name, balances):
    began = time.process_time()
    export = read(BOMBS[name])
    assert time.process_time() - began < 10 * pace()
    balances(export, "sms.xml", len(BOMBS[name]))


def test_who_withheld_the_number_and_who_has_two_names(read):
    events = [Event(n, datetime(2024, 1, 1) + timedelta(hours=n), "", (ADA,), "phone", n) for n in range(3)]
    assert fates(read(synth.calls(events, {}, ADA, {}))) == [("set aside", phone.WITHHELD)]
    export = read(wrapped(sms(contact_name="Ben"), sms(contact_name="Ben Okafor"), sms(contact_name="Ben")))
    assert sorted(export.contacts["name"]) == ["Ben", "Ben Okafor"]
