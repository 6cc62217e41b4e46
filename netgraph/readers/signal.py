"""Signal's messages as text, as the tools for its desktop data write them.

Known are lines `[2019-12-24, 12:23] Jane Doe: text`, with 'Me' for the owner (also with seconds and without a
comma), whose clock has no zone; and blocks of fields `From:`, `Type:`, `Sent:` under a `Conversation:`, with 'You'
for the owner and a zone.
"""

import re

import numpy as np
import pandas as pd

from netgraph.glossary import TIME
from netgraph.readers import chattext, handles, ledger
from netgraph.readers.chatlines import Head, places
from netgraph.readers.chats import COLUMNS, Chat, exported
from netgraph.readers.files import File, Options
from netgraph.readers.lines import physical, readable
from netgraph.tables import Export

NAME = "signal"

_ME, _YOU, _NOBODY = "Me", "You", "No-Sender"
_NAMED = re.compile(r"signal[^/]*\.(?:txt|md)$|(?:^|/)chat\.md$", re.IGNORECASE)
_CALL = re.compile(r"(?:Incoming|Outgoing|Missed) (?:(?:voice|video|group|adhoc|direct) )?call(?: \([^()]*\))?\s*$")
_REACTIONS = re.compile(r"^\(- .* -\)\s*$", re.MULTILINE)
_MESSAGES = frozenset({"incoming", "outgoing"})
_CLOCK = "%a, %d %b %Y %H:%M:%S %z"
_PERSON = re.compile(r"(.*) \((\+[\d ]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w]+\.\d{2,})\)")
_FIELD, _MOST_FIELDS, _LONGEST = re.compile(r"(From|Type|Sent|Received): (.*)"), 4, 300


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether lines at the start are messages, or fields of one, as Signal's look."""
    texts = physical(file.head()).texts
    return bool(_starts(texts)) or chattext.looks(texts, NAME * bool(_NAMED.search(file.name))) == NAME


def bundle(file: File) -> str:  # noqa: ARG001
    """All chats are read together: only several show whose they are."""
    return NAME


def read(file: File, options: Options | None = None) -> Export:
    """Interactions of all chats; the owner is whom the text calls 'Me' or 'You' (`chats`)."""
    return exported(NAME, file.parts or (file,), _chat, options or Options())


def _chat(file: File, options: Options) -> Chat:
    app = chattext.App(NAME, frozenset({_ME}), _asides, _REACTIONS)
    blocks = _starts(physical(file.head()).texts)
    return _blocks(file, options) if blocks else _lined(chattext.chat(file, options, app))


def _lined(chat: Chat) -> Chat:
    """The chat, without a sender where the tool found none."""
    unknown = chat.records["name"] == _NOBODY
    return chat._replace(records=chat.records.assign(sender=chat.records["sender"].mask(unknown, "")))


def _asides(heads: list[Head]) -> list[str]:
    return [ledger.NOTICE if not head.author or _CALL.match(head.opening) else "" for head in heads]


def _starts(texts: list[str]) -> list[int]:
    """Lines at which a block of fields begins: From before Type or Sent, or Type before Sent where there is no From."""
    keys = [text.partition(": ")[0] if text[:1] in "FTSR" else "" for text in texts]
    keys += [""] * 2
    found: list[int] = []
    for number, key in enumerate(keys[:-2]):
        opens = key == "From" and ("Type" in keys[number + 1 : number + 3] or keys[number + 1] == "Sent")
        bare = key == "Type" and keys[number + 1] in ("Sent", "Received") and not (found and number - found[-1] <= 2)
        if opens or bare:
            found.append(number)
    return found


def _blocks(file: File, options: Options) -> Chat:
    data, truncated = readable(file)
    text = physical(data)
    starts = _starts(text.texts)
    found = [_fields(text.texts, start) for start in starts]
    fields = pd.DataFrame(found, columns=["From", "Type", "Sent"], dtype="str")
    time = pd.to_datetime(fields["Sent"], format=_CLOCK, utc=True, errors="coerce").dt.tz_localize(None).astype(TIME)
    people = {shown: person(shown, options.region) for shown in fields["From"].unique()}
    sender, name = (fields["From"].map({shown: both[n] for shown, both in people.items()}) for n in (0, 1))
    sender = sender.mask((sender == "") & (fields["Type"] == "outgoing"), handles.OWNER)
    why = pd.Series("", index=fields.index, dtype="str").mask(time.isna(), "its field Sent holds no date")
    rule = pd.Series("", index=fields.index, dtype="str").mask(~fields["Type"].isin(["", *_MESSAGES]), ledger.NOTICE)
    damage = np.where((fields.index == len(fields) - 1) & bool(truncated), truncated, "")
    records = places(text, starts).assign(
        time=time, sender=sender, name=name, reason=why, aside=rule, assumed=False, check=0, damage=damage
    )
    overhead = int(text.edges[starts[0]])
    return Chat(file.name, records[list(COLUMNS)].astype(COLUMNS), overhead, _partner(text.texts[: starts[0]], options))


def _fields(texts: list[str], start: int) -> tuple[str, str, str]:
    found: dict[str, str] = {}
    for line in texts[start : start + _MOST_FIELDS]:
        field = _FIELD.match(line[:_LONGEST])
        if not field:
            break
        found.setdefault(field[1], field[2].strip())
    return found.get("From", ""), found.get("Type", ""), found.get("Sent", "")


def person(shown: str, region: str | None) -> tuple[str, str]:
    """Handle and name of 'Jane Doe (+44 20 7946 0958)': the number, else the id in brackets, else the name."""
    if shown in ("", _YOU):
        return (handles.OWNER if shown else ""), ""
    known = _PERSON.fullmatch(shown)
    if known:
        number = handles.phone(known[2], region) if known[2].startswith("+") else ""
        return number or f"{NAME}:{known[2]}", known[1]
    return chattext.handle(NAME, shown, frozenset(), region)


def _partner(before: list[str], options: Options) -> tuple[str, str]:
    """Whom a conversation is with, as its first line says: a person, not a group."""
    said = [line.partition(": ")[2].strip() for line in before[:3] if line.startswith("Conversation: ")]
    return person(said[0], options.region) if said and _PERSON.fullmatch(said[0][:_LONGEST]) else ("", "")


__all__ = ["NAME", "bundle", "person", "read", "sniff"]
