"""WhatsApp chats: every layout of dates, what is a message, who is who, and files that overlap or are damaged."""

from datetime import timedelta
from io import BytesIO
from itertools import count as count_up
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from damage import FILES, balanced, conserved, times
from hypothesis import given
from hypothesis import strategies as st
from made_whatsapp import NAMES, OPTIONS, START, events, makers, shown
from pace import pace

from netgraph import readers
from netgraph.readers import chats, files, ledger, whatsapp
from netgraph.synth import whatsapp as synth
from netgraph.tables import TableError, combined

LRM, RLM, NNBSP, NBSP = "\u200e", "\u200f", "\u202f", "\u00a0"
TWO = "13/06/2018, 21:15 - Ada Hill: Hi\n13/06/2018, 21:16 - Ben Okafor: Hi\n"


@pytest.fixture
def read(tmp_path):
    """Reads chats from the contents of their files, or from one; each time in a folder of its own."""
    numbers = count_up()

    def of(contents, **options):
        folder = tmp_path / f"{next(numbers)}"
        for name, text in (contents if isinstance(contents, dict) else {"_chat.txt": contents}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return readers.read(folder, **options)

    return of


# Each names the evening of 13 June 2018, 21:15, and noon and midnight of the next day where it has halves of days.
LAYOUTS = {
    "iPhone, Britain": "[13/06/2018, 21:15:42] ",
    "iPhone, Britain, no comma": "[13/06/2018 21:15:42] ",
    "iPhone, two digits": "[13/06/18, 21:15:42] ",
    "iPhone, no seconds": "[13/06/18 21:15] ",
    "iPhone, US": f"[6/13/18, 9:15:42{NNBSP}PM] ",
    "iPhone, with its mark": f"{LRM}[13/06/2018, 21:15:42] ",
    "iPhone, Germany": "[13.06.18, 21:15:42] ",
    "iPhone, Denmark": "[13.06.2018 21.15.42] ",
    "iPhone, Canada": "[2018-06-13, 9:15:42 PM] ",
    "iPhone, Sweden": "[2018-06-13, 21:15:42] ",
    "iPhone, Netherlands": "[13-06-18 21:15:42] ",
    "iPhone, Finland": "[13.6.2018 klo 21.15.42] ",
    "US": "6/13/18, 9:15 PM - ",
    "US, narrow space": f"6/13/18, 9:15{NNBSP}PM - ",
    "Britain": "13/06/2018, 21:15 - ",
    "India": f"13/06/18, 9:15{NNBSP}pm - ",
    "Germany": "13.06.18, 21:15 - ",
    "Germany, four digits": "13.06.2018, 21:15 - ",
    "Germany, spoken": "13.06.18, 21:15 Uhr - ",
    "Canada": "2018-06-13, 9:15 p.m. - ",
    "Canada, French": "2018-06-13 21 h 15 - ",
    "South Africa": "2018/06/13, 21:15 - ",
    "Spain": f"13/6/2018, 9:15 p.{NBSP}m. - ",
    "Spain, 24 hours with a half": f"13/6/2018, 21:15 p.{NBSP}m. - ",
    "Colombia, no comma": f"13/6/2018 9:15 p.{NBSP}m. - ",
    "France": "13/06/2018 à 21:15 - ",
    "Finland": "13.6.2018 klo 21.15 - ",
    "Croatia": "13. 6. 2018. 21:15 - ",
    "Hungary": "2018. 06. 13. 21:15 - ",
    "Denmark": "13.06.2018 21.15 - ",
    "Netherlands": "13-06-2018 21:15 - ",
    "Netherlands, two digits": "13-06-18 21:15 - ",
    "Turkey": "13.06.2018 21:15 - ",
    "Turkey, 12 hours": "13.06.2018 ÖS 9:15 - ",
    "Greece": "13/6/18, 9:15 μ.μ. - ",
    "Vietnam": "13/06/2018, 9:15 CH - ",
    "Russia": "13.06.2018, 21:15 - ",
    "Korea": "2018년 6월 13일 오후 9:15 - ",
    "Korea, numbers": "[2018. 6. 13. 오후 9:15:42] ",
    "Korea, two digits": "18. 6. 13. 오후 9:15 - ",
    "Japan": "2018/06/13 21:15 - ",
    "Japan, 12 hours": "2018/06/13 午後9:15 - ",
    "China": "2018/6/13 下午9:15 - ",
    "China, spoken": "2018年6月13日 下午9:15 - ",
    "Taiwan, iPhone": "[2018/6/13 晚上9:15:42] ",
    "Egypt": f"١٣{RLM}/٦{RLM}/٢٠١٨، ٩:١٥ م - ",  # noqa: RUF001
    "Arabic, western digits": f"13{RLM}/6{RLM}/2018, 9:15 م - ",
    "Persian digits": "۲۰۱۸/۶/۱۳،\u200f ۲۱:۱۵ - ",  # noqa: RUF001
    "Thailand, Buddhist year": "13/6/2561 21:15 - ",
    "Thailand, two digits": "13/6/61 21:15 น. - ",
    "before 2015": "13/06/2018 21:15:42: ",
    "before 2015, US": "6/13/18, 9:15:42 PM: ",
    "byte-order mark": "\ufeff13/06/2018, 21:15 - ",
    "isolated": "\u206813/06/2018\u2069, 21:15 - ",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(read, layout):
    export = read(f"{layout}Ada Hill: Hi\nsecond line\n{layout}Ben Okafor: Hi\n")
    assert set(export.interactions["time"].dt.floor("min").astype(str)) == {"2018-06-13 21:15:00"}
    assert export.interactions["sender"].tolist() == ["whatsapp:Ada Hill", "whatsapp:Ben Okafor"]
    assert len(export.interactions) == 2
    assert export.problems.empty


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("6/13/18, 12:05 AM", 0), ("6/13/18, 12:05 PM", 12), ("6/13/18, 1:05 am", 1), ("6/13/18, 11:05 p.m.", 23),
        ("2018/6/13 凌晨12:05", 0), ("2018/6/13 中午12:05", 12), ("2018/6/13 中午1:05", 13), ("2018/6/13 早上8:05", 8),
        ("13/6/2018 12:05 ص", 0), ("13/6/2018 12:05 م", 12), ("13.06.2018 ÖÖ 12:05", 0), ("13/6/2018, 00:05 a. m.", 0),
    ],
)  # fmt: skip
def test_halves_of_the_day(read, clock, hour):
    assert set(read(f"{clock} - Ada: a\n{clock} - Ben: b\n").interactions["time"].dt.hour) == {hour}


@pytest.mark.parametrize(
    ("days", "options", "first"),
    [
        (("13/06", "03/07"), {}, "2018-06-13"), (("06/13", "07/03"), {}, "2018-06-13"),
        (("12/01", "01/02"), {}, "2018-01-12"), (("01/12", "02/01"), {}, "2018-01-12"),
        (("03/04", "05/04"), {"dates": "D/M"}, "2018-04-03"), (("03/04", "05/04"), {"dates": "M/D"}, "2018-03-04"),
        (("13/06", "03/07"), {"dates": "D/M"}, "2018-06-13"),
    ],
)  # fmt: skip
def test_day_and_month(read, days, options, first):
    text = "".join(f"{day}/2018, 21:15 - {who}: x\n" for day, who in zip(days, ("Ada", "Ben"), strict=True))
    assert str(read(text, **options).interactions["time"].min().date()) == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("03/04/2018, 21:15 - Ada: x\n05/04/2018, 21:15 - Ben: x\n", "^_chat.txt: day and month cannot .*--dates"),
        ("13/04/2018, 1:15 - A: x\n04/13/2018, 1:15 - B: x\n", "_chat.txt: day and month cannot be told apart"),
        ("18. 6. 13. 21:15 - Ada: x\n18. 6. 14. 21:15 - Ben: x\n", "year and day cannot be told apart"),
        ("۱۳۹۷/۳/۲۳، ۲۱:۱۵ - Ada: x\n۱۳۹۷/۳/۲۴، ۲۱:۱۵ - Ben: x\n", "not of the Gregorian calendar"),  # noqa: RUF001
    ],
)  # fmt: skip
def test_dates_that_nothing_decides_are_refused(read, text, said):
    with pytest.raises(TableError, match=said):
        read(text)


def test_one_refused_file_is_only_that_file(read, balances):
    open_ = "03/04/2018, 21:15 - Ada: x\n05/04/2018, 21:15 - Ben: x\n"
    export = read({"a/_chat.txt": TWO, "b/_chat.txt": open_})
    assert len(export.interactions) == 2
    assert export.problems[["file", "place", "reason"]].to_numpy().tolist() == [
        ["b/_chat.txt", "whole file", "not readable"]
    ]
    for name, text in (("a/_chat.txt", TWO), ("b/_chat.txt", open_)):
        balances(export, name, len(text))


@pytest.mark.parametrize(("day", "problem"), [("13/13", "unreadable date"), ("31/02", "unreadable date")])
def test_a_day_that_is_none_is_rejected(read, count, day, problem):
    export = read(TWO + f"{day}/2018, 21:17 - Ada Hill: x\n" + TWO)
    assert count(export, problem) == 1
    assert export.problems["place"][0].startswith("line 3, bytes ")


def test_a_message_whose_date_is_damaged_is_rejected_not_swallowed(read, count):
    export = read(TWO + "13/06_2018, 21:17 - Ada Hill: x\nstill hers\n" + TWO)
    assert count(export, "not a record") == 1
    assert export.problems["place"].tolist() == ["line 3, bytes 68-110"]
    assert len(export.interactions) == 4


def test_a_chat_pasted_into_a_message_is_part_of_it(read):
    pasted = "Look:\n[13/06, 21:15] Ben Okafor: Hi\n[9:15 PM, 6/13/2018] Ada Hill: Hi\n6/13/18, 9:15 PM - Cleo: ha\n"
    export = read(TWO + f"13/06/2018, 21:17 - Ada Hill: {pasted}" + TWO)
    assert export.interactions["event"].nunique() == 5
    assert export.problems.empty


IOS = [
    (f"Ada Hill: {LRM}image omitted", ""), (f"Ada Hill: {LRM}<attached: 1-PHOTO.jpg>", ""),
    (f"Ada Hill: plan.pdf • {LRM}3 pages {LRM}document omitted", ""), (f"Ada Hill: {LRM}Bild weggelassen", ""),
    (f"Ada Hill: {LRM}This message was deleted.", ""), (f"Ada Hill: {LRM}You deleted this message.", ""),
    (f"Ada Hill: {LRM}Location: https://example.org/?q=1,2", ""), ("Ada Hill: You created a mess", ""),
    (f"Ada Hill: Hi {LRM}<This message was edited>", ""), ("Ada Hill: note: buy milk", ""), ("Ada Hill: ", ""),
    (f"Walks: {LRM}Messages and calls are end-to-end encrypted. Only people in it", "system notice"),
    ("Walks: Messages and calls are end-to-end encrypted. No one outside", "system notice"),
    (f"Ada Hill: {LRM}Ada Hill added Cleo", "system notice"), (f"Ada Hill: {LRM}You added Cleo", "system notice"),
    (f"~ Cleo: {LRM}~ Cleo joined using this group's invite link", "system notice"),
    (f"+44 20 7946 0958: {LRM}+44 20 7946 0958 left", "system notice"),
    (f"Ada Hill: {LRM}Missed voice call", "system notice"), (f"Ada Hill: {LRM}Videollamada perdida", "system notice"),
    (f"Ada Hill: {LRM}Your security code with Ben changed.", "system notice"),
    (f"{LRM}You created this group", "system notice"), ("Meta AI: Hello!", "bot"),
    ("Ada Hill changed the subject from “a” to “b: c”", "system notice"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "rule"), IOS)
def test_what_is_a_message_on_an_iphone(read, count, said, rule):
    stamp = "[13/06/2018, 21:15:42] "
    text = f"{stamp}Ada Hill: Hi\r\n{stamp}Ben Okafor: Hi\r\n{stamp}{said}\r\n"
    export = read(text)
    assert export.interactions["event"].nunique() == (2 if rule else 3)
    assert not rule or count(export, rule) == 1
    assert set(export.contacts["name"]) == {"Ada Hill", "Ben Okafor"}


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Ada Hill: <Media omitted>", ""), ("Ada Hill: IMG-20180613-WA0001.jpg (file attached)\nlook", ""),
        ("Ada Hill: This message was deleted", ""), ("Ada Hill: null", ""), ("Ada Hill:", ""),
        ("Messages and calls are end-to-end encrypted. Tap to learn more.", "system notice"),
        ('You created group "Walks"', "system notice"), ('Ada Hill changed the subject to "a: b"', "system notice"),
        ("Ada Hill added Cleo Reyes", "system notice"), ("Your security code with Ben changed", "system notice"),
    ],
)  # fmt: skip
def test_what_is_a_message_on_android(read, count, said, rule):
    export = read(TWO + f"13/06/2018, 21:17 - {said}\n" + TWO)
    assert export.interactions["event"].nunique() == (4 if rule else 5)
    assert not rule or count(export, rule) == 1


def test_a_group_that_only_notices_name_is_nobody(read):
    stamp = "[13/06/2018, 21:15:42] "
    notices = f"{stamp}Walks: {LRM}Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n{stamp}Walks: {LRM}Szia\n"
    export = read(f"{notices}{stamp}Ada: Hi\n{stamp}Ben: Hi\n")
    assert set(export.contacts["name"]) == {"Ada", "Ben"}


def test_notices_can_be_kept(read):
    text = TWO + f"13/06/2018, 21:17 - Ada Hill: {LRM}Missed voice call\n"
    assert read(text).interactions["event"].nunique() == 2
    assert read(text, keep="system notice").interactions["event"].nunique() == 3


@pytest.mark.parametrize(
    ("author", "handle", "name"),
    [
        ("\u202a+44 20 7946 0958\u202c", "+442079460958", None),
        (f"~{NNBSP}Cleo", "whatsapp:~Cleo", "Cleo"),
        ("\u2068Cleo\u2069 Reyes", "whatsapp:Cleo Reyes", "Cleo Reyes"),
        ("You", "the owner", None),
        ("Du", "whatsapp:Du", "Du"),
        ('Cleo "Cee" Reyes', 'whatsapp:Cleo "Cee" Reyes', 'Cleo "Cee" Reyes'),
    ],
)
def test_handles(read, author, handle, name):
    export = read(TWO.replace("Ben Okafor", author))
    assert set(export.interactions["sender"]) == {"whatsapp:Ada Hill", handle}
    shown_name = export.contacts.set_index("handle")["name"].get(handle)
    assert shown_name == name
    assert export.me == (("the owner",) if author == "You" else ())


def chat(*people, day=13, month=6):
    return "".join(f"{day}/{month:02}/2018, 21:{n:02} - {who}: {n}\n" for n, who in enumerate(people))


ADA, BEN, CLEO, DAN = "Ada Hill", "Ben Okafor", "Cleo Reyes", "Dan Wu"


@pytest.mark.parametrize(
    ("texts", "me"),
    [
        ([chat(ADA, BEN), chat(ADA, CLEO)], ("whatsapp:Ada Hill",)),
        ([chat(ADA, BEN), chat(CLEO, ADA), chat(BEN, ADA, DAN, day=14)], ("whatsapp:Ada Hill",)),
        ([chat(ADA, BEN), chat(ADA, CLEO), chat(DAN)], ("whatsapp:Ada Hill",)),
        ([chat(ADA, BEN)], ()), ([chat(ADA, BEN), chat(ADA, BEN, day=14)], ()),
        ([chat(ADA, BEN), chat(CLEO, DAN)], ()), ([chat(ADA, BEN), chat(ADA, CLEO), chat(BEN, CLEO)], ()),
        ([chat(ADA, BEN), chat(ADA, CLEO, DAN)], ()), ([chat(ADA, BEN, CLEO), chat(ADA, DAN, CLEO)], ()),
    ],
)  # fmt: skip
def test_the_owner_is_one_end_of_every_chat_of_two(read, texts, me):
    assert read({f"{n}/_chat.txt": text for n, text in enumerate(texts)}).me == me


def test_the_owner_can_be_named(read):
    assert read(TWO, me="ada hill").me == ("whatsapp:Ada Hill",)
    assert read(TWO, me="whatsapp:Ada Hill").me == ("whatsapp:Ada Hill",)


@pytest.mark.parametrize(("me", "receiver"), [(ADA, "the owner"), ("ada@example.org", None), (BEN, None), ((), None)])
def test_nobody_answered(read, count, me, receiver):
    texts = {"WhatsApp Chat with Ada Hill.txt": chat(BEN, BEN), "log.csv": "time,sender,receiver\n1709500000,a,b\n"}
    log = read(texts, me=me).interactions
    log = log[log["source"] == "whatsapp"]
    assert log["receiver"].tolist() == ([receiver] * 2 if receiver else [])
    assert count(read(texts, me=me), "no recipients") == (0 if receiver else 2)


def test_nobody_answered_one_of_the_owners_chats(read):
    export = read({"a/_chat.txt": chat(ADA, BEN), "b/_chat.txt": chat(ADA, CLEO), "c/_chat.txt": chat(DAN)})
    assert export.interactions.set_index("sender")["receiver"]["whatsapp:Dan Wu"] == "whatsapp:Ada Hill"


def test_a_group_message_is_one_event_to_all_others(read):
    export = read(chat(ADA, BEN, CLEO))
    assert export.interactions["event"].nunique() == 3
    assert export.interactions["recipients"].tolist() == [2] * 6


@pytest.mark.parametrize(("people", "used"), [(26, True), (27, False)])
def test_a_crowd_is_no_conversation(read, count, people, used):
    text = chat(*[f"Person {n}" for n in range(people)]) + "14/06/2018, 9:00 - x added y\n"
    if used:
        assert count(read(text), "used", "fate") == people
    with_another = {"a.txt": text, "b/_chat.txt": TWO}
    assert count(read(with_another), ledger.BLAST) == (0 if used else people)
    assert read(with_another, keep=ledger.BLAST).interactions["event"].nunique() == people + 2


def test_times_in_a_zone_and_without(read, count):
    text = "28/10/2018, 02:30 - A: x\n28/10/2018, 02:30 - B: x\n31/03/2019, 02:30 - A: x\n"
    export = read(text, timezone="Europe/Berlin")
    assert export.interactions["time"].astype(str).tolist() == ["2018-10-28 00:30:00"] * 2 + ["2019-03-31 01:00:00"]
    assert count(export, "zone assumed: UTC") == 0
    assert count(read(text), "zone assumed: UTC") == 3


def test_the_order_of_a_minute_is_that_of_the_file(read):
    log = read("".join(f"13/06/2018, 21:15 - {who}: {n}\n" for n, who in enumerate("ABBABAAB"))).interactions
    assert "".join(log["sender"].str[-1]) == "ABBABAAB"


def test_repeats_stay_and_spaces_do_not_count(read):
    assert len(read(TWO * 3).interactions) == 6
    assert read(TWO).digest == read(TWO.replace("\n", "\r\n")).digest == read(TWO.encode("utf-16")).digest


def test_files_that_overlap_hold_each_message_once(read):
    """An earlier export, a later one from the middle on, with and without files: in any order and under any name."""
    group = events("ada ben cleo dan", 60)
    early, late = synth.ios(group[:35], NAMES, title="Walks"), synth.ios(group[20:], NAMES, title="Walks", media=True)
    whole = synth.ios(group, NAMES, title="Walks")
    orders = ([whole], [early, late], [late, early], [whole, late, early], [whole, whole])
    exports = [read({f"{n}/_chat.txt": text for n, text in enumerate(texts)}) for texts in orders]
    exports.append(read({"another name.txt": whole}))
    assert {export.interactions["event"].nunique() for export in exports} == {60}
    assert len({export.digest for export in exports}) == 1


def test_an_earlier_export_that_knows_fewer_people(read):
    first = chat(ADA, BEN, ADA)
    export = read({"a/_chat.txt": first, "b/_chat.txt": first + chat(CLEO, day=14)})
    assert export.interactions["event"].nunique() == 4
    assert set(export.interactions["recipients"]) == {2}
    assert read(first + chat(CLEO, day=14)).digest == export.digest


def test_the_same_words_to_two_chats_in_one_minute_are_two(read):
    texts = {"a/_chat.txt": chat(ADA, BEN), "b/_chat.txt": chat(ADA, CLEO)}
    export = read(texts)
    assert export.interactions["event"].nunique() == 4
    again = read({"0/_chat.txt": texts["b/_chat.txt"], "c/_chat.txt": texts["a/_chat.txt"]})
    assert again.digest == export.digest


def test_parts_that_are_read_apart_add_up(tmp_path):
    pair = events()
    for name, chat_ in (("a", pair[:25]), ("b", pair[10:])):
        (tmp_path / f"{name}.txt").write_bytes(synth.android(chat_, NAMES))
    apart = combined([whatsapp.read(next(files.files(tmp_path / f"{n}.txt"))) for n in "ab"])
    assert apart.digest == readers.read(tmp_path).digest


@pytest.mark.parametrize(
    ("count_", "media", "said"), [(40_000, False, "40,000"), (10_000, True, "10,000"), (9_000, True, "")]
)
def test_a_file_as_long_as_an_export_can_be_says_so(read, count_, media, said):
    sample = "IMG-1.jpg (file attached)" if media else "<Media omitted>"
    minute = [f"{START + n * timedelta(minutes=1):%d/%m/%Y, %H:%M}" for n in range(count_)]
    text = "".join(f"{at} - {'AB'[n % 2]}: {n or sample}\n" for n, at in enumerate(minute))
    problems = read(text).problems
    assert problems["reason"].tolist() == (["perhaps cut off"] if said else [])
    assert not said or f"at most {said} messages" in problems["detail"][0]


@pytest.mark.parametrize(
    "text",
    [
        "[2024-03-15 09:30:00] local.ERROR: boom\n[2024-03-15 09:30:01] local.INFO: fine\n",
        "[2024-03-15 09:30:00] worker: boom\n[2024-03-15 09:30:01] cron: fine\n",
        "2024-03-15 09:30:00 - worker: a\n2024-03-15 09:31:00 - cron: b\n",
        "2024/03/15 09:30:00: worker: a\n2024/03/15 09:31:00: cron: b\n",
        "2024-03-15 09:30 - INFO: a\n2024-03-15 09:31 - ERROR: b\n",
        "10.0.0.1 - - [13/06/2018:21:15:42 +0000] x: y\n" * 3,
        "Notes of the day\n\nfor all\n\nto read\n" + TWO,
        "time,sender,receiver\n13/06/2018 21:15,a: b,c\n",
    ],
)
def test_what_is_no_chat(tmp_path, text):
    (tmp_path / "notes.txt").write_text(text)
    assert not whatsapp.sniff(next(files.files(tmp_path / "notes.txt")))


@pytest.mark.parametrize(
    "text",
    [
        TWO + "x\n" * 900_000, TWO + "13/06/2018, 21:0\n" * 110_000, TWO + "13/06/2018, 21:16 - " + "x: " * 600_000,
        TWO.replace("\n", "\r") + "\r" * 1_900_000, TWO + (LRM + RLM + "\u2068") * 200_000 + "\n",
        TWO + "13/06/2018,21:15 - Ben Okafor: x\n" * 55_000, TWO + "\0" * 1_900_000, TWO + "1/" * 900_000,
        "".join(f"13/06/2018, 21:15 - Person {n}: hi\n" for n in range(50_000)),
        "".join(f"13/6/18, 9:15 - {chr(97 + n % 25)}: h\n" for n in range(90_000)),
    ],
    ids=["lines", "dates", "colons", "returns", "marks", "damaged", "nul", "numbers", "authors", "group"],
)  # fmt: skip
def test_a_bomb_takes_no_time(tmp_path, text):
    (tmp_path / "_chat.txt").write_text(text, encoding="utf-8", newline="")
    start = process_time()
    (part,) = [export for _, _, export in readers.read_each(tmp_path)]
    assert process_time() - start < 5 * pace()
    balanced(part, len(text.encode()))


def test_a_crowd_that_is_kept_fills_no_memory(read, count, monkeypatch):
    monkeypatch.setattr(chats, "_MOST_ROWS", 1_000)
    texts = {"a/_chat.txt": chat(*[f"P{n}" for n in range(40)]), "b/_chat.txt": TWO}
    assert count(read(texts, keep=ledger.BLAST), "too large") == 40


def test_damage_stays_local(tmp_path):
    conserved(makers(), shown, tmp_path, files=FILES, **OPTIONS)


def test_the_made_files_are_read_whole(tmp_path):
    for one in makers():
        path = tmp_path / one.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(one.data)
        export = readers.read(path, **OPTIONS)
        assert times(export) == {key for _, _, key in one.records}
        assert export.ledger.groupby("rule")["records"].sum().to_dict() == {
            "system notice": 1, "zone assumed: UTC": len(one.records)
        }  # fmt: skip


TOKENS = st.sampled_from(
    [
        b"13/06/2018, 21:15 - ", b"[13/06/18, 21:15:42] ", b"Ada: ", b"Ben: ", b"\n", b"\r\n", b"\r", LRM.encode(),
        b"]", b"\xe2\x80\xaf", b" - ", b": ", b"<Media omitted>", b"\xff\xfe", b"\xef\xbb\xbf", b"9", b"/",
        "下午".encode(), b"\0", "٢٠١٨".encode(), b"99/99/9999, 99:99 - ",
        b"2018-06-13, 9:15 p.m. - ", b"~", b"+49", b"\xe9",
    ]
)  # fmt: skip


@given(st.lists(TOKENS | st.binary(max_size=4), max_size=40).map(b"".join))
def test_any_bytes_keep_the_books(data):
    file = files.File("_chat.txt", len(data), lambda: BytesIO(data))
    whatsapp.sniff(file)
    export = whatsapp.read(file)
    balanced(export, len(data))


@pytest.mark.real
@pytest.mark.parametrize(
    "name",
    ["test_[mmddyy]_24hrs", "test_ddmmyy_24hrs", "test_mmddyy_24hrs", "test_mmddyyyy_12hrs", "test_yyyymmdd_24hrs"],
)
def test_public_chats_in_five_layouts(shared, name, balances, count):
    folder = shared / "data/exports/chat/chat-miner/whatsapp"
    export = readers.read(folder / f"{name}.txt")
    target = pd.read_json(folder / "target.json")
    events_ = export.interactions.drop_duplicates("event")
    assert set(events_["time"].astype(str)) == set(pd.to_datetime(target["timestamp"]).astype(str))
    assert set(events_["sender"]) == set("whatsapp:" + target["author"])
    assert count(export, "system notice") == 3
    balances(export, f"{name}.txt", (folder / f"{name}.txt").stat().st_size, records=9)


@pytest.mark.real
@pytest.mark.parametrize(("name", "used"), [("android", 3), ("ios", 7)])
def test_public_chats_of_both_phones(shared, count, name, used):
    export = readers.read(shared / f"data/exports/chat/kawsay/whatsapp_{name}_chat.txt")
    assert (count(export, "used", "fate"), count(export, "system notice")) == (used, 1)


def test_a_damaged_member_of_a_zip_refuses_one_chat_only(tmp_path):
    path = tmp_path / "chats.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a/_chat.txt", TWO)
        archive.writestr("b/_chat.txt", TWO)
    data = bytearray(path.read_bytes())
    at = data.index(b"b/_chat.txt") + len(b"b/_chat.txt") + 9
    data[at : at + 12] = b"\0" * 12
    path.write_bytes(data)
    export = readers.read(path)
    assert export.ledger.set_index("file")["fate"]["b/_chat.txt"] == "set aside"
    assert len(export.interactions) > 0
