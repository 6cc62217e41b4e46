"""What stands behind a tie?"""

import numpy as np
import pandas as pd

from netgraph.build import Network, whom
from netgraph.tables import TableError, checked


def evidence(net: Network, a: str, b: str) -> pd.DataFrame:
    """The events that two people had a part in, oldest first; never a subject or a text.

    a, b : id, handle or unambiguous name of each. direction tells who wrote to whom, or that an
    event reached both ('together'), which is what a projected tie is made of.
    """
    one, other = whom(net, a), whom(net, b)
    if one == other:
        raise TableError(f"evidence: {a!r} and {b!r} are both {one}; give two people")
    log = net.interactions
    part = log[log["sender"].isin([one, other]) | log["receiver"].isin([one, other])]
    forward = (part["sender"] == one) & (part["receiver"] == other)
    back = (part["sender"] == other) & (part["receiver"] == one)
    direct = part.assign(direction=np.select([forward, back], [f"{one} to {other}", f"{other} to {one}"], ""))
    direct = direct[(forward | back).to_numpy()]
    reached = [set(part.loc[part["receiver"] == person, "event"]) for person in (one, other)]
    common = set.intersection(*reached) - set(direct["event"])
    together = part[part["event"].isin(common)].drop_duplicates("event").assign(direction="together")
    meeting = direct["kind"] == "meeting"
    table = pd.concat([direct.assign(direction=direct["direction"].where(~meeting, "together")), together])
    return checked(
        "evidence", table.sort_values(["time", "event"])[["time", "channel", "kind", "direction", "recipients"]]
    )
