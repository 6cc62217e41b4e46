"""Noor Haddad: one made-up person with a small export of every source that the package reads."""

from random import Random

from netgraph.synth.sample import Sample
from netgraph.synth.sources_books import books
from netgraph.synth.sources_cast import cast
from netgraph.synth.sources_files import written
from netgraph.synth.sources_life import live
from netgraph.synth.sources_meetings import Calendar
from netgraph.synth.sources_truth import Told, told

__all__ = ["sources"]


def sources(seed: int = 1) -> Sample:
    """One person's exports of eighteen months from every source, 2025-01-01 to 2026-06-30, with these truths.

    About thirty contacts in five circles. Times that state no zone are by the clock of London, and phone numbers
    that state no country are British: read it with `timezone="Europe/London", region="GB"` and `me` as below.

    - `options`: the keyword arguments of `ng.read` that the files leave open: `me`, `timezone`, `region`.
    - `me`: {app: the owner's handle there}; `mine`: all handles of the owner.
    - `people`: frame of handle, person (the first mail address), name, circle, role: each handle that some file shows.
    - `interactions`: frame of what a faultless reader returns, one row per receiver, without ids of events: time,
      sender, receiver, channel, kind, recipients, duration, source.
    - `contacts`: frame of source, name, handles (sorted tuple): a row per card.
    - `shared`: a phone number on the cards of two people.
    - `readers`: {file: the reader that is meant for it}. `records`: {file: records in it}; `set_aside`: {file:
      {rule: records that are no contact between people}}, files without any left out.
    - `windows`: {source: (first, last record)}; address books without dates have none.
    - `groups`: {name: the handles of those, by address, who got what one of them wrote}.
    - `one_sided`: (address, 'me' or 'them': who writes). `balanced`: an address, as many messages either way.
      `dormant`: an address, in touch every other week in two apps until October 2025. `waiting`: who wrote last
      week and has no answer. `called`: whose call was answered two days before the end: that one waits for nothing.
      `met`: no message since April 2025, but in a meeting with Noor every week, which somebody else calls.
      `broker`: who sits in two circles.
    """
    rng = Random(seed)
    circles = cast(rng)
    life, calendar = live(rng, circles), Calendar(rng, circles)
    shelves = books(circles)
    files = written(circles, life) | {book.file: book.data for book in shelves} | {calendar.name: calendar.data}
    return Sample(dict(sorted(files.items())), told(Told(circles, life, calendar, shelves, files)))
