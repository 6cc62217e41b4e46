"""Messages of Facebook and Instagram: message_1.json and its kin, and Messenger's export of encrypted chats.

All such files that are read go together, for only together they show whose they are: who is in every
conversation. The exports say nowhere which of the two apps they are of; where they lie says it neither, for
what is read must not depend on that (see `meta_threads.channels`). People are known by their names alone.
"""

import re
from zlib import crc32

import pandas as pd

from netgraph.readers import dates, events, files, ledger, objects, records, talks
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, Ruling
from netgraph.readers.meta_threads import NOBODY, UNKNOWN, Receivers, Thread, channels, owners, repaired
from netgraph.readers.objects import whole_number
from netgraph.tables import Export, TableError, combined, once

NAME = "meta"
UNSENT, REACTION = "unsent by its sender", "reaction to a message"

_FORMAT = objects.Format(
    starts=re.compile(rb'(?P<gap>"messages"\s*+:\s*+\[)|\{\s*+"(?:sender_name|senderName|timestamp_ms|isUnsent)"\s*+:'),
    marks=re.compile(rb'"(?:sender_name|senderName|timestamp_ms|is_geoblocked_for_viewer)"'),
    is_record=lambda value: (
        ("sender_name" in value or "senderName" in value) and ("timestamp_ms" in value or "timestamp" in value)
    ),
)
_SURE = re.compile(
    rb'"(?:sender_name|senderName|thread_path)"\s*+:|"participants"\s*+:\s*+\[\s*+(?:\{\s*+"name"\s*+:|")'
)
_REACTION = re.compile(r"(?:Reacted .{1,40} to (?:your|a|their own) message|Liked (?:a|your) message)\.? ?")
_NOTICE = re.compile(
    r" (?:(?:named|left|created|joined) the group(?: .+)?|added .+ to the group|removed .+ from the group"
    r"|set (?:the nickname for .+|(?:his|her|their|your)(?: own)? nickname|the emoji|the quick reaction) to .+"
    r"|changed the (?:(?:chat |group )?(?:theme|photo|name|colou?rs)|emoji)(?: to)?.*|(?:un)?pinned a message"
    r"|(?:started|joined) (?:a|an|the) (?:video |audio )?(?:chat|call)|made .+ (?:a group|an) admin)\.? ?"
)
_LONGEST_NOTICE = 500
_ROW = {
    "file": "str", "number": "int64", "start": "int64", "size": "int64", "damage": "str", "thread": "int64",
    "ticks": "Int64", "name": "str", "aside": "str", "kind": "str", "duration": "float64", "check": "int64",
}  # fmt: skip
_NOTHING = (None, "", "", "message", float("nan"), 0)


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is a file of a conversation: by keys that only these exports have."""
    head = file.head()
    return objects.is_json(file.name, head) and bool(_SURE.search(head))


def bundle(file: File) -> str:  # noqa: ARG001
    """The same name for all files: together they show the owner."""
    return NAME


def read(file: File, options: Options | None = None) -> Export:
    """Interactions and names of the files of some conversations."""
    options = options or Options()
    rows, threads, overhead, aside = talks.Gathered(_ROW), [], {}, []
    for part in file.parts or (file,):
        try:
            found, thread, between = _conversation(part, len(threads))
        except (TableError, *files.UNREADABLE) as error:
            aside.append(records.refused(part, error, reader=NAME))
            continue
        threads.append(thread)
        overhead[part.name] = between
        for row in found:
            rows.add(row)
    return combined([_talks(rows.table(), threads, overhead, options), *aside])


def _conversation(file: File, thread_number: int) -> tuple[list[tuple], Thread, int]:
    """Rows of the messages of a file, what it says of the conversation, and the bytes that are no record's."""
    rows, thread, overhead = [], Thread(), 0
    for start, size, value, damage, raw in objects.pieces(file, _FORMAT):
        if value is None:
            thread.between(raw)
            if not damage:
                overhead += size
                continue
        place = (file.name, len(rows) + 1, start, size, damage, thread_number)
        rows.append(place + (_NOTHING if value is None else _message(value, thread)))
    return rows, thread, overhead


def _message(value: dict, thread: Thread) -> tuple:
    encrypted = "senderName" in value
    shown = value.get("senderName" if encrypted else "sender_name")
    name = repaired(shown) if isinstance(shown, str) else NOBODY
    thread.wrote(value, name)
    text = value.get("text" if encrypted else "content")
    text = text if isinstance(text, str) else ""
    milliseconds = whole_number(value.get("timestamp" if encrypted else "timestamp_ms"))
    ticks = None if milliseconds is None or abs(milliseconds) > 10**14 else milliseconds * 1000
    call = "call_duration" in value or value.get("type") in ("Call", "call")
    check = crc32(text.encode("utf-8", "surrogatepass")) & 0xFFFF
    return ticks, name, _aside(value, text, shown), "call" if call else "message", _duration(value, call=call), check


def _aside(value: dict, text: str, shown) -> str:
    """The rule by which a message is none; empty for one that is."""
    if value.get("is_unsent") is True or value.get("isUnsent") is True:
        return UNSENT
    if value.get("type") in ("Subscribe", "Unsubscribe"):
        return ledger.NOTICE
    if len(text) > _LONGEST_NOTICE or "call_duration" in value:
        return ""
    if _REACTION.fullmatch(text):
        return REACTION
    start = next((s for s in (shown, "You") if isinstance(s, str) and s and text.startswith(s)), None)
    return ledger.NOTICE if start and _NOTICE.fullmatch(text, len(start)) else ""


def _duration(value: dict, *, call: bool) -> float:
    seconds = whole_number(value.get("call_duration"))
    if not call or (seconds is None and value.get("missed") is not True):
        return float("nan")
    return 0.0 if value.get("missed") is True else float(max(seconds, 0))


def _talks(rows: pd.DataFrame, threads: list[Thread], overhead: dict[str, int], options: Options) -> Export:
    when = talks.times(rows["ticks"], pd.Series("", index=rows.index, dtype="str"), options)
    strange = dates.implausible(when.time)
    of = channels(threads)
    sent = _sent(rows, when, threads, Receivers(threads, crowds=ledger.BLAST in options.keep))
    sent = sent.assign(channel=rows["thread"].map(dict(enumerate(of))).astype("str"))
    rulings = [
        *(Ruling(rows["aside"] == rule, ASIDE, rule) for rule in (UNSENT, REACTION, ledger.NOTICE)),
        Ruling(sent["receivers"].map(len) > records.CROWD, ASIDE, ledger.BLAST),
        *records.message_rulings(when, strange, sent),
    ]  # fmt: skip
    return records.finished(
        NAME, rows, rulings, overhead=overhead, keep=options.keep, place=ledger.record_places,
        windows=ledger.window(NAME, when.time.mask(strange)),
        interactions=lambda used: _interactions(sent[used]),
        contacts=lambda used: _names(threads, sent[used]),
        me=lambda used: _me(threads, of, sent[used], options),
    )  # fmt: skip


def _sent(rows: pd.DataFrame, when: dates.Times, threads: list[Thread], receivers: Receivers) -> pd.DataFrame:
    """The messages as events, known by time, sender and a check of the text: lists of participants change."""
    known: dict[tuple[int, str], str] = {}
    senders = []
    for key in zip(rows["thread"].tolist(), rows["name"].tolist(), strict=True):
        if key not in known:
            known[key] = threads[key[0]].handle(key[1])
        senders.append(known[key])
    to = [receivers.of(*key) for key in zip(rows["thread"].tolist(), senders, strict=True)]
    index = rows.index
    sent = pd.DataFrame({
        "time": when.time, "sender": pd.Series(senders, index=index, dtype="str"),
        "receivers": pd.Series(to, index=index, dtype=object), "kind": rows["kind"], "duration": rows["duration"],
    })  # fmt: skip
    content = sent[["time", "sender", "kind"]].assign(check=rows["check"].astype("str"))
    return sent.assign(event=events.ids(content, rows["file"]))


def _interactions(sent: pd.DataFrame) -> pd.DataFrame:
    each = [records.interactions(some, channel=name, source=NAME) for name, some in sent.groupby("channel")]
    each = each or [records.interactions(sent, channel=NAME, source=NAME)]
    return once(pd.concat(each, ignore_index=True))


def _names(threads: list[Thread], sent: pd.DataFrame) -> pd.DataFrame:
    ends = set(sent["sender"]).union(*set(sent["receivers"]))
    names = sorted({name for t in threads for name in t.everyone if name.casefold() not in UNKNOWN})
    told = [(f"meta:{name}", name) for name in names if f"meta:{name}" in ends]
    return records.named(pd.DataFrame(told, columns=["handle", "name"], dtype="str"), source=NAME)


def _me(threads: list[Thread], of: list[str], sent: pd.DataFrame, options: Options) -> tuple[str, ...]:
    mine = {f"meta:{name}" for name in owners(threads, of)}
    return tuple({*mine, *talks.given(_names(threads, sent), options.me)})
