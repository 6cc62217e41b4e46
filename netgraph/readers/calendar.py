"""Calendars (.ics): meetings of two or more people, each occurrence one event, up to the day of the export.

A calendar holds what is planned; only what has happened is contact. So a file is read up to its last evidence:
the latest DTSTAMP, LAST-MODIFIED or CREATED of its events. Meetings that begin later are still to come, and
those that recur are unrolled up to there. Where no event has such a stamp, all is taken: what recurs without
end up to the last start in the file, what has an end up to that, but no further than five years behind the
last start. Time zones: see `clocks`.
"""

import re
from collections import Counter
from hashlib import blake2b
from typing import NamedTuple

import pandas as pd

from netgraph.glossary import TIME
from netgraph.readers import dates, handles, ledger, records
from netgraph.readers.clocks import UNKNOWN, Clocks
from netgraph.readers.components import Parts, lines, marked, parts, starts
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, USED, Ruling
from netgraph.readers.lines import whole
from netgraph.readers.meetings import NOTHING, Meeting, meeting
from netgraph.readers.occurrences import Span, Unrolled, occurrences, placed, span
from netgraph.readers.recurrence import Budget
from netgraph.tables import Export, TableError

NAME = "calendar"
OTHER, REPLY, OLDER, CANCELLED = "task, note or free/busy time", "answer to an invitation", "older version", "cancelled"
ALONE, DECLINED, TO_COME = "nobody else in it", "declined", "still to come"
UNTIMED, NEVER = "no time in it", "no occurrence is left"

_SUFFIXES = (".ics", ".ical", ".icalendar", ".ifb")
_OWN = re.compile(r"(X-WR-TIMEZONE|X-WR-CALNAME|METHOD)(?:;[^:]*)?:(.*)", re.IGNORECASE)
_ANSWERS = {"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"}
_LEAST_EVENTS, _TIMES_OTHERS = 5, 2


class People(NamedTuple):
    """Who meets: the one who asked (or the first by handle), the others, all who are listed, who of them is absent."""

    sender: str
    receivers: tuple[str, ...]
    listed: frozenset[str]
    absent: frozenset[str]
    alone: str


_NOBODY = People("", (), frozenset(), frozenset(), ALONE)


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether a file begins as a calendar does, or is called .ics and has some component."""
    head = file.head()
    return starts(head) or (file.name.lower().endswith(_SUFFIXES) and marked(head))


def read(file: File, options: Options | None = None) -> Export:
    """Meetings, and who is called what in them; its `me` is the owner where the calendar makes that certain."""
    options, data = options or Options(), whole(file)
    found, budget = parts(data), Budget(len(data))
    if not (found.blocks or marked(data)):
        raise TableError(f"{file.name}: no component of a calendar is in it; export it again")
    own = [_own(raw) for raw in found.calendars]
    clocks = Clocks(found.zones, [c.get("X-WR-TIMEZONE", "") for c in own], options.timezone, budget)
    table = _judged(_table(found, own, options.keep).assign(file=file.name), clocks)
    me = _owner(table, {handles.address(c.get("X-WR-CALNAME", "")) for c in own} - {""})
    within = span(table["stamp"], table["time"].where(table["takes"]))
    times = occurrences(table, within, clocks, budget)
    return records.finished(
        NAME, table, _rulings(table, times, declined=_has_declined(table, (*me, *options.me)), end=within.stamp),
        overhead={file.name: len(data) - int(table["size"].sum())}, keep=options.keep, place=ledger.record_places,
        interactions=lambda used: _interactions(table[used], times), contacts=lambda used: _names(table[used]),
        windows=_window(table, times, within), me=me,
    )  # fmt: skip


def _own(raw: bytes) -> dict[str, str]:
    """What a calendar says of itself: its zone, its name and whether it is an answer."""
    found = [m for line in lines(raw) if (m := _OWN.match(line))]
    return {m[1].upper(): m[2].strip() for m in reversed(found)}


def _table(found: Parts, own: list[dict[str, str]], keep: tuple[str, ...]) -> pd.DataFrame:
    """A row per record: its place, what it says, and who meets."""
    said = [meeting(b.own) if b.event and not b.damage else NOTHING for b in found.blocks]
    people = [_people(m, keep) for m in said]
    methods = [c.get("METHOD", "").upper() for c in own]
    blocks = _columns(found.blocks, {"event": bool, "start": int, "size": int, "damage": "str", "calendar": int})
    texts = {"uid": "str", "stamp": "str", "undated": "str"}
    return pd.DataFrame(
        blocks | _columns(people, dict.fromkeys(People._fields, object) | {"sender": "str", "alone": "str"})
        | _columns(said, texts | {"sequence": int, "cancelled": bool, "untimed": bool, "wrong": object})
    ).assign(
        number=range(1, len(said) + 1), said=pd.Series(said, dtype=object),
        method=pd.Series([methods[b.calendar] for b in found.blocks], dtype="str"),
    )  # fmt: skip


def _judged(table: pd.DataFrame, clocks: Clocks) -> pd.DataFrame:
    """The table with times in UTC, and which records are older versions, what is strange, and what takes place."""
    table = table.assign(**placed(table, clocks))
    answer = table["method"].isin(_ANSWERS)
    sound = (table["damage"] == "") & table["wrong"].map(lambda why: not why[0]).astype(bool)
    versions = table[table["event"] & sound & (table["uid"] != "") & ~answer]
    newest = versions.sort_values(["sequence", "stamp", "number"]).drop_duplicates(["uid", "instead"], keep="last")
    older = pd.Series(table.index.isin(versions.index.difference(newest.index)), index=table.index)
    meets = table["event"] & (table["damage"] == "") & (table["alone"] == "") & ~answer
    strange = dates.implausible(table["time"].where(meets))
    takes = meets & ~older & ~strange & ~table["cancelled"].astype(bool) & table["time"].notna()
    return table.assign(answer=answer, older=older, meets=meets, strange=strange, takes=takes)


def _columns(rows: list[NamedTuple], types: dict[str, object]) -> dict[str, pd.Series]:
    return {name: pd.Series([getattr(row, name) for row in rows], dtype=dtype) for name, dtype in types.items()}


def _people(said: Meeting, keep: tuple[str, ...]) -> People:
    """Who of those listed meets. Rooms, lists and who declined do not; nor does an organizer who is one of these."""
    if said is NOTHING:
        return _NOBODY
    invited = [p for p in (*said.attendees, said.organizer) if p and p.handle]
    people = [p for p in invited if not p.thing or p.thing in keep]
    absent = frozenset(p.handle for p in people if p.absent)
    there = list(dict.fromkeys(p.handle for p in people if p.handle not in absent))
    asked = said.organizer.handle if said.organizer else ""
    sender = asked if asked in there else min(there, default="")
    things = [p.thing for p in invited if p.thing and p.thing not in keep]
    alone = (ledger.ROOM if ledger.ROOM in things else things[0] if things else ALONE) if len(there) < 2 else ""
    receivers = tuple(h for h in there if h != sender)
    return People(sender, receivers, frozenset(p.handle for p in people), absent, alone)


def _owner(table: pd.DataFrame, called: set[str]) -> tuple[str, ...]:
    """The address that a calendar is called by, if it meets somebody; else who is in all of five or more events.

    That one must be in twice as many as anybody else.
    """
    listed = table.loc[table["meets"] & ~table["older"], "listed"]
    counts = Counter(handle for people in listed for handle in people)
    if len(called) == 1 and (name := next(iter(called))) in counts:
        return (name,)
    (first, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return (first,) if most == len(listed) >= _LEAST_EVENTS and most >= _TIMES_OTHERS * second else ()


def _has_declined(table: pd.DataFrame, me: tuple[str, ...]) -> pd.Series:
    """Whether the owner, given by handle or by name, will not come or has sent somebody else."""
    mine = {h.casefold() for h in me}

    def declined(said: Meeting, absent: frozenset[str]) -> bool:
        return any(p.handle in absent and (p.handle in mine or p.name.casefold() in mine) for p in said.attendees)

    found = [bool(a) and declined(s, a) for s, a in zip(table["said"], table["absent"], strict=True)]
    return pd.Series(found, index=table.index, dtype=bool)


def _rulings(table: pd.DataFrame, times: Unrolled, *, declined: pd.Series, end) -> list[Ruling]:
    reason, detail = (pd.Series([w[i] for w in table["wrong"]], index=table.index, dtype="str") for i in (0, 1))
    left = table.index.isin(times.occurrences["record"])
    return [
        Ruling(~table["event"], ASIDE, OTHER),
        Ruling(reason != "", REJECTED, reason, detail),
        Ruling(table["answer"], ASIDE, REPLY),
        Ruling(table["older"], ASIDE, OLDER),
        Ruling(table["cancelled"], ASIDE, CANCELLED),
        Ruling(declined, ASIDE, DECLINED),
        *(Ruling(table["alone"] == rule, ASIDE, rule) for rule in (ledger.ROOM, ledger.LIST, ALONE)),
        Ruling(table["untimed"], ASIDE, UNTIMED),
        Ruling(table["time"].isna(), REJECTED, ledger.UNDATED, table["undated"]),
        Ruling(table["strange"], REJECTED, ledger.IMPLAUSIBLE, records.implausible(table["time"])),
        Ruling(times.reason != "", REJECTED, times.reason, times.detail),
        Ruling(~left & (table["time"] > end) if end else ~table["event"], ASIDE, TO_COME),
        Ruling(pd.Series(~left, index=table.index), ASIDE, NEVER),
        *(Ruling(table["flag"] == flag, USED, flag) for flag in (UNKNOWN, dates.ASSUMED)),
    ]


def _interactions(used: pd.DataFrame, times: Unrolled) -> pd.DataFrame:
    each = times.occurrences.merge(
        used[["sender", "receivers"]].assign(id=_ids(used)), left_on="record", right_index=True
    )
    sent = each.assign(event=f"{NAME}:" + each["id"] + each["name"])
    return records.interactions(sent, channel=NAME, source=NAME, kind="meeting")


def _ids(used: pd.DataFrame) -> pd.Series:
    """A checksum of the UID and who called the meeting; of time and people, numbered, where there is no UID."""
    content = zip(used["time"].astype("str"), used["sender"], used["receivers"], used["instead"], strict=True)
    texts = ["\x1f".join([*ends[:2], *sorted(ends[2]), ends[3]]) for ends in content]
    marks = [blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest() for text in texts]
    marks = pd.Series(marks, index=used.index, dtype="str")
    again = marks[used["uid"] == ""]
    numbered = again + "#" + again.groupby(again).cumcount().astype("str")
    called = [m.organizer.handle if m.organizer else "" for m in used["said"]]
    named = [event_id(uid, by) for uid, by in zip(used["uid"], called, strict=True)]
    return pd.Series(named, index=used.index, dtype="str").mask(used["uid"] == "", numbered.reindex(used.index))


def event_id(uid: str, organizer: str = "") -> str:
    """The id of a meeting: of the UID alone it could be another's, as some count from 1, or tell the title."""
    return blake2b(f"{uid}\x1f{organizer}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def _names(used: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (party.handle, party.name)
        for said, sender, others in zip(used["said"], used["sender"], used["receivers"].map(frozenset), strict=True)
        for party in (said.organizer, *said.attendees)
        if party and party.name and (party.handle == sender or party.handle in others)
    ]
    return records.named(pd.DataFrame(rows, columns=["handle", "name"], dtype="str"), source=NAME)


def _window(table: pd.DataFrame, times: Unrolled, within: Span) -> pd.DataFrame:
    """From the first meeting of two or more, whatever became of it, to the last evidence."""
    begun = table["time"].where(table["meets"] & ~table["strange"])
    if not begun.notna().any():
        return ledger.window(NAME, begun)
    end = pd.Timestamp(within.stamp) if within.stamp else max(begun.max(), times.occurrences["time"].max())
    return ledger.window(NAME, pd.concat([begun[begun <= end], pd.Series([end])], ignore_index=True).astype(TIME))
