"""Where do my contacts work?"""

import pandas as pd

from netgraph.build import Network
from netgraph.tables import checked


def organisations(net: Network) -> pd.DataFrame:
    """Employers by the number of contacts whose newest card names them, most first; the owner not counted."""
    others = net.people.loc[~net.people["is_me"], "organisation"].dropna().str.strip()
    counted = others[others != ""].value_counts().rename_axis("organisation").reset_index(name="people")
    return checked("organisations", counted.sort_values(["people", "organisation"], ascending=[False, True]))
