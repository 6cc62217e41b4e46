"""Whose mailbox it is: by what was sent from it and delivered to it, or by who is in nearly all of it."""

from collections import Counter

import numpy as np
import pandas as pd

from netgraph.readers.mail_columns import Mailbox, repeats
from netgraph.readers.mail_rules import DAMAGED, LIST, SENT, SPAM

_SHARE, _LEAST = 0.6, 5


def owner(box: Mailbox, me: tuple[str, ...]) -> str:
    """Address whose mailbox this is; empty where it is not certain.

    A given handle that takes part, else who the mail was sent from or delivered to, else whoever both
    sends and receives, in at least 60 % of the messages, in five, and in twice as many as anybody
    else: who only sends may be a correspondent, who only receives a list. Lists, spam and copies say nothing.
    """
    real = (~box.has(DAMAGED | LIST | SPAM)).to_numpy(copy=True)
    real &= ~repeats(box.mails, real)
    mails, ends = box.mails[["sender", "delivered"]][real], box.ends[real[box.ends["message"]]]
    parts = _parts(box, mails, ends)
    if given := {a: parts[a] for a in me if parts[a]}:
        return min(given, key=lambda a: (-given[a], a))
    sent = _counted(box, mails["sender"][box.has(SENT)[real]])
    delivered = _counted(box, mails["delivered"])
    both = set(box.addresses.iloc[np.intersect1d(mails["sender"], ends["address"])])
    second = [*sorted(parts.values(), reverse=True), 0, 0][1]
    alone = Counter({a: n for a, n in parts.items() if a in both and n >= 2 * second})
    tries = (
        (sent, _SHARE * sent.total(), 1), (delivered, _SHARE * delivered.total(), min(_LEAST, delivered.total())),
        (alone, _SHARE * len(mails), _LEAST),
    )  # fmt: skip
    return next(filter(None, (_top(counts, max(share, least)) for counts, share, least in tries)), "")


def _parts(box: Mailbox, mails: pd.DataFrame, ends: pd.DataFrame) -> Counter:
    """In how many messages each address takes part."""
    sender = box.mails["sender"].to_numpy()[ends["message"]]
    return _counted(box, pd.concat([mails["sender"], ends["address"][ends["address"].to_numpy() != sender]]))


def _counted(box: Mailbox, numbers: pd.Series) -> Counter:
    counts = np.bincount(numbers, minlength=len(box.addresses))
    found = zip(box.addresses, counts.tolist(), strict=True)
    return Counter({address: n for address, n in found if n and address})


def _top(counts: Counter, least: float) -> str:
    """The most frequent address; empty where it does not reach `least` or shares its rank."""
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= least > 0 and first[1] > second[1] else ""
