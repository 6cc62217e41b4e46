"""Noor Haddad's people: thirty in five circles, the parts that some play, and what each source knows them by."""

from dataclasses import replace
from datetime import datetime
from random import Random

from netgraph.synth import slack, telegram
from netgraph.synth.life import Span
from netgraph.synth.people import Person, crowd, work_address

NAME, ZONE, REGION = "Noor Haddad", "Europe/London", "GB"
MINE, AT_WORK, MY_NUMBER = "noor.haddad@example.org", "noor.haddad@quillmarsh.example", "+447700900100"
OWNER = "the owner"
"""What tables call the owner where a source names everybody else only."""

NOOR = Person("Noor", "Haddad", MINE, "/in/noor-haddad", (AT_WORK,), employer="Quillmarsh", title="Archivist")
WINDOW: Span = (datetime(2025, 1, 1, 7), datetime(2026, 6, 30, 22))
LANDLINE = "+442079460958"
"""The number of a household: on the cards of two people."""

SIZES = {"family": 5, "choir": 6, "work": 9, "school": 6, "neighbours": 4}
# Who plays which part: the circle, and the place in it. Everybody else is ordinary.
_PARTS = {
    "close": ("family", 0), "caller": ("family", 1), "broker": ("choir", 0), "number": ("choir", 1),
    "writes-me": ("choir", 4), "met": ("work", 7), "waiting": ("school", 0), "dormant": ("school", 4),
    "writes-them": ("neighbours", 2),
}  # fmt: skip
_FREE = ("example.org", "example.com", "example.net")
_LISTED = {"work", "school"}


def cast(rng: Random) -> dict[str, list[Person]]:
    """The circles by name. Everybody has an address; those of work and school have a profile as well."""
    people = iter(crowd(rng, sum(SIZES.values()) + 1))
    return {circle: [_member(next(people), circle, n) for n in range(size)] for circle, size in SIZES.items()}


def _member(person: Person, circle: str, number: int) -> Person:
    at_work = circle == "work"
    address = work_address(person, "quillmarsh.example" if at_work else _FREE[number % len(_FREE)])
    slug, employer = person.slug * (circle in _LISTED), "Quillmarsh" if at_work else person.employer
    role = next((part for part, place in _PARTS.items() if place == (circle, number)), "")
    return replace(person, address=address, slug=slug, employer=employer, circle=circle, role=role, zone=0)


def everybody(circles: dict[str, list[Person]]) -> list[Person]:
    """All of them, circle by circle."""
    return [person for members in circles.values() for person in members]


def playing(circles: dict[str, list[Person]], role: str) -> Person:
    """The one who plays this part."""
    return next(p for p in everybody(circles) if p.role == role)


def numbers(circles: dict[str, list[Person]]) -> dict[str, str]:
    """Address -> phone number, in ranges that no real phone has."""
    found = {p.address: f"+447700900{101 + n}" for n, p in enumerate(everybody(circles))}
    abroad = {p.address: f"+12125550{110 + n}" for n, p in enumerate(circles["school"][:2])}
    return found | abroad | {MINE: MY_NUMBER}


def spelt(number: str, *, home: bool = False) -> str:
    """A number as people write it: '+44 7700 900123', at home '07700 900123'."""
    if not number.startswith("+44"):
        return f"+1 {number[2:5]} {number[5:8]} {number[8:]}"
    cut = 7 if number[3] == "7" else 5
    rest = f"{number[3:cut]} {number[cut:]}"
    return f"0{rest}" if home else f"+44 {rest}"


def handles(circles: dict[str, list[Person]]) -> dict[str, dict[str, str]]:
    """What each source knows people by: source -> address -> handle. Noor is in it, by the first address."""
    people = everybody(circles)
    phone = numbers(circles)
    unnamed, numbered = playing(circles, "number").address, circles["neighbours"][1].address
    by_name = {p.address: p.name for p in [*people, NOOR]}
    plain = {address: address for address in by_name}
    return {
        "mail": plain, "calendar": plain | {MINE: AT_WORK},
        "linkedin": {p.address: p.slug for p in [*people, NOOR] if p.slug},
        "praise": {a: f"linkedin:{n}" for a, n in by_name.items()} | {MINE: OWNER},
        "whatsapp": {a: phone[a] if a == unnamed else f"whatsapp:{n}" for a, n in by_name.items()},
        "signal": {a: f"signal:{n}" for a, n in by_name.items()} | {MINE: OWNER, numbered: phone[numbered]},
        "telegram": {a: f"telegram:user{telegram.user(a)}" for a in by_name},
        "slack": {a: f"slack:{slack.user(a)}" for a in by_name},
        "facebook": {a: f"meta:{n}" for a, n in by_name.items()},
        "instagram": {a: f"meta:{n}" for a, n in by_name.items()},
        "phone": phone | {MINE: OWNER},
    }  # fmt: skip
