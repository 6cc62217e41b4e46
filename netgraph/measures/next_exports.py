"""What should be exported next?"""

import pandas as pd

from netgraph.build import Network
from netgraph.tables import checked

_SOURCES = (
    ("mail", "your mailbox", "brokers, weak ties, balance, replies, dormant ties: who was written to together shows "
     "ties between your contacts", "Google Takeout: select only Mail, wait for the link, download the .mbox"),
    ("linkedin", "your LinkedIn archive", "employers, growth, invitations and messages there",
     "LinkedIn: Settings, Data privacy, Get a copy of your data, the larger archive; within 24 hours"),
)  # fmt: skip


def next_exports(net: Network) -> pd.DataFrame:
    """Sources that this network does not hold yet, what they would answer, and where to get them.

    Empty for a log that belongs to nobody in particular. A LinkedIn archive without messages counts as absent.
    """
    have = set(net.interactions["channel"]) if net.me is not None else {source for source, *_ in _SOURCES}
    rows = [row for source, *row in _SOURCES if source not in have]
    return checked("next_exports", pd.DataFrame(rows, columns=["export", "answers", "how"]))
