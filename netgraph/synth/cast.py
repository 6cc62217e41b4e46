"""Ada's people: seven circles, the parts that some of them play, and acquaintances outside."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from netgraph.synth.life import Span
from netgraph.synth.people import Person, crowd, work_address

ME = {
    "mail:ada@example.org": "ada@example.org",
    "mail:ada.moreau@oldjob.example": "ada.moreau@oldjob.example",
    "linkedin": "/in/ada-moreau",
}
PRIVATE, OLD_JOB, LINKEDIN = ME
FIRST, LAST = datetime(2023, 7, 1, 6, 12, 40), datetime(2026, 6, 30, 21, 47, 5)
LEFT_JOB, NEW_JOB = datetime(2024, 9, 30, 18, 2, 11), datetime(2024, 10, 1)
WINDOWS: dict[str, Span] = {
    PRIVATE: (FIRST, LAST),
    OLD_JOB: (datetime(2023, 7, 3, 7, 30, 9), LEFT_JOB),
    LINKEDIN: (datetime(2023, 7, 2, 9, 5, 17), datetime(2026, 6, 30, 19, 20, 31)),
}
SIZES = {
    "family": 12, "university": 18, "old job": 20, "new job": 20, "sports club": 18, "neighbours": 14,
    "volunteering": 20}  # fmt: skip
# Parts by circle, given out in this order; everybody else is ordinary.
_PARTS = {
    "family": "balanced balanced dormant waiting bridge",
    "university": "broker balanced balanced writes-them dormant dormant bridge bridge alias",
    "old job": "ended ended ended ended ended ended ended alias alias",
    "new job": "broker balanced balanced writes-me writes-them waiting bridge alias",
    "sports club": "broker balanced balanced writes-me writes-them dormant",
    "neighbours": "broker balanced balanced writes-me writes-them dormant waiting bridge",
    "volunteering": "daily balanced balanced writes-me bridge",
}
# Where each broker is at home, and which further circles they sit in; no circle pair of BRIDGES may share one.
BROKERED = {
    "new job": ("university", "sports club"),
    "neighbours": ("family", "volunteering"),
    "sports club": ("neighbours", "volunteering"),
    "university": ("old job", "new job"),
}
BRIDGES = (("family", "university"), ("university", "volunteering"), ("new job", "neighbours"))
# Parts whose count of messages with Ada is planned: they start no group mail, and hers leave them out.
PLANNED = {"balanced", "writes-me", "writes-them", "dormant", "waiting", "daily", "ended"}
SPANS: dict[str, Span] = dict.fromkeys(SIZES, (FIRST, LAST)) | {
    "old job": WINDOWS[OLD_JOB],
    "new job": (NEW_JOB, LAST),
}
_PROFESSIONAL = ("university", "old job", "new job")


def cast(rng: Random) -> dict[str, list[Person]]:
    """The circles by name, and under `new` and `acquaintances` those outside, some with a profile alone."""
    *others, grace = crowd(rng, 203)
    people = iter(others)
    circles = {name: [_member(next(people), name) for _ in range(size)] for name, size in SIZES.items()}
    circles["university"][-1] = _member(grace, "university")  # always there, for examples to name
    circles = {name: _with_parts(rng, members, _PARTS[name].split()) for name, members in circles.items()}
    new = [next(people) for _ in range(40)]
    return circles | {
        "new": [replace(p, **({"slug": ""} if n % 2 else {"address": ""})) for n, p in enumerate(new)],
        "acquaintances": [replace(next(people), address="") for _ in range(20)],
        "declared": _namesakes([replace(next(people), address="") for _ in range(20)]),
    }


def source_of(person: Person) -> str:
    """The source in which this person and Ada write to each other."""
    if not person.address:
        return LINKEDIN
    return OLD_JOB if person.circle == "old job" else PRIVATE


def _member(person: Person, circle: str) -> Person:
    if circle == "old job":
        person = replace(person, address=work_address(person, "oldjob.example"), employer="Oldjob")
    if circle == "new job":
        person = replace(person, employer="Luthmere")
    return replace(person, circle=circle)


def _with_parts(rng: Random, members: list[Person], parts: list[str]) -> list[Person]:
    parts = parts + [""] * (len(members) - len(parts))
    return [_playing(rng, person, part) for person, part in zip(members, parts, strict=True)]


def _playing(rng: Random, person: Person, part: str) -> Person:
    # A second handle would make counts per handle and per person differ, so only these have one.
    several = part == "alias" or (not part and person.circle in _PROFESSIONAL)
    person = replace(person, role=part, slug=person.slug if several else "")
    if part == "dormant":
        return replace(person, until=datetime(2024, 11, 1) + timedelta(days=rng.randrange(320)))
    if part == "alias":
        other = work_address(person, "example.org" if person.circle == "old job" else "brindlecote.example")
        return replace(person, others=(other,))
    return person


def _namesakes(people: list[Person]) -> list[Person]:
    """The same people, the second now with the first one's name and another employer."""
    first, second, *rest = people
    twin = replace(
        first, slug=first.slug[:-4] + second.slug[-4:], employer="Harrowfen", title="Teacher", zone=second.zone
    )
    return [replace(first, employer="Varnholt", title="Architect"), twin, *rest]
