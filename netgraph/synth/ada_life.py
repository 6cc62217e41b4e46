"""What happens in Ada's three years: every part of the cast writes as it is meant to."""

from datetime import datetime, timedelta
from random import Random

from netgraph.synth.cast import (
    BRIDGES,
    BROKERED,
    LAST,
    LEFT_JOB,
    LINKEDIN,
    ME,
    PLANNED,
    PRIVATE,
    SPANS,
    WINDOWS,
    source_of,
)
from netgraph.synth.life import (
    DAY,
    HORIZON,
    Decks,
    Diary,
    Event,
    Span,
    anytime,
    converse,
    delay,
    every,
    moment,
    rhythm,
    talk,
)
from netgraph.synth.people import Person

Cast = dict[str, list[Person]]
FIRST_EVER_FROM = datetime(2023, 12, 30)  # 180 whole days after the later of the two lasting sources began
_DAILY_FROM, _QUIET_FROM = datetime(2025, 10, 1), datetime(2026, 6, 8)
_GROUP_MAILS = {"old job": 90, "new job": 130}
_ALWAYS_CIRCLES = 100


def live(rng: Random, cast: Cast) -> Diary:
    """All of Ada's events between people; what no person wrote comes later (`noise.py`)."""
    diary, decks = Diary(rng, WINDOWS, frozenset(ME.values())), Decks(rng)
    circles = {name: cast[name] for name in SPANS}
    brokers = {name: [p for home, p in _brokers(circles) if name in BROKERED[home]] for name in circles}
    for name, members in circles.items():
        _gatherings(diary, members, brokers[name], SPANS[name])
    for pair in BRIDGES:
        _bridge(diary, *(bridge_end(circles, name, pair) for name in pair))
    for person in (p for members in circles.values() for p in members):
        _play(diary, decks, person, circles[person.circle])
    for person in cast["new"]:
        _first_ever(diary, decks, person)
    for person, part in zip(cast["acquaintances"], ["writes-me", "waiting"] + [""] * 18, strict=True):
        _acquaintance(diary, decks, person, part)
    _lunch(diary, [p.slug for p in circles["new job"] if p.slug and not p.role][:3])
    return diary


def _brokers(circles: Cast) -> list[tuple[str, Person]]:
    return [(name, p) for name, members in circles.items() for p in members if p.role == "broker"]


def bridge_end(circles: Cast, circle: str, pair: tuple[str, str]) -> Person:
    """Who of the circle carries the bridge between the two circles of the pair."""
    ends = [p for p in circles[circle] if p.role == "bridge"]
    return ends[[b for b in BRIDGES if circle in b].index(pair)]


def _gatherings(diary: Diary, members: list[Person], brokers: list[Person], span: Span) -> None:
    """Mails of a circle to several: the ground of all ties between contacts."""
    rng, source = diary.rng, source_of(members[0])
    me = ME[source]
    for _ in range(_GROUP_MAILS.get(members[0].circle, _ALWAYS_CIRCLES)):
        time, mine = anytime(rng, span), rng.random() < 0.3
        there = [p for p in members if p.until > time and not (mine and p.role in PLANNED)]
        there = rng.sample(there, min(rng.randint(4, 6), len(there))) + [b for b in brokers if rng.random() < 0.5]
        party = [p.address for p in there]
        hosts = [p.address for p in there if p.role not in PLANNED]
        host = me if mine or not hosts else rng.choice(hosts)
        mail = _to_all(diary, time, host, [*party, me], source)
        if mail and rng.random() < 0.3 and (replying := [a for a in hosts if a != host]):
            _to_all(diary, time + delay(rng, 3 * DAY), rng.choice(replying), [*party, me], source, mail)


def _to_all(
    diary: Diary, time: datetime, sender: str, party: list[str], source: str, answers: Event | None = None
) -> Event | None:
    to = sorted({a for a in party if a != sender})
    return diary.write(time, sender, diary.rng.sample(to, len(to)), source, answers=answers)


def _bridge(diary: Diary, a: Person, b: Person) -> None:
    """Two of different circles whom only a few mails put together."""
    me = ME[PRIVATE]
    for number in range(5):
        time = anytime(diary.rng, (datetime(2025, 1, 1), LAST))
        host = (me, a.address, b.address)[number % 3]
        diary.write(time, host, [h for h in (a.address, b.address, me) if h != host], PRIVATE)


def _play(diary: Diary, decks: Decks, person: Person, circle: list[Person]) -> None:
    """What happens between Ada and this member of a circle alone."""
    rng, source = diary.rng, source_of(person)
    me, span = ME[source], SPANS[person.circle]
    pair = (person.address, me)
    if person.role == "balanced":
        rhythm(diary, (_QUIET_FROM - rng.randint(230, 300) * DAY, _QUIET_FROM), (20, 29), pair, source)
    elif person.role in ("writes-me", "writes-them"):
        _insist(diary, person, mine=person.role == "writes-them")
    elif person.role == "dormant":
        rhythm(diary, (person.until - rng.randint(400, 460) * DAY, person.until - DAY), (10, 19), pair, source)
    elif person.role == "ended":
        rhythm(diary, (span[0] + rng.randint(20, 150) * DAY, LEFT_JOB - DAY), (8, 16), pair, source)
    elif person.role == "daily":
        _write_daily(diary, person, circle)
    else:
        _ordinary(diary, decks, person)


def _insist(diary: Diary, person: Person, *, mine: bool) -> None:
    """One writes on and on, Ada where it is `mine`; the other wrote once, at the start, when the person began it."""
    rng, source = diary.rng, source_of(person)
    pair = (person.handle, ME[source])
    start = _QUIET_FROM - rng.randint(280, 340) * DAY
    talk(diary, moment(rng, start - 9 * DAY), pair, source, turns=1 if mine else 2)
    for time in every(rng, (start, _QUIET_FROM), (15, 28)):
        talk(diary, time, pair[::-1] if mine else pair, source, turns=1)


def _lunch(diary: Diary, slugs: list[str]) -> None:
    """A conversation of several on LinkedIn: Ada asks, each of them answers to all."""
    everybody = [ME[LINKEDIN], *slugs]
    mail, time = None, anytime(diary.rng, (LAST - 200 * DAY, LAST - 100 * DAY))
    for sender in everybody:
        to = [h for h in everybody if h != sender]
        mail = diary.write(time, sender, to, LINKEDIN, answers=mail)
        time += delay(diary.rng, DAY)


def _write_daily(diary: Diary, person: Person, circle: list[Person]) -> None:
    """Nearly every day a mail to Ada and some of the circle; a broker's attention is not theirs to have."""
    rng, me = diary.rng, ME[PRIVATE]
    others = [p.address for p in circle if p is not person]
    for number in range((LAST - _DAILY_FROM).days):
        if rng.random() < 0.88:
            time = moment(rng, _DAILY_FROM + number * DAY)
            mail = diary.write(time, person.address, rng.sample([me, *rng.sample(others, 4)], 5), PRIVATE)
            if number % 60 == 30:
                diary.write(time + delay(rng, DAY), me, (person.address,), PRIVATE, answers=mail)


def _ordinary(diary: Diary, decks: Decks, person: Person) -> None:
    rng, source = diary.rng, source_of(person)
    for time in sorted(anytime(rng, SPANS[person.circle]) for _ in range(rng.randint(1, 3))):
        pair = (ME[source], person.address)
        converse(diary, decks, time, pair if rng.random() < 0.6 else pair[::-1], source)
    if person.role == "waiting":
        _wait(diary, person)
    for other in person.others:
        for time in every(rng, (LEFT_JOB + 20 * DAY, _QUIET_FROM), (45, 90)):
            converse(diary, decks, time, (ME[PRIVATE], other), PRIVATE)
        talk(diary, anytime(rng, (LEFT_JOB, LAST - 40 * DAY)), (person.slug, ME[LINKEDIN]), LINKEDIN)


def _wait(diary: Diary, person: Person) -> None:
    """A last message to Ada alone, in the fortnight before the end, to which nothing came back."""
    source = source_of(person)
    diary.write(anytime(diary.rng, (LAST - 12 * DAY, LAST - DAY)), person.handle, (ME[source],), source)


def _first_ever(diary: Diary, decks: Decks, person: Person) -> None:
    """Ada writes to somebody new, and may come back to it months later."""
    rng, source = diary.rng, source_of(person)
    time = anytime(rng, (FIRST_EVER_FROM + DAY, LAST - 90 * DAY))
    converse(diary, decks, time, (ME[source], person.handle), source)
    _come_back(diary, decks, person, 1)


def _acquaintance(diary: Diary, decks: Decks, person: Person, part: str) -> None:
    """A contact from the first half year on, kept on LinkedIn, with long silences."""
    rng, pair = diary.rng, (ME[LINKEDIN], person.slug)
    start = anytime(rng, (WINDOWS[LINKEDIN][0] + DAY, FIRST_EVER_FROM - 20 * DAY))
    if part == "writes-me":
        _insist(diary, person, mine=False)
        return
    pair = pair if rng.random() < 0.5 else pair[::-1]
    invitation = start.replace(second=0)
    diary.write(invitation, pair[0], pair[1:], LINKEDIN, kind="invitation")
    converse(diary, decks, invitation + timedelta(hours=rng.randint(2, 90)), pair, LINKEDIN)
    _come_back(diary, decks, person, 1 if part else 3)
    if part == "waiting":
        _wait(diary, person)


def _come_back(diary: Diary, decks: Decks, person: Person, times: int) -> None:
    rng, source = diary.rng, source_of(person)
    for _ in range(times):
        time = moment(rng, diary.met[person.handle][-1] + rng.randint(35, 210) * DAY)
        if time < LAST - 2 * HORIZON:
            converse(diary, decks, time, (ME[source], person.handle), source)
