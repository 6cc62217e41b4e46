"""What made-up people are reached by: addresses, numbers, profiles and chat ids, and the traps that several share."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from netgraph.synth.identity_names import Name, Word, plain
from netgraph.synth.identity_people import SPAN, Cast, Employer, Person
from netgraph.synth.identity_shown import Noise, shown

_DOMAINS = ("example.org", "example.com", "example.net", "post.example", "mail.example", "inbox.example")
_OBJECTS = (
    "kite", "river", "sparrow", "pixel", "teapot", "comet", "walnut", "otter", "cactus", "lantern", "marble",
    "piano")  # fmt: skip
_COLOURS = (
    "blue", "red", "green", "silver", "sunny", "lazy", "happy", "tiny", "wild", "quiet", "crazy",
    "little")  # fmt: skip
_PRIVATE = (
    ("given.family", 34), ("gfamily", 12), ("givenfamilyyear", 14), ("given_fyear", 6), ("family.given", 8),
    ("shortnumber", 9), ("initialsyear", 4), ("given.m.family", 5), ("given-family", 4), ("givenf", 4))  # fmt: skip
_ROLES = ("info", "sales", "office", "support", "hello", "accounts")
MAIL = ("private", "second", "work", "family", "role")
MOST = 6  # handles of one person


@dataclass(frozen=True)
class Handle:
    """One handle, in use from `first` to `last` by the people with these numbers, most often one."""

    handle: str
    kind: str
    people: tuple[int, ...]
    first: int = 0
    last: int = SPAN


class Registry:
    """Which handles are taken: makes each one anybody's only."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers = 0

    def take(self, local: str, domain: str, *, number: int = 2) -> str:
        """The address, with the first free number behind the local part where somebody has it."""
        trial = f"{local}@{domain}"
        while trial in self._taken:
            trial, number = f"{local}{number}@{domain}", number + 1
        self._taken.add(trial)
        return trial

    def only(self, handle: str) -> str | None:
        """The handle itself, or None where somebody has it."""
        if handle in self._taken:
            return None
        self._taken.add(handle)
        return handle

    def phone(self) -> str:
        """The next number: of ranges kept for fiction while they last, then longer lines behind +1 ... 555."""
        number, self._numbers = self._numbers, self._numbers + 1
        if number < 1_000:
            return f"+447700900{number:03d}"
        area, line = (number - 1_000) % 790, (number - 1_000) // 790
        return f"+1{200 + area}555{100 + line:04d}"


def handles(cast: Cast, seed: int, noise: Noise, *, owner: bool) -> list[Handle]:
    """Everybody's handles, one to six each, then those that several share."""
    rng, registry = Random(f"{seed} handles"), Registry()
    make = _of_acquaintance if owner else _of_member
    own = [h for n in range(len(cast.people)) for h in _some(make(rng, registry, cast, n, noise))]
    return own + _shared(Random(f"{seed} shared"), registry, cast, noise, owner=owner)


def _some(made: Iterable[Handle | None]) -> list[Handle]:
    return [h for h in made if h][:MOST]


def _of_acquaintance(rng: Random, registry: Registry, cast: Cast, number: int, noise: Noise) -> list[Handle | None]:
    """Of somebody whom an owner knows from several sources."""
    person, one = cast.people[number], (number,)
    made = _work(rng, registry, cast, number, current=0.72, old=0.62)
    if rng.random() < 0.63 or not made:
        made += _private(rng, registry, person, number, noise)
    if rng.random() < 0.46:
        made.append(Handle(registry.phone(), "phone", one))
    if rng.random() < 0.35:
        made.append(_profile(rng, registry, person, number, noise))
    if rng.random() < (0.9 if any(j.employer == 0 for j in person.jobs) else 0.04):
        made.append(_numbered(rng, registry, "slack:U", number))
    if rng.random() < 0.07:
        made.append(_numbered(rng, registry, "telegram:user", number))
    if rng.random() < 0.17:
        made.append(_named(rng, registry, "whatsapp", person, number, noise))
    if rng.random() < 0.08:
        made.append(_named(rng, registry, "meta", person, number, noise))
    return made


def _of_member(rng: Random, registry: Registry, cast: Cast, number: int, noise: Noise) -> list[Handle | None]:
    """Of somebody in an organisation's log, or of a partner outside."""
    person, one = cast.people[number], (number,)
    made = _work(rng, registry, cast, number, current=1.0, old=1.0)
    if any(j.employer == 0 for j in person.jobs):
        if rng.random() < 0.85:
            made.append(_numbered(rng, registry, "slack:U", number))
        if rng.random() < 0.12:  # an alias of the work address
            domain = "mail." + cast.employers[0].domain
            made.append(Handle(registry.take(_local(rng, person, "given.family", person.name), domain), "second", one))
    if rng.random() < 0.4:
        made.append(Handle(registry.phone(), "phone", one))
    if rng.random() < 0.2:
        made += _private(rng, registry, person, number, noise)
    return made


def _work(rng: Random, registry: Registry, cast: Cast, number: int, *, current: float, old: float) -> list[Handle]:
    person, made = cast.people[number], []
    for job in person.jobs:
        if rng.random() >= (current if job is person.jobs[-1] else old):
            continue
        spans = [(job.first, job.last)]
        if job.first < person.wedding < job.last and rng.random() < 0.5:
            spans = [(job.first, person.wedding), (person.wedding, job.last)]
        made += [_at_work(rng, registry, cast.employers[job.employer], person, number, span) for span in spans]
    return made


def _at_work(
    rng: Random, registry: Registry, employer: Employer, person: Person, number: int, span: tuple[int, int]
) -> Handle:
    local = _local(rng, person, employer.convention, person.name_at(span[0]))
    return Handle(registry.take(local, employer.domain), "work", (number,), *span)


def _private(rng: Random, registry: Registry, person: Person, number: int, noise: Noise) -> list[Handle]:
    """One private address; of a fifth two, the first of which half give up some day."""
    if rng.random() >= 0.2:
        return [Handle(_private_address(rng, registry, person, noise, 0), "private", (number,))]
    change = int(rng.uniform(0.2, 0.8) * SPAN)
    last, first = (change, change) if rng.random() < 0.5 else (SPAN, 0)
    return [
        Handle(_private_address(rng, registry, person, noise, 0), "private", (number,), 0, last),
        Handle(_private_address(rng, registry, person, noise, first), "second", (number,), first, SPAN),
    ]


def _private_address(rng: Random, registry: Registry, person: Person, noise: Noise, first: int) -> str:
    if rng.random() < noise.unrelated:
        local = f"{rng.choice(_COLOURS)}{rng.choice(_OBJECTS)}{rng.randrange(10, 100)}"
    else:
        style = rng.choices([s for s, _ in _PRIVATE], [w for _, w in _PRIVATE])[0]
        local = _local(rng, person, style, person.name_at(first))
    return registry.take(local, rng.choice(_DOMAINS), number=person.year)


def _local(rng: Random, person: Person, style: str, name: Name) -> str:
    """The part before the @, in one of the styles that people and employers have."""
    given, family = _ascii(name.given), _ascii(name.family)
    middle = _ascii(name.middle)[0] if name.middle else given[-1]
    short = plain(name.given.short[0][1]) if name.given.short else given
    number = rng.randrange(1, 1000)
    return {
        "given.family": f"{given}.{family}", "g.family": f"{given[0]}.{family}", "gfamily": f"{given[0]}{family}",
        "family.given": f"{family}.{given}", "given": given, "givenfamilyyear": f"{given}{family}{person.year}",
        "given_fyear": f"{given}_{family[0]}{person.year}", "shortnumber": f"{short}{number}",
        "initialsyear": f"{given[0]}{middle}{family[0]}{person.year}", "given-family": f"{given}-{family}",
        "given.m.family": f"{given}.{middle}.{family}", "givenf": f"{given}{family[0]}",
    }[style]  # fmt: skip


def _ascii(word: Word) -> str:
    return plain(word.latin)


def _profile(rng: Random, registry: Registry, person: Person, number: int, noise: Noise) -> Handle:
    """A profile's slug: half of them with a tail of hexadecimal or other digits."""
    slug = f"/in/{_ascii(person.name.given)}-{_ascii(person.name.family)}"
    if rng.random() < noise.unrelated:
        slug = f"/in/{rng.choice(_COLOURS)}-{rng.choice(_OBJECTS)}"
    if rng.random() < 0.5 and (whole := registry.only(slug)):
        return Handle(whole, "linkedin", (number,))
    tail = f"{rng.randrange(16**8):08x}" if rng.random() < 0.7 else f"{rng.randrange(10**6)}"
    return Handle(registry.only(f"{slug}-{tail}") or f"{slug}-{number}x{tail}", "linkedin", (number,))


def _numbered(rng: Random, registry: Registry, prefix: str, number: int) -> Handle:
    kind = prefix.partition(":")[0]
    while not (handle := registry.only(f"{prefix}{rng.randrange(10**9, 10**10)}")):
        pass
    return Handle(handle, kind, (number,))


def _named(rng: Random, registry: Registry, kind: str, person: Person, number: int, noise: Noise) -> Handle | None:
    """A chat that knows people by the name shown; None where somebody else is shown by that name."""
    name = person.name_at(int(rng.uniform(0, SPAN)))
    place = "chat" if kind == "whatsapp" else "card"
    text = shown(rng, name, noise, place=place, short=person.short)
    handle = registry.only(f"{kind}:{text}")
    return Handle(handle, kind, (number,)) if handle else None


def _shared(rng: Random, registry: Registry, cast: Cast, noise: Noise, *, owner: bool) -> list[Handle]:
    made = _of_roles(rng, registry, cast, noise)
    for circle in cast.circles if owner else ():
        if circle.kind == "family":
            made += _of_household(rng, registry, cast, tuple(m[0] for m in circle.members[:2]), noise)
    return made


def _of_household(rng: Random, registry: Registry, cast: Cast, pair: tuple[int, ...], noise: Noise) -> Iterable[Handle]:
    if rng.random() < noise.landlines:
        yield Handle(registry.phone(), "landline", pair)
    if rng.random() < noise.family_addresses:
        a, b = (cast.people[n].name for n in pair)
        local = rng.choice((
            f"family.{_ascii(a.family)}", f"{_ascii(a.family)}s", f"{_ascii(a.given)}.{_ascii(b.given)}",
            f"{_ascii(a.given)}-and-{_ascii(b.given)}"))  # fmt: skip
        yield Handle(registry.take(local, rng.choice(_DOMAINS)), "family", pair)


def _of_roles(rng: Random, registry: Registry, cast: Cast, noise: Noise) -> list[Handle]:
    """Addresses like info@ of some employers, written from by one to three of the staff."""
    staff: dict[int, list[int]] = {}
    for number, person in enumerate(cast.people):
        if person.jobs:
            staff.setdefault(person.jobs[-1].employer, []).append(number)
    return [
        Handle(
            registry.take(rng.choice(_ROLES), cast.employers[e].domain), "role", tuple(rng.sample(s, min(3, len(s))))
        )
        for e, s in sorted(staff.items())
        if rng.random() < noise.role_addresses
    ]


def by_person(made: list[Handle]) -> dict[int, list[Handle]]:
    """The handles that are one person's alone, by the person's number."""
    mine: dict[int, list[Handle]] = {}
    for handle in made:
        if len(handle.people) == 1:
            mine.setdefault(handle.people[0], []).append(handle)
    return mine


def recycled(made: list[Handle], cast: Cast, seed: int, noise: Noise) -> list[Handle]:
    """The handles, where some work addresses left behind went to a newcomer and so are of two people."""
    rng = Random(f"{seed} recycled")
    count = len(cast.people)

    def passed_on(handle: Handle) -> Handle:
        left = handle.kind == "work" and handle.last < SPAN
        if not left or rng.random() >= noise.recycled:
            return handle
        newcomer = (handle.people[0] + 1 + rng.randrange(count - 1)) % count
        return Handle(handle.handle, "work", (handle.people[0], newcomer), handle.first, SPAN)

    return [passed_on(handle) for handle in made]
