"""What should be exported next?"""

import pandas as pd

from netgraph.build import Network
from netgraph.tables import checked

_SOURCES = (
    ({"mail"}, "your mailbox", "brokers, weak ties, balance, replies, dormant ties: who was written to together shows "
     "ties between your contacts", "Google Takeout: select only Mail, wait for the link, download the .mbox"),
    ({"linkedin"}, "your LinkedIn archive", "employers, growth, invitations and messages there",
     "LinkedIn: Settings, Data privacy, Get a copy of your data, the larger archive; within 24 hours"),
    ({"calendar"}, "your calendar", "who meets whom: ties between your contacts",
     "Settings of your calendar: export, as .ics"),
    ({"whatsapp", "signal", "telegram", "slack", "facebook", "instagram"}, "your chats", "ties that mail never sees",
     "in the app: export each chat, without media"),
    ({"sms", "call"}, "your calls and text messages", "ties that are spoken",
     "Android: the app SMS Backup & Restore, as XML"),
)  # fmt: skip


def next_exports(net: Network) -> pd.DataFrame:
    """Sources that this network does not hold yet, what they would answer, and where to get them.

    Empty for a log that belongs to nobody in particular. A LinkedIn archive without messages counts as absent.
    """
    have = set(net.interactions["channel"])
    rows = [row for channels, *row in _SOURCES if net.me is not None and not channels & have]
    return checked("next_exports", pd.DataFrame(rows, columns=["export", "answers", "how"]))
