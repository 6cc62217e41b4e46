"""Who there is: households, employers, teams and clubs of made-up people, before anybody has a handle.

Times are whole seconds since the first day of the data.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from netgraph.synth.identity_names import Name, cultures, draw_family, draw_given, in_form
from netgraph.synth.identity_shown import Noise, renamed

DAY = 86_400
SPAN = 1_096 * DAY  # three years
_ROOTS = (
    "Quill", "Ostre", "Varn", "Tamber", "Fennw", "Zephr", "Olm", "Pella", "Brindle", "Harrow", "Kestrel", "Luth",
    "Mord", "Nettle", "Orchard", "Pim", "Quern", "Rill", "Sable", "Thistle", "Umber", "Vesper", "Wick", "Yarrow",
    "Aster", "Bramble", "Corvin", "Drift", "Ember", "Flint", "Gorse", "Heron", "Iver", "Juniper", "Knap", "Larch",
    "Merle", "Nim", "Osprey", "Plover")  # fmt: skip
_ENDS = (
    "marsh", "lund", "holt", "ley", "ickle", "ine", "strand", "grove", "cote", "fen", "by", "mere", "ax", "tec",
    "ium", "io", "ware", "works", "soft", "lab", "data", "cloud", "med", "pharm", "bank", "trade", "port", "line",
    "craft", "forge")  # fmt: skip
_TITLES = ("Analyst", "Designer", "Engineer", "Project manager", "Editor", "Teacher", "Architect", "Buyer")


@dataclass(frozen=True)
class Employer:
    """A company: its name, the domain of its addresses and how it writes their local parts."""

    name: str
    domain: str
    convention: str


@dataclass(frozen=True)
class Job:
    """Somebody's time at an employer (its number) from `first` to `last`."""

    employer: int
    first: int
    last: int


@dataclass(frozen=True)
class Person:
    """Somebody made up. `wedding` is when `name` became `later`; both are missing for most."""

    name: Name
    woman: bool
    household: int
    year: int
    short: bool
    title: str
    later: Name | None = None
    wedding: int = SPAN
    jobs: tuple[Job, ...] = ()

    def name_at(self, time: int) -> Name:
        """What the person is called then."""
        return self.later if self.later and time >= self.wedding else self.name


@dataclass(frozen=True)
class Circle:
    """A family, team or club: members' numbers with the time each belongs to it."""

    kind: str
    members: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Cast:
    """Everybody, their employers and circles. Employer 0 is the owner's, or the organisation itself."""

    people: tuple[Person, ...]
    employers: tuple[Employer, ...]
    circles: tuple[Circle, ...]
    namesakes: dict[int, str]  # who got somebody else's name, and how


def cast(count: int, seed: int, noise: Noise, *, owner: bool) -> Cast:
    """`count` people with names, jobs and circles; in households only where an `owner` knows them privately."""
    rng = Random(f"{seed} people")
    people = _households(rng, count, noise, alone=not owner)
    employers = _employers(Random(f"{seed} employers"), max(3, count // 25))
    jobs = _jobs(rng, people, len(employers), noise, mostly=0.08 if owner else 0.75)
    people = [replace(p, jobs=j) for p, j in zip(people, jobs, strict=True)]
    planted = _plant_namesakes(Random(f"{seed} namesakes"), people, noise)
    return Cast(tuple(people), employers, tuple(_circles(Random(f"{seed} circles"), people, owner=owner)), planted)


def _households(rng: Random, count: int, noise: Noise, *, alone: bool) -> list[Person]:
    people: list[Person] = []
    names, shares = list(cultures()), list(cultures().values())
    household = 0
    while len(people) < count:
        size = 1 if alone else rng.choices((1, 2, 3, 4, 5), (40, 32, 12, 11, 5))[0]
        culture = rng.choices(names, shares)[0]
        people += _household(rng, culture, min(size, count - len(people)), household, noise)
        household += 1
    return people


def _household(rng: Random, culture: str, size: int, household: int, noise: Noise) -> list[Person]:
    """A man and a woman (of either order), who may bear two names, and their children."""
    first = rng.random() < 0.5
    root = draw_family(rng, culture, woman=False)
    other = draw_family(rng, culture, woman=False) if rng.random() < 0.4 else root
    members: list[Person] = []
    for place in range(size):
        woman = first if place == 0 else not first if place == 1 else rng.random() < 0.5
        family = in_form(other if place == 1 else root, woman=woman)
        name = _name(rng, culture, family, woman)
        while any(name.given == member.name.given for member in members):  # siblings differ, unless planted
            name = _name(rng, culture, family, woman)
        year = rng.randrange(50, 85) if place < 2 else rng.randrange(85, 100)
        short = bool(name.given.short) and rng.random() < noise.short_names
        person = Person(name, woman, household, year, short, rng.choice(_TITLES))
        members.append(_wed(rng, person, in_form(root if place else other, woman=woman), noise))
    return members


def _name(rng: Random, culture: str, family, woman: bool) -> Name:
    given = draw_given(rng, culture, woman=woman)
    middle = draw_given(rng, culture, woman=woman) if rng.random() < 0.15 and culture != "vietnamese" else None
    doubled = rng.random() < (0.6 if culture == "spanish" else 0.02)
    second = draw_family(rng, culture, woman=woman) if doubled else None
    return Name(culture, given, family, None if middle == given else middle, second)


def _wed(rng: Random, person: Person, family, noise: Noise) -> Person:
    if rng.random() >= noise.married:
        return person
    if family == person.name.family:
        family = draw_family(rng, person.name.culture, woman=person.woman)
    return replace(person, later=renamed(person.name, family), wedding=int(rng.uniform(0.2, 0.8) * SPAN))


def _employers(rng: Random, count: int) -> tuple[Employer, ...]:
    names = [root + end for root in _ROOTS for end in _ENDS]
    names += [f"{name} {number}" for number in range(2, 2 + count // len(names)) for name in names]
    rng.shuffle(names)
    conventions = rng.choices(
        ("given.family", "g.family", "gfamily", "family.given", "given"), (55, 15, 18, 7, 5), k=count
    )
    return tuple(
        Employer(name, f"{_host(name, place)}.example", convention)
        for place, (name, convention) in enumerate(zip(names, conventions, strict=False))
    )


def _host(name: str, place: int) -> str:
    """The name, or for every sixth employer a few letters of it."""
    whole = name.lower().replace(" ", "")
    return f"{whole[:3]}{place}" if place % 6 == 5 else whole


def _jobs(rng: Random, people: list[Person], employers: int, noise: Noise, *, mostly: float) -> list[tuple[Job, ...]]:
    """`mostly` is the share that works for employer 0; of an owner's contacts every seventh works nowhere."""
    rest = list(range(1, employers))
    weights = [1 / number**0.6 for number in rest]

    def employer() -> int:
        return 0 if rng.random() < mostly else rng.choices(rest, weights)[0]

    idle = 0.15 if mostly < 0.5 else 0.0
    return [() if rng.random() < idle else _career(rng, employer, noise) for _ in people]


def _career(rng: Random, draw: Callable[[], int], noise: Noise) -> tuple[Job, ...]:
    employer = draw()
    if rng.random() >= noise.moved:
        return (Job(employer, 0, SPAN),)
    while (next_one := draw()) == employer:
        pass
    change = int(rng.uniform(0.1, 0.9) * SPAN)
    # New jobs begin up to 30 days before the old address falls silent, or after a gap of up to 60.
    return Job(employer, 0, change), Job(next_one, change + rng.randrange(-30, 60) * DAY, SPAN)


def _plant_namesakes(rng: Random, people: list[Person], noise: Noise) -> dict[int, str]:
    """Give some people the full name of somebody else, in place; whom, and of what kind."""
    planted: dict[int, str] = {}
    chosen = rng.sample(range(len(people)), round(noise.namesakes * len(people)) if len(people) > 1 else 0)
    for number in chosen:
        model = rng.randrange(len(people))
        if people[model].household == people[number].household or model in planted:
            continue
        colleague = rng.random() < 0.1 and people[model].jobs
        _copy_name(rng, people, number, model)
        if colleague:
            people[number] = replace(people[number], jobs=(Job(people[model].jobs[-1].employer, 0, SPAN),))
        planted[number] = "colleague" if colleague else "namesake"
    return planted | _plant_relatives(rng, people, noise, planted)


def _plant_relatives(rng: Random, people: list[Person], noise: Noise, planted: dict[int, str]) -> dict[int, str]:
    """Father and son, or cousins, of one name in one household."""
    pairs = [n for n in range(1, len(people)) if people[n].household == people[n - 1].household and n not in planted]
    chosen = rng.sample(pairs, min(len(pairs), round(noise.relatives * len(people))))
    for number in chosen:
        _copy_name(rng, people, number, number - 1)
    return dict.fromkeys(chosen, "relative")


def _copy_name(rng: Random, people: list[Person], number: int, model: int) -> None:
    source = people[model]
    middle = draw_given(rng, source.name.culture, woman=source.woman) if people[number].name.middle else None
    people[number] = replace(
        people[number], name=replace(source.name, middle=middle), woman=source.woman, later=None, wedding=SPAN,
        short=people[number].short and bool(source.name.given.short))  # fmt: skip


def _circles(rng: Random, people: list[Person], *, owner: bool) -> list[Circle]:
    return _families(people) * owner + _teams(rng, people) + _clubs(rng, people)


def _families(people: list[Person]) -> list[Circle]:
    homes: dict[int, list[int]] = {}
    for number, person in enumerate(people):
        homes.setdefault(person.household, []).append(number)
    return [Circle("family", tuple((n, 0, SPAN) for n in home)) for home in homes.values() if len(home) > 1]


def _teams(rng: Random, people: list[Person]) -> list[Circle]:
    staff: dict[int, list[tuple[int, int, int]]] = {}
    for number, person in enumerate(people):
        for job in person.jobs:
            staff.setdefault(job.employer, []).append((number, job.first, job.last))
    return [Circle("team", part) for _, all_ in sorted(staff.items()) for part in _parts(rng, all_, 4, 15)]


def _clubs(rng: Random, people: list[Person]) -> list[Circle]:
    joiners = [(n, 0, SPAN) for n in range(len(people)) if rng.random() < 0.4]
    rng.shuffle(joiners)
    return [Circle("club", part) for part in _parts(rng, joiners, 8, 40)]


def _parts(rng: Random, members: list, smallest: int, largest: int):
    """The members in parts of random sizes; the last may be smaller."""
    at = 0
    while at < len(members):
        size = rng.randint(smallest, largest)
        yield tuple(members[at : at + size])
        at += size
