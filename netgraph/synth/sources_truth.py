"""What is planted in Noor's files: what a faultless reader finds in them, and what the network then tells."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import pandas as pd

from netgraph.synth import slack
from netgraph.synth.life import Event, Span
from netgraph.synth.people import Person
from netgraph.synth.sources_books import Book
from netgraph.synth.sources_cast import (
    AT_WORK,
    LANDLINE,
    MINE,
    NAME,
    OWNER,
    REGION,
    ZONE,
    everybody,
    handles,
    numbers,
    playing,
)
from netgraph.synth.sources_files import (
    CONNECTIONS,
    MAIL,
    TELEGRAM,
    archive_file,
    connected,
    showing,
    telegram_cards,
)
from netgraph.synth.sources_life import CALLS, CHOIR, NEWSLETTERS, SMS, Life, chats, groups
from netgraph.synth.sources_meetings import EXPORTED, Calendar

_COLUMNS = ["time", "sender", "receiver", "channel", "kind", "recipients", "duration", "source"]
_READERS = {"facebook": "meta", "instagram": "meta", "contacts": "contacts"}
_PEOPLE = ("message", "call", "invitation", "endorsement", "recommendation")
_RULES = {
    "spam": "spam or trash", "trash": "spam or trash", "auto-reply": "auto-reply", "draft": "draft",
    "service": "service number", "note": "self-message",
}  # fmt: skip
_UNSENT = {3: "draft", 5: "not sent"}
_PROGRAMS = dict(zip(NEWSLETTERS, ("mailing list", "no-reply sender", "auto-reply"), strict=True))
_LISTED = "list of channels: read for their members"
_MEDIA = {"linkedin": "linkedin", "praise": "linkedin", SMS: "sms", CALLS: "call"}
_OWNERS = {"linkedin": "linkedin", "praise": "linkedin", "facebook": "meta", "instagram": "meta",
           "mail": f"mail:{MINE}", SMS: "phone:sms", CALLS: "phone:calls"}  # fmt: skip
_STAMPS = {
    "telegram": (re.compile(rb'"date_unixtime": "(\d+)"'), 10**6),
    "meta": (re.compile(rb'"timestamp_ms": (\d+)'), 10**3),
    "slack": (re.compile(rb'"ts": "(\d+\.\d+)"'), 10**6),
}  # fmt: skip


class Told(NamedTuple):
    """All that the truth is told from."""

    circles: dict[str, list[Person]]
    life: Life
    calendar: Calendar
    books: list[Book]
    files: dict[str, bytes]


def told(noor: Told) -> dict:
    """The truths that `sources` documents."""
    known = handles(noor.circles)
    me = {app: known[app][MINE] for app in known}
    log = pd.DataFrame(_rows(noor, known), columns=_COLUMNS)
    return {
        "options": {"me": [MINE, NAME], "timezone": ZONE, "region": REGION},
        "me": me, "mine": sorted({*me.values(), AT_WORK}), "shared": LANDLINE,
        "people": _people(noor, known), "interactions": log.sort_values(_COLUMNS, ignore_index=True),
        "contacts": pd.DataFrame([(s, n, tuple(sorted(h))) for s, n, h in _cards(noor, known)],
                                 columns=["source", "name", "handles"]).drop_duplicates(ignore_index=True),
        "readers": {file: _reader(file) for file in noor.files}, "windows": _windows(noor, log),
        "groups": groups(noor.circles),
    } | _books(noor) | _facts(noor.circles)  # fmt: skip


def _app(stage: str) -> str:
    return stage.partition("/")[0]


def _reader(file: str) -> str:
    return "vcard" if file.endswith(".vcf") else _READERS.get(_app(file), _app(file))


def _facts(circles: dict[str, list[Person]]) -> dict:
    by_role = {role: playing(circles, role).address for role in ("writes-me", "writes-them", "waiting", "dormant")}
    return {
        "one_sided": [(by_role["writes-me"], "them"), (by_role["writes-them"], "me")],
        "balanced": circles["work"][8].address, "dormant": by_role["dormant"], "waiting": by_role["waiting"],
        "called": playing(circles, "caller").address, "broker": playing(circles, "broker").address,
        "met": playing(circles, "met").address,
    }  # fmt: skip


def _rows(noor: Told, known: dict[str, dict[str, str]]) -> Iterator[tuple]:
    """The log, a row per receiver."""
    heard = _in_slack(noor)
    for event in (*noor.life.diary.events, *noor.calendar.events):
        meeting, app = event.source == noor.calendar.name, _app(event.source)
        if not (meeting or event.kind in _PEOPLE) or "" in (event.sender, *event.to):
            continue
        at = known[app] | ({MINE: OWNER} if event.kind == "endorsement" else {})
        to, kind = (
            heard.get(event.number, event.to) if app == "slack" else event.to,
            "meeting" if meeting else event.kind,
        )
        channel, source = (table.get(event.source, table.get(app, app)) for table in (_MEDIA, _OWNERS))
        for one in to:
            ends = at.get(event.sender, event.sender), at.get(one, one)
            yield (_time(event), *ends, channel, kind, len(to), _duration(event, noor.life), source)


def _time(event: Event) -> datetime:
    """The time as far as the file tells it."""
    app, over = _app(event.source), timedelta(seconds=event.time.second)
    if app == "slack":
        seconds, rest = slack.ts(event).split(".")
        return datetime(1970, 1, 1) + timedelta(seconds=int(seconds), microseconds=int(rest))
    if app in ("facebook", "instagram"):
        return event.time + timedelta(milliseconds=event.number * 37 % 1000)
    to_the_minute = event.kind in ("invitation", "recommendation") or (app == "whatsapp" and event.source != CHOIR)
    return event.time - over if to_the_minute else event.time


def _duration(event: Event, life: Life) -> float:
    if event.kind != "call":
        return float("nan")
    return float(
        life.seconds.get(event.number, 0) if event.source == CALLS else event.number % 4 and event.number % 900
    )


def _in_slack(noor: Told) -> dict[int, tuple[str, ...]]:
    """Who is meant by what is written in Slack's channel: who is mentioned, who is in the thread, else everybody."""
    everyone = {*groups(noor.circles)["slack"], MINE}
    written = sorted((e for e in noor.life.diary.events if e.source == "slack"), key=lambda e: (e.time, e.number))
    public = [e for e in written if {e.sender, *e.to} == everyone]
    threads = defaultdict(set)
    for event in public:
        threads[event.number if event.answers is None else event.answers].add(event.sender)
    days, heard = set(), {}
    for event in public:
        day = (event.time - timedelta(hours=7)).date()
        named = () if day in days else event.to[:1]
        days.add(day)
        thread = threads[event.answers] - {event.sender} if event.answers is not None else set()
        heard[event.number] = tuple(sorted({*named, *thread})) or event.to
    return heard


def _cards(noor: Told, known: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for book in noor.books:
        yield from book.cards
    names = {p.address: p.name for p in everybody(noor.circles)} | {MINE: NAME}
    for person in (p for p, _ in connected(noor.circles) if p):
        yield (
            "linkedin",
            person.name,
            (person.slug, *([person.address] if person.slug in showing(noor.circles) else [])),
        )
    for address, number, _ in telegram_cards(noor.circles):
        yield "telegram", names[address], (known["telegram"][address], number)
    for address in (*groups(noor.circles)["slack"], MINE):
        yield "slack", names[address], (known["slack"][address], AT_WORK if address == MINE else address)


def _people(noor: Told, known: dict[str, dict[str, str]]) -> pd.DataFrame:
    phone = numbers(noor.circles)
    rows = [
        (handle, p.address, p.name, p.circle, p.role)
        for p in everybody(noor.circles)
        for handle in dict.fromkeys(
            [p.address, phone[p.address], *(at[p.address] for at in known.values() if p.address in at)]
        )
    ]
    return pd.DataFrame(rows, columns=["handle", "person", "name", "circle", "role"])


def _file(event: Event) -> str:
    stages = {"mail": MAIL, "telegram": TELEGRAM}
    return archive_file(event) if event.source in ("linkedin", "praise") else stages.get(event.source, event.source)


def _rule(event: Event, life: Life) -> str:
    """The rule that sets the record of an event aside, or ''."""
    if event.kind == "unsent":
        return _UNSENT[life.types[event.number]]
    if event.source == CALLS and not event.sender:
        return "number withheld"
    return _PROGRAMS.get(event.sender, _RULES.get(event.kind, ""))


def _books(noor: Told) -> dict:
    """How many records each file has, and how many of them are set aside, by rule."""
    known = [(_file(e), _rule(e, noor.life)) for e in noor.life.diary.events]
    listed = [(file, rule) for file, rule in known if file in noor.files]
    listed += [(book.file, "") for book in noor.books for _ in book.cards]
    listed += [(CONNECTIONS, "" if person else "hidden member") for person, _ in connected(noor.circles)]
    listed += [(TELEGRAM, "")] * len(telegram_cards(noor.circles)) + [(TELEGRAM, "system notice")]
    listed += [(file, "system notice") for file in (CHOIR, *chats(noor.circles)) if file.startswith("whatsapp/")]
    listed += [
        row for file, data in noor.files.items() if _reader(file) in ("slack", "meta") for row in _of_json(file, data)
    ]
    records = Counter(file for file, _ in listed) + Counter({noor.calendar.name: noor.calendar.records})
    aside: dict[str, Counter] = defaultdict(Counter, {noor.calendar.name: Counter(noor.calendar.set_aside)})
    for file, rule in listed:
        aside[file].update([rule] if rule else [])
    return {"records": dict(records), "set_aside": {file: dict(rules) for file, rules in aside.items() if rules}}


def _of_json(file: str, data: bytes) -> Iterable[tuple[str, str]]:
    """The records of a file of Slack's or Meta's, each with the rule that sets it aside."""
    found = json.loads(data)
    if _reader(file) == "meta":
        return [(file, "system notice" * (" named the group " in m.get("content", ""))) for m in found["messages"]]
    if file.count("/") == 1:
        rules = {"slack/users.json": lambda one: "bot" * one["is_bot"]}
        return [(file, rules.get(file, lambda _: _LISTED)(one)) for one in found]
    told_apart = {"bot_message": "bot", "channel_join": "system notice"}
    return [(file, told_apart.get(m.get("subtype"), "")) for m in found]


def _windows(noor: Told, log: pd.DataFrame) -> dict[str, Span]:
    """The first and the last record of each source, also of those that are set aside."""
    times = [(source, time) for source, time in zip(log["source"], log["time"].dt.to_pydatetime(), strict=True)]
    times += [(_OWNERS[e.source], e.time) for e in noor.life.diary.events if e.source in ("mail", SMS, CALLS)]
    times += [("linkedin", day) for _, day in connected(noor.circles)] + [("calendar", EXPORTED)]
    times += [(card[0], day) for book in noor.books for card, day in zip(book.cards, book.made, strict=False)]
    for file, data in noor.files.items():
        pattern, unit = _STAMPS.get(_reader(file), (None, 0))
        found = pattern.findall(data) if pattern else []
        times += [(_reader(file), _since_1970(stamp.decode(), unit)) for stamp in found]
    spans: dict[str, Span] = {}
    for source, time in times:
        first, last = spans.get(source, (time, time))
        spans[source] = min(first, time), max(last, time)
    return spans


def _since_1970(stamp: str, unit: int) -> datetime:
    whole, _, rest = stamp.partition(".")
    return datetime(1970, 1, 1) + timedelta(microseconds=int(whole) * unit + int(rest or 0))
