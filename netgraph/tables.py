"""Column contracts: which tables there are, what each column means, and who checks them.

Every table that crosses a module border is a plain DataFrame with the columns that
`GLOSSARY` names for it, in that order and of that type; `checked` enforces it.
"""

from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from hashlib import blake2b

import pandas as pd

TEXT, TIME, COUNT, NUMBER, FLAG = "str", "datetime64[us]", "int64", "float64", "bool"
MAYBE_COUNT, MAYBE_FLAG = "Int64", "boolean"
NULLABLE = {TEXT, TIME, NUMBER, MAYBE_COUNT, MAYBE_FLAG}

_PAIR = {
    "a": (TEXT, "first person of the pair: the owner where the owner is in it, else the smaller id"),
    "b": (TEXT, "the other person of the pair"),
}
_PERSON = {"person": (TEXT, "id of a person: the slug of the name, of the handle where there is none")}
_ROLES = {
    "coordinator": "all three of one group",
    "itinerant": "both of one group, the person of another",
    "representative": "from the person's own group to another",
    "gatekeeper": "from another group to the person's own",
    "liaison": "three groups",
    "total": "all of these",
}
_INTERVAL = {
    "ci_low": (NUMBER, "lower end of the 90 % interval"),
    "ci_high": (NUMBER, "upper end of the 90 % interval"),
}

GLOSSARY: dict[str, dict[str, tuple[str, str]]] = {
    "contacts": {
        "handle": (TEXT, "what a source knows a person by: address, phone number, profile slug, chat id, id in a log"),
        "name": (TEXT, "name as the card shows it"),
        "organisation": (TEXT, "employer as the card shows it at the time of the export"),
        "title": (TEXT, "role as the card shows it at the time of the export"),
        "since": (TIME, "UTC day of declaration by a contact list; missing where it has no dates"),
        "card": (TEXT, "id of the card, which may hold several handles; missing where a row only names a handle"),
        "source": (TEXT, "the export and account that showed it, such as 'linkedin' or 'mail:ada@example.org'"),
    },
    "interactions": {
        "event": (TEXT, "id of one event; an event to k recipients has k rows"),
        "time": (TIME, "UTC, no zone attached"),
        "sender": (TEXT, "handle (before identification) or person (after) that sent it"),
        "receiver": (TEXT, "handle or person that received it"),
        "channel": (TEXT, "medium, such as 'mail' or 'linkedin'"),
        "kind": (TEXT, "message, call, meeting, invitation, endorsement, recommendation; a meeting has no direction"),
        "recipients": (COUNT, "k, the number of recipients of the event as sent, at least 1, whatever rows were kept"),
        "reply_to": (TEXT, "event that this one answers, where the source says so"),
        "duration": (NUMBER, "seconds that a call lasted, 0 where nobody answered; missing where it says nothing"),
        "source": (TEXT, "the export and account that showed it"),
    },
    "ledger": {
        "file": (TEXT, "path of the file below what was read"),
        "reader": (TEXT, "the reader that took it; 'none' where none did"),
        "fate": (TEXT, "used (it stands in the tables, once however many files hold it), set aside or rejected"),
        "rule": (TEXT, "why it was set aside or rejected, or what was assumed when it was used; empty for plain use"),
        "records": (COUNT, "number of records of the file with this fate and rule"),
        "bytes": (COUNT, "bytes of the file that these records take; separators and preambles count as set aside"),
    },
    "problems": {
        "file": (TEXT, "path of the file below what was read"),
        "place": (TEXT, "where in the file: line, message or byte range"),
        "reason": (TEXT, "why, one of a fixed list (netgraph.readers.ledger.REASONS)"),
        "detail": (TEXT, "what is wrong there, and what would help"),
    },
    "windows": {
        "source": (TEXT, "the export and account"),
        "first": (TIME, "earliest record of the source, also of those set aside"),
        "last": (TIME, "latest record of the source, also of those set aside"),
    },
    "people": {
        **_PERSON,
        "name": (TEXT, "the fullest name that any source shows; the handle where none does"),
        "organisation": (TEXT, "employer on the newest card; missing before that card was exported"),
        "title": (TEXT, "role on the newest card; missing before that card was exported"),
        "handles": (TEXT, "all handles of the person, joined by '; '"),
        "is_me": (FLAG, "whether this is the owner of the data"),
        "note": (TEXT, "the user's own words from the overrides file, several joined by '; '; missing without one"),
    },
    "merges": {
        **_PERSON,
        "handle": (TEXT, "a handle of this person"),
        "evidence": (TEXT, "why the handle belongs to this person, in words"),
        "probability": (NUMBER, "probability in 0..1 that it does; 1 for certain keys"),
    },
    "unused": {
        "handle": (TEXT, "a handle in the overrides file, as written there, that occurs nowhere in the export"),
        "key": (TEXT, "the key that it stands under: same, different, exclude, notes or done"),
    },
    "pair_days": {
        "source": (TEXT, "person who sent; of a projected row the smaller id"),
        "target": (TEXT, "person who received; of a projected row the larger id"),
        "day": (TIME, "UTC day"),
        "channel": (TEXT, "medium"),
        "kind": (TEXT, "observed: source sent target something; projected: both were in one event"),
        "count": (COUNT, "events of the pair on that day in that channel"),
        "recipients": (COUNT, "fewest recipients k of those events"),
        "first": (TIME, "first event of the day"),
        "last": (TIME, "last event of the day"),
    },
    "ties": {
        "source": (TEXT, "person from whom the tie goes; of a projected tie the smaller id"),
        "target": (TEXT, "person to whom the tie goes; of a projected tie the larger id"),
        "kind": (TEXT, "observed (something was sent), projected (both were in one event), declared (a list says so)"),
        "count": (COUNT, "events"),
        "days": (COUNT, "distinct UTC days with an event"),
        "strength": (NUMBER, "decayed weight as of the network's day, each channel at 1; missing for declared ties"),
        "first": (TIME, "first event; of a declared tie the day of declaration"),
        "last": (TIME, "last event; missing for declared ties"),
    },
    "limits": {
        "measure": (TEXT, "name of the function"),
        "verdict": (TEXT, "ok, caution or not applicable"),
        "reason": (TEXT, "why, and what would help"),
    },
    "strength": {
        **_PAIR,
        "strength": (NUMBER, "both directions and evidence kinds together, >= 0; missing for declared ties alone"),
        "w_ab": (NUMBER, "part of the strength: what a sent b; missing for declared ties alone"),
        "w_ba": (NUMBER, "part of the strength: what b sent a; missing for declared ties alone"),
        "w_projected": (NUMBER, "part of the strength: events that reached both; missing for declared ties alone"),
        "count": (COUNT, "events both ways"),
        "days": (COUNT, "sum over directions and evidence kinds of days with an event"),
        "lately": (COUNT, "distinct days with an event among the last 30"),
        "days_ago": (MAYBE_COUNT, "whole days from the last event to the network's day; missing without an event"),
        "first": (TIME, "first event or declaration"),
        "last": (TIME, "last event"),
        "why": (TEXT, "the counts that the score is made of, in words"),
    },
    "forecast": {
        **_PAIR,
        "probability": (NUMBER, "probability in 0..1 of any event of the pair within the days asked for"),
        "strength": (NUMBER, "both directions and evidence kinds together, > 0"),
        "silent_days": (COUNT, "days from the pair's last event to the end of what its sources cover"),
        "overlap": (NUMBER, "share of the pair's other contacts that both have, 0..1; counts as 0 where missing"),
        "idle_days": (COUNT, "days since that end was last in contact with anybody who has been quiet for longer"),
        "level": (NUMBER, "log odds of a pair whose other parts are all 0"),
        "by_strength": (NUMBER, "what the strength adds to the log odds"),
        "by_silence": (NUMBER, "what the silence of the pair adds to the log odds"),
        "by_overlap": (NUMBER, "what the overlap adds to the log odds"),
        "by_activity": (NUMBER, "what the silence of the quieter end adds to the log odds"),
        "coefficients": (TEXT, "refitted on the network's own past, level refitted, or shipped"),
    },
    "weak_ties": {
        **_PAIR,
        "kind": (TEXT, "best evidence of the pair: observed, else projected, else declared"),
        "strength": (NUMBER, "both directions together, >= 0; missing for declared ties alone"),
        "overlap": (NUMBER, "share of the pair's other contacts that both have, 0..1"),
        "shared": (MAYBE_COUNT, "number of contacts that both have"),
        "bridge": (MAYBE_FLAG, "local bridge: no contact is shared"),
        "dispersion": (NUMBER, "pairs of shared contacts that nobody else of either end joins, by shared; 0 and up"),
        "disparity": (NUMBER, "p of the disparity filter, 0..1: under .05 the tie belongs to the backbone"),
        "weakness": (TEXT, "bridge, moderately weak or close: how many contacts are shared, for this network"),
        "why": (TEXT, "the reason in words, with the counts"),
    },
    "brokers": {
        **_PERSON,
        "degree": (MAYBE_COUNT, "number of contacts"),
        "constraint": (NUMBER, "Burt's constraint: how far the contacts lead back to one another, > 0, may exceed 1"),
        "effective_size": (NUMBER, "contacts less their redundancy, 1..degree"),
        "efficiency": (NUMBER, "effective size / degree, 0..1"),
        "hierarchy": (NUMBER, "how far the constraint sits in one contact, 0..1"),
        "betweenness": (NUMBER, "share of the shortest paths between others that pass here, 0..1"),
        "articulation": (MAYBE_FLAG, "whether some others reach each other through this person only"),
    },
    "brokerage": {
        **_PERSON,
        "group": (TEXT, "the person's group; missing where none is known, and then all else is"),
        **{role: (MAYBE_COUNT, f"pairs that the person stands between: {what}") for role, what in _ROLES.items()},
        **{f"z_{role}": (NUMBER, f"{role} against the same number of ties anywhere, in sd") for role in _ROLES},
    },
    "imbalance": {
        **_PAIR,
        "sent": (COUNT, "messages, calls, invitations and the like from a to b"),
        "received": (COUNT, "the same from b to a"),
        "share": (NUMBER, "a's share of the messages, drawn towards that of all pairs, 0..1"),
        **_INTERVAL,
        "above_half": (NUMBER, "probability that a's share is above 1/2, 0..1"),
        "verdict": (TEXT, "one-sided (and who writes more), balanced, or too few to know"),
        "turns_sent": (COUNT, "of sent those after 24 hours or more without contact: turns to begin"),
        "turns_received": (COUNT, "the same of received"),
        "turns_share": (NUMBER, "a's share of the turns, drawn towards that of all pairs, 0..1"),
        "turns_low": (NUMBER, "lower end of its 90 % interval"),
        "turns_high": (NUMBER, "upper end of its 90 % interval"),
        "turns_above_half": (NUMBER, "probability that a's share of the turns is above 1/2, 0..1"),
        "turns_verdict": (TEXT, "the verdict on turns: one-sided (and who begins more), balanced, or too few to know"),
    },
    "reciprocity": {
        "measure": (TEXT, "name of the figure"),
        "value": (NUMBER, "its value; missing where undefined"),
        "by_chance": (NUMBER, "what is expected of it by chance, by the null model of its definition"),
        "definition": (TEXT, "what it is"),
    },
    "replies": {
        "source": (TEXT, "person who would write"),
        "target": (TEXT, "person who would answer"),
        "chance": (NUMBER, "probability in 0..1 that a message sent now is answered within 7 days"),
        **_INTERVAL,
        "base_rate": (NUMBER, "share of all messages that were answered; one to k people counts 1/k"),
        "recipient_rate": (NUMBER, "that of others' messages to target, drawn towards base_rate"),
        "pair_rate": (NUMBER, "that of source's messages to target, drawn towards recipient_rate"),
        "sent": (COUNT, "messages from source to target whose 7 days have passed"),
        "answered": (COUNT, "those that any message back followed within 7 days"),
        "undecided": (COUNT, "messages without an answer whose 7 days had not passed when their source ended"),
        "streak": (COUNT, "messages to target alone since target last wrote to source, or the two spoke or met"),
        "silent_days": (COUNT, "whole days since the last contact of any kind, as far as a source covers"),
        "quiet_days": (MAYBE_COUNT, "whole days since target last wrote to anybody seen; missing if never"),
        "recipients": (COUNT, "people that the message would go to"),
        "fitted_on": (COUNT, "messages of this log that the weights were fitted to"),
    },
    "reply_curves": {
        "channel": (TEXT, "medium, or all"),
        "kind": (TEXT, "first-ever: no earlier contact; dormant: more than 30 silent days; warm: fewer"),
        "hours": (COUNT, "hours since the message"),
        "at_risk": (COUNT, "messages still without an answer at that time, and still seen"),
        "rate": (NUMBER, "share answered by then (Kaplan-Meier); missing under 20 messages"),
        **_INTERVAL,
        "verdict": (TEXT, "ok, or too few to know (under 20 messages)"),
    },
    "timeline": {
        "month": (TIME, "first day of the month"),
        "events": (COUNT, "events in the month"),
        "active_pairs": (COUNT, "pairs with an event in the month"),
        "new_pairs": (COUNT, "pairs whose first recorded event lies in the month"),
        "new_declared": (COUNT, "contacts that a contact list declares from that month on"),
        "born": (MAYBE_COUNT, "new pairs whose source had covered 180 days before; missing where none had"),
        "fading": (MAYBE_COUNT, "pairs whose silence outgrew their own rhythm in the month; missing where unseen"),
        "revived": (MAYBE_COUNT, "pairs in contact again after such a silence; missing where no source covers it"),
    },
    "circles": {
        **_PERSON,
        "circle": (MAYBE_COUNT, "number of the person's circle, 1 for the largest; missing without contact"),
        "label": (TEXT, "what most members of the circle share and others do not, or its two most central people"),
        "size": (MAYBE_COUNT, "people in the circle"),
        "stability": (NUMBER, "Jaccard index of the person's circle and those found in resamples, 0..1"),
        "verdict": (TEXT, "clear, blurred or no clear circle, by the mean stability of the members"),
        "why": (TEXT, "how many members share it, and how many others, in words"),
    },
    "organisations": {
        "organisation": (TEXT, "employer on the newest card"),
        "people": (COUNT, "contacts who name it"),
    },
    "picture": {
        **_PAIR,
        "strength": (NUMBER, "both directions together"),
        "group_a": (TEXT, "organisation or department of a"),
        "group_b": (TEXT, "organisation or department of b"),
        "x_a": (NUMBER, "horizontal place of a, -1..1"),
        "y_a": (NUMBER, "vertical place of a, -1..1"),
        "x_b": (NUMBER, "horizontal place of b, -1..1"),
        "y_b": (NUMBER, "vertical place of b, -1..1"),
    },
    "evidence": {
        "time": (TIME, "UTC"),
        "channel": (TEXT, "medium"),
        "kind": (TEXT, "what the event is"),
        "direction": (TEXT, "a to b, b to a, or together"),
        "recipients": (COUNT, "k, the number of recipients of the event"),
    },
    "next_exports": {
        "export": (TEXT, "what to export next"),
        "answers": (TEXT, "the questions it would open"),
        "how": (TEXT, "where to get it"),
    },
    "suggestions": {
        "handle": (TEXT, "a handle of the one side, the smallest of those that certain keys join with it"),
        "name": (TEXT, "the fullest name of that handle; missing where no source shows one"),
        "other": (TEXT, "the same of the other side"),
        "other_name": (TEXT, "the fullest name of the other handle; missing where no source shows one"),
        "merged": (FLAG, "whether the two sides count as one person now"),
        "probability": (NUMBER, "probability in 0..1 that they are one person"),
        "at_stake": (COUNT, "events of the side with fewer, which stand with the wrong person if this is wrong"),
        "evidence": (TEXT, "what speaks for one person and what against, in words"),
        "if_same": (TEXT, "the line of an overrides file that says they are one person"),
        "if_different": (TEXT, "the line of an overrides file that says they are two"),
    },
    "sensitivity": {
        "who": (TEXT, "name of the person, or names of the pair joined by 'and'; namesakes with their id"),
        "rank": (COUNT, "place in the measure's own order, 1 for the first"),
        "best": (COUNT, "smallest rank, now or with any one doubtful case turned around"),
        "worst": (COUNT, "largest rank, now or with any one doubtful case turned around"),
        "turned": (COUNT, "doubtful cases that were turned around, one at a time"),
        "moved_by": (TEXT, "the line of an overrides file that moves the row furthest; missing where none moves it"),
    },
    "intervals": {
        "figure": (TEXT, "name of the number: a column of the measure's table, whose keys stand before"),
        "value": (NUMBER, "the number as the measure has it; missing where undefined"),
        **_INTERVAL,
    },
    "ranks": {
        "who": (TEXT, "name of the person, or names of the pair joined by 'and'; namesakes with their id"),
        "rank": (COUNT, "place in the measure's own order, 1 for the first"),
        "rank_low": (COUNT, "best end of the 90 % interval of the place"),
        "rank_high": (COUNT, "worst end of the 90 % interval of the place"),
        "apart_from": (MAYBE_COUNT, "rank from which on all intervals lie behind this one; missing where none does"),
    },
    "nulls": {
        "figure": (TEXT, "name of the number: a column of the measure's table, whose keys stand before"),
        "value": (NUMBER, "the number as the measure has it; missing where undefined"),
        "expected": (NUMBER, "its mean where the same numbers of contacts lead to others by chance"),
        "sd": (NUMBER, "its standard deviation there, >= 0"),
        "z": (NUMBER, "(value - expected) / sd; missing where sd is 0"),
        "p": (NUMBER, "probability in 0..1 of a number at least as far out by chance, to either side"),
    },
    "dormant": {
        **_PERSON,
        "silent_days": (COUNT, "days without contact that a source covers"),
        "rhythm": (NUMBER, "mean gap in days between the pair's days of contact"),
        "strength_then": (NUMBER, "strength of the tie on its last day of contact, both directions"),
        "reciprocated": (FLAG, "whether both ever wrote or called"),
        "novelty": (NUMBER, "little time together, or ways to people whom nobody in touch with you reaches, 0..1"),
        "trust": (NUMBER, "share of the contact that was mutual, 0..1"),
        "chance": (NUMBER, "probability in 0..1 that a message now is answered in 7 days; missing without any"),
        **_INTERVAL,
        "worth": (NUMBER, "novelty x trust x chance, 0..1; missing where the chance is"),
        "why": (TEXT, "the reason in words, with the counts"),
    },
    "introduced": {
        "introducer": (TEXT, "person who wrote to both and to nobody else"),
        **_PAIR,
        "time": (TIME, "when that message was sent"),
        "channel": (TEXT, "its medium"),
        "followed": (TIME, "first event after it that a and b shared and the introducer did not send"),
        "why": (TEXT, "the reason in words, which begins with probable, as nothing is read"),
    },
    "give_and_take": {
        **_PERSON,
        "sent": (COUNT, "messages, calls and the like of mine that reached this person alone; praise not"),
        "received": (COUNT, "those of this person that reached me alone"),
        "share": (NUMBER, "my share of these messages, drawn towards that of all contacts, 0..1"),
        **_INTERVAL,
        "turns_sent": (COUNT, "of what I sent, that after 24 hours or more without contact: turns to begin"),
        "turns_received": (COUNT, "the same of what I received"),
        "replies_given": (COUNT, "messages to me alone that I followed with one of mine within 7 days"),
        "replies_got": (COUNT, "messages of mine to this person alone that one back followed within 7 days"),
        "introductions_given": (COUNT, "probable introductions of this person that I made"),
        "introductions_got": (COUNT, "probable introductions of me that this person made"),
        "endorsements_given": (COUNT, "endorsements of a skill that I gave"),
        "endorsements_got": (COUNT, "endorsements of a skill that I got"),
        "recommendations_given": (COUNT, "recommendations that I wrote"),
        "recommendations_got": (COUNT, "recommendations that I got"),
        "sent_lately": (COUNT, "of sent those of the last 365 days that a source covers"),
        "received_lately": (COUNT, "of received those of the same days"),
        "waiting_since": (TIME, "first message to me that I have not answered since; missing where none waits"),
        "waiting_days": (MAYBE_COUNT, "days since then"),
        "why": (TEXT, "the counts in words"),
    },
    "pressure": {
        "source": (TEXT, "person who writes"),
        "target": (TEXT, "person who is written to"),
        "streak": (COUNT, "messages of source to target alone since target last gave a sign"),
        "last": (TIME, "last message of source to target, alone or with others; missing if none"),
        "silent_days": (COUNT, "days without contact that a source covers"),
        "rhythm": (NUMBER, "mean gap in days between the pair's days of contact"),
        "days_written": (NUMBER, "share in 0..1 of the last 30 covered days on which source wrote to target"),
        "verdict": (TEXT, "leave in peace, give it time, fine, or unknown where no source covers the time since"),
        "again_on": (TIME, "day from which it would be fine to write again; missing where it is now, or unknown"),
        "why": (TEXT, "the reason in words, with the counts"),
    },
    "spared": {
        **_PERSON,
        "why": (TEXT, "every reason in words, with the counts"),
        "until": (TIME, "day from which none of them holds if nothing happens; missing where a reply is due first"),
    },
    "give_first": {
        "a": (TEXT, "one of the two who might meet, the smaller id"),
        "b": (TEXT, "the other"),
        "circle_a": (TEXT, "label of the circle of a"),
        "circle_b": (TEXT, "label of the circle of b"),
        "chance": (NUMBER, "probability in 0..1 that both answer a message of mine within 7 days"),
        "why": (TEXT, "the reasons to meet, in words"),
    },
    "hindsight": {
        "recommendation": (TEXT, "the question whose first rows are recommended"),
        "group": (TEXT, "recommended, or alike and not recommended"),
        "pairs": (COUNT, "pairs that can be compared: covered, and with somebody alike in the other group"),
        "left_out": (COUNT, "the others of the group: not covered, with nobody alike, or in contact already"),
        "again": (COUNT, "pairs in contact within the days after"),
        "rate": (NUMBER, "share in contact, both groups with the same weights of how silent and strong ties are, 0..1"),
        **_INTERVAL,
        "gain": (NUMBER, "rate of the recommended less that of those alike, -1..1; missing under 20 recommended"),
        "gain_low": (NUMBER, "lower end of the gain's 90 % interval"),
        "gain_high": (NUMBER, "upper end of the gain's 90 % interval"),
        "verdict": (TEXT, "more often, less often, no difference shown, or too few to know (under 20 recommended)"),
    },
    "backtest": {
        "score": (TEXT, "the question's score, or what it is compared with: count of events, recency of the last"),
        "pairs": (COUNT, "cases: pairs, or people, that had been in contact, have a score and are covered"),
        "again": (COUNT, "cases in contact within the days after"),
        "unknown": (COUNT, "cases left out, as no source of theirs covers the days after"),
        "unscored": (COUNT, "cases left out, as the question gives them no score"),
        "auc": (NUMBER, "chance that a case with contact has the higher score than one without, 0..1"),
        "average_precision": (NUMBER, "precision averaged over the recall gained, from the highest score down, 0..1"),
        "brier_skill": (NUMBER, "share of the base rate's squared error saved, at most 1; of probabilities only"),
        "ece": (NUMBER, "mean gap between said and come in ten bins, 0..1; of probabilities only"),
        "auc_lead": (NUMBER, "how far the question's AUC is above this one; missing in its own row"),
        "auc_low": (NUMBER, "lower end of the lead's 90 % interval; missing under 10 cases of either outcome"),
        "auc_high": (NUMBER, "upper end of the lead's 90 % interval; missing under 10 cases of either outcome"),
        "precision_lead": (NUMBER, "how far its average precision is above this one; missing in its own row"),
        "precision_low": (NUMBER, "lower end of that lead's 90 % interval"),
        "precision_high": (NUMBER, "upper end of that lead's 90 % interval"),
    },
    "reliability": {
        "score": (TEXT, "the question's score"),
        "low": (NUMBER, "lower end of the bin"),
        "high": (NUMBER, "upper end of the bin"),
        "pairs": (COUNT, "cases whose probability lies in the bin"),
        "predicted": (NUMBER, "mean of their probabilities; missing without cases"),
        "happened": (NUMBER, "share of them in contact within the days after; missing without cases"),
        **_INTERVAL,
    },
    "fear_and_reality": {
        "kind": (TEXT, "first-ever: no earlier contact; dormant: more than 30 silent days; warm: fewer"),
        "shared_contacts": (TEXT, "people whom both had been in contact with before: any, 0, 1-2, 3 or more"),
        "sent": (COUNT, "one-to-one messages whose seven days have passed"),
        "answered": (COUNT, "those that any message back followed within seven days"),
        "rate": (NUMBER, "answered / sent; missing under 20 sent"),
        **_INTERVAL,
        "verdict": (TEXT, "ok, too few to know (under 20 sent), or not applicable where shared contacts are not seen"),
        "caveat": (TEXT, "what the rate does not say"),
    },
    "reply_reliability": {
        "low": (NUMBER, "lower end of the bin"),
        "high": (NUMBER, "upper end of the bin"),
        "sent": (COUNT, "messages whose chance lies in the bin"),
        "predicted": (NUMBER, "mean of their chances; missing without messages"),
        "happened": (NUMBER, "share of them answered within seven days; missing without messages"),
        **_INTERVAL,
    },
    "conversion": {
        "start": (TEXT, "cold: first contact, nobody known to both; warm: first contact, somebody known; dormant"),
        "stage": (TEXT, "first contact, reply, second exchange, meeting, or alive at 90 days"),
        "at_risk": (COUNT, "reach-outs whose time for the stage the source wholly covers"),
        "reached": (COUNT, "those of them that came to the stage"),
        "undecided": (COUNT, "reach-outs whose time for the stage the source does not cover to its end"),
        "rate": (NUMBER, "reached / at_risk; missing under 20 at risk"),
        **_INTERVAL,
        "verdict": (TEXT, "ok, too few to know (under 20 at risk), caution, or not applicable, with the reason"),
    },
    "plan": {
        **_PERSON,
        "other": (TEXT, "the second person of an introduction; missing otherwise"),
        "act": (TEXT, "reply, ask for an introduction, revive, introduce, or thank"),
        "when": (TEXT, "write (now), or wait (until the day `on`)"),
        "on": (TIME, "day from which to write"),
        "chance": (NUMBER, "probability in 0..1 that each message it takes is answered within 7 days"),
        "last": (TIME, "the last thing that passed between the owner and the person; missing where nothing did"),
        "channel": (TEXT, "its medium"),
        "as_of": (TIME, "day at whose end the plan was made"),
        "why": (TEXT, "the reason in words, with the counts, what the chance means, and the user's note"),
    },
    "review": {
        **_PERSON,
        "other": (TEXT, "the second person of an introduction; missing otherwise"),
        "act": (TEXT, "what the plan advised"),
        "as_of": (TIME, "day at whose end the plan was made"),
        "outcome": (TEXT, "what came first since: introduced, met, done, you wrote and whether they did, they wrote"),
        "when_happened": (TIME, "when that was; missing where nothing was seen"),
        "why": (TEXT, "the reason in words, with the counts"),
    },
    "person": {
        "fact": (TEXT, "what is told of the person"),
        "detail": (TEXT, "what the data says; missing where it says nothing"),
        "why": (TEXT, "what it stands on, in words, with the counts"),
    },
    "introductions": {
        "to": (TEXT, "person to whom the path leads"),
        "path": (COUNT, "number of the path, 1 for the likeliest"),
        "chance": (NUMBER, "product of the path's leg_chance, 0..1"),
        "direct": (NUMBER, "chance in 0..1 that a message of one's own to the same person is answered within 7 days"),
        "leg": (COUNT, "number of the leg on its path, 1 for the first"),
        "source": (TEXT, "person who would write"),
        "target": (TEXT, "person who would be written to"),
        "kind": (TEXT, "observed: one wrote to the other; projected: both were in one event; declared: one employer"),
        "leg_chance": (NUMBER, "chance in 0..1 that the message of this leg is answered within 7 days"),
        "why": (TEXT, "what is seen of the two, in words, with the counts"),
    },
    "access": {
        "organisation": (TEXT, "employer on the newest card"),
        "contacts": (COUNT, "people there with whom the owner, or in a log seen whole anybody outside, is in contact"),
        "ways": (COUNT, "ways in that share nobody: as many people, at least, would have to go for access to be lost"),
        "through": (TEXT, "people by whom one such set of ways leads, joined by '; '"),
        "why": (TEXT, "the counts in words"),
    },
    "resilience": {
        "loss": (TEXT, "what would be gone: person, employer, channel, circle or sector"),
        "what": (TEXT, "id of the person, or name of what would be gone"),
        "people": (COUNT, "people no longer reachable, those who are gone among them"),
        "people_alone": (COUNT, "the same where the owner is not there to connect the others"),
        "circles": (COUNT, "circles of which nobody is reachable any more"),
        "better": (TEXT, "id of the person whom to know better, so that it would cost less; missing where nobody is"),
        "why": (TEXT, "the counts in words"),
    },
}  # fmt: skip


class Table:
    """A table of a frozen object: whoever asks for it gets their own, so that changing it changes nothing else.

    A descriptor for fields of frozen dataclasses. Copy-on-write shares the data until it is written to.
    """

    def __set_name__(self, owner: type, name: str):
        self.name = name

    def __get__(self, instance, owner: type) -> pd.DataFrame | None:
        return None if instance is None else instance.__dict__[self.name].copy(deep=False)

    def __set__(self, instance, table: pd.DataFrame | None):
        instance.__dict__[self.name] = empty(self.name) if table is None else table


class TableError(ValueError):
    """Bad input, in one line: the thing, the place and the next step."""


def empty(name: str) -> pd.DataFrame:
    """A table of that name without rows."""
    return _empty(name).copy(deep=False)


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({c: pd.Series(dtype=t) for c, (t, _) in GLOSSARY[name].items()})


def checked(name: str, table: pd.DataFrame, *, extra: bool = False) -> pd.DataFrame:
    """The same rows with exactly the columns of `GLOSSARY[name]`, in order and of their types.

    `extra` lets further columns follow, as people carry an analyst's own attributes.
    Raises TableError on missing or unknown columns, values of another type, or missing
    values in a column that cannot hold them.
    """
    contract = GLOSSARY[name]
    if [str(dtype) for dtype in table.dtypes] == [dtype for dtype, _ in contract.values()] and _fits(table, contract):
        return table.reset_index(drop=True)
    missing = [c for c in contract if c not in table.columns]
    if missing:
        raise TableError(f"{name}: no column {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")
    unknown = [c for c in table.columns if c not in contract]
    if unknown and not extra:
        raise TableError(f"{name}: unknown column {', '.join(map(str, unknown))}; drop it, or name it in the GLOSSARY")
    columns = {c: _typed(name, c, dtype, table[c]) for c, (dtype, _) in contract.items()}
    return pd.DataFrame(columns | {c: table[c] for c in unknown}).reset_index(drop=True)


def _fits(table: pd.DataFrame, contract: dict[str, tuple[str, str]]) -> bool:
    """Whether a table whose types are right needs nothing done to it."""
    whole = all(
        dtype in NULLABLE or not table[column].isna().any()
        for column, (dtype, _) in contract.items()
        if column in table
    )
    return whole and list(table.columns) == list(contract)


def _typed(name: str, column: str, dtype: str, values: pd.Series) -> pd.Series:
    if dtype not in NULLABLE and values.isna().any():
        raise TableError(f"{name}: column {column} has {values.isna().sum()} missing values; it must have none")
    try:
        return values.astype(dtype)
    except (TypeError, ValueError) as error:
        raise TableError(f"{name}: column {column} must be {dtype}, not {values.dtype} ({error})") from error


def steady(values: pd.Series) -> pd.Series:
    """A sort key under which numbers that differ by rounding noise are equal, whatever processor computed them."""
    return values.round(10) if values.dtype == NUMBER else values


def digest(*tables: pd.DataFrame) -> str:
    """Fingerprint of the rows of some tables, whatever their order: 16 hexadecimal digits."""
    mark = blake2b(digest_size=8)
    for table in tables:
        mark.update("|".join(map(str, table.columns)).encode())
        mark.update(pd.util.hash_pandas_object(table, index=False).sort_values().to_numpy().tobytes())
    return mark.hexdigest()


EXPORT_TABLES = ("contacts", "interactions", "ledger", "problems", "windows")


@dataclass(frozen=True, eq=False, repr=False)
class Export:
    """What was read: five tables (see GLOSSARY) and the owner's handles, `me`.

    A table that is not given is empty. Exports add up: of two that overlap, what both hold is
    there once.
    """

    contacts: pd.DataFrame = Table()
    interactions: pd.DataFrame = Table()
    ledger: pd.DataFrame = Table()
    problems: pd.DataFrame = Table()
    windows: pd.DataFrame = Table()
    me: tuple[str, ...] = ()

    def __post_init__(self):
        for name in EXPORT_TABLES:
            object.__setattr__(self, name, checked(name, getattr(self, name)))
        object.__setattr__(self, "me", tuple(sorted(set(self.me))))

    @cached_property
    def digest(self) -> str:
        """Fingerprint of contacts, interactions and windows; not of files, their names or order."""
        return digest(self.contacts, self.interactions, self.windows)

    def __add__(self, other: "Export") -> "Export":
        return combined([self, other])

    def __repr__(self) -> str:
        used = self.ledger.loc[self.ledger["fate"] == "used", "records"].sum()
        return (
            f"<Export of {len(self.contacts):,} contacts and {self.interactions['event'].nunique():,} events, "
            f"{used:,} of {self.ledger['records'].sum():,} records used, from {self.ledger['file'].nunique():,} files>"
        )


def combined(exports: list[Export]) -> Export:
    """One Export of several: repeated events and cards once, windows joined, ledgers one under the other."""
    parts = {name: _stacked(name, [getattr(e, name) for e in exports]) for name in EXPORT_TABLES}
    parts["contacts"] = parts["contacts"].drop_duplicates()
    # A reader gives each row once; only two exports can hold the same one.
    if sum(len(e.interactions) > 0 for e in exports) > 1:
        parts["interactions"] = once(parts["interactions"])
    parts["windows"] = parts["windows"].groupby("source", as_index=False).agg({"first": "min", "last": "max"})
    return Export(**parts, me=reduce(lambda mine, e: mine + e.me, exports, ()))


def once(log: pd.DataFrame) -> pd.DataFrame:
    """Rows of an event between two people once, whichever file came first; the order of the rest stays."""
    key = ["event", "sender", "receiver", "source"]
    again = log[log.duplicated(key, keep=False)]
    kept = again.sort_values([*key, "recipients", "time", "reply_to"], ascending=[True] * 4 + [False, True, True])
    return log.drop(index=again.index.difference(kept.drop_duplicates(key).index))


def _stacked(name: str, tables: list[pd.DataFrame]) -> pd.DataFrame:
    held = [t for t in tables if len(t)]
    return pd.concat(held, ignore_index=True) if len(held) > 1 else held[0] if held else empty(name)


def undirected(export: Export) -> Export:
    """The same events as meetings: contact without direction, as proximity logs and calendars record it."""
    return replace(export, interactions=export.interactions.assign(kind="meeting"))
