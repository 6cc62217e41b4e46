"""Faultless files of a LinkedIn archive, with the place of each record and what stands for it: a handle or a time."""

from datetime import datetime, timedelta
from random import Random

from damage import Made, handles, times
from made_contacts import made

from netgraph.synth import linkedin
from netgraph.synth.life import Event
from netgraph.synth.people import Person, crowd
from netgraph.tables import Export

ME = "/in/ada-moreau"
ADA = Person("Ada", "Moreau", slug=ME)


def shown(export: Export) -> set:
    """The handles on its cards and the times of its events."""
    return handles(export) | times(export)


def people() -> list[Person]:
    """Sixty people with a profile."""
    return crowd(Random(5), 60)


def events(kind: str = "message", *, given: bool | None = None) -> list[Event]:
    """Ada's events with each of the people, no two in one minute; all of them hers (`given`), none, or in turn."""
    start, found = datetime(2023, 5, 1, 8, 0, 7), []
    for number, person in enumerate(people()):
        hers = number % 2 == 0 if given is None else given
        sender, to = (ME, person.slug) if hers else (person.slug, ME)
        when = start + number * timedelta(days=3, hours=5, minutes=number)
        found.append(Event(number, when, sender, (to,), "linkedin", number, kind=kind))
    return found


def makers() -> list[Made]:
    """Connections, messages, invitations, endorsements and recommendations."""
    cast = people()
    by_handle = {p.slug: p for p in [*cast, ADA]}
    names = {handle: p.name for handle, p in by_handle.items()}
    cards = [(p, datetime(2024, 3, 28) - timedelta(days=n)) for n, p in enumerate(cast)]
    cards.insert(7, (None, datetime(2024, 3, 20)))
    given, got = events("endorsement", given=True), events("recommendation", given=False)
    exact, minute = "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:00"
    return [
        made("Connections.csv", linkedin.connections(cards, {cast[0].slug, cast[9].slug}),
             [p and p.slug for p, _ in cards], skip=4),
        made("messages.csv", linkedin.messages(events(), names, set(), {}), stamps(events(), exact)),
        made("Invitations.csv", linkedin.invitations(events(), ME, names), stamps(events(), minute)),
        made("Endorsement_Given_Info.csv", linkedin.endorsements(given, by_handle, given=True), stamps(given, exact)),
        made("Recommendations_Received.csv", linkedin.recommendations(got, by_handle, given=False),
             stamps(got, minute)),
    ]  # fmt: skip


def stamps(found: list[Event], layout: str) -> list[str]:
    """Times of the events, newest first, as the files have them."""
    return [f"{event.time:{layout}}" for event in reversed(found)]
