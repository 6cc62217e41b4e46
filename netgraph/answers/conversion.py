"""What becomes of a reach-out: a reply, a second exchange, a meeting, contact three months on?"""

import numpy as np
import pandas as pd

from netgraph.answers.fear_and_reality import FEWEST
from netgraph.build import Network
from netgraph.kernels.sequences import first_after, last_before
from netgraph.log import MOST_PROJECTED
from netgraph.measures.contact import events, shows_contacts_of_contacts, taken
from netgraph.measures.messages import COVERED, DORMANT, HORIZON, known_to_both, sequence, times
from netgraph.measures.shares import shares
from netgraph.tables import checked

SPAN = pd.Timedelta(days=90)
"""Time from a reach-out within which all but the reply is looked for."""

STARTS = ("cold", "warm", "dormant")
STAGES = ("first contact", "reply", "second exchange", "meeting", "alive at 90 days")

UNSEEN = "caution: this data shows no contacts of contacts, so warm starts are among these"
NO_WARM = "not applicable: this data shows no contacts of contacts"
NO_MEETINGS = "not applicable: no source here shows meetings"


def conversion(net: Network, *, covered: int = COVERED) -> pd.DataFrame:
    """How many reach-outs came to a reply, a second exchange, a meeting, and contact after 90 days, by their start.

    A reach-out is a message to one person alone: of the owner's in one person's export, of anybody's in a log without
    an owner. cold : the first event ever between the two, where the source had covered `covered` days before, and
    nobody seen whom both knew. warm : such a first event where somebody had been in contact with both before, and so
    wherever somebody introduced the two. dormant : after more than 30 days of silence. Where the data shows no contacts
    of contacts all first contacts count as cold, and the verdict says so. Each reach-out counts on its own.

    reply : any message back within 7 days, as in `fear_and_reality`, of whose messages these are.
    second exchange : a reply, after it a further message from the one who began, and a message back within 7 days
        of that one, all of it within 90 days of the start. So it is never more frequent than the reply.
    meeting : the two at one meeting of at most 25 people within 90 days, whether or not a reply came. Decided by the
        sources that show meetings; "not applicable" where none does.
    alive at 90 days : between 60 and 90 days after the start the other wrote, or the two spoke or met: at that day
        the tie had not fallen dormant, and not by the words of the one alone who began. A reply is not asked for.

    reached : of `at_risk`, the reach-outs whose 7 or 90 days the source wholly covers. undecided : the others, also
    where the stage was reached early, as of those only the quick are known; so at_risk + undecided is what began.
    rate : reached / at_risk, with its 90 % interval (Jeffreys); all missing under 20 at risk. It is association: whom
    to write to was chosen, and those who were reached out to twice are there twice.
    """
    log = sequence(net, events(net), covered=covered)
    began = log[log["asked"] & (log["recipients"] == 1) & log["tie"].isin(["first-ever", "dormant"])]
    start = np.select([began["tie"] == "dormant", known_to_both(net, began) > 0], ["dormant", "warm"], "cold")
    whole = began["left"] >= SPAN
    parts = {
        "first contact": (whole | True, whole | True),
        "reply": (began["answered"].notna(), began["took"] <= HORIZON),
        "second exchange": (whole, _exchanged_again(log, began)),
        "meeting": (_meetings_seen(net, log, began), _met(log, began)),
        "alive at 90 days": (whole, _alive(log, began)),
    }
    rows = [pd.DataFrame({"start": start, "stage": s, "seen": seen, "came": came}) for s, (seen, came) in parts.items()]
    return checked("conversion", _rated(net, pd.concat(rows)))


def _exchanged_again(log: pd.DataFrame, began: pd.DataFrame) -> pd.Series:
    """Whether another message was answered after the reply, by the end of the span."""
    good = log[log["asked"] & (log["took"] <= HORIZON)]
    asked_of = began["pair"].to_numpy(), began["answer"].to_numpy()
    again = pd.Series(first_after(good["pair"].to_numpy(), good.index.to_numpy(), *asked_of), index=began.index)
    back = times(log, times(log, again, "answer").fillna(-1).astype("int64"))
    return (began["took"] <= HORIZON) & (back <= began["time"] + SPAN)


def _met(log: pd.DataFrame, began: pd.DataFrame) -> pd.Series:
    """Whether the two met after the start, by the end of the span."""
    met = np.flatnonzero(_meetings(log))
    found = first_after(log["both"].to_numpy()[met], met, began["both"].to_numpy(), began.index.to_numpy())
    return times(log, pd.Series(found, index=began.index)) <= began["time"] + SPAN


def _alive(log: pd.DataFrame, began: pd.DataFrame) -> pd.Series:
    """Whether the other wrote, or the two spoke or met, in the last 30 days of the span."""
    until = log["time"].searchsorted(began["time"] + SPAN, side="right")
    last = np.full(len(began), -1)
    wrote, together = log["kind"] != "meeting", _meetings(log) | taken(log)
    for what, group, of in ((wrote, "pair", "back"), (together, "both", "both")):
        rows = np.flatnonzero(what)
        last = np.maximum(last, last_before(log[group].to_numpy()[rows], rows, began[of].to_numpy(), until))
    return times(log, pd.Series(last, index=began.index)) > began["time"] + SPAN - DORMANT


def _meetings(log: pd.DataFrame) -> pd.Series:
    return (log["kind"] == "meeting") & (log["recipients"] <= MOST_PROJECTED)


def _meetings_seen(net: Network, log: pd.DataFrame, began: pd.DataFrame) -> pd.Series:
    """Whether one source that shows meetings covers the whole span."""
    shown = net.windows[net.windows["source"].isin(log.loc[log["kind"] == "meeting", "source"])]
    seen = [(w.first <= began["time"]) & (began["time"] + SPAN <= w.last) for w in shown.itertuples()]
    return pd.Series(np.logical_or.reduce(seen) if seen else False, index=began.index)


def _rated(net: Network, parts: pd.DataFrame) -> pd.DataFrame:
    """The counts of each start and stage with rate, interval and verdict."""
    rows = pd.MultiIndex.from_product([STARTS, STAGES], names=["start", "stage"])
    parts = parts.assign(reached=parts["seen"] & parts["came"], undecided=~parts["seen"])
    counts = {"at_risk": ("seen", "sum"), "reached": ("reached", "sum"), "undecided": ("undecided", "sum")}
    table = parts.groupby(["start", "stage"]).agg(**counts).reindex(rows, fill_value=0).reset_index()
    few = table["at_risk"] < FEWEST
    rates = shares(table["reached"], table["at_risk"] - table["reached"])[["ci_low", "ci_high"]]
    rates = rates.mask(table["stage"] == STAGES[0]).assign(rate=table["reached"] / table["at_risk"].clip(1))
    return table.join(rates.mask(few)).assign(verdict=_verdicts(net, table, few))


def _verdicts(net: Network, table: pd.DataFrame, few: pd.Series) -> np.ndarray:
    seen, meetings = shows_contacts_of_contacts(net), (net.interactions["kind"] == "meeting").any()
    words = {
        NO_WARM: (table["start"] == "warm") & (not seen),
        NO_MEETINGS: (table["stage"] == "meeting") & (not meetings),
        "too few to know": few,
        UNSEEN: (table["start"] == "cold") & (not seen),
    }
    return np.select([*words.values()], [*words], "ok")
