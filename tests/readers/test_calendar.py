"""Calendars: who meets when, what recurs and until when, every rule, damage, bombs and the public files."""

import io
import time
import warnings
from dataclasses import replace

import made_calendar
import pytest
from damage import FILES, balanced, conserved
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from pace import pace

from netgraph import readers
from netgraph.readers import read_each
from netgraph.readers.calendar import event_id
from netgraph.readers.files import File
from netgraph.synth import calendar as synth
from netgraph.tables import TableError, combined

STAMP = "DTSTAMP:20250101T000000Z"
ADA, BEN = "ORGANIZER;CN=Ada Hill:mailto:Ada@Example.org", 'ATTENDEE;CN="Okafor, Ben":MAILTO:ben@example.org'
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
WILL_NOT, GROUP = "ATTENDEE;PARTSTAT=DECLINED", "ORGANIZER:mailto:c@group.calendar.google.com"


def event(*lines: str, uid: str = "1", start: str = "DTSTART:20240304T090000Z", people=(ADA, BEN), stamp: str = STAMP):
    said = [f"UID:{uid}" if uid else "", stamp, start, *people, *lines]
    return "\r\n".join(["BEGIN:VEVENT", *filter(None, said), "END:VEVENT", ""])


def named(uid: str, occurrence: str = "") -> str:
    """The id of a meeting that Ada calls."""
    return f"calendar:{event_id(uid, 'ada@example.org')}{occurrence}"


def wrapped(*events: str, own: str = "") -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + own + "".join(events) + "END:VCALENDAR\r\n"


@pytest.fixture
def read(tmp_path):
    """Reads one calendar from its text, with its books checked."""

    def of(text, name: str = "a.ics", **options):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / name).write_bytes(data)
        export = combined([part for _, _, part in read_each(tmp_path / name, **options)])
        balanced(export, len(data))
        return export

    return of


def starts(export) -> list[str]:
    return export.interactions["time"].dt.strftime("%m-%d %H:%M").drop_duplicates().tolist()


def ends(export) -> list[tuple[str, str]]:
    return list(export.interactions[["sender", "receiver"]].itertuples(index=False, name=None))


def test_a_meeting_is_one_event_with_everyone_else(read):
    people = (ADA, BEN, "ATTENDEE;PARTSTAT=TENTATIVE:mailto:cleo@example.org", "ATTENDEE:mailto:ada@example.org")
    export = read(wrapped(event(people=people)))
    assert ends(export) == [("ada@example.org", "ben@example.org"), ("ada@example.org", "cleo@example.org")]
    log = export.interactions
    assert set(log["event"]) == {named("1")}
    assert log[["kind", "channel", "source", "recipients"]].drop_duplicates().values.tolist() == [
        ["meeting", "calendar", "calendar", 2]
    ]
    names = export.contacts.set_index("handle")["name"].to_dict()
    assert names == {"ada@example.org": "Ada Hill", "ben@example.org": "Okafor, Ben"}
    window = export.windows.iloc[0]
    assert [str(window["first"]), str(window["last"])] == ["2024-03-04 09:00:00", "2025-01-01 00:00:00"]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (["ATTENDEE:mailto:b@x.org", "ATTENDEE:mailto:a@x.org"], [("a@x.org", "b@x.org")]),
        ([ADA, "ATTENDEE;CN=Ben Okafor:invalid:nomail"], [("ada@example.org", "calendar:Ben Okafor")]),
        ([ADA, "ATTENDEE;CN=Ben;EMAIL=Ben@x.org:urn:uuid:1"], [("ada@example.org", "ben@x.org")]),
        ([ADA, "ATTENDEE;CN=Ben:/o=ex/cn=ben"], [("ada@example.org", "calendar:Ben")]),
        ([ADA, "ATTENDEE:tel:+4915112345678"], [("ada@example.org", "+4915112345678")]),
        ([ADA, 'ATTENDEE;CN="Ben:MailTo:ben@x.org'], [("ada@example.org", "ben@x.org")]),
        ([ADA, "ATTENDEE;CN=Be\r\n n:mailto:ben@x.o\r\n rg"], [("ada@example.org", "ben@x.org")]),
        ([GROUP, "ATTENDEE:mailto:a@x.org", BEN], [("a@x.org", "ben@example.org")]),
        ([ADA, BEN, "ATTENDEE;CUTYPE=ROOM:mailto:r@x.org"], [("ada@example.org", "ben@example.org")]),
        ([ADA, BEN, "ATTENDEE;PARTSTAT=DECLINED:mailto:r@x.org"], [("ada@example.org", "ben@example.org")]),
        ([ADA, BEN, "ATTENDEE:mailto:c_1@resource.calendar.google.com"], [("ada@example.org", "ben@example.org")]),
    ],
)  # fmt: skip
def test_who_meets(read, people, expected):
    assert ends(read(wrapped(event(people=people)))) == expected


def test_names_in_other_codings_and_with_commas(read):
    people = [ADA, "ATTENDEE;CN=Zoë:mailto:z@x.org", r"ATTENDEE;CN=Reyes\, Cleo:mailto:c@x.org"]
    for coding in ("utf-8", "cp1252"):
        names = read(wrapped(event(people=people)).encode(coding)).contacts["name"].tolist()
        assert names == ["Ada Hill", "Zoë", "Reyes, Cleo"]


@pytest.mark.parametrize(
    ("start", "own", "utc", "rule"),
    [
        ("DTSTART:20240304T090000Z", "", "03-04 09:00", ""),
        ("DTSTART;TZID=Europe/Berlin:20240704T090000", "", "07-04 07:00", ""),
        ('DTSTART;TZID="Eastern Standard Time":20240704T090000', "", "07-04 13:00", ""),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20240704T090000", "", "07-04 07:00", ""),
        ("DTSTART:20240704T090000", "X-WR-TIMEZONE:Asia/Tokyo\r\n", "07-04 00:00", ""),
        ("DTSTART:20240704T090000", "", "07-04 09:00", "zone assumed: UTC"),
        ("DTSTART;VALUE=DATE:20240704", "X-WR-TIMEZONE:Europe/Berlin\r\n", "07-03 22:00", ""),
        ("DTSTART;VALUE=DATE:20240704", "", "07-04 00:00", "zone assumed: UTC"),
        ("DTSTART;TZID=Nowhere:20240704T090000", "", "07-04 09:00", "unknown time zone: taken as a time without one"),
        # Of an hour that is skipped the offset before counts; of one that comes twice the first.
        ("DTSTART;TZID=Europe/Berlin:20240331T023000", "", "03-31 01:30", ""),
        ("DTSTART;TZID=Europe/Berlin:20241027T023000", "", "10-27 00:30", ""),
    ],
)
def test_clocks(read, count, start, own, utc, rule):
    export = read(wrapped(event(start=start), own=own))
    assert starts(export) == [utc]
    assert count(export, rule) == 1


def test_a_time_without_zone_takes_the_given_one(read, count):
    export = read(wrapped(event(start="DTSTART:20240704T090000")), timezone="Europe/Berlin")
    assert starts(export) == ["07-04 07:00"]
    assert count(export, "zone assumed: UTC") == 0
    with pytest.raises(TableError, match="timezone 'Nowhere'"):
        readers.calendar.read(_file(wrapped(event()).encode()), readers.Options(timezone="Nowhere"))


OWN_ZONE = """BEGIN:VTIMEZONE\r\nTZID:Customized\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200
TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000
TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"""


@pytest.mark.parametrize("local", ["20240115T0900", "20240331T0130", "20240331T0230", "20240331T0330", "20240704T0900",
                                   "20241027T0130", "20241027T0230", "20241027T0330"])  # fmt: skip
def test_a_zone_by_its_own_rules_is_as_good_as_a_known_one(read, local):
    own = read(wrapped(OWN_ZONE, event(start=f"DTSTART;TZID=Customized:{local}00")))
    known = read(wrapped(event(start=f"DTSTART;TZID=Europe/Berlin:{local}00")))
    assert starts(own) == starts(known)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([WEEKLY], ["10-21 08:00", "10-28 09:00", "11-04 09:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20241028T090000Z"], ["10-21 08:00", "10-28 09:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20241028"], ["10-21 08:00", "10-28 09:00"]),
        ([WEEKLY, "EXDATE;TZID=Europe/Berlin:20241028T100000"], ["10-21 08:00", "11-04 09:00"]),
        ([WEEKLY, "EXDATE:20241028T090000Z,20241104T090000Z"], ["10-21 08:00"]),
        ([WEEKLY, "EXDATE;VALUE=DATE:20241028"], ["10-21 08:00", "11-04 09:00"]),
        (["RDATE;TZID=Europe/Berlin:20241030T100000"], ["10-21 08:00", "10-30 09:00"]),
        (["RDATE;VALUE=PERIOD:20241030T090000Z/PT1H"], ["10-21 08:00", "10-30 09:00"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2"], ["10-21 08:00", "10-25 08:00", "11-29 09:00"]),
        (["RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=2"], ["10-21 08:00", "10-21 13:00"]),
        (["RRULE:FREQ=MONTHLY"], ["10-21 08:00", "11-21 09:00", "12-21 09:00"]),
    ],
)
def test_what_recurs_stays_at_its_hour_up_to_the_last_stamp(read, lines, expected):
    export = read(wrapped(event(*lines, start="DTSTART;TZID=Europe/Berlin:20241021T100000")))
    assert starts(export) == expected
    assert export.interactions["event"].str.fullmatch(named("1", r"@2024\d{4}T\d{6}Z")).all()


def test_an_override_takes_the_place_of_its_occurrence(read, count):
    at = "RECURRENCE-ID:20240311T090000Z"
    moved = event(at, start="DTSTART:20240312T150000Z", people=(ADA, "ATTENDEE:mailto:cleo@example.org"))
    export = read(wrapped(event(WEEKLY), moved))
    assert starts(export) == ["03-04 09:00", "03-18 09:00", "03-12 15:00"]
    assert named("1", "@20240311T090000Z") in set(export.interactions["event"])
    cancelled = read(wrapped(event(WEEKLY), event(at, "STATUS:CANCELLED")))
    assert starts(cancelled) == ["03-04 09:00", "03-18 09:00"]
    assert count(cancelled, "cancelled") == 1
    nobody = read(wrapped(event(WEEKLY), event(at, people=())))
    assert starts(nobody) == ["03-04 09:00", "03-18 09:00"]


@pytest.mark.parametrize(
    ("lines", "options", "rule"),
    [
        ({"people": ()}, {}, "nobody else in it"),
        ({"people": (ADA,)}, {}, "nobody else in it"),
        ({"people": (ADA, "ATTENDEE:mailto:ADA@example.org")}, {}, "nobody else in it"),
        ({"people": (ADA, "ATTENDEE;CUTYPE=ROOM:mailto:r@x.org")}, {}, "room or resource"),
        ({"people": (ADA, "ATTENDEE;CUTYPE=GROUP:mailto:all@x.org")}, {}, "mailing list"),
        ({"people": (BEN, f"{WILL_NOT}:mailto:ada@example.org", ADA)}, {"me": "ada@example.org"}, "declined"),
        ({"people": (BEN, f"{WILL_NOT};CN=ada hill:mailto:a@x.org", ADA)}, {"me": "Ada Hill"}, "declined"),
        ({"start": "DTSTART:20260304T090000Z"}, {}, "still to come"),
        ({"start": "DTSTART:20260304T090000Z\r\nRRULE:FREQ=DAILY"}, {}, "still to come"),
        ({"start": ""}, {}, "no time in it"),
        ({"start": "DTSTART:20240304T090000Z\r\nEXDATE:20240304T090000Z"}, {}, "no occurrence is left"),
        ({"start": "DTSTART:soon"}, {}, "unreadable date"),
        ({"start": "DTSTART:19690304T090000Z"}, {}, "implausible date"),
        ({"start": "DTSTART:20240304T090000Z\r\nRRULE:FREQ=NEVER"}, {}, "bad value"),
        ({"start": "DTSTART:20240304T090000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0"}, {}, "bad value"),
        ({"start": "DTSTART:20240304T090000Z\r\nRRULE:FREQ=SECONDLY"}, {}, "too large"),
        ({"start": "DTSTART:19710304T090000Z\r\nRRULE:FREQ=DAILY"}, {}, "too large"),
        ({"start": "DTSTART:20240304T090000Z\r\nEXDATE:x"}, {}, "bad value"),
        ({"people": (ADA, 'ATTENDEE;CN="x')}, {}, "bad value"),
    ],
)  # fmt: skip
def test_every_rule(read, count, lines, options, rule):
    export = read(wrapped(event(**lines), event(uid="2")), **options)
    assert count(export, rule) == 1
    assert set(export.interactions["event"]) == {named("2")}


def test_rooms_and_lists_count_where_they_are_kept(read):
    text = wrapped(event(people=(ADA, "ATTENDEE;CUTYPE=ROOM:mailto:r@x.org")))
    assert ends(read(text, keep=["room or resource"])) == [("ada@example.org", "r@x.org")]


def test_tasks_and_answers_and_older_versions(read, count):
    todo = "BEGIN:VTODO\r\nUID:3\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VTODO\r\n"
    newer = event("SEQUENCE:2", start="DTSTART:20240305T090000Z")
    export = read(wrapped(event("SEQUENCE:1"), newer, event(), todo) + wrapped(event(uid="9"), own="METHOD:REPLY\r\n"))
    assert starts(export) == ["03-05 09:00"]
    assert count(export, "older version") == 2
    assert count(export, "task, note or free/busy time") == 1
    assert count(export, "answer to an invitation") == 1


def test_attendees_of_an_alarm_are_not_of_the_event(read):
    alarm = "BEGIN:VALARM\r\nATTENDEE:mailto:zoe@example.org\r\nDTSTART:19990101T000000Z\r\nEND:VALARM"
    assert ends(read(wrapped(event(alarm)))) == [("ada@example.org", "ben@example.org")]


def test_without_stamps_all_is_taken_and_what_never_ends_goes_to_the_last_start(read):
    text = wrapped(
        event("RRULE:FREQ=MONTHLY", stamp=""), event(uid="2", start="DTSTART:20240410T090000Z", stamp=""),
        event(WEEKLY, uid="3", start="DTSTART:20240409T090000Z", stamp=""),
    )  # fmt: skip
    expected = ["03-04 09:00", "04-04 09:00", "04-10 09:00", "04-09 09:00", "04-16 09:00", "04-23 09:00"]
    assert starts(read(text)) == expected


def test_the_owner_is_whom_the_calendar_is_called_by_or_who_is_always_there(read):
    assert read(wrapped(event(), own="X-WR-CALNAME:Ada@example.org\r\n")).me == ("ada@example.org",)
    assert read(wrapped(event(), own="X-WR-CALNAME:zoe@example.org\r\n")).me == ()
    with_all = [event(uid=str(n), people=(ADA, f"ATTENDEE:mailto:p{n % 3}@x.org")) for n in range(6)]
    assert read(wrapped(*with_all)).me == ("ada@example.org",)
    assert read(wrapped(*with_all[:4])).me == ()
    assert read(wrapped(*[event(uid=str(n)) for n in range(6)])).me == ()


def test_events_without_uid_are_known_by_what_they_say(read):
    text = wrapped(event(uid=""), event(uid=""), event(uid="", start="DTSTART:20240305T090000Z"))
    export = read(text)
    assert export.interactions["event"].nunique() == 3
    assert combined([export, read(text, name="b.ics")]).digest == export.digest


def test_twice_overlapping_in_any_order_and_by_any_name(tmp_path):
    all_ = [replace(m, rule="FREQ=WEEKLY" if n % 4 == 0 else "") for n, m in enumerate(made_calendar.meetings(28))]
    of = lambda some: synth.calendar(some, made_calendar.ME, made_calendar.NAMES, exported=made_calendar.EXPORTED)  # noqa: E731
    whole, first, second = of(all_), of(all_[:18]), of(all_[9:])
    for folder, files in {"a": [whole], "b": [whole, whole], "c": [first, second], "d": [second, first]}.items():
        (tmp_path / folder).mkdir()
        for n, data in enumerate(files):
            (tmp_path / folder / f"{folder}{n}.ics").write_bytes(data)
    assert len({readers.read(tmp_path / folder).digest for folder in "abcd"}) == 1


def test_planted_meetings_are_found(read):
    asked = made_calendar.meetings(40)
    export = read(made_calendar.makers()[0].data)
    planted = {
        (f"calendar:{event_id(synth.uid(m.event), m.event.sender)}", m.event.sender, to)
        for m in asked
        for to in m.event.to
    }
    assert set(export.interactions[["event", "sender", "receiver"]].itertuples(index=False, name=None)) >= planted
    assert export.me == (made_calendar.ME,)


HOURS, MINUTES = ",".join(map(str, range(24))), ",".join(map(str, range(60)))


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=DAILY;UNTIL=99991231T000000Z",
     "FREQ=DAILY;COUNT=1000000000", "FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=YEARLY;INTERVAL=999999999",
     "FREQ=WEEKLY;BYDAY=99MO", f"FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={MINUTES}",
     "FREQ=DAILY;BYSETPOS=0", "FREQ=DAILY;BYMONTHDAY=99", "FREQ=YEARLY;BYMONTH=5L", "FREQ=DAILY;COUNT=0", "COUNT=3",
     ""],
)  # fmt: skip
def test_no_rule_takes_for_ever(read, rule):
    assert len(starts(read(wrapped(event(f"RRULE:{rule}"))))) < 400


SIZE, ICS = 150_000, "BEGIN:VCALENDAR\n"
OBSERVED = "BEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nEND:STANDARD\n"
BOMBS = {
    "attendees": lambda: ICS + event(*[f"ATTENDEE:mailto:a{n}@x.org" for n in range(SIZE // 2)]),
    "exdates": lambda: ICS + event(WEEKLY, "EXDATE:" + "20240305T090000Z," * (SIZE // 2) + "20240305T090000Z"),
    "rdates": lambda: ICS + event(*["RDATE:20240305T090000Z"] * (SIZE // 2)),
    "alarms": lambda: ICS + event(*["BEGIN:VALARM"] * SIZE),
    "deep": lambda: "BEGIN:VCALENDAR\n" * SIZE,
    "unknown": lambda: "BEGIN:A\n" * SIZE,
    "begins": lambda: ICS + "BEGIN:VEVENT\n" * (SIZE // 2),
    "folded": lambda: ICS + event("ATTENDEE:" + "\n a" * SIZE),
    "line": lambda: ICS + event("DESCRIPTION:" + "a" * 2_000_000),
    "blanks": lambda: ICS + "BEGIN:" + " " * 2_000_000 + "\nx",
    "zone": lambda: (
        f"{ICS}BEGIN:VTIMEZONE\nTZID:Z\n{OBSERVED * 20_000}END:VTIMEZONE\n"
        + event(start="DTSTART;TZID=Z:20240304T090000")
    ),
    "daily": lambda: ICS + "".join(event("RRULE:FREQ=DAILY", uid=str(n), start=SINCE_2014) for n in range(8_000)),
    "never": lambda: ICS + "".join(event(f"RRULE:{NEVER}", uid=str(n), start=SINCE_2014) for n in range(8_000)),
}
SINCE_2014, NEVER = "DTSTART:20140304T090000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_read_or_refused(read, name):
    text, begin = BOMBS[name](), time.process_time()
    export = read(text)
    assert time.process_time() - begin < 5 * pace()
    assert (export.ledger["reader"] == "calendar").all()
    assert len(export.interactions) <= 400_000


def test_damage_stays_local(tmp_path):
    conserved(made_calendar.makers(), made_calendar.shown, tmp_path, files=FILES)


@pytest.mark.parametrize("line", ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTODO"])
def test_a_lost_line_costs_its_own_event_only(read, line):
    middle = event("BEGIN:VALARM", "END:VALARM", uid="2") + "BEGIN:VTODO\r\nEND:VTODO\r\n"
    export = read(wrapped(event(), middle.replace(line, "x", 1), event(uid="3")))
    assert {named("1"), named("3")} <= set(export.interactions["event"])


def _file(data: bytes, name: str = "a.ics") -> File:
    return File(name, len(data), lambda: io.BytesIO(data))


TOKENS = [
    "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "TZID:Z", "END:VTIMEZONE", "END:VCALENDAR",
    "\r\n", "\n", "\r", " ", ADA, BEN, "DTSTART", ";TZID=Z", ";TZID=", ":20240304T090000", ":00010101T000000",
    WEEKLY, ":99991231T235959Z", "RRULE:FREQ=", "YEARLY", ";COUNT=", ";BYDAY=", "1", "-1", "MO", ",", ";UNTIL=", "\0",
    '"', "EXDATE", "RDATE", ":", "RECURRENCE-ID", "BEGIN:STANDARD", "TZOFFSETFROM:+0100", "TZOFFSETTO:-9900", "UID:",
    "SEQUENCE:", "X-WR-TIMEZONE:", "..", "/", "ATTENDEE;CN=", "mailto:a@b", "DTSTAMP:20250101T000000Z",
]  # fmt: skip
MIXED = st.lists(st.sampled_from(TOKENS), max_size=60).map(lambda parts: "".join(parts).encode())


@given(MIXED | st.binary(max_size=200))
def test_anything_is_read_or_refused(data):
    for start in (b"", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE:mailto:a@b\nATTENDEE:mailto:c@d\n"):
        try:
            export = readers.calendar.read(_file(start + data))
        except TableError:
            continue
        balanced(export, len(start + data))


@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=12).map(lambda parts: "".join(parts)))
def test_any_property_is_read_or_refused(text):
    data = wrapped(event(text), event(start="DTSTART" + text, uid="2"), event("RRULE:" + text, uid="3")).encode()
    balanced(readers.calendar.read(_file(data)), len(data))


@pytest.mark.parametrize(
    ("name", "head", "ours"),
    [
        ("a.ics", b"BEGIN:VCALENDAR\r\n", True), ("a.txt", b"\xef\xbb\xbfbegin:vcalendar\n", True),
        ("a.ics", b"<html>", False),
        ("a.ics", b"BGIN:VCALENDAR\nBEGIN:VEVENT\n", True), ("a.vcf", b"BEGIN:VCARD\n", False),
        ("a.eml", b"From: a@b.c\n\nBEGIN:VCALENDAR\n", False), ("a.ics", b"", False),
    ],
)  # fmt: skip
def test_what_is_taken_for_a_calendar(name, head, ours):
    assert readers.calendar.sniff(_file(head, name)) is ours


@pytest.mark.real
def test_public_calendars_are_read_wherever_icalendar_reads_them(shared):
    folder = shared / "data" / "exports" / "ics" / "icalendar"
    paths = sorted(folder.rglob("*.ics"))
    assert len(paths) == 164
    for path in paths:
        export = combined([part for _, _, part in read_each(path)])
        balanced(export, path.stat().st_size)
        assert set(export.ledger["reader"]) == {"calendar"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                parsed = Calendar.from_ical(path.read_bytes(), multiple=True)
            except ValueError:
                continue
        assert (export.ledger["fate"] != "rejected").all(), path
        events = sum(len(c.walk("VEVENT")) for c in parsed)
        assert export.ledger.loc[export.ledger["records"] > 0, "records"].sum() >= events, path


def test_an_answer_for_one_occurrence_does_not_move_it(read):
    answer = wrapped(event("RECURRENCE-ID:20240311T090000Z", start="DTSTART:20240311T090000Z"), own="METHOD:REPLY\r\n")
    export = read(wrapped(event(WEEKLY)) + answer)
    assert starts(export) == ["03-04 09:00", "03-11 09:00", "03-18 09:00"]


def test_a_zone_that_only_the_machine_knows_is_none(read):
    export = read(wrapped(event(start="DTSTART;TZID=localtime:20240304T090000")), timezone="Asia/Tokyo")
    assert starts(export) == ["03-04 00:00"]
    assert (export.ledger["rule"] == "unknown time zone: taken as a time without one").any()


@pytest.mark.parametrize("name", ["tzone://Example/Two", "(UTC+02:00) Athens, Crete", "(UTC+02:00);VALUE=DATE-TIME"])
def test_a_zone_with_colons_in_its_name_needs_no_quotes(read, name):
    rules = "BEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\n"
    zone = f"BEGIN:VTIMEZONE\r\nTZID:{name.partition(';')[0]}\r\n{rules}END:VTIMEZONE\r\n"
    assert starts(read(wrapped(event(start=f"DTSTART;TZID={name}:20240304T090000"), own=zone))) == ["03-04 07:00"]


def test_meetings_of_one_number_in_two_calendars_are_two(read):
    """Some programs count from 1; whoever called the meeting tells them apart."""
    theirs = (ADA.replace("Ada@", "Cleo@"), "ATTENDEE:mailto:dan@example.org")
    both = read(wrapped(event())) + read(wrapped(event(people=theirs)))
    assert both.interactions["event"].nunique() == 2


def test_a_newer_version_that_cannot_be_read_leaves_the_older_one(read):
    export = read(wrapped(event("SEQUENCE:1"), event("SEQUENCE:2", start="DTSTART:20240305T090000Z\r\nEXDATE:x")))
    assert starts(export) == ["03-04 09:00"]
