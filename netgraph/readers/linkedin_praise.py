"""Endorsements and recommendations of a LinkedIn archive: acts of giving between its owner and others.

The files name the other person only; the owner stands for themselves as `handles.OWNER`.
"""

import pandas as pd

from netgraph.readers import dates, ledger, records
from netgraph.readers.handles import OWNER
from netgraph.readers.ledger import ASIDE, USED, Ruling
from netgraph.readers.linkedin_people import hidden, invited, inviting
from netgraph.readers.linkedin_sheet import NAME, Sheet
from netgraph.tables import Export

NOT_ACCEPTED = "endorsement that was not accepted"
DRAFT = "draft"


def endorsements_given(sheet: Sheet) -> Export:
    """Endorsements by the owner."""
    return _endorsements(sheet, "Endorsee", given=True)


def endorsements_received(sheet: Sheet) -> Export:
    """Endorsements of the owner."""
    return _endorsements(sheet, "Endorser", given=False)


def recommendations_given(sheet: Sheet) -> Export:
    """Recommendations by the owner."""
    return _recommendations(sheet, given=True)


def recommendations_received(sheet: Sheet) -> Export:
    """Recommendations of the owner."""
    return _recommendations(sheet, given=False)


def _endorsements(sheet: Sheet, role: str, *, given: bool) -> Export:
    """An event for each skill. One that its receiver did not accept was given all the same."""
    names = sheet.name(f"{role} First Name", f"{role} Last Name")
    other = inviting(names, sheet.column(f"{role} Public Url"))
    status = sheet.column("Endorsement Status").str.upper()
    refused = Ruling(~status.isin(["ACCEPTED", ""]), USED, NOT_ACCEPTED)
    return _praise(sheet, other, "Endorsement Date", kind="endorsement", given=given, own=[refused])


def _recommendations(sheet: Sheet, *, given: bool) -> Export:
    """An event for each text that was sent, visible or not; no profile is shown, so that names are the handles."""
    names = sheet.name()
    other = inviting(names, pd.Series("", index=names.index, dtype="str"))
    draft = Ruling(sheet.column("Status").str.upper() == "DRAFT", ASIDE, DRAFT)
    return _praise(sheet, other, "Creation Date", kind="recommendation", given=given, own=[draft])


def _praise(sheet: Sheet, other: pd.DataFrame, date: str, *, kind: str, given: bool, own: list[Ruling]) -> Export:
    """Events between the owner and `other`; of its `own` rulings those that only flag what is used come last."""
    # As in the invitations, the vendor writes months first; evidence in the file goes before that.
    options = sheet.options
    when = dates.parsed(sheet.column(date), timezone=options.timezone, dates=options.dates, default="M/D")
    owner = other["handle"].mask(other["handle"] != "", OWNER)
    sender, receiver = (owner, other["handle"]) if given else (other["handle"], owner)
    sent = pd.DataFrame({"time": when.time, "sender": sender, "receivers": receiver.map(lambda h: (h,) if h else ())})
    strange = dates.implausible(when.time)
    return sheet.finished(
        sorted(
            [*own, *hidden(other, when.time), *records.message_rulings(when, strange, sent)],
            key=lambda ruling: ruling.fate == USED,
        ),
        interactions=lambda used: records.interactions(sent[used], channel=NAME, source=NAME, kind=kind),
        contacts=lambda used: invited(other[used]),
        windows=ledger.window(NAME, when.time.mask(strange)),
        me=lambda used: (OWNER,) if used.any() else (),
    )
