"""WhatsApp's export of a chat as text: `_chat.txt` of an iPhone, `WhatsApp Chat with ….txt` of Android.

The phone's language decides how a line looks; known are the dates of `chatdates`, one layout per file. Times are
the phone's clock without a zone, on Android to the minute: the order of messages is that of the file. The name of
a file counts for nothing but to know a chat of one message. An export has no date of its own: all chats
are one source, with one window.
"""

import re
from functools import partial

from netgraph.readers import chattext, ledger
from netgraph.readers.chatlines import Head
from netgraph.readers.chats import exported
from netgraph.readers.files import File, Options
from netgraph.readers.lines import physical
from netgraph.readers.whatsapp_words import ASSISTANT, OWNER, is_media, is_notice
from netgraph.tables import Export

NAME = "whatsapp"

_NAMED = re.compile(r"(?:^|/)_chat[^/]*\.txt$|whatsapp[^/]*\.txt$", re.IGNORECASE)
_LIMITS, _ABOUT = (40_000, 10_000), 0.01
_ATTACHED = re.compile(r"\.\w{2,5}(?:>| \()")


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether lines at the start are dated in one of the known layouts and say who wrote them."""
    return chattext.looks(physical(file.head()).texts, NAME * bool(_NAMED.search(file.name))) == NAME


def bundle(file: File) -> str:  # noqa: ARG001
    """All chats are read together: only several show whose they are."""
    return NAME


def read(file: File, options: Options | None = None) -> Export:
    """Interactions of all chats; whoever is in every one of them is the owner (`chats`)."""
    app = chattext.App(NAME, OWNER, _asides, limit=_limit)
    return exported(NAME, file.parts or (file,), partial(chattext.chat, app=app), options or Options())


def _asides(heads: list[Head]) -> list[str]:
    noted = [is_notice(head.author, head.opening, head.marked) for head in heads]
    rooms = _rooms(heads, noted)
    return [_aside(head, is_note, rooms) for head, is_note in zip(heads, noted, strict=True)]


def _aside(head: Head, noted: bool, rooms: set[str]) -> str:
    if head.author == ASSISTANT:
        return ledger.BOT
    silent = head.author in rooms and not is_media(head.opening)
    return ledger.NOTICE if not head.author or noted or silent else ""


def _rooms(heads: list[Head], noted: list[bool]) -> set[str]:
    """A group that notices name as their author: it opens the file and never writes a word of its own."""
    first = next((head for head in heads if head.author), None)
    if first is None or is_media(first.opening):
        return set()
    said = zip(heads, noted, strict=True)
    own = any(head.author == first.author and not (head.marked or is_note) for head, is_note in said)
    return set() if own else {first.author}


def _limit(heads: list[Head]) -> int:
    """The most messages that the app exports, where there are about as many; fewer with the files attached."""
    attached = any(not head.shown and _ATTACHED.search(head.opening) for head in heads)
    limit = _LIMITS[attached]
    return limit if abs(len(heads) - limit) <= _ABOUT * limit else 0
