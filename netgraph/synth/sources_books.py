"""Noor's address books: which card of which file holds which handles of one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from netgraph.synth import contacts, vcard
from netgraph.synth.contacts import Entry
from netgraph.synth.people import Person
from netgraph.synth.sources_cast import LANDLINE, numbers, spelt

Card = tuple[str, str, tuple[str, ...]]
"""Source, name, and the handles that stand on one card."""


@dataclass(frozen=True)
class Book:
    """One file, and what a faultless reader finds on its cards."""

    file: str
    data: bytes
    cards: list[Card]
    made: tuple[datetime, ...] = ()


def books(circles: dict[str, list[Person]]) -> list[Book]:
    """All address books. Two of the family share the number of their household."""
    family, choir, work, school, near = (circles[c] for c in ("family", "choir", "work", "school", "neighbours"))
    at_home = {p.address: (LANDLINE,) for p in family[2:4]}
    phone = {a: (n, *at_home.get(a, ())) for a, n in numbers(circles).items()}
    tables = (
        ("contacts.csv", contacts.google, "contacts:google", [*school, *choir[:2]]),
        ("contacts 2019.csv", contacts.google_old, "contacts:google", school[:2]),
        ("outlook.csv", contacts.outlook, "contacts:outlook", work),
        ("thunderbird.csv", contacts.thunderbird, "contacts:thunderbird", [*near[:2], work[8]]),
        ("crm.csv", contacts.crm, "contacts:table", work[6:8]),
    )
    return [
        _cards("icloud.vcf", "apple", [*family, *choir, *near], phone),
        _cards("phone.vcf", "android", family[:3], phone),
        *(_table(*table, phone) for table in tables),
    ]


def _cards(name: str, flavour: str, people: list[Person], phone: dict[str, tuple[str, ...]]) -> Book:
    shown = {p.address: tuple(spelt(n, home=flavour == "android") for n in phone[p.address]) for p in people}
    data = vcard.book(people, shown, flavour=flavour)
    slugs = flavour == "apple"
    cards = [("contacts:vcard", p.name, _held(p, phone[p.address], slug=slugs)) for p in people]
    return Book(f"contacts/{name}", data, cards)


def _held(person: Person, phone: tuple[str, ...], *, slug: bool) -> tuple[str, ...]:
    return (person.address, *phone, *([person.slug] if slug and person.slug else []))


def _table(
    name: str, write: Callable[[list[Entry]], bytes], source: str, people: list[Person], phone: dict
) -> Book:  # fmt: skip
    # These tables have a column for one number each.
    made = [datetime(2025, 2, 3 + n, 9, 30) for n, _ in enumerate(people)]
    entries = [
        Entry(p, (p.address,), (spelt(phone[p.address][0]),), day) for p, day in zip(people, made, strict=True)
    ]  # fmt: skip
    dated = source == "contacts:table"
    cards = [(source, p.name, _held(p, phone[p.address][:1], slug=not dated)) for p in people]
    return Book(
        f"contacts/{name}", write(entries), cards, tuple(d.replace(hour=0, minute=0) for d in made) if dated else ()
    )
