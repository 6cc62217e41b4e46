"""How often does a reach-out get an answer: the first ever, after long silence, and in the middle of contact?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import shows_contacts_of_contacts
from netgraph.measures.messages import COVERED, TIES, known_to_both, messages
from netgraph.measures.shares import shares
from netgraph.tables import checked

FEWEST = 20
"""Messages of a kind under which no rate is given."""

SHARED = ("any", "0", "1-2", "3 or more")

HALF = 0.5
"""Rates under it are low: most messages met silence."""

LOW = "most silence is not a verdict on you"
HIGH = "a high rate is no praise"

CAVEAT = "association, not cause: whom to write to was chosen; any message back counts, so at most so many answered"
SHARED_CAVEAT = f"{CAVEAT}; who shares contacts is alike in more than that"


def fear_and_reality(net: Network, *, covered: int = COVERED) -> pd.DataFrame:
    """How many one-to-one messages were followed by any message back within 7 days, by what came before.

    first-ever : the pair's first event of any kind, where the source had covered at least `covered` days before (0 for
    a log that begins where all contact begins, such as that of a platform from its opening on);
    dormant : after more than 30 days without any, as far as a source covers them; warm : sooner. What nobody can have
    seen the beginning of is in no row. Messages sent less than 7 days before their source ends are left out, and so
    are calls, meetings and praise. Of the owner's messages in one person's export, of everybody's in a log without an
    owner. ci_low, ci_high : 90 % interval (Jeffreys).
    shared_contacts : rows of each kind by how many people both had been in contact with before the message, in any way
    that the log shows: 0, 1-2, 3 or more; "any" are all of them. Only where the data shows contacts of contacts.

    What it is not (`caveat`): a cause. Who writes to whom is chosen, a message back need not be an answer
    (so the rate is an upper bound), and most silence is no verdict on the one who wrote.
    """
    sent = outcomes(net, covered=covered)
    seen = shows_contacts_of_contacts(net)
    parts = pd.concat([sent.assign(shared_contacts="any"), sent] if seen else [sent.assign(shared_contacts="any")])
    rows = pd.MultiIndex.from_product([TIES, SHARED], names=["kind", "shared_contacts"])
    table = (
        parts.groupby(["kind", "shared_contacts"])["answered"]
        .agg(sent="size", answered="sum")
        .reindex(rows, fill_value=0)
    )
    table = _rated(table.reset_index())
    unseen = (table["shared_contacts"] != "any") & (not seen)
    table["verdict"] = table["verdict"].mask(unseen, "not applicable: this data shows no contacts of contacts")
    return checked("fear_and_reality", table)


def outcomes(net: Network, *, covered: int = COVERED) -> pd.DataFrame:
    """The messages that `fear_and_reality` counts: event, time, sender, receiver, kind, shared_contacts, answered."""
    sent = messages(net, covered=covered).rename(columns={"kind": "what", "tie": "kind"})
    sent = sent[(sent["recipients"] == 1) & (sent["kind"] != "unknown") & sent["answered"].notna()]
    shared = np.searchsorted([1, 3], known_to_both(net, sent), side="right")
    table = sent.assign(shared_contacts=np.array(SHARED[1:])[shared], answered=sent["answered"].astype("bool"))
    columns = ["event", "time", "sender", "receiver", "kind", "shared_contacts", "answered"]
    return table[columns].reset_index(drop=True)


def _rated(table: pd.DataFrame) -> pd.DataFrame:
    """The counts with rate, interval, verdict and caveat; of a rate under one half the caveat says what it is not."""
    few = table["sent"] < FEWEST
    rates = shares(table["answered"], table["sent"] - table["answered"])[["ci_low", "ci_high"]]
    rates["rate"] = table["answered"] / table["sent"].clip(1)
    table = table.join(rates.mask(few))
    caveat = np.where(table["shared_contacts"] == "any", CAVEAT, SHARED_CAVEAT)
    said = np.select([table["rate"] < HALF, table["rate"] >= HALF], [f"; {LOW}", f"; {HIGH}"], "")
    return table.assign(verdict=np.where(few, "too few to know", "ok"), caveat=pd.Series(caveat, dtype="str") + said)
