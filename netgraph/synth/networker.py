"""One person's log of which it is known whom to write to, through whom, and whom to leave in peace."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random

import numpy as np
import pandas as pd

from netgraph.synth import truth
from netgraph.synth.life import DAY, Diary, Event
from netgraph.synth.people import Person, crowd
from netgraph.tables import Export

ME = "me@example.org"
_FIRST, _LAST = datetime(2023, 1, 2), datetime(2025, 12, 31)
_ENDED = {"mail": 0, "calendar": 1, "telegram": 2, "signal": 16, "slack": 275}
"""How many days before the last day each source ends."""
WINDOWS = {s: (_FIRST, _LAST - days * DAY + timedelta(hours=23, minutes=59)) for s, days in _ENDED.items()}
_CIRCLES, _SIZE, _HOSTS = 8, 15, 5
_COMPANY, _LATE = "Nordhaven", 35
_RHYTHM, _REGULAR = (10, 16), (14, 24)
_SPARE = dict.fromkeys(
    ("one_sided", "asked", "even", "mass", "chatty", "in_vain", "pressed", "listed", "called", "cut_off"), 1
) | {"slow": 2, "reached": 3, "ended": 2, "due": 2}
"""Parts of people in circles, and how many have them: of each circle three may, and not all do."""
_OUTCOMES = {
    "cold": {"none": 12, "reply": 5, "second": 3, "meeting": 2, "alive": 1, "open": 2},
    "warm": {"none": 6, "reply": 6, "second": 4, "meeting": 4, "alive": 3, "open": 2},
    "dormant": {"none": 8, "reply": 6, "second": 4, "meeting": 3, "alive": 2, "open": 2},
}
_LIKE = (((0, 0), (3, 0)), ((1, 0), (4, 0)), ((2, 0), (5, 0)), ((6, 0), (7, 0)))
"""Hosts (circle, place) who are alike, by pairs: two pairs of strangers, two that know each other."""


@dataclass(frozen=True, eq=False)
class Networker:
    """One person's log whose truth is known; people are handles, and each has one.

    export : three years, 2023-01-02 to 2025-12-31, of mail, calendar, telegram (messages and calls), signal (ends 16
        days before the last) and slack (ends 275 days before it); cards with employers and titles.
    me : the owner's handle. circles : members of the eight circles that the owner is in living contact with, of each
        the first five write to the owner and to the others.

    Old ties. bridges : in two-way contact every other week until ten months ago, each the only way into a circle
    where nobody else has been in contact with the owner since. They look like it: slow (every eighty days, the last
    time seventy days ago), ended (every other week until slack ended), reached (as bridges, in circles that others
    reach), one_sided (as bridges, but the owner never wrote).

    Ways in. company : an employer. inside : its people, to whom the owner never wrote. broker : in contact with the
    owner and, rarely, in mails that went to the owner and two of them. on_cards : a colleague of theirs, whom only a
    card names. worn : as the broker and more, but asked time and again of late.

    Asked of late. asked : the owner began all exchanges of the last ninety days, and got two introductions. even : more
    messages in these days, but either began half of the exchanges.

    Pressure. mass : writes to the owner and seven others nearly daily, without an answer. in_vain : wrote to the owner
    five times in a month without an answer. pressed : to whom the owner wrote six times in two months without one.
    chatty : writes daily, and so does the owner.

    Waiting. due : wrote to the owner alone within ten days. They look like it: listed (to the owner and three others),
    called (the owner called, and they spoke), in_vain, cut_off (wrote on signal the day before it ended).

    introduced : (introducer, a, b) of messages to exactly two who had never met and then did, one of them by the
    owner. They look like it, not_introduced : the two knew each other; the two shared nothing later; there were three.

    to_introduce : pairs of one title or employer, of different circles, who have never met. acquainted : such pairs
    who are in mails together.

    starts : what became of the owner's first messages and of those after a long silence; person, start (cold, warm:
    a contact of both is in contact with the owner, or somebody introduced them; dormant), outcome (none: no reply, nor,
    after a first message, to another 25 days later; reply; second: a second exchange, on one day ten days later;
    meeting: on that day too; alive: contact every twenty days until the end; open: sent three days before the end).
    """

    export: Export
    me: str
    circles: list[list[str]]
    bridges: list[str]
    slow: list[str]
    ended: list[str]
    reached: list[str]
    one_sided: list[str]
    company: str
    inside: list[str]
    broker: str
    on_cards: str
    worn: str
    asked: str
    even: str
    mass: str
    in_vain: str
    pressed: str
    chatty: str
    due: list[str]
    listed: str
    called: str
    cut_off: str
    introduced: list[tuple[str, str, str]]
    not_introduced: list[tuple[str, ...]]
    to_introduce: list[tuple[str, str]]
    acquainted: list[tuple[str, str]]
    starts: pd.DataFrame


@dataclass(frozen=True)
class _Cast:
    """Who there is: handles, and by part."""

    people: dict[str, Person]
    circles: list[list[str]]
    parts: dict[str, list[str]]
    far: dict[str, list[str]]
    inside: list[str]
    broker: str
    worn: str
    on_cards: str
    met: list[str]
    """Three whom the owner knows by an introduction."""
    fresh: dict[str, list[str]]
    """Whom the owner first wrote to, or wrote to again, by kind of start."""

    def host(self, circle: int, place: int) -> str:
        """One of those of a circle who write to the owner and to the others."""
        return self.circles[circle][place]


def networker(*, seed: int = 1) -> Networker:
    """About 190 people in the owner's data, with the truths that `Networker` names; the same seed gives the same rows.

    Chance decides who plays which part, on which days, and whether a message of the owner's is answered (85 % of
    those to living contacts); what the truths say is as they say with every seed.
    """
    rng = Random(seed)
    cast = _cast(rng)
    diary = Diary(rng, WINDOWS, frozenset({ME}))
    _circles(diary, cast)
    _old_ties(diary, cast)
    _ways_in(diary, cast)
    _asked(diary, cast)
    _pressure(diary, cast)
    _waiting(diary, cast)
    introduced, not_introduced = _introductions(diary, cast)
    starts = _starts(diary, cast)
    pairs = [tuple(cast.host(*end) for end in ends) for ends in _LIKE]
    several = {part: cast.parts[part] for part in ("slow", "reached", "ended", "one_sided", "due")}
    one = {part: who for part, (who, *_) in cast.parts.items() if part not in several}
    return Networker(
        _export(diary, cast), ME, cast.circles, list(cast.far), company=_COMPANY, inside=cast.inside,
        broker=cast.broker, on_cards=cast.on_cards, worn=cast.worn, introduced=introduced,
        not_introduced=not_introduced, to_introduce=pairs[:2], acquainted=pairs[2:], starts=starts, **several,
        **one,
    )  # fmt: skip


def _cast(rng: Random) -> _Cast:
    people = {p.address: replace(p, employer="", title="") for p in crowd(rng, 190)}
    deck = iter(people)
    circles = [list(islice(deck, _SIZE)) for _ in range(_CIRCLES)]
    free = [who for one in circles for who in one[_HOSTS : _HOSTS + 3]]
    dealt = iter(rng.sample(free, sum(_SPARE.values())))
    parts = {part: list(islice(dealt, number)) for part, number in _SPARE.items()}
    plain = [who for one in circles for who in one[_HOSTS + 3 :]]
    plain = iter(rng.sample(plain, len(plain)))
    fresh = {start: list(islice(plain, sum(_OUTCOMES[start].values()))) for start in ("warm", "dormant")}
    return _Cast(
        people, circles, parts, far={next(deck): list(islice(deck, 5)) for _ in range(5)},
        inside=list(islice(deck, 6)), broker=next(deck), worn=next(deck), on_cards=next(deck),
        met=list(islice(deck, 3)), fresh=fresh | {"cold": list(islice(deck, sum(_OUTCOMES["cold"].values())))},
    )  # fmt: skip


def _day(rng: Random, ago: int) -> datetime:
    """A time before noon, so many days before the last."""
    return _LAST - ago * DAY + timedelta(seconds=rng.randrange(8 * 3600, 12 * 3600))


def _days(rng: Random, span: tuple[int, int], gap: tuple[int, int]) -> Iterator[int]:
    """Days before the last from the one to the other, `gap` = (fewest, most) apart."""
    ago, until = span
    while ago >= until:
        yield ago
        ago -= rng.randint(*gap)


def _exchange(diary: Diary, ago: int, who: str, *, mine: bool, turns: int = 1, source: str = "mail") -> None:
    """So many messages in turn within a day, the first of them the owner's where it is `mine`."""
    time, ends, event = _day(diary.rng, ago), (ME, who) if mine else (who, ME), None
    for _ in range(turns):
        event = diary.write(time, ends[0], ends[1:], source, answers=event)
        time, ends = time + timedelta(minutes=diary.rng.randint(5, 120)), ends[::-1]


def _rhythm(diary: Diary, who: str, span: tuple[int, int], gap=_REGULAR, *, source="mail", odds=0.85) -> None:
    """Exchanges that either begins in turn; `odds` of an answer to the owner, who has the last word in the end."""
    for number, ago in enumerate(_days(diary.rng, span, gap)):
        mine, late, answered = number % 2 == 1, ago < span[1] + _LATE, diary.rng.random() < odds
        turns = (1 + (1 + late) * answered) if mine else 2 + (answered and not late)
        _exchange(diary, ago, who, mine=mine, turns=turns, source=source)


def _letter(diary: Diary, ago: int, sender: str, to: list[str]) -> Event | None:
    return diary.write(_day(diary.rng, ago), sender, diary.rng.sample(to, len(to)), "mail")


def _letters(diary: Diary, hosts: list[str], members: list[str], span: tuple[int, int], gap: tuple[int, int]) -> None:
    """Mails of a host to the owner and to two to four others."""
    for ago in _days(diary.rng, span, gap):
        host = diary.rng.choice(hosts)
        others = [who for who in members if who != host]
        _letter(diary, ago, host, [ME, *diary.rng.sample(others, diary.rng.randint(2, 4))])


def _circles(diary: Diary, cast: _Cast) -> None:
    """Living circles: their hosts write to the owner, and to the owner and several others."""
    alike = {cast.host(*end) for ends in _LIKE for end in ends}
    for members in cast.circles:
        hosts = members[:_HOSTS]
        _letters(diary, hosts, members, (1090, 3), (8, 14))
        for host in hosts:
            odds = 1.0 if host in alike else 0.85
            _rhythm(diary, host, (diary.rng.randint(1030, 1090), 2), odds=odds)
    for who in sorted(alike):
        # They spoke lately, so that nobody has to be given time.
        diary.write(_day(diary.rng, 1), ME, [who], "calendar", kind="meeting")
    for one, other in (tuple(cast.host(*end) for end in ends) for ends in _LIKE[2:]):
        third = next(members[4] for members in cast.circles if other in members)
        for ago in (620, 480, 350, 200, 90, 25):
            _letter(diary, ago, one, [ME, other, third])


def _old_ties(diary: Diary, cast: _Cast) -> None:
    rng, parts = diary.rng, cast.parts
    for bridge, members in cast.far.items():
        until = rng.randint(290, 320)
        _rhythm(diary, bridge, (rng.randint(1030, 1090), until), _RHYTHM, odds=1.0)
        _letters(diary, [bridge], members, (1000, until + 30), (40, 60))
        _letter(diary, until + 5, bridge, [ME, *members[:3]])
    for who in parts["reached"]:
        _rhythm(diary, who, (rng.randint(1030, 1090), rng.randint(290, 320)), _RHYTHM, odds=1.0)
    for who in parts["ended"]:
        _rhythm(diary, who, (rng.randint(1030, 1090), _ENDED["slack"]), _RHYTHM, source="slack")
    for who in parts["slow"]:
        for ago in range(70 + 12 * 80, 0, -80):
            _exchange(diary, ago + rng.randint(-1, 1), who, mine=False, turns=3)
    for who in parts["one_sided"]:
        for ago in _days(rng, (rng.randint(1030, 1090), rng.randint(290, 320)), _RHYTHM):
            _exchange(diary, ago, who, mine=False)


def _ways_in(diary: Diary, cast: _Cast) -> None:
    _rhythm(diary, cast.broker, (1000, 5), _RHYTHM, odds=1.0)
    _rhythm(diary, cast.worn, (1000, 95), _RHYTHM, odds=1.0)
    _ask(diary, cast.worn)
    for who, days in ((cast.broker, (540, 430, 320, 210, 120, 50)), (cast.worn, (500, 380, 260, 140, 70, 30))):
        for number, ago in enumerate(days):
            _letter(diary, ago, who, [ME, cast.inside[number], cast.inside[number - 1]])


def _ask(diary: Diary, who: str) -> None:
    """Fourteen exchanges that the owner began in the last ninety days."""
    for ago in range(88, 4, -6):
        _exchange(diary, ago, who, mine=True, turns=2 + (ago <= _LATE))


def _asked(diary: Diary, cast: _Cast) -> None:
    """One who is asked, and one with more messages: of twelve exchanges either begins six."""
    asked, even = cast.parts["asked"][0], cast.parts["even"][0]
    for who in (asked, even):
        _rhythm(diary, who, (1000, 95), _REGULAR)
    _ask(diary, asked)
    for number, ago in enumerate(range(88, 4, -7)):
        _exchange(diary, ago, even, mine=number % 2 == 1, turns=4 - number % 2)


def _pressure(diary: Diary, cast: _Cast) -> None:
    rng, (mass, chatty, in_vain, pressed) = (
        diary.rng, (cast.parts[part][0] for part in ("mass", "chatty", "in_vain", "pressed"))
    )  # fmt: skip
    circle = next(members for members in cast.circles if mass in members)
    for ago in range(120, 0, -1):
        if rng.random() < 0.9:
            _letter(diary, ago, mass, [ME, *rng.sample([who for who in circle if who != mass], 7)])
    for ago in range(120, 2, -1):
        _exchange(diary, ago, chatty, mine=ago % 2 == 1, turns=4 - ago % 2, source="telegram")
    for ago in (26, 21, 16, 10, 4):
        _exchange(diary, ago, in_vain, mine=False)
    _exchange(diary, 75, pressed, mine=False, turns=3)
    for ago in (60, 50, 41, 30, 20, 9):
        _exchange(diary, ago, pressed, mine=True)


def _waiting(diary: Diary, cast: _Cast) -> None:
    parts = cast.parts
    first, second = parts["due"]
    listed, called, cut_off = (parts[part][0] for part in ("listed", "called", "cut_off"))
    for who in (first, second, listed, called):
        _rhythm(diary, who, (1000, 20))
    _rhythm(diary, cut_off, (1000, 30), source="signal")
    _exchange(diary, 5, first, mine=False)
    _exchange(diary, 9, second, mine=False)
    circle = next(members for members in cast.circles if listed in members)
    _letter(diary, 4, listed, [ME, *[who for who in circle if who != listed][:3]])
    _exchange(diary, 4, called, mine=False)
    diary.write(_day(diary.rng, 3), ME, [called], "telegram", kind="call")
    _exchange(diary, _ENDED["signal"] + 1, cut_off, mine=False, source="signal")


def _introductions(diary: Diary, cast: _Cast) -> tuple[list[tuple[str, str, str]], list[tuple[str, ...]]]:
    """One by the owner, three to the owner; of those that only look so, each kind once."""
    a, b, c, d, x, y, z = (cast.host(circle, 2) for circle in (0, 1, 3, 4, 5, 6, 7))
    e, f = cast.host(2, 2), cast.host(2, 3)
    for ends in ((a, b), (e, f), (c, d), (x, y, z)):
        _letter(diary, 400, ME, list(ends))
    for ago, sender, to in ((398, b, [a]), (397, a, [b]), (380, b, [a]), (398, f, [e]), (398, y, [x, z])):
        _letter(diary, ago, sender, [ME, *to])
    friend, asked = cast.host(7, 3), cast.parts["asked"][0]
    got = list(zip((friend, asked, asked), cast.met, (300, 60, 45), strict=True))
    for introducer, new, ago in got:
        _letter(diary, ago, introducer, [ME, new])
        _exchange(diary, ago - 1, new, mine=True, turns=2)
    return [(ME, a, b), *((introducer, ME, new) for introducer, new, _ in got)], [(ME, e, f), (ME, c, d), (ME, x, y, z)]


def _starts(diary: Diary, cast: _Cast) -> pd.DataFrame:
    """Messages of the owner's that begin something, or begin it again, and what became of them."""
    rows = [(who, "warm", "reply") for who in cast.met]
    for start, some in cast.fresh.items():
        outcomes = [outcome for outcome, number in _OUTCOMES[start].items() for _ in range(number)]
        for who, outcome in zip(some, outcomes, strict=True):
            _before(diary, cast, who, start)
            _begin(diary, who, outcome, start)
            rows.append((who, start, outcome))
    return pd.DataFrame(rows, columns=["person", "start", "outcome"])


def _before(diary: Diary, cast: _Cast, who: str, start: str) -> None:
    """What makes it the start that it is: a mail to both by a contact of both, or an old exchange that they began."""
    if start == "dormant":
        _exchange(diary, diary.rng.randint(1040, 1090), who, mine=False, turns=2)
    if start == "warm":
        circle = next(members for members in cast.circles if who in members)
        _letter(diary, 800, circle[0], [ME, who, circle[1]])


def _begin(diary: Diary, who: str, outcome: str, start: str) -> None:
    # An old tie is silent for longer before than after, so that it does not fall dormant once more.
    ago = 3 if outcome == "open" else diary.rng.randint(200, 460 if start == "dormant" else 760)
    _exchange(diary, ago, who, mine=True, turns=1 if outcome in ("none", "open") else 2)
    if outcome == "none" and start != "dormant":
        _exchange(diary, ago - 25, who, mine=True)
    if outcome in ("second", "meeting", "alive"):
        _exchange(diary, ago - 10, who, mine=True, turns=2)
    if outcome in ("meeting", "alive"):
        diary.write(_day(diary.rng, ago - 10) + timedelta(hours=8), ME, [who], "calendar", kind="meeting")
    if outcome == "alive":
        for later in _days(diary.rng, (ago - 25, 2), (18, 22)):
            _exchange(diary, later, who, mine=False, turns=2 + (later > _LATE))


def _export(diary: Diary, cast: _Cast) -> Export:
    log = truth.log(diary.events, lambda e: f"e{e.number:05d}", lambda e: e.source)
    log = log.assign(duration=np.where(log["kind"] == "call", 600.0, np.nan))
    windows = pd.DataFrame([(s, *span) for s, span in sorted(WINDOWS.items())], columns=["source", "first", "last"])
    order = ["event", "time", "sender", "receiver", "channel", "kind", "recipients", "reply_to", "duration", "source"]
    return Export(contacts=_cards(diary.rng, cast), interactions=log[order], windows=windows, me=(ME,))


def _cards(rng: Random, cast: _Cast) -> pd.DataFrame:
    """Names of all, and cards of those in circles and in the company; ten of fifteen there name their employer."""
    work = {who: f"Circle {n} Works" for n, one in enumerate(cast.circles, 1) for who in one[:10]}
    work |= {who: f"Far {n} Works" for n, one in enumerate(cast.far.values(), 1) for who in one}
    work |= dict.fromkeys([*cast.inside, cast.on_cards], _COMPANY)
    ends = [[cast.host(*end) for end in pair] for pair in _LIKE]
    work |= dict.fromkeys(ends[1], "Polar Institute") | dict.fromkeys(ends[3], "Harbour Museum")
    titles = dict.fromkeys(ends[0], "Glaciologist") | dict.fromkeys(ends[2], "Cartographer")
    carded = [*(who for one in cast.circles for who in one), *work, *cast.far, cast.broker, cast.worn]
    names = {ME: "Robin Vale"} | {who: person.name for who, person in cast.people.items()}
    names = [(who, name, None, None, pd.NaT, None, "mail") for who, name in names.items()]
    cards = [
        (who, cast.people[who].name, work.get(who), titles.get(who), _FIRST + rng.randint(0, 60) * DAY, who, "linkedin")
        for who in dict.fromkeys(carded)
    ]
    columns = ["handle", "name", "organisation", "title", "since", "card", "source"]
    table = pd.DataFrame(names + [(*row[:4], row[4].replace(hour=0), *row[5:]) for row in cards], columns=columns)
    return table.assign(since=pd.to_datetime(table["since"]))
