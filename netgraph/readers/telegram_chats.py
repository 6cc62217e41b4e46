"""Who is in a Telegram chat: what stands before its messages, who writes in it, and which of them is the owner."""

import json
import re
from dataclasses import dataclass

import pandas as pd

from netgraph.readers import handles, ledger
from netgraph.readers.objects import plain
from netgraph.readers.records import CROWD

KINDS = {
    "personal_chat": "", "private_group": "", "private_supergroup": "", "public_supergroup": "",
    "saved_messages": ledger.SELF, "bot_chat": ledger.BOT, "replies": ledger.NOTICE,
    "verification_codes": ledger.NOTICE, "private_channel": ledger.CHANNEL, "public_channel": ledger.CHANNEL,
}  # fmt: skip
"""Types of chats, and the rule that sets their messages aside."""

_KIND = re.compile(rb'"(' + "|".join(KINDS).encode() + rb')"')
_NAME = re.compile(rb'"name"\s*+:\s*+"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_ID = re.compile(rb'"id"\s*+:\s*+(-?\d{1,18})\b')
_MESSAGES = re.compile(rb'"messages"\s*+:')
_ACCOUNT = re.compile(rb'"personal_information"\s*+:\s*+\{[^{}]{0,2000}?"user_id"\s*+:\s*+(\d{1,18})\b')
_HEADER = 4000
_GROUP, _CHANNEL = 1 << 32, 1 << 33


@dataclass
class Chat:
    """What the file says of a chat; empty where it says nothing."""

    name: str = ""
    kind: str = ""
    id: str = ""

    @property
    def partner(self) -> str:
        """Handle of the person that a personal chat is with."""
        return f"telegram:user{self.id}" if self.kind == "personal_chat" and self.id else ""


class Chats:
    """The chats of a file in its order, and the account whose export it is."""

    def __init__(self):
        self.all = [Chat()]
        self.account = ""
        self._fresh = True

    def current(self) -> int:
        """Number of the chat that a message belongs to which comes now."""
        self._fresh = False
        return len(self.all) - 1

    def between(self, raw: bytes) -> None:
        """Take note of what stands between messages: a chat may begin there."""
        if len(raw) < 10:
            return
        if not self.account and (found := _ACCOUNT.search(raw)):
            self.account = f"telegram:user{found[1].decode()}"
        head = raw[-_HEADER:]
        kind = _KIND.search(head)
        if not kind and not _MESSAGES.search(head):
            return
        if not self._fresh:
            self.all.append(Chat())
            self._fresh = True
        chat, name, id_ = self.all[-1], _NAME.search(head), _ID.search(head)
        chat.kind = kind[1].decode() if kind else chat.kind
        chat.id = id_[1].decode() if id_ else chat.id
        chat.name = _unescaped(name[1]) if name else chat.name


def _unescaped(raw: bytes) -> str:
    try:
        return plain(json.loads(b'"' + raw + b'"'))
    except ValueError:
        return ""


def handle(id_, name: str) -> str:
    """'telegram:user123' or 'telegram:channel123'; with a bare number, as old exports have, the same; else the name."""
    if isinstance(id_, int) and not isinstance(id_, bool) and 0 < id_ < 1 << 53:
        kind, base = next(p for p in (("channel", _CHANNEL), ("chat", _GROUP), ("user", 0)) if id_ > p[1])
        return f"telegram:{kind}{id_ - base}"
    known = plain(id_)
    return f"telegram:{known or name}" if known or name else ""


class Members:
    """Who gets what is written in each chat of a file.

    `people`: chat (number) and who writes or acts in it, one row a pair, without bots and channels. Of a crowd
    only as many are given as show that it is one, unless `crowds` are asked for.
    """

    def __init__(self, chats: Chats, people: pd.DataFrame, *, crowds: bool):
        self.chats = chats
        self._most = None if crowds else CROWD + 2
        self.writers = people.groupby("chat")["sender"].agg(lambda s: tuple(sorted(s))).to_dict()
        self._among = {chat: frozenset(writers) for chat, writers in self.writers.items()}
        self.owner = self._owner()
        self._known: dict[tuple[int, str], tuple[str, ...]] = {}

    def _owner(self) -> str:
        """The account that the file names, unless all its personal chats show another; empty if nothing tells."""
        besides = [set(self._writers(n)) - {c.partner} for n, c in enumerate(self.chats.all) if self._partner(n)]
        besides = [some for some in besides if some]
        shown = set.union(*besides) if besides else set()
        if self.chats.account and (len(shown) != 1 or self.chats.account in shown):
            return self.chats.account
        return min(shown) if len(shown) == 1 else self.chats.account

    def _writers(self, chat: int) -> tuple[str, ...]:
        return self.writers.get(chat, ())

    def _partner(self, chat: int) -> str:
        """Whom a personal chat is with; empty where two others write in it, so that its id must be damaged."""
        partner = self.chats.all[chat].partner
        return partner if partner in self._among.get(chat, ()) or len(self._writers(chat)) < 2 else ""

    def receivers(self, chat: int, sender: str) -> tuple[str, ...]:
        """Handles of those who get what `sender` writes in a chat."""
        key = (chat, sender)
        if key not in self._known:
            self._known[key] = self._receivers(chat, sender) if chat >= 0 and sender else ()
        return self._known[key]

    def _receivers(self, chat: int, sender: str) -> tuple[str, ...]:
        about, partner = self.chats.all[chat], self._partner(chat)
        if about.kind == "saved_messages":
            return (sender,)
        if partner:
            return (partner,) if sender != partner else (self.owner or handles.OWNER,)
        others = tuple(w for w in self._writers(chat)[: self._most] if w != sender)
        if not others and self.owner not in ("", sender):
            return (self.owner,)
        if not others and about.kind == "personal_chat" and about.name:
            return (f"telegram:{about.name}",)
        return others
