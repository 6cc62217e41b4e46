"""What has become of an earlier plan?"""

from pathlib import Path

import numpy as np
import pandas as pd

from netgraph.answers.plan import ASK, INTRODUCE
from netgraph.build import Network, candidates, done
from netgraph.glossary import GLOSSARY
from netgraph.measures.contact import looked_up, own_events, taken
from netgraph.measures.introduced import introduced
from netgraph.measures.messages import HORIZON
from netgraph.measures.silence import sources
from netgraph.tables import TableError, checked

INTRODUCED, MET, DONE, WROTE, THEY = KINDS = ("introduced", "met", "done", "you wrote", "they wrote first")
"""What may happen; of what comes at one moment the first counts."""

_DAY = pd.Timedelta(days=1)
_ENDS = {"person": "first", "other": "second"}


def review(net: Network, plan: pd.DataFrame | str | Path) -> pd.DataFrame:
    """A row for each of an earlier plan: what happened since the day on which it was made, as of `net.as_of`.

    plan : the table of `plan`, or the CSV file that its `to_csv(path, index=False)` wrote. People are looked up by id,
        else by handle or name, as an id may change from one export to the next.
    outcome : introduced, as the function of that name finds it (the two of an introduction to give, the owner by
        who was asked for one); else what came first of: met (a call that was taken too), done (by the overrides, with
        the person), you wrote, they wrote first. "You wrote" goes on with: answered; undecided, while 7 days have not
        passed as far as a source shows; else no answer yet. Of an introduction to give only a message to both counts,
        and what came after it. Else nothing seen yet; or unknown, where no source that saw the two (any source, where
        none did) covers a day since, or where the person is nobody here.
    when_happened : the time of it; missing where nothing was seen.

    It tells what came after the plan, not what came of it, and a message back need not be an answer. Raises TableError
    where the file cannot be read, or the plan lacks a column, a person or a day.
    """
    asked = _asked(net, plan)
    since = _since(net, asked)
    first = _first(since)
    table = asked.merge(first, on="row", how="left").merge(_answers(since, first), on="row", how="left")
    table = table.assign(until=_until(net, table))
    table = table.assign(outcome=_outcome(table))
    return checked("review", table.assign(why=_reasons(table), when_happened=table["time"])[[*GLOSSARY["review"]]])


def _read(plan: pd.DataFrame | str | Path) -> pd.DataFrame:
    """The plan with its types. Nothing but an empty cell is missing: somebody may be called Nan."""
    if isinstance(plan, pd.DataFrame):
        return checked("plan", plan)
    try:
        text = pd.read_csv(plan, dtype="str", keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise TableError(f"{Path(plan).name}: cannot be read as a plan ({error}); write it with to_csv") from error
    return checked("plan", text)


def _asked(net: Network, plan: pd.DataFrame | str | Path) -> pd.DataFrame:
    """The rows of the plan, numbered, with the ids that its people have here: first, second."""
    table = _read(plan)[["person", "other", "act", "as_of"]]
    if table[["person", "as_of"]].isna().any(axis=None):
        raise TableError("review: the plan has a row without person or as_of; give the table as ng.plan made it")
    named = pd.unique(table[[*_ENDS]].to_numpy().ravel())
    found = {who: candidates(net, who) for who in named if isinstance(who, str)}
    ids = {who: next(iter(people)) for who, people in found.items() if len(people) == 1}
    places = {place: table[end].map(ids).astype("str") for end, place in _ENDS.items()}
    return table.assign(row=np.arange(len(table)), **places)


def _since(net: Network, asked: pd.DataFrame) -> pd.DataFrame:
    """All that came since between the owner and the people of each row: row, act, event, time, what, channel."""
    log = own_events(net)
    what = np.select([(log["kind"] == "meeting") | taken(log), log["forward"]], [MET, WROTE], THEY)
    log = log.assign(what=what)[["b", "event", "time", "what", "channel"]]
    both = asked.assign(b=asked["second"])[asked["act"] == INTRODUCE]
    known = pd.concat([asked.assign(b=asked["first"]), both]).merge(log, on="b")
    found = pd.concat([known, _introduced(net, asked)])
    found = pd.concat([found[found["time"] >= found["as_of"] + _DAY], _done(net, asked)], ignore_index=True)
    return found[["row", "act", "event", "time", "what", "channel"]]


def _introduced(net: Network, asked: pd.DataFrame) -> pd.DataFrame:
    """Introductions of the two by the owner, or of the owner to the second by the first."""
    found = introduced(net)[["introducer", "a", "b", "time", "channel"]]
    turned = found.rename(columns={"a": "b", "b": "a"})
    gives = asked["act"] == INTRODUCE
    rows = asked.assign(introducer=asked["first"].mask(gives, net.me), a=asked["first"].where(gives, net.me))
    rows = rows[gives | (asked["act"] == ASK)].assign(b=asked["second"])
    return rows.merge(pd.concat([found, turned]), on=["introducer", "a", "b"]).assign(what=INTRODUCED)


def _done(net: Network, asked: pd.DataFrame) -> pd.DataFrame:
    """What the user calls done with the first person, on the day of the plan or later."""
    rows = asked.assign(time=looked_up(asked["first"], done(net)), what=DONE)
    return rows[rows["time"] >= rows["as_of"]]


def _first(since: pd.DataFrame) -> pd.DataFrame:
    """What came first in each row, an introduction before all else: row, time, what, channel."""
    contact, message = since["what"].isin([MET, WROTE, THEY]), since["what"] == WROTE
    to_both = message & since.duplicated(["row", "event"], keep=False)
    since = since[(since["act"] != INTRODUCE) | ~contact | to_both]
    order = since.assign(place=since["what"].map(KINDS.index), late=since["what"] != INTRODUCED)
    order = order.sort_values(["row", "late", "time", "place", "channel"])
    return order.drop_duplicates("row")[["row", "time", "what", "channel"]]


def _answers(since: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """When something came back to what the owner wrote: row, answered."""
    wrote = first[first["what"] == WROTE]
    later = since[since["what"] != WROTE].merge(wrote[["row", "time"]], on="row", suffixes=("", "_first"))
    return later[later["time"] >= later["time_first"]].groupby("row")["time"].min().rename("answered").reset_index()


def _until(net: Network, table: pd.DataFrame) -> pd.Series:
    """The end of what the sources that saw the owner with each person cover; of all sources where none did."""
    seen = sources(net, own_events(net)).groupby("b")["last"].max()
    return looked_up(table["first"], seen).fillna(net.windows["last"].max())


def _outcome(table: pd.DataFrame) -> np.ndarray:
    wrote, covered = table["what"] == WROTE, table["until"] >= table["as_of"] + _DAY
    cases = {
        f"{WROTE}, answered": wrote & table["answered"].notna(),
        f"{WROTE}, undecided": wrote & (table["until"] - table["time"] < HORIZON),
        f"{WROTE}, no answer yet": wrote,
        **{kind: table["what"] == kind for kind in KINDS},
        "nothing seen yet": covered & table["first"].notna(),
    }
    return np.select(list(cases.values()), list(cases), "unknown")


def _reasons(table: pd.DataFrame) -> pd.Series:
    """The reason in words, with days and channels."""
    day, until, back = (table[column].dt.strftime("%Y-%m-%d") for column in ("time", "until", "answered"))
    seen = table["what"] + " on " + day + (" (" + table["channel"] + ")").fillna("")
    seen = seen + (", and something came back on " + back).fillna("")
    missed = (table["act"] == INTRODUCE).map({True: "no message of yours to both", False: "nothing between you two"})
    nothing = missed.astype("str") + " is on record after the plan, up to " + until
    cases = [table["what"].notna(), table["first"].isna(), table["outcome"] == "unknown"]
    unseen = "no source that saw the two of you covers a day after the plan; the last ends on " + until
    return pd.Series(np.select(cases, [seen, "nobody here goes by that id, handle or name", unseen], nothing))
