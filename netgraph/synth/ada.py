"""Ada Moreau: one made-up person's exports of three years, from LinkedIn and two mailboxes."""

from datetime import datetime, timedelta
from random import Random

import pandas as pd

from netgraph.synth import linkedin, truth
from netgraph.synth.ada_life import FIRST_EVER_FROM, bridge_end, live
from netgraph.synth.cast import BRIDGES, LAST, LINKEDIN, ME, OLD_JOB, PRIVATE, SIZES, SPANS, WINDOWS, cast
from netgraph.synth.life import DAY, ODDS, Diary, Event, anytime
from netgraph.synth.mail import mbox, message_id
from netgraph.synth.noise import BOTS, LABELS, NEWSLETTERS, SPINMAIL, SPONSOR, STRANGER, add_noise, mails
from netgraph.synth.people import Person
from netgraph.synth.sample import Sample

_FILES = {PRIVATE: "mail/All mail.mbox", OLD_JOB: "old job/Inbox.mbox"}
_NOT_PEOPLE = {*LABELS, "sponsored"}


def ada(seed: int = 1) -> Sample:
    """One person's exports: about 200 contacts, 2023-07-01 to 2026-06-30, with these truths.

    A handle is a mail address or `/in/slug`; the main handle of a person is the address where there is one.

    - `me`: Ada's handles. `people`: frame of handle, person (main handle), name, circle, role, employer.
    - `interactions`: frame of all messages and invitations between people, one row per receiver, as a
      faultless reader returns them; `event` is the Message-ID for mail, an arbitrary text for LinkedIn.
    - `circles`: {name: main handles}. `brokers`: who links circles. `bridges`: pairs of handles, the only
      tie between two circles. `daily_writer`: a handle that writes to many, nearly every day.
    - `one_sided`: (handle, 'me' or 'them': who writes), 8 messages or more, 90 % one way; `balanced`: 12 or
      more, 45-55 %; both list only people with a single handle.
    - `dormant`: handles in steady contact until a day of their own, silent for nine months or more;
      `last_contact`: {handle: that day's time}. `not_dormant_source_ended`: handles seen only in the old
      job's mailbox, in steady contact up to its end.
    - `waiting`: who wrote to Ada alone in the last two weeks and had no answer.
    - `first_ever`, `reach_outs`: (handle, time) of Ada's messages to one person without earlier contact, all
      at or after `first_ever_from`, and of those after more than 30 days of silence; `reply_odds`: the
      planted chance that a message of a kind is answered, nearly always within seven days, outside the
      parts that answer as a rule or hardly ever.
    - `newsletters`, `bots`: addresses. `aliases`: {name: handles of one person with several addresses}.
      `namesakes`: pairs of handles, two people each of one name.
    - `windows`: {source: (first, last record)}; `first_ever_from`: nobody is new before.
    - `records`: {file: records in it}; `set_aside`: {file: {kind: records that are not between people}}.
    """
    rng = Random(seed)
    people = cast(rng)
    diary = live(rng, people)
    add_noise(diary, _ordinary_friends(people))
    cards = _cards(rng, people, diary)
    return Sample(_files(people, diary, cards), _truth(people, diary, cards))


def _everybody(people: dict[str, list[Person]]) -> list[Person]:
    return [person for group in people.values() for person in group]


def _ordinary_friends(people: dict[str, list[Person]]) -> list[Person]:
    return [p for p in people["university"] if not p.role]


def _cards(rng: Random, people: dict[str, list[Person]], diary: Diary) -> list[tuple[Person | None, datetime]]:
    """Who is connected on LinkedIn since when, newest first, with a few members who hide."""
    cards = [(p, _connected(rng, p, diary)) for p in _everybody(people) if p.slug and not _stranger(p, diary)]
    cards += [(None, anytime(rng, SPANS["new job"])) for _ in range(5)]
    return sorted(cards, key=lambda c: (c[1].date(), c[0].slug if c[0] else ""), reverse=True)


def _stranger(person: Person, diary: Diary) -> bool:
    """Whether Ada wrote to this profile and nothing ever came back."""
    wrote = {e.sender for e in diary.events}
    return not person.address and person.slug in diary.met and person.slug not in wrote


def _connected(rng: Random, person: Person, diary: Diary) -> datetime:
    first, last = WINDOWS[LINKEDIN]
    if not person.address and person.slug in diary.met:
        return min(diary.met[person.slug][0] + rng.randint(1, 9) * DAY, last - DAY)
    start = SPANS[person.circle][0] if person.circle else first
    return anytime(rng, (max(start, first) + DAY, last))


def _files(people: dict[str, list[Person]], diary: Diary, cards: list) -> dict[str, bytes]:
    names = dict.fromkeys(ME.values(), "Ada Moreau") | {h: p.name for p in _everybody(people) for h in p.handles}
    names |= {handle: handle.partition(":")[2] for handle in (SPONSOR, STRANGER)}
    zones = dict.fromkeys(ME.values(), 2) | {h: p.zone for p in _everybody(people) for h in p.handles}
    posts = [e for e in diary.events if e.source == LINKEDIN]
    boxes = {
        file: mbox(mails(diary.events, source), ME[source], names, zones, takeout=source == PRIVATE)
        for source, file in _FILES.items()
    }
    invitations = [e for e in posts if e.kind == "invitation"]
    messages = [e for e in posts if e.kind != "invitation"]
    drafts = {e.number for e in messages if e.kind == "draft"}
    spin = {e.number: SPINMAIL for e in messages if e.kind == "sponsored"}
    return boxes | {
        "linkedin/Connections.csv": linkedin.connections(cards, _showing(cards)),
        "linkedin/messages.csv": linkedin.messages(messages, names, drafts, spin),
        "linkedin/Invitations.csv": linkedin.invitations(invitations, ME[LINKEDIN], names),
    }


def _showing(cards: list[tuple[Person | None, datetime]]) -> set[str]:
    """Slugs of the few who let their connections see an address."""
    reachable = [p for p, _ in cards if p and p.address]
    return {p.slug for number, p in enumerate(reachable) if p.role == "alias" or number % 3 == 0}


def _truth(people: dict[str, list[Person]], diary: Diary, cards: list) -> dict:
    circles = {name: people[name] for name in SIZES}
    log = truth.log(_between_people(diary), _event_name, lambda e: "linkedin" if e.source == LINKEDIN else "mail")
    return (
        {
            "me": list(ME.values()),
            "people": _frame(people),
            "interactions": log,
            "circles": {name: [p.handle for p in members] for name, members in circles.items()},
            "bridges": [tuple(bridge_end(circles, c, pair).handle for c in pair) for pair in BRIDGES],
            "newsletters": list(NEWSLETTERS),
            "bots": list(BOTS),
            "windows": WINDOWS,
            "first_ever_from": FIRST_EVER_FROM,
            "reply_odds": ODDS,
        }
        | _parts(people, log)
        | _contacts(people, log)
        | _records(diary, cards)
    )


def _between_people(diary: Diary) -> list[Event]:
    return [_as_read(e) for e in diary.events if e.kind not in _NOT_PEOPLE]


def _as_read(event: Event) -> Event:
    if event.kind != "member":
        return event
    sender = f"linkedin:member in {linkedin.conversation(event)}"
    return Event(event.number, event.time, sender, event.to, event.source, event.thread)


def _event_name(event: Event) -> str:
    return f"linkedin {event.number}" if event.source == LINKEDIN else message_id(event)


def _frame(people: dict[str, list[Person]]) -> pd.DataFrame:
    columns = ["handle", "person", "name", "circle", "role", "employer"]
    rows = [(h, p.handle, p.name, p.circle, p.role, p.employer) for p in _everybody(people) for h in p.handles]
    return pd.DataFrame(rows, columns=columns)


def _parts(people: dict[str, list[Person]], log: pd.DataFrame) -> dict:
    """Truths that follow from the part a person was given."""
    playing: dict[str, list[Person]] = {}
    for person in _everybody(people):
        playing.setdefault(person.role, []).append(person)
    handles = {role: [p.handle for p in group] for role, group in playing.items()}
    mine = log[log["sender"].isin(handles["dormant"]) & log["receiver"].isin(ME.values())]
    yours = log[log["receiver"].isin(handles["dormant"]) & log["sender"].isin(ME.values())]
    met = pd.concat([mine["sender"], yours["receiver"]])
    first, twin = people["declared"][:2]
    return {
        "brokers": handles["broker"],
        "dormant": handles["dormant"],
        "last_contact": log["time"].reindex(met.index).groupby(met).max().to_dict(),
        "not_dormant_source_ended": handles["ended"],
        "daily_writer": handles["daily"][0],
        "aliases": {p.name: list(p.handles) for p in playing["alias"]},
        "namesakes": [(first.slug, twin.slug)],
    }


def _contacts(people: dict[str, list[Person]], log: pd.DataFrame) -> dict:
    """Truths counted from the events between Ada and each person."""
    me = set(ME.values())
    invited = set(log.loc[log["kind"] == "invitation", ["sender", "receiver"]].to_numpy().ravel())
    single = {p.handle for p in _everybody(people) if len(p.handles) == 1} - invited
    ends = log["sender"].where(~log["sender"].isin(me), log["receiver"])
    mine = log[ends.isin(single) & (log["sender"].isin(me) | log["receiver"].isin(me))]
    counted = truth.pairs(mine)
    sided = [("me" if a in me else "them", b if a in me else a) for a, b in truth.one_sided(counted, 8)]
    return {
        "one_sided": sorted((other, who) for who, other in sided),
        "balanced": sorted(b if a in me else a for a, b in truth.balanced(counted, 12)),
        "waiting": truth.waiting(log, me, LAST - timedelta(days=14)),
    } | _approaches(log, me)


def _approaches(log: pd.DataFrame, me: set[str]) -> dict:
    """Ada's messages to one person alone that broke a silence, or were the first of all."""
    ours = log[log["sender"].isin(me) | log["receiver"].isin(me)]
    other = ours["receiver"].where(ours["sender"].isin(me), ours["sender"])
    silence = ours.groupby(other)["time"].diff()
    alone = ours["sender"].isin(me) & (ours["recipients"] == 1) & (ours["kind"] == "message")
    first = alone & silence.isna() & (ours["time"] >= FIRST_EVER_FROM)
    back = alone & (silence > timedelta(days=30))
    return {
        "first_ever": list(zip(other[first], ours["time"][first], strict=True)),
        "reach_outs": list(zip(other[back], ours["time"][back], strict=True)),
    }


def _records(diary: Diary, cards: list) -> dict:
    kinds = pd.DataFrame([(_file(e), e.kind) for e in diary.events], columns=["file", "kind"])
    aside = kinds[kinds["kind"].isin(_NOT_PEOPLE)].groupby(["file", "kind"]).size()
    hidden = sum(person is None for person, _ in cards)
    by_file = {file: aside[file].to_dict() for file in sorted(set(aside.index.get_level_values("file")))}
    return {
        "records": kinds.groupby("file").size().to_dict() | {"linkedin/Connections.csv": len(cards)},
        "set_aside": by_file | {"linkedin/Connections.csv": {"hidden": hidden}},
    }


def _file(event: Event) -> str:
    if event.source in _FILES:
        return _FILES[event.source]
    return "linkedin/Invitations.csv" if event.kind == "invitation" else "linkedin/messages.csv"
