"""What can this data answer, and what not?"""

import pandas as pd

from netgraph.build import Network
from netgraph.log import MOST_PROJECTED
from netgraph.measures.brokerage import grouped
from netgraph.measures.brokers import sampling_error
from netgraph.measures.contact import shows_contacts_of_contacts
from netgraph.measures.messages import messages
from netgraph.measures.replies import FITTED
from netgraph.tables import TableError, checked

OK, CAUTION, NO = "ok", "caution", "not applicable"
_NO_EVENTS = "no message or meeting has been read; export your mailbox next"
_NO_DIRECTION = "the events read have no direction, so nobody gives or answers"
_NO_OWNER = "this log belongs to nobody in particular; name the owner with me=[...] to ask it for one person"


def limits(net: Network) -> pd.DataFrame:
    """One row per measure: verdict (ok, caution, not applicable) and the reason, with what would help.

    The verdict follows from where the data comes from, not from the numbers: in one person's
    export that shows no tie between contacts, overlap and brokerage are not applicable, while a
    star in a log seen whole gets its numbers.
    """
    rows = [(measure, *judge(net)) for measure, judge in _JUDGES.items()]
    return checked("limits", pd.DataFrame(rows, columns=["measure", "verdict", "reason"]))


def verdict(net: Network, measure: str) -> str:
    """The verdict on one measure and its reason, in one line. Raises TableError for an unknown measure."""
    if measure not in _JUDGES:
        raise TableError(f"no verdict on {measure!r}; there is one on {', '.join(_JUDGES)}")
    word, reason = _JUDGES[measure](net)
    return f"{measure}: {word}: {reason}"


def _kinds(net: Network) -> pd.Series:
    return net.ties["kind"].value_counts().reindex(["observed", "projected", "declared"], fill_value=0)


def _strength(net: Network) -> tuple[str, str]:
    kinds = _kinds(net)
    if not kinds["observed"] + kinds["projected"]:
        return NO, f"{kinds['declared']:,} declared ties have no strength: {_nothing(net)}"
    parts = [f"{number:,} {kind}" for kind, number in kinds.items() if number]
    return OK, f"{', '.join(parts)} ties; all channels weigh 1; {net.origin.decay.label}"


def _between_contacts(net: Network) -> tuple[str, str]:
    if net.csr.nnz == 0 or not shows_contacts_of_contacts(net):
        return NO, _unseen(net)
    if net.me is None:
        return OK, "from a log seen whole"
    others = net.ties[(net.ties[["source", "target"]] != net.me).all(axis=1)]
    projected = int((others["kind"] == "projected").sum())
    seen = (
        f"{len(others):,} ties between others are seen, {projected:,} of them projected from events that reached both"
    )
    return CAUTION, f"seen through one person's data, the owner left out; {seen}; unseen ones may be many"


def _unseen(net: Network) -> str:
    """Why no tie between contacts is there."""
    if net.me is None or not (len(net.interactions) or (net.ties["kind"] == "declared").any()):
        return _nothing(net)
    if (net.interactions["channel"] == "mail").any():
        step = f"no message to at most {MOST_PROJECTED} people reached two of them"
    else:
        step = "a mailbox would show it"
    return f"this export shows whom you know, not who of them know each other; {step}"


def _nothing(net: Network) -> str:
    return _NO_EVENTS if net.export.interactions.empty else "no message or meeting is in this selection"


def _weak_ties(net: Network) -> tuple[str, str]:
    word, reason = _between_contacts(net)
    return word, f"overlap and bridges: {reason}"


def _brokers(net: Network) -> tuple[str, str]:
    word, reason = _between_contacts(net)
    if word == NO or not (error := sampling_error(net)):
        return word, reason
    return CAUTION, f"{reason}; betweenness is sampled, within {error:.2f} of the exact value with 90 % confidence"


def _brokerage(net: Network) -> tuple[str, str]:
    """The verdict on groups by department; people may be grouped by any other column."""
    if "department" not in net.people.columns:
        return NO, "people have no column department; give a people table with one, or name another with groups="
    if none := _directed(net):
        return none
    group, people = grouped(net, "department"), net.people["person"]
    known = set(people[group.notna()])
    linked = net.ties[net.ties["kind"] == "observed"][["source", "target"]].isin(known).all(axis=1).any()
    if not linked or group.nunique() < 2:
        return NO, "no message goes between people of known departments" if not linked else "all are of one department"
    seen = f"{group.nunique():,} departments; {len(known):,} of {len(people):,} people have one, others are left out"
    if net.me is not None:
        return CAUTION, f"seen through one person's data, the owner left out, and so without z; {seen}"
    return (OK if len(known) == len(people) else CAUTION), seen


def _directed(net: Network) -> tuple[str, str] | None:
    """Why a measure of direction cannot be had, or None."""
    kinds = _kinds(net)
    if not kinds["observed"]:
        return NO, _NO_DIRECTION if kinds["projected"] else _nothing(net)
    return None


def _imbalance(net: Network) -> tuple[str, str]:
    if none := _directed(net):
        return none
    pairs = "pairs with the owner only, as others' messages are seen in part" if net.me is not None else "all pairs"
    return OK, f"counts messages, not their length or worth; {pairs}"


def _reciprocity(net: Network) -> tuple[str, str]:
    if none := _directed(net):
        return none
    if net.me is not None:
        return CAUTION, "one person's export shows both directions of the owner's ties only"
    return OK, "counts recorded messages"


def _replies(net: Network) -> tuple[str, str]:
    if none := _directed(net):
        return none
    known = int(messages(net)["answered"].notna().sum())
    if known < FITTED:
        return CAUTION, f"{known:,} messages with 7 days behind them; weights are near those of made-up people"
    return CAUTION, "calibrated on this log's own past; any message back counts, and an answer is not a verdict"


def _reply_curves(net: Network) -> tuple[str, str]:
    return _directed(net) or (CAUTION, "any message back counts; messages whose source ended count for as long as seen")


def _owned(net: Network) -> tuple[str, str] | None:
    if net.me is None:
        return NO, _NO_OWNER
    return _directed(net)


def _dormant(net: Network) -> tuple[str, str]:
    if net.me is None:
        return NO, _NO_OWNER
    if net.interactions.empty:
        return NO, _nothing(net)
    ways = "" if shows_contacts_of_contacts(net) else "; whom else they know is not seen, so novelty is time alone"
    return CAUTION, f"the silent may be in touch elsewhere; whether a tie revives is uncertain{ways}"


def _give_first(net: Network) -> tuple[str, str]:
    if none := _owned(net):
        return none
    if not shows_contacts_of_contacts(net):
        return NO, _unseen(net)
    return CAUTION, "not seen together here is not never met; ask both before you introduce them"


def _hindsight(net: Network) -> tuple[str, str]:
    if net.interactions.empty:
        return NO, _nothing(net)
    whose = "" if net.me is not None else "; name people, or draw some, with of="
    return CAUTION, f"association, not cause: nobody followed the advice; alike in silence and strength only{whose}"


def _introduced(net: Network) -> tuple[str, str]:
    return _directed(net) or (CAUTION, "probable only: nothing is read, and two may have known each other out of sight")


def _pressure(net: Network) -> tuple[str, str]:
    return _directed(net) or (CAUTION, "who is silent here may have answered elsewhere, and silence has many causes")


def _spared(net: Network) -> tuple[str, str]:
    return _owned(net) or (CAUTION, "what was asked is not read: whoever began, and was introduced, counts as asking")


def _give_and_take(net: Network) -> tuple[str, str]:
    return _owned(net) or (OK, "one-to-one messages; many a last message needs no reply")


def _fear_and_reality(net: Network) -> tuple[str, str]:
    return _directed(net) or (CAUTION, "association, not cause: whom to write to was chosen; any message back counts")


def _conversion(net: Network) -> tuple[str, str]:
    if none := _directed(net):
        return none
    parts = ["association, not cause", "any message back counts"]
    if not shows_contacts_of_contacts(net):
        parts.append("no contacts of contacts are seen, so warm starts are among the cold")
    if not (net.interactions["kind"] == "meeting").any():
        parts.append("no source shows meetings; a calendar would")
    return CAUTION, "; ".join(parts)


def _reply_reliability(net: Network) -> tuple[str, str]:
    return _directed(net) or (CAUTION, "any message back counts; messages of one pair are not independent")


def _introductions(net: Network) -> tuple[str, str]:
    if net.interactions.empty and (net.ties["kind"] == "declared").any():
        return NO, "contact lists alone say whom you know, not who of them know each other, or answer; add your mailbox"
    if none := _directed(net):
        return none
    if net.me is None:
        return CAUTION, "that people answer does not say that they will introduce; long ways are likely on paper only"
    if not shows_contacts_of_contacts(net):
        return CAUTION, f"only employers on cards can lead on, and declare no contact: {_unseen(net)}"
    return CAUTION, "others' messages are seen in part, so chances are upper bounds; to answer is not to introduce"


def _access(net: Network) -> tuple[str, str]:
    if net.interactions.empty:
        return NO, _nothing(net)
    if not net.people["organisation"].notna().any():
        return NO, "no contact list names an employer; a LinkedIn archive would"
    return CAUTION, "living ties that a source shows, and employers as of the export; other ways may be there"


def _resilience(net: Network) -> tuple[str, str]:
    if net.interactions.empty:
        return NO, _nothing(net)
    return CAUTION, "of living ties that these sources show; who is reached elsewhere is not lost"


def _intervals(net: Network) -> tuple[str, str]:
    word, reason = _strength(net)
    if word == NO:
        return NO, reason
    return CAUTION, "as if rates were steady and days independent; bursts and pairs never seen make the doubt larger"


def _ranks(net: Network) -> tuple[str, str]:
    word, reason = _strength(net)
    if word == NO:
        return NO, reason
    return CAUTION, "only what was seen is drawn again, events on their own; bursts make the doubt larger"


def _nulls(net: Network) -> tuple[str, str]:
    word, reason = _between_contacts(net)
    return word, f"numbers of contacts are kept, who has much contact is not: {reason}"


def _circles(net: Network) -> tuple[str, str]:
    word, reason = _between_contacts(net)
    return word, reason if word == NO else f"{reason}; circles are found in chance too, so look at their stability"


def _timeline(net: Network) -> tuple[str, str]:
    if net.windows.empty:
        return NO, "no source covers this time"
    spans = [f"{w.source} {w.first:%Y-%m-%d} to {w.last:%Y-%m-%d}" for w in net.windows.itertuples()]
    return OK, f"as far as the sources reach: {'; '.join(spans)}"


def _organisations(net: Network) -> tuple[str, str]:
    known = int(net.people["organisation"].notna().sum())
    if not known:
        return NO, "no contact list names an employer; a LinkedIn archive would"
    return OK, f"{known:,} of {len(net.people):,} people have one, as of the export, not of when you met"


def _forecast(net: Network) -> tuple[str, str]:
    if net.interactions.empty:
        return NO, _nothing(net)
    pairs = "" if net.me is None else "; the owner's pairs only, as others' are seen in part"
    return CAUTION, f"of contact that these sources record, if the pace of late goes on; backtest tries it{pairs}"


def _backtest(net: Network) -> tuple[str, str]:
    if net.interactions.empty:
        return NO, _nothing(net)
    return OK, f"replays what was recorded up to {net.as_of:%Y-%m-%d}; contact elsewhere counts as none"


def _plan(net: Network) -> tuple[str, str]:
    return _owned(net) or (CAUTION, "what a rule picks from the record; nobody this week is a valid plan")


def _review(net: Network) -> tuple[str, str]:
    return _owned(net) or (CAUTION, "what came after a plan, as far as a source covers; not what came of it")


def _person(net: Network) -> tuple[str, str]:
    if net.me is None:
        return CAUTION, "a log without an owner shows who it is, how much contact there was, and the circle"
    return CAUTION, "what was recorded between the two of you, not the person's worth or affection"


_JUDGES = {
    "strength": _strength,
    "forecast": _forecast,
    "weak_ties": _weak_ties,
    "brokers": _brokers,
    "brokerage": _brokerage,
    "imbalance": _imbalance,
    "reciprocity": _reciprocity,
    "replies": _replies,
    "reply_curves": _reply_curves,
    "dormant": _dormant,
    "give_and_take": _give_and_take,
    "introduced": _introduced,
    "pressure": _pressure,
    "spared": _spared,
    "fear_and_reality": _fear_and_reality,
    "introductions": _introductions,
    "access": _access,
    "resilience": _resilience,
    "reply_reliability": _reply_reliability,
    "conversion": _conversion,
    "intervals": _intervals,
    "ranks": _ranks,
    "nulls": _nulls,
    "plan": _plan,
    "review": _review,
    "person": _person,
    "give_first": _give_first,
    "hindsight": _hindsight,
    "backtest": _backtest,
    "reliability": _backtest,
    "timeline": _timeline,
    "circles": _circles,
    "organisations": _organisations,
}
