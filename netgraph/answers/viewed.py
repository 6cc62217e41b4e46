"""What would one person's own export show of a log that was seen whole?"""

from dataclasses import replace

from netgraph.build import Network, whom
from netgraph.log import reduced
from netgraph.tables import empty
from netgraph.ties import ties


def viewed(net: Network, person: str) -> Network:
    """The network of the events that one person had a part in, with that person as its owner.

    person : id, handle or unambiguous name. An event stays whole where that person sent or received it, as the own
    mailbox would show who else did; of all others nothing is left, so that others' ties are seen as one person sees
    them. People with their cards and attributes, who is who, and windows stay as they are. There are no declared ties,
    as nobody knows whose contact list the cards would be.
    """
    owner, log = whom(net, person), net.interactions
    own = log[log["event"].isin(log.loc[(log[["sender", "receiver"]] == owner).any(axis=1), "event"])]
    days = reduced(own, co_recipients=True)
    raw = net.export.interactions
    export = replace(
        net.export,
        interactions=raw[raw["event"].isin(own["event"])],
        me=tuple(net.merges.loc[net.merges["person"] == owner, "handle"]),
    )
    return replace(
        net,
        people=net.people.assign(is_me=net.people["person"] == owner),
        interactions=own.reset_index(drop=True),
        pair_days=days,
        ties=ties(days, empty("ties")[["source", "target", "first"]], as_of=net.as_of, decay=net.origin.decay),
        me=owner,
        origin=replace(net.origin, export=export),
    )
