"""Whose exports these are: what the files show, and the question where they do not."""

from dataclasses import replace

import pandas as pd

from netgraph.readers import ledger, linkedin, mail
from netgraph.tables import Export

WHOLE = "whole file"
_PERSONAL = (linkedin.NAME, mail.NAME)


class Owners:
    """The owner of files that are read one after the other; of LinkedIn archives the last file decides.

    Two archives may have two owners: then neither is certain, and the handles that each shows count
    for nothing. Of connections that nothing shows the owner of, it is 'linkedin:owner'.
    """

    def __init__(self, given: tuple[str, ...]):
        self._given = given
        self._shown: dict[str, str] = {}
        self._mailed = self._cards = False

    def noted(self, file: str, export: Export) -> Export:
        """The export without the handles that only the last file can make certain."""
        self._cards = self._cards or _declares(export)
        if not export.me:
            return export
        if not (export.ledger["reader"] == linkedin.NAME).any():
            self._mailed = True
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
        nobody = self._cards and not (self._mailed or self._shown or self._given)
        return replace(last, me=last.me + self._given + tuple(self._shown) + ((linkedin.OWNER,) if nobody else ()))

    def _rivals(self, profiles: list[str]) -> pd.DataFrame:
        reason = f"two owners, {' and '.join(sorted(profiles))}: neither is taken; give yours with me=[...] (or --me)"
        return pd.DataFrame([{"file": self._shown[profiles[1]], "place": WHOLE, "reason": reason}])


def _declares(export: Export) -> bool:
    """Whether these are cards of LinkedIn's connections."""
    return bool(((export.contacts["source"] == linkedin.NAME) & export.contacts["since"].notna()).any())


def ownerless(export: Export) -> bool:
    """Whether somebody's mailbox or LinkedIn archive was read, and nobody knows whose: `me` is empty.

    A log is nobody's in particular, whatever its channels and sources are called.
    """
    return not export.me and bool(_personal(export))


def owner_question(export: Export) -> str:
    """The question that an `ownerless` export leaves open, with the three handles that most of its events name."""
    readers = _personal(export)
    log = export.interactions[export.interactions["channel"].isin(readers)]
    named = pd.concat([log[["event", end]].set_axis(["event", "handle"], axis=1) for end in ("sender", "receiver")])
    counts = named.drop_duplicates()["handle"].value_counts().sort_index()
    often = counts.sort_values(ascending=False, kind="stable").index[:3]
    what = "mailbox" if mail.NAME in readers else "LinkedIn archive"
    frequent = f"; most frequent are {', '.join(often)}" if len(often) else ""
    return f"whose {what} is this? give your address with me=[...] (or --me){frequent}"


def _personal(export: Export) -> list[str]:
    """The readers of personal exports that gave records, as the ledger says."""
    used = export.ledger[(export.ledger["fate"] == ledger.USED) & (export.ledger["records"] > 0)]
    return [name for name in _PERSONAL if (used["reader"] == name).any()]
