"""Are messages answered as often as `replies` says?"""

import pandas as pd

from netgraph.answers.reliability import binned
from netgraph.build import Network, moment
from netgraph.measures.replies import foretold
from netgraph.tables import checked


def reply_reliability(net: Network, *, since=None) -> pd.DataFrame:
    """Ten bins of the chance of an answer: the mean of what `replies` would have said, and the share that came.

    since : the moment from which on messages are judged, each by what was known when it was sent, with weights fitted
    to messages whose 7 days had passed at `since`; two thirds of the way from the first event to the last
    unless given. Messages whose 7 days their source does not cover are left out. Of the owner's messages in one
    person's export, of everybody's in a log without an owner.

    predicted : mean chance of the messages between `low` and `high`. happened : share of them answered within 7 days;
    ci_low, ci_high its 90 % interval (Jeffreys, which takes messages for independent: those of one pair are not, and
    it is too narrow for them). NaN in a bin without messages. Where happened lies below predicted,
    `replies` promises too much. Raises TableError where `since` is no time.

    Source: reliability diagram, Murphy & Winkler, Appl. Stat. 26:41 (1977).
    """
    judged = foretold(net, since=_two_thirds(net) if since is None else moment(since)).dropna(subset="answered")
    table = binned(judged["chance"], judged["answered"].astype("bool"))
    return checked("reply_reliability", table.rename(columns={"pairs": "sent"}))


def _two_thirds(net: Network) -> pd.Timestamp:
    first, last = net.interactions["time"].min(), net.interactions["time"].max()
    return net.as_of if pd.isna(first) else first + (last - first) * 2 / 3
