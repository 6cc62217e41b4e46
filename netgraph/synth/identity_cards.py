"""What sources show: names beside handles in mail and chats, and cards that hold several handles."""

from dataclasses import dataclass
from random import Random

import pandas as pd

from netgraph.synth.identity_handles import Handle, by_person
from netgraph.synth.identity_log import START
from netgraph.synth.identity_people import DAY, SPAN, Cast
from netgraph.synth.identity_shown import Noise, shown

_ON_BOOK = {"private": 0.8, "second": 0.3, "work": 0.7, "phone": 0.85, "linkedin": 0.05}
_LEGAL_FORMS = (" Ltd", " GmbH", " S.A.", ", Inc.", " Group", " AB")
_COLUMNS = ["handle", "name", "organisation", "title", "since", "card", "source"]


@dataclass(frozen=True)
class Card:
    """A card of a source, somebody's: the handles on it and the number of the employer it shows, if any."""

    person: int
    source: str
    handles: tuple[str, ...]
    employer: int | None
    since: int | None = None


@dataclass(frozen=True)
class _Held:
    """What cards are dealt from: everybody's own handles, and others that are on their cards too."""

    cast: Cast
    mine: dict[int, list[Handle]]
    extras: dict[int, list[str]]
    noise: Noise
    owner: bool


def cards(cast: Cast, made: list[Handle], seed: int, noise: Noise, *, owner: bool) -> list[Card]:
    """All cards. Who is on none has no card in any source, but for a landline or number that traps put there."""
    rng, mine = Random(f"{seed} cards"), by_person(made)
    held = _Held(cast, mine, _extras(rng, cast, made, mine, noise), noise, owner)
    return [card for number in range(len(cast.people)) for card in _dealt(rng, held, number)]


def _extras(
    rng: Random, cast: Cast, made: list[Handle], mine: dict[int, list[Handle]], noise: Noise
) -> dict[int, list[str]]:
    """Handles that are not the person's alone and yet on the card."""
    extras: dict[int, list[str]] = {}
    for handle in made:
        if handle.kind == "landline":
            for number in handle.people:
                extras.setdefault(number, []).append(handle.handle)
        if handle.kind == "role" and rng.random() < 0.5:
            extras.setdefault(handle.people[0], []).append(handle.handle)
    for circle in cast.circles:
        if circle.kind == "team" and len(circle.members) > 1 and rng.random() < noise.assistants:
            _assist([member[0] for member in circle.members], mine, extras)
    return extras


def _assist(team: list[int], mine: dict[int, list[Handle]], extras: dict[int, list[str]]) -> None:
    """The first of the team is the boss, the next one with a number the assistant."""
    numbers = [h for n in team[1:] if n != team[0] for h in mine.get(n, ()) if h.kind == "phone"]
    for phone in numbers[:1]:
        for number in (team[0], phone.people[0]):
            extras.setdefault(number, []).append(phone.handle)


def _dealt(rng: Random, held: _Held, number: int) -> list[Card]:
    jobs, mine, noise = held.cast.people[number].jobs, held.mine.get(number, []), held.noise
    extras = held.extras.get(number, [])
    carded, stale = rng.random() >= noise.cardless and bool(mine), len(jobs) == 2 and rng.random() < noise.stale
    newest = jobs[-1].employer if jobs else None
    employer = jobs[0].employer if stale else newest
    dealt = _listed(rng, number, mine, employer) if carded else []
    if extras or (carded and (not held.owner or not dealt or rng.random() < 0.6)):
        book = "contacts:google" if held.owner else "contacts:table"
        dealt.append(Card(number, book, _kept(rng, mine, stale=stale, extras=extras), employer))
    if held.owner and carded and rng.random() < noise.two_cards:
        dealt.append(Card(number, "contacts:outlook", _kept(rng, mine, stale=False, extras=[]), newest))
    return dealt


def _kept(rng: Random, mine: list[Handle], *, stale: bool, extras: list[str]) -> tuple[str, ...]:
    """Which of somebody's handles an address book knows: not the newest work address if stale, else not an old one."""
    fits = [h for h in mine if h.kind in _ON_BOOK]
    fits = [h for h in fits if h.kind != "work" or (h.last < SPAN) == stale] or fits or mine
    kept = [h.handle for h in fits if rng.random() < _ON_BOOK.get(h.kind, 0)]
    if fits and not kept:
        kept = [rng.choice(fits).handle]
    return tuple(dict.fromkeys([*kept, *extras]))


def _listed(rng: Random, number: int, mine: list[Handle], employer: int | None) -> list[Card]:
    """Cards of contact lists and directories: a profile or chat id, with an address or number or alone."""
    dealt = []
    mails = [h.handle for h in mine if h.kind in ("private", "work") and h.last == SPAN]
    works = [h.handle for h in mine if h.kind == "work"][-1:]
    phones = [h.handle for h in mine if h.kind == "phone"]
    for handle in mine:
        if handle.kind == "linkedin":
            known = mails[:1] if rng.random() < 0.25 else []
            dealt.append(Card(number, "linkedin", (handle.handle, *known), employer, rng.randrange(SPAN)))
        if handle.kind == "slack":
            dealt.append(Card(number, "slack", (handle.handle, *(works if rng.random() < 0.9 else ())), None))
        if handle.kind == "telegram" and phones and rng.random() < 0.5:
            dealt.append(Card(number, "telegram", (handle.handle, *phones), None))
    return dealt


def contacts(
    cast: Cast, made: list[Handle], dealt: list[Card], log: pd.DataFrame, seed: int, noise: Noise
) -> pd.DataFrame:
    """The rows of all cards, then those that only name a handle seen in the log."""
    rows = _card_rows(Random(f"{seed} shown on cards"), cast, dealt, noise)
    rows += _name_rows(Random(f"{seed} shown"), cast, {h.handle: h for h in made}, _seen(log), noise)
    table = pd.DataFrame(rows, columns=_COLUMNS)
    since = START + pd.to_timedelta(pd.to_numeric(table["since"]), unit="s")
    return table.assign(since=since.dt.floor("D").astype("datetime64[us]")).drop_duplicates(ignore_index=True)


def _card_rows(rng: Random, cast: Cast, dealt: list[Card], noise: Noise) -> list[tuple]:
    rows = []
    for place, card in enumerate(dealt):
        person = cast.people[card.person]
        employer = cast.employers[card.employer].name if card.employer is not None else None
        name = shown(
            rng, person.name_at(rng.randrange(SPAN)), noise, place="card", short=person.short, employer=employer or ""
        )
        title = person.title if employer else None
        if employer and rng.random() < noise.legal_forms:
            employer += rng.choice(_LEGAL_FORMS)
        rows += [(h, name, employer, title, card.since, _card_id(place), card.source) for h in card.handles]
    return sorted(rows, key=lambda row: (row[6], row[5]))


def _card_id(place: int) -> str:
    # Scattered: neither ids nor the order of rows may tell that two cards are one person's.
    return f"{(place + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}"


def _seen(log: pd.DataFrame) -> list[tuple[str, str]]:
    """Handles with the sources they are seen in, each once."""
    ends = pd.concat([log[["sender", "source"]].set_axis(["handle", "source"], axis=1),
                      log[["receiver", "source"]].set_axis(["handle", "source"], axis=1)])  # fmt: skip
    return list(ends.drop_duplicates().sort_values(["source", "handle"]).itertuples(index=False, name=None))


def _name_rows(
    rng: Random, cast: Cast, made: dict[str, Handle], seen: list[tuple[str, str]], noise: Noise
) -> list[tuple]:
    rows = []
    for text, source in seen:
        handle = made.get(text)
        # A number in a chat is one that the owner has not saved.
        if handle is None or (source == "whatsapp" and handle.kind == "phone"):
            continue
        names = {name: None for name in _names(rng, cast, handle, source, noise) if name}
        rows += [(text, name, None, None, None, None, source) for name in names]
    return rows


def _names(rng: Random, cast: Cast, handle: Handle, source: str, noise: Noise) -> list[str | None]:
    """The one or two names by which a source shows a handle, in order of time where it was passed on."""
    if handle.kind in ("whatsapp", "meta"):
        return [handle.handle.partition(":")[2]]
    own = _own_names(handle, cast)
    place = "mail" if source.startswith("mail") else "card" if source in ("calendar", "slack", "linkedin") else "chat"
    times = 2 if len(handle.people) == 1 and rng.random() < 0.2 else 1
    return own + [_one(rng, cast, n, handle, place, noise) for n in handle.people for _ in range(times)]


def _own_names(handle: Handle, cast: Cast) -> list[str | None]:
    """The names that a shared handle has of its own: the family's, the office's."""
    if handle.kind == "landline":
        return [f"{cast.people[handle.people[0]].name.family.latin} (home)"]
    if handle.kind == "role":
        employer = cast.people[handle.people[0]].jobs[-1].employer
        return [f"{cast.employers[employer].name} {handle.handle.partition('@')[0].title()}"]
    return []


def _one(rng: Random, cast: Cast, number: int, handle: Handle, place: str, noise: Noise) -> str | None:
    person = cast.people[number]
    time = rng.randrange(handle.first, max(handle.first + DAY, handle.last))
    job = next((j for j in person.jobs if j.first <= time < j.last), None)
    employer = cast.employers[job.employer].name if job else ""
    return shown(rng, person.name_at(time), noise, place=place, short=person.short, employer=employer)
