"""Faultless address books of every flavour, with where each card stands and what shows that it was read."""

from itertools import accumulate, pairwise
from random import Random

from damage import Made, handles

from netgraph.synth.people import Person, crowd
from netgraph.synth.vcard import FLAVOURS, cards

shown = handles


def people() -> list[Person]:
    """Sixty made-up people, each with an address of their own."""
    return crowd(Random(5), 60)


def phones() -> dict[str, tuple[str, ...]]:
    """Two numbers for each, by address."""
    return {p.address: (f"+49 30 5550{n:03}", f"+4915112345{n:03}") for n, p in enumerate(people())}


def made(flavour: str) -> Made:
    """One book; a card's key is the address."""
    parts = cards(people(), phones(), flavour=flavour)
    ends = pairwise([0, *accumulate(map(len, parts))])
    records = [(a, b, person.address) for (a, b), person in zip(ends, people(), strict=True)]
    return Made(f"{flavour}.vcf", b"".join(parts), records)


def makers() -> list[Made]:
    """A book of each flavour."""
    return [made(flavour) for flavour in FLAVOURS]
