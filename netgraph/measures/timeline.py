"""How did the network grow, month by month?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import events, paired, windows_of
from netgraph.measures.messages import COVERED
from netgraph.measures.silence import FEWEST, allowed, gaps, sources
from netgraph.tables import checked

_PAIR = ["a", "b"]
_DAY = pd.Timedelta(days=1)


def timeline(net: Network) -> pd.DataFrame:
    """One row per month from the first record to `net.as_of`, months without contact included.

    events : events of the month. active_pairs, new_pairs : pairs with contact in the month, and with
        the first that is recorded. new_declared : contacts that a list declares from that month on.
    born : pairs whose first contact lies in the month, of those whose source had covered at least 180
        days before, so that it may be called the first; missing in months when no source had.
    fading : pairs whose silence outgrew, in that month, what `dormant` allows a tie of at least 3 days of
        contact: 30 days, 4 times its mean gap so far, and its longest gap so far. revived : pairs in contact
        again after such a silence. Missing in months that no source covers.

    Born, fading and revived are of direct contact, in one person's export of the owner's pairs only, as others'
    contact is seen in part. Silence counts only where a source that saw the pair covers it from
    its first day to the day it became too long: a source that ends makes nobody fade, one that
    begins makes nobody born. A tie may fade and revive several times. Pairs that have faded and not revived
    are, for the owner, those of `dormant`.
    """
    days = paired(net, net.pair_days).assign(month=_month(net.pair_days["day"]))
    columns = {
        "events": _month(net.interactions.drop_duplicates("event")["time"]).value_counts(),
        "active_pairs": days.drop_duplicates([*_PAIR, "month"])["month"].value_counts(),
        "new_pairs": days.groupby(_PAIR)["month"].min().value_counts(),
        "new_declared": _month(net.ties.loc[net.ties["kind"] == "declared", "first"]).value_counts(),
    }
    table = pd.DataFrame(columns).rename_axis("month")
    months = pd.period_range(table.index.min(), net.as_of, freq="M").to_timestamp() if len(table) else table.index
    table = table.reindex(months).fillna(0).rename_axis("month").reset_index()
    return checked("timeline", table.assign(**_turning(net, table["month"])))


def turns(net: Network) -> pd.DataFrame:
    """When the life of a tie turned: a, b, day and what, which is born, fading or revived; in the order of time."""
    log = events(net)
    log = log[(log["a"] == net.me) | (net.me is None)].assign(day=lambda log: log["time"].dt.normalize())
    table = pd.concat([_births(net, log), _silences(net, log)])
    return table.sort_values(["day", *_PAIR, "what"], ignore_index=True)


def _turning(net: Network, months: pd.Series) -> dict[str, pd.Series]:
    """Turns of each kind by month, missing where no source could have shown them."""
    counts = turns(net).assign(month=lambda table: _month(table["day"])).value_counts(["what", "month"])
    covered = _covered(net, months, days=0)
    known = {"born": _covered(net, months, days=COVERED) & (net.origin.since is None)}
    known |= {"fading": covered, "revived": covered}
    asked = {what: pd.MultiIndex.from_product([[what], months]) for what in known}
    found = {what: counts.reindex(asked[what], fill_value=0).to_numpy() for what in known}
    return {what: pd.Series(found[what], dtype="Int64").where(known[what]) for what in known}


def _covered(net: Network, months: pd.Series, *, days: int) -> np.ndarray:
    """Which months a source reaches into that has covered so many days by then."""
    first = (net.windows["first"] + days * _DAY).to_numpy()
    begin, end = months.to_numpy()[:, None], (months + pd.offsets.MonthBegin(1)).to_numpy()[:, None]
    return ((first < end) & (net.windows["last"].to_numpy() >= np.maximum(begin, first))).any(axis=1)


def _births(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """First contacts that may be called so. Of a time that `only` cut off something may have come before."""
    first = log.drop_duplicates(_PAIR)
    seen = first["time"] - windows_of(net, first)["first"] >= COVERED * _DAY
    return first.loc[seen & (net.origin.since is None), [*_PAIR, "day"]].assign(what="born")


def _silences(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """The days on which a silence outgrew the pair's rhythm, and those that ended such a silence."""
    days = _rhythms(net, log)
    known = days["rhythm"].notna() & (days["number"] >= FEWEST)
    days = days.assign(fading=days["day"] + (np.floor(allowed(days)) + 1) * _DAY)[known]
    outgrown = days[days["next"].isna() | (days["next"] > days["fading"])]
    seen = outgrown.merge(sources(net, log), on=_PAIR)
    seen = seen[(seen["first"].dt.normalize() <= seen["day"]) & (seen["fading"] <= seen["last"])]
    turned = seen.drop_duplicates([*_PAIR, "day"]).drop(columns="day").rename(columns={"next": "revived"})
    each = turned.melt(id_vars=_PAIR, value_vars=["fading", "revived"], var_name="what", value_name="day")
    return each.dropna(subset=["day"])


def _rhythms(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Every day of contact of each pair: its number, the next, and mean and longest gap up to it (NaN without any)."""
    days = log.drop_duplicates([*_PAIR, "day"])[[*_PAIR, "day"]].sort_values([*_PAIR, "day"])
    days = days.merge(gaps(net, log), on=[*_PAIR, "day"], how="left", validate="one_to_one")
    pairs = days.assign(known=days["gap"].notna(), sum=days["gap"].fillna(0)).groupby(_PAIR)
    rhythm = pairs["sum"].cumsum() / pairs["known"].cumsum()
    longest = pairs["gap"].cummax().groupby([days["a"], days["b"]]).ffill()
    return days.assign(number=pairs.cumcount() + 1, next=pairs["day"].shift(-1), rhythm=rhythm, longest=longest)


def _month(times: pd.Series) -> pd.Series:
    return times.dt.to_period("M").dt.to_timestamp()
