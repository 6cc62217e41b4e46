"""Who writes to whom, and when: events, and the small habits that life is made of."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

Span = tuple[datetime, datetime]
DAY = timedelta(days=1)
HORIZON = timedelta(days=7)
SILENCE = timedelta(days=30)
ODDS = {"first-ever": 0.45, "dormant": 0.55, "warm": 0.75}


@dataclass(frozen=True)
class Event:
    """One message: UTC second, sender and receivers by handle, in the source that recorded it."""

    number: int
    time: datetime
    sender: str
    to: tuple[str, ...]
    source: str
    thread: int
    answers: int | None = None
    kind: str = "message"


@dataclass
class Diary:
    """All events so far. Nothing is recorded outside a source's window; `mine` are the owner's handles."""

    rng: Random
    windows: dict[str, Span]
    mine: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)
    met: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def write(
        self, time: datetime, sender: str, to: Iterable[str], source: str, *,
        answers: Event | None = None, kind: str = "message",
    ) -> Event | None:  # fmt: skip
        """Record a message, and return it; None where the source does not record at that time."""
        first, last = self.windows[source]
        if not first <= time <= last:
            return None
        number, time = len(self.events), time.replace(microsecond=0)
        thread, parent = (answers.thread, answers.number) if answers else (number, None)
        event = Event(number, time, sender, tuple(to), source, thread, parent, kind)
        self.events.append(event)
        for other in event.to if sender in self.mine else (sender,):
            insort(self.met[other], time)
        return event

    def kind_of_contact(self, other: str, time: datetime) -> str:
        """What a message of the owner's to `other` is at that time: first-ever, dormant or warm."""
        times = self.met.get(other, [])
        before = bisect_left(times, time)
        if not before:
            return "first-ever"
        return "dormant" if time - times[before - 1] > SILENCE else "warm"


class Decks:
    """Answers drawn without replacement from shuffled decks of twenty, so that rates come close to `ODDS`."""

    def __init__(self, rng: Random):
        self.rng, self.decks = rng, {kind: [] for kind in ODDS}

    def answered(self, kind: str) -> bool:
        """Whether the next message of this kind gets an answer."""
        deck = self.decks[kind]
        if not deck:
            yes = round(20 * ODDS[kind])
            deck.extend(self.rng.sample([True] * yes + [False] * (20 - yes), 20))
        return deck.pop()


def delay(rng: Random, most: timedelta = 20 * DAY) -> timedelta:
    """Time until an answer: heavy-tailed, median five hours, about one in fifty beyond a week."""
    return min(timedelta(hours=rng.lognormvariate(1.6, 1.7), seconds=rng.randrange(60)), most)


def moment(rng: Random, day: datetime) -> datetime:
    """A time of that day when people write: from 7 to 22 o'clock UTC."""
    return day.replace(hour=0, minute=0, second=0) + timedelta(seconds=rng.randrange(7 * 3600, 22 * 3600))


def anytime(rng: Random, span: Span) -> datetime:
    """A time inside the span, every day of it equally likely."""
    days = (span[1] - span[0]).days
    return moment(rng, span[0] + rng.randrange(max(days, 1)) * DAY)


def every(rng: Random, span: Span, gap: tuple[int, int]) -> Iterator[datetime]:
    """Times from the start of the span on, `gap` = (fewest, most) days apart."""
    time = span[0] + rng.randint(0, gap[0]) * DAY
    while time < span[1]:
        yield moment(rng, time)
        time += rng.randint(*gap) * DAY


def talk(diary: Diary, time: datetime, pair: tuple[str, str], source: str, turns: int = 2) -> None:
    """A quick exchange of `turns` messages, the two of the pair in turn, the first of them first."""
    event = diary.write(time, pair[0], (pair[1],), source)
    while event and turns > 1:
        turns -= 1
        soon = event.time + delay(diary.rng, DAY)
        event = diary.write(soon, event.to[0], (event.sender,), source, answers=event)


def rhythm(diary: Diary, span: Span, gap: tuple[int, int], pair: tuple[str, str], source: str) -> None:
    """Exchanges of two messages at a steady pace; the first of the pair opens every fourth and the last of them."""
    times = list(every(diary.rng, span, gap))
    for number, time in enumerate(times, start=1):
        talk(diary, time, pair if number % 4 == 1 or number == len(times) else pair[::-1], source)


def converse(diary: Diary, decks: Decks, time: datetime, pair: tuple[str, str], source: str) -> Event | None:
    """A conversation that goes on while the next message is answered; returns its first message.

    Others answer the owner by the odds of the kind of contact; the owner answers nine in ten.
    """
    sender, receiver = pair
    kind = diary.kind_of_contact(receiver, time)
    opening = event = diary.write(time, sender, (receiver,), source)
    while event:
        mine = event.sender in diary.mine
        if not (decks.answered(kind) if mine else diary.rng.random() < 0.9):
            break
        event = diary.write(event.time + delay(diary.rng), event.to[0], (event.sender,), source, answers=event)
        kind = "warm"
    return opening
