"""What happens to Noor in eighteen months: who writes, calls and meets, in which app.

Everybody is known here by the first mail address; a stage is a file, or an app whose writer parts its events itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from netgraph.synth.life import DAY, Diary, Event, Span, anytime, every, moment
from netgraph.synth.people import Person, plain
from netgraph.synth.sources_cast import MINE, WINDOW, everybody, playing

CHOIR, CLOSE, FRIEND = "whatsapp/_chat.txt", "whatsapp/WhatsApp Chat with {}.txt", "whatsapp/WhatsApp Chat - {}.txt"
LINES, BLOCKS = "signal/chat.md", "signal/signal.txt"
SMS, CALLS = "phone/sms-20260701181542.xml", "phone/calls-20260701181542.xml"

_LATELY: Span = (WINDOW[1] - 20 * DAY, WINDOW[1] - 8 * DAY)
_SILENT_FROM = datetime(2025, 10, 12)
_EARLY: Span = (datetime(2025, 1, 6), datetime(2025, 4, 20))
NEWSLETTERS = {
    "letter@harrowfen.example": ("List-Unsubscribe: <mailto:leave@harrowfen.example>", "Precedence: bulk"),
    "no-reply@parcel.example": (), "calendar@brindlecote.example": ("Auto-Submitted: auto-generated",),
}  # fmt: skip
"""Who writes by a program, and the headers that say so."""
SERVICES = ("60202", "PARCEL")


@dataclass
class Life:
    """All events, how many seconds calls lasted, and the phone's types of messages that were never sent."""

    diary: Diary
    seconds: dict[int, int] = field(default_factory=dict)
    types: dict[int, int] = field(default_factory=dict)


def groups(circles: dict[str, list[Person]]) -> dict[str, list[str]]:
    """Who is in which group besides Noor, by address: all of a group get what any of them writes."""
    family, choir, work, school, near = (
        [p.address for p in circles[c]] for c in ("family", "choir", "work", "school", "neighbours")
    )
    # Slack calls a talk of several by their names, and folders are better without accents.
    several = sorted(circles["work"][:6], key=lambda p: not p.given.isascii())[:3]
    return {
        CHOIR: choir[:4], "telegram": [choir[0], *school[:3]], "slack": work[:6], "mpim": [p.address for p in several],
        "facebook": school[1:4], SMS: [family[0], family[2], family[3]], "street": [near[0], near[1], near[3]],
        "calendar": [*work[:3], work[7]], "mail": [*choir[:4], choir[5]],
    }  # fmt: skip


def live(rng: Random, circles: dict[str, list[Person]]) -> Life:
    """All that happens; the part that somebody plays decides how the two write to each other."""
    life = Life(_Stages(rng, WINDOW, frozenset({MINE})))
    for part in (_gatherings, _alone, _parts, _mail, _slack, _linkedin, _phone, _oddities):
        part(life, circles)
    return life


class _Stages(Diary):
    """A diary in which every stage records all the time."""

    def __init__(self, rng: Random, window: Span, mine: frozenset[str]):
        super().__init__(rng, {}, mine)
        self._window = window

    def write(self, time: datetime, sender: str, to: Iterable[str], source: str, **more) -> Event | None:
        self.windows.setdefault(source, self._window)
        return super().write(time, sender, to, source, **more)


def chats(circles: dict[str, list[Person]]) -> dict[str, str]:
    """The chats of two in text: file -> address of the other."""
    close, friend, writer = (playing(circles, role) for role in ("close", "dormant", "writes-me"))
    return {
        CLOSE.format(plain(close.name)): close.address, FRIEND.format(plain(friend.name)): friend.address,
        LINES: writer.address, BLOCKS: circles["neighbours"][1].address,
    }  # fmt: skip


def _soon(rng: Random, time: datetime) -> datetime:
    return time + timedelta(seconds=rng.randrange(20, 2400))


def _talk(diary: Diary, time: datetime, pair: tuple[str, str], stage: str, turns: int = 2) -> None:
    """A quick exchange, the two of the pair in turn: of an even number the second has the last word."""
    for turn in range(turns):
        sender, other = pair if turn % 2 == 0 else pair[::-1]
        diary.write(time, sender, (other,), stage)
        time = _soon(diary.rng, time)


def _steady(diary: Diary, other: str, stage: str, gap: tuple[int, int], span: Span = WINDOW) -> None:
    """Exchanges at a steady pace which Noor always ends, the last of them lately or at the end of the span."""
    late = span[0] + 20 * DAY, min(span[1], _LATELY[0])
    for time in [
        *every(diary.rng, late, gap),
        anytime(diary.rng, _LATELY) if span == WINDOW else moment(diary.rng, span[1]),
    ]:
        _talk(diary, time, (other, MINE), stage, diary.rng.choice((2, 2, 2, 4)))


def _round(diary: Diary, time: datetime, stage: str, senders: list[str], all_: list[str]) -> Event | None:
    """Some write to all of a group, one after the other, the later ones in answer to the first."""
    first = None
    for sender in senders:
        to = [who for who in all_ if who != sender]
        written = diary.write(time, sender, to, stage, answers=first if diary.rng.random() < 0.5 else None)
        first, time = first or written, _soon(diary.rng, time)
    return first


def _gatherings(life: Life, circles: dict) -> None:
    """Talk in groups: first everybody says something, then some do; Noor does not have the last word."""
    diary, who = life.diary, groups(circles)
    for stage, times in ((CHOIR, 26), ("telegram", 9), ("facebook", 6), (SMS, 3), ("street", 3)):
        file, all_ = SMS if stage == "street" else stage, [*who[stage], MINE]
        _round(diary, anytime(diary.rng, _EARLY), file, all_, all_)
        for time in sorted(anytime(diary.rng, (_EARLY[1], _LATELY[0])) for _ in range(times)):
            _round(diary, time, file, diary.rng.sample(all_, 3), all_)
        _round(diary, anytime(diary.rng, _LATELY), file, who[stage][1:3], all_)


def _alone(life: Life, circles: dict) -> None:
    """Talk of two, each in one app or more."""
    diary = life.diary
    family, choir, school, near = ([p.address for p in circles[c]] for c in ("family", "choir", "school", "neighbours"))
    close = playing(circles, "close")
    _steady(diary, close.address, CLOSE.format(plain(close.name)), (14, 30))
    _steady(diary, near[1], BLOCKS, (25, 40))
    for other, stage, gap in (
        (school[1], "telegram", (45, 60)), (school[3], "facebook", (40, 60)), (school[5], "instagram", (40, 60)),
        (choir[5], "instagram", (40, 60)), (family[2], SMS, (50, 70)), (near[0], SMS, (50, 70)),
        (family[4], SMS, (60, 80)),
    ):  # fmt: skip
        _steady(diary, other, stage, gap)
    for other in (school[5], choir[5]):
        _pictured(diary, other)


def _pictured(diary: Diary, other: str) -> None:
    """Noor sends pictures: only where they lie shows that a chat is Instagram's."""
    sent = None
    while sent is None or sent.number % 7 != 3:
        sent = diary.write(anytime(diary.rng, _EARLY), MINE, (other,), "instagram")


def _parts(life: Life, circles: dict) -> None:
    diary = life.diary
    waiting, dormant, writer, written = (
        playing(circles, role).address for role in ("waiting", "dormant", "writes-me", "writes-them")
    )
    _steady(diary, waiting, "telegram", (45, 60))
    diary.write(WINDOW[1] - 6 * DAY, waiting, (MINE,), "telegram")
    friend = next(stage for stage, other in chats(circles).items() if other == dormant)
    _steady(diary, dormant, friend, (9, 13), (WINDOW[0], _SILENT_FROM))
    for many, few, stage in ((writer, MINE, LINES), (MINE, written, SMS)):
        for number, time in enumerate(every(diary.rng, (_EARLY[0], _LATELY[1]), (34, 38))):
            diary.write(time, many, (few,), stage)
            if number == 3:
                diary.write(_soon(diary.rng, time), few, (many,), stage)


def _mail(life: Life, circles: dict) -> None:
    diary = life.diary
    choir, work = groups(circles)["mail"], [p.address for p in circles["work"]]
    for other in (circles["family"][3].address, choir[4], work[8], circles["neighbours"][3].address, *work[:2]):
        _steady(diary, other, "mail", (60, 80))
    for time in (anytime(diary.rng, (WINDOW[0], _LATELY[0])) for _ in range(9)):
        _round(diary, time, "mail", diary.rng.sample([*choir, MINE], 2), [*choir, MINE])
    _steady(diary, work[6], "mail", (50, 90))
    _steady(diary, playing(circles, "met").address, "mail", (12, 18), _EARLY)
    _round(diary, WINDOW[1] - 2 * DAY, "mail", [choir[1]], [*choir, MINE])


def _slack(life: Life, circles: dict) -> None:
    """The channel of all, with threads; and direct conversations of two and of four."""
    diary, who = life.diary, groups(circles)
    all_ = [*who["slack"], MINE]
    for time in sorted(anytime(diary.rng, (WINDOW[0], _LATELY[1])) for _ in range(6)):
        _round(diary, time, "slack", diary.rng.sample(all_, 3), all_)
    for time in sorted(anytime(diary.rng, (WINDOW[0], _LATELY[1])) for _ in range(4)):
        _round(diary, time, "slack", diary.rng.sample([*who["mpim"], MINE], 2), [*who["mpim"], MINE])
    for other in who["slack"][3:]:
        _steady(diary, other, "slack", (140, 160))
    diary.write(WINDOW[1] - 3 * DAY, all_[4], [a for a in all_ if a != all_[4]], "slack")


def _linkedin(life: Life, circles: dict) -> None:
    diary = life.diary
    school, work = ([p.address for p in circles[c]] for c in ("school", "work"))
    for number, other in enumerate([school[5], school[2], *work[6:]]):
        pair = (other, MINE) if number % 2 else (MINE, other)
        diary.write(anytime(diary.rng, _EARLY), pair[0], (pair[1],), "linkedin", kind="invitation")
    for other in (school[5], school[2], work[6]):
        _steady(diary, other, "linkedin", (80, 120))
    _round(diary, WINDOW[1] - 4 * DAY, "linkedin", [school[5]], [school[5], school[2], MINE])
    for number, other in enumerate(work[:7]):
        pair = (other, MINE) if number % 2 else (MINE, other)
        diary.write(anytime(diary.rng, _EARLY), pair[0], (pair[1],), "linkedin", kind="endorsement")
    for number, other in enumerate(work[2:5]):
        pair = (other, MINE) if number % 2 else (MINE, other)
        diary.write(anytime(diary.rng, _EARLY), pair[0], (pair[1],), "praise", kind="recommendation")


def _call(life: Life, time: datetime, pair: tuple[str, str], seconds: int) -> None:
    event = life.diary.write(time, pair[0], (pair[1],), CALLS, kind="call")
    life.seconds |= {event.number: seconds} if seconds else {}


def _phone(life: Life, circles: dict) -> None:
    """Calls: answered, and missed and then returned. The last one of the caller Noor answered."""
    rng = life.diary.rng
    caller = playing(circles, "caller").address
    for other in (p.address for n, p in enumerate(circles["family"]) if n in (0, 1, 4)):
        for number, time in enumerate([*every(rng, (WINDOW[0], _LATELY[0]), (55, 75)), anytime(rng, _LATELY)]):
            missed = number % 4 == 1
            _call(life, time, (other, MINE), 0 if missed else rng.randrange(40, 1800))
            _call(life, _soon(rng, time), (MINE, other), rng.randrange(40, 900) if number % 5 else 0)
    for time in every(rng, (WINDOW[0], _SILENT_FROM), (40, 60)):
        _call(life, time, (MINE, playing(circles, "dormant").address), rng.randrange(40, 900))
    _call(life, WINDOW[1] - 2 * DAY, (caller, MINE), 754)
    _call(life, WINDOW[1] - 30 * DAY, ("", MINE), 31)
    _call(life, WINDOW[1] - 3 * DAY, ("", MINE), 0)


def _oddities(life: Life, circles: dict) -> None:
    """What no person wrote, and what Noor never sent."""
    diary, late = life.diary, (_EARLY[1], _LATELY[1])
    some = everybody(circles)[3].address
    for address in NEWSLETTERS:
        for time in every(diary.rng, WINDOW, (50, 70)):
            diary.write(time, address, (MINE,), "mail", kind="program")
    for kind, sender, to in (
        ("spam", "offer@pellagrove.example", MINE), ("trash", "prize@pellagrove.example", MINE),
        ("auto-reply", some, MINE), ("draft", MINE, some),
    ):  # fmt: skip
        diary.write(anytime(diary.rng, late), sender, (to,), "mail", kind=kind)
    for number in range(9):
        diary.write(anytime(diary.rng, late), SERVICES[number % 2], (MINE,), SMS, kind="service")
    for type_ in (3, 5):
        event = diary.write(anytime(diary.rng, late), MINE, (circles["neighbours"][0].address,), SMS, kind="unsent")
        life.types[event.number] = type_
    for _ in range(3):
        diary.write(anytime(diary.rng, late), MINE, (MINE,), "telegram", kind="note")
    calls = (("telegram", circles["school"][1]), ("facebook", circles["school"][3]))
    for (stage, other), sender in ((c, s) for c in calls for s in (c[1].address, MINE)):
        to = MINE if sender == other.address else other.address
        diary.write(anytime(diary.rng, _EARLY), sender, (to,), stage, kind="call")
