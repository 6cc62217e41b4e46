"""Whose exports these are: what the files show, and the question where they do not."""

from dataclasses import replace

import pandas as pd

from netgraph.readers import handles, ledger, records
from netgraph.readers.linkedin_sheet import NAME as LINKEDIN
from netgraph.tables import Export

_LOGS = ("table", "slack")
"""Readers of what an organisation may have recorded: without an owner it is seen whole."""

_WHAT = {"linkedin": "LinkedIn archive", "mail": "mailbox", "calendar": "calendar"} | dict.fromkeys(
    ("whatsapp", "signal", "telegram", "slack", "meta"), "chat"
)


class Owners:
    """The owner of files that are read one after the other; of LinkedIn archives the last file decides.

    Two archives may have two owners: then neither is certain, and the handles that each shows count
    for nothing. Of cards that nothing shows the owner of, it is `handles.OWNER`.
    """

    def __init__(self, given: tuple[str, ...]):
        self._given = given
        self._shown: dict[str, str] = {}
        self._known = self._cards = False

    def noted(self, file: str, export: Export) -> Export:
        """The export without the handles that only the last file can make certain."""
        self._cards = self._cards or _declares(export)
        if not export.me:
            return export
        if not (export.ledger["reader"] == LINKEDIN).any():
            self._known = True
            return export
        for handle in export.me:
            self._shown.setdefault(handle, file)
        return replace(export, me=())

    def settled(self, last: Export) -> Export:
        """The last export, with the handles of the owner, or with the problem that there are two."""
        profiles = [h for h in self._shown if h.startswith("/in/")]
        if len(profiles) > 1:
            told = any(h in self._given for h in profiles)
            problems = last.problems if told else pd.concat([last.problems, self._rivals(profiles)])
            return replace(last, problems=problems, me=last.me + self._given)
        nobody = self._cards and not (self._known or self._shown or self._given)
        return replace(last, me=last.me + self._given + tuple(self._shown) + ((handles.OWNER,) if nobody else ()))

    def _rivals(self, profiles: list[str]) -> pd.DataFrame:
        reason = f"two owners, {' and '.join(sorted(profiles))}: neither is taken; give yours with me=[...] (or --me)"
        return ledger.whole_file(self._shown[profiles[1]], ledger.RIVALS, reason)


def _declares(export: Export) -> bool:
    """Whether these are cards of a list of contacts."""
    listed = export.contacts["card"].notna() & ~export.contacts["source"].isin(records.DIRECTORIES)
    return bool(listed.any())


def by_handle(export: Export) -> Export:
    """The export, an owner who is given by a name that some source shows by the handles that have it."""
    log, cards = export.interactions, export.contacts
    unknown = [h for h in export.me if not any((ends == h).any() for ends in (log["sender"], log["receiver"]))]
    name = cards["name"].str.casefold()
    shown = {h: tuple(cards.loc[name == h.casefold(), "handle"].unique()) for h in unknown}
    if not any(shown.values()):
        return export
    return replace(export, me=tuple(one for h in export.me for one in shown.get(h) or (h,)))


def ownerless(export: Export) -> bool:
    """Whether somebody's own export was read, and nobody knows whose: `me` is empty.

    A log is nobody's in particular, whatever its channels and sources are called.
    """
    return not export.me and bool(_personal(export))


def owner_question(export: Export) -> str:
    """The question that an `ownerless` export leaves open, with the three handles that most of its events name."""
    log = export.interactions
    named = pd.concat([log[["event", end]].set_axis(["event", "handle"], axis=1) for end in ("sender", "receiver")])
    counts = named.drop_duplicates()["handle"].value_counts().sort_index()
    often = counts.sort_values(ascending=False, kind="stable").index[:3]
    what = _WHAT.get(_personal(export)[0], "export")
    frequent = f"; most frequent are {', '.join(often)}" if len(often) else ""
    return f"whose {what} is this? give your address or name with me=[...] (or --me){frequent}"


def _personal(export: Export) -> list[str]:
    """The readers of personal exports that gave records, as the ledger says."""
    used = export.ledger[(export.ledger["fate"] == ledger.USED) & (export.ledger["records"] > 0)]
    return sorted(set(used["reader"]) - {*_LOGS}, key=list(used["reader"]).index)
