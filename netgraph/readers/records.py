"""From judged records to an Export: what every reader does once it knows what its records say."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

import pandas as pd

from netgraph.readers import dates, events, ledger
from netgraph.readers.files import File
from netgraph.readers.ledger import ASIDE, REJECTED, USED, Ruling
from netgraph.tables import Export, TableError

DIRECTORIES = ("slack",)
"""Sources whose cards are of everybody there is, not of whom the owner knows: they declare no ties."""

CROWD = 25
"""A chat message to more people than this is a broadcast: it says little about any two of them."""


def finished(
    reader: str,
    places: pd.DataFrame,
    rulings: list[Ruling],
    *,
    overhead: dict[str, int],
    keep: tuple[str, ...] = (),
    place: Callable[[pd.DataFrame], pd.Series] = ledger.line_places,
    **tables,
) -> Export:
    """The Export of some files: their books from `rulings` on each record, and `tables`.

    `places`: one row per record with file, start and size in bytes, damage (why it cannot be read,
    or '') and what `place` needs: line or number. `overhead`: for every file the bytes that are no
    record's. `tables`: contacts, interactions, windows, me; each a value, or a function of the mask
    of the records that are used.
    """
    damaged = Ruling(places["damage"] != "", REJECTED, ledger.DAMAGED, places["damage"])
    verdicts = ledger.judged(places, [damaged, *rulings], keep=keep)
    used = verdicts["fate"] == USED
    made = {name: table(used) if callable(table) else table for name, table in tables.items()}
    return Export(**ledger.books(reader, verdicts, overhead, place), **made)


def header_noted(export: Export, file: str, mended: str) -> Export:
    """The export, with a first row in problems for a header that had to be mended: `mended` says how, '' if it had not.

    The file comes before its records, as few readers of problems go far.
    """
    if not mended:
        return export
    row = ledger.whole_file(file, ledger.HEADERS, mended)
    return replace(export, problems=pd.concat([row, export.problems], ignore_index=True))


def refused(file: File, error: Exception, *, reader: str) -> Export:
    """The books of one file of several that cannot be read, while the others can."""
    why = " ".join(str(error).split())
    detail = why if isinstance(error, TableError) else f"{file.name}: cannot be read ({why})"
    books = ledger.one(file.name, reader, ledger.ASIDE, ledger.UNREADABLE, size=file.size)
    return Export(ledger=books, problems=ledger.whole_file(file.name, ledger.UNREADABLE, detail))


def message_rulings(when: dates.Times, strange: pd.Series, sent: pd.DataFrame) -> list[Ruling]:
    """What every dated message from a sender to receivers is judged by; readers put their own rules before these.

    `sent` has sender (handle or '') and receivers (tuple of handles). `strange`: `dates.implausible`.
    """
    to_self = [
        len(r) > 0 and r[0] == s and set(r) == {s}
        for s, r in zip(sent["sender"].tolist(), sent["receivers"], strict=True)
    ]
    return [
        Ruling(when.time.isna(), REJECTED, ledger.UNDATED, when.reason),
        Ruling(strange, REJECTED, ledger.IMPLAUSIBLE, implausible(when.time)),
        Ruling(sent["sender"] == "", REJECTED, ledger.NO_SENDER, "it does not say who sent it"),
        Ruling(sent["receivers"].map(len) == 0, REJECTED, ledger.NO_RECIPIENTS, "it does not say to whom it went"),
        Ruling(pd.Series(to_self, index=sent.index, dtype=bool), ASIDE, ledger.SELF),
        Ruling(when.assumed, USED, dates.ASSUMED),
    ]


def implausible(times: pd.Series) -> pd.Series:
    """The detail of a record rejected for a date that no record can have."""
    return "implausible date " + times.dt.strftime("%Y-%m-%d").fillna("") + ": correct it in the file if it is wrong"


def interactions(sent: pd.DataFrame, *, channel: str, source: pd.Series | str, kind: str = "message") -> pd.DataFrame:
    """Rows of the log, one per receiver, of events with time, sender, receivers (tuples, none empty), and event.

    Without a column `event` the id comes from time, sender, receivers, kind and channel, so that repeats
    in one file stay and files that overlap agree. Columns kind, reply_to and duration are used where
    they are there. A sender among the receivers counts only where nobody else is there.
    """
    sent = sent.assign(**{name: value for name, value in (("kind", kind),) if name not in sent})
    if "event" not in sent:
        sent = sent.assign(event=_content_ids(sent, channel))
    blank = events.nothing(sent.index)
    reply_to = sent["reply_to"].mask(sent["reply_to"] == "") if "reply_to" in sent else blank
    duration = sent["duration"] if "duration" in sent else float("nan")
    table = sent[["event", "time", "sender", "receivers", "kind"]].assign(receivers=_others(sent))
    table = table.assign(channel=channel, reply_to=reply_to, duration=duration, source=source)
    return events.per_receiver(table)


def _others(sent: pd.DataFrame) -> pd.Series:
    """The receivers but the sender, unless nobody else is there."""
    each = zip(sent["sender"].tolist(), sent["receivers"], strict=True)
    others = [tuple(r for r in to if r != sender) or to if sender in to else to for sender, to in each]
    return pd.Series(others, index=sent.index, dtype=object)


def _content_ids(sent: pd.DataFrame, channel: str) -> pd.Series:
    content = {"time": sent["time"], "sender": sent["sender"], "to": events.joined(sent["receivers"])}
    return events.ids(pd.DataFrame(content).assign(kind=sent["kind"], channel=channel), sent.get("file"))


def cards(people: pd.DataFrame, *, source: str) -> pd.DataFrame:
    """Contacts: a row per handle of each card, with name, organisation, title (text, '' for none) and handles (tuples).

    Column `since` is used where it is there. The id of a card follows from what it shows, so that the
    same card in two files is one.
    """
    people = people[people["handles"].map(len) > 0]
    since = people["since"] if "since" in people else pd.Series(pd.NaT, index=people.index)
    text = {c: people[c].mask(people[c] == "") for c in ("name", "organisation", "title")}
    table = pd.DataFrame(text).assign(handle=people["handles"], since=since, source=source, card=_card_ids(people))
    return table.explode("handle", ignore_index=True).astype({"handle": "str"}).drop_duplicates()


def _card_ids(people: pd.DataFrame) -> pd.Series:
    shown = zip(people["handles"], people["name"], people["organisation"], people["title"], strict=True)
    marks = [blake2b("\x1f".join([*sorted(h), *rest]).encode(), digest_size=8).hexdigest() for h, *rest in shown]
    return pd.Series(marks, index=people.index, dtype="str")


def named(people: pd.DataFrame, *, source: str) -> pd.DataFrame:
    """Contacts of people with handle and name: rows that only say which name the source shows for which handle."""
    known = people[(people["handle"] != "") & (people["name"] != "")]
    known = known[["handle", "name"]].drop_duplicates()
    unsaid = {c: events.nothing(known.index) for c in ("organisation", "title", "card")}
    return known.assign(**unsaid, since=pd.NaT, source=source)
