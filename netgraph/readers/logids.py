"""Ids of events in an analyst's log: whose they are, and what to do where one stands for several events.

An id belongs to its source. Where a column names the source it becomes 'source:id'. Where none does,
two logs may both count from 1, so that time and sender become part of it ('id@hash'): the same log
twice is still one, two logs are two, and the receivers of one message stay together.
"""

import pandas as pd

from netgraph.readers import events
from netgraph.readers.columns import OPTIONAL
from netgraph.tables import TableError

MEETING = "meeting"
_UNKNOWN = OPTIONAL["source"]
_MOST_MOVED, _BY_DAMAGE, _DIGITS = 0.1, 5, 16


def numbered(used: pd.DataFrame) -> pd.DataFrame:
    """The rows with the ids that stand in the tables, in event and reply_to, and with k filled in.

    Events without an id get one of their content. What answers an event that is not in the log answers nothing known.
    """
    ids = _ids(used)
    reply_to = _answered(used, ids)
    bare = used["event"] == ""
    content = used.loc[bare, ["time", "sender", "receiver", "channel", "kind", "source"]]
    event = ids.mask(bare, events.ids(content).reindex(used.index)) if bare.any() else ids
    together = used.assign(event=event).groupby(["source", "event"])["receiver"].transform("size")
    k = used["recipients"].fillna(together).astype("int64")
    return used.assign(event=event, recipients=k, reply_to=reply_to.mask(reply_to == ""))


def _ids(used: pd.DataFrame) -> pd.Series:
    """Ids that no other source has; '' stays. Each row decides for itself, so that two logs that overlap agree."""
    event, unknown = used["event"], (used["source"] == _UNKNOWN) & (used["event"] != "")
    sourced = event.where((event == "") | unknown, used["source"] + ":" + event)
    if not unknown.any():
        return sourced
    rows = used[unknown]
    # A meeting's rows name everybody who was there as senders.
    content = rows[["event", "time", "sender"]].assign(sender=rows["sender"].mask(rows["kind"] == MEETING, ""))
    return sourced.mask(unknown, (rows["event"] + "@" + events.ids(content).str.slice(0, _DIGITS)).reindex(used.index))


def _answered(used: pd.DataFrame, ids: pd.Series) -> pd.Series:
    reply, unknown = used["reply_to"], used["source"] == _UNKNOWN
    sourced = reply.where((reply == "") | unknown, used["source"] + ":" + reply)
    if not (unknown & (reply != "")).any():
        return sourced
    known = pd.DataFrame({"theirs": used["event"], "ours": ids})[unknown & (used["event"] != "")].drop_duplicates()
    ours = known.drop_duplicates("theirs", keep=False).set_index("theirs")["ours"]
    return sourced.mask(unknown, reply.map(ours).fillna("").astype("str"))


def moved(named: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """What is wrong, in words, with rows whose event has another time or sender in most of its rows; '' elsewhere.

    Raises TableError where that holds of more rows than damage explains, a tenth of them and five, or a third: the id
    then is one of a thread or of a day.
    """
    key = [named["source"], named["event"]]
    time, sender = _differs(named["time"], key), _differs(named["sender"], key)
    if sender.any():
        sender &= ~(named["kind"] == MEETING).groupby(key).transform("all")
    said = pd.Series("", index=named.index, dtype="str")
    wrong = time | sender
    if not wrong.any():
        return said
    if wrong.sum() >= max(_MOST_MOVED * len(named), min(len(named) / 3, _BY_DAMAGE)):
        raise TableError(_refused(named, places, wrong.idxmax(), several_times=bool(time[wrong.idxmax()])))
    happens = "event " + named["event"].map(repr) + " has several "
    return said.mask(sender, happens + "senders; this row has another than most").mask(
        time, happens + "times; this row has another than most"
    )


def _differs(values: pd.Series, key: list[pd.Series]) -> pd.Series:
    """Which values are not the most frequent one of their group, of equally frequent ones the first."""
    other = values != values.groupby(key).transform("first")
    if not other.any():
        return other
    often = values.groupby([*key, values]).transform("size")
    ranked = pd.DataFrame({"value": values, "often": often, "source": key[0], "event": key[1]})
    best = ranked.sort_values("often", ascending=False, kind="stable").drop_duplicates(["source", "event"])
    most = ranked[["source", "event"]].merge(best, on=["source", "event"], how="left", validate="many_to_one")["value"]
    return pd.Series(values.to_numpy() != most.to_numpy(), index=values.index)


def _refused(named: pd.DataFrame, places: pd.DataFrame, row: int, *, several_times: bool) -> str:
    same = (named["source"] == named["source"][row]) & (named["event"] == named["event"][row])
    rows = " and ".join(str(places["line"][r]) for r in sorted([same.index[same & (same.index != row)][0], row]))
    what, one = ("times", "") if several_times else ("senders", ", or give it the kind meeting")
    return (
        f"{places['file'][row]}, rows {rows}: event {named['event'][row]!r} has several {what}, and an event happens "
        f"once; leave the column out, or give each message its own id{one}"
    )
