"""Who is in the conversations of a Facebook or Instagram export, of which of the two they are, and whose they are."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b

from netgraph.readers.objects import plain
from netgraph.readers.records import CROWD

UNKNOWN = {"facebook user", "instagram user", ""}
"""How the exports call somebody who is no longer there: another person in each conversation."""

NOBODY = "\0"
"""Stands for the sender of a message that names none."""

_LIST = re.compile(rb'"participants"\s*+:\s*+(?=\[)')
_NAME = re.compile(rb'"name"\s*+:\s*+("[^"\\]*+(?:\\.[^"\\]*+)*+")', re.DOTALL)
_PATH = re.compile(rb'"(?:thread_path|threadName)"\s*+:\s*+("[^"\\]*+(?:\\.[^"\\]*+)*+")', re.DOTALL)
_LEFT = re.compile(rb'"is_still_participant"\s*+:\s*+false')
_APPS = {"your_instagram_activity/": "instagram", "your_facebook_activity/": "facebook"}
_MEDIA = ("photos", "videos", "audio_files", "files", "gifs")
_LEAST = 2


def repaired(value) -> str:
    """A name, which the exports write as the bytes of UTF-8, each as a character of its own, as it is read."""
    text = plain(value)
    try:
        return plain(text.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return text


@dataclass
class Thread:
    """One file of a conversation: who is in it by its list (`whole` if sound), who writes, and what else it says."""

    people: dict[str, None] = field(default_factory=dict)
    writers: dict[str, None] = field(default_factory=dict)
    path: str = ""
    whole: bool = False
    left: bool = False
    apps: set[str] = field(default_factory=set)

    def between(self, raw: bytes) -> None:
        """Take note of what stands before and after the messages."""
        if len(raw) < 10:
            return
        if not self.people:
            names, self.whole = _listed(raw)
            self.people = dict.fromkeys(map(repaired, names))
        if found := _PATH.search(raw):
            self.path = self.path or plain(_text(found[1]))
        self.left = self.left or bool(_LEFT.search(raw))

    def wrote(self, value: dict, name: str) -> None:
        """Take note of a message."""
        if name != NOBODY:
            self.writers[name] = None
        for kind in _MEDIA:
            media = value.get(kind)
            for one in media if isinstance(media, list) else ():
                uri = plain(one.get("uri")) if isinstance(one, dict) else ""
                self.apps |= {app for mark, app in _APPS.items() if uri.startswith(mark)}

    @property
    def everyone(self) -> tuple[str, ...]:
        """Names of all who are in it or write in it, in sorted order."""
        return tuple(sorted({*self.people, *self.writers}))

    @property
    def key(self) -> str:
        """What tells the conversation from others, whatever its files are called."""
        told = self.path or "\x1f".join(sorted(self.people) or self.everyone)
        return blake2b(told.encode("utf-8", "replace"), digest_size=4).hexdigest()

    def handle(self, name: str) -> str:
        """'meta:<name>'; of somebody unknown one that holds for this conversation alone; of nobody ''."""
        if name == NOBODY:
            return ""
        return f"meta:unknown in {self.key}" if name.casefold() in UNKNOWN else f"meta:{name}"


def _listed(raw: bytes) -> tuple[list, bool]:
    """The names in a list of participants, and whether it is sound; else those that can be made out."""
    if found := _LIST.search(raw):
        # Of a damaged list the names are looked for one by one, below.
        with suppress(ValueError, RecursionError):
            listed = json.JSONDecoder().raw_decode(raw[found.end() :].decode("utf-8", "replace"))[0]
            return [one.get("name") if isinstance(one, dict) else one for one in listed], True
    return [_text(name) for name in _NAME.findall(raw)], False


def _text(raw: bytes) -> str:
    try:
        return json.loads(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return ""


class Receivers:
    """Who gets what somebody writes in a conversation: all others in it, as handles.

    Of a crowd only as many are given as show that it is one, unless `crowds` are asked for.
    """

    def __init__(self, threads: list[Thread], *, crowds: bool):
        most = None if crowds else CROWD + 2
        self._whole = [t.whole for t in threads]
        self._handles = [tuple(dict.fromkeys(map(t.handle, t.everyone[:most]))) for t in threads]
        self._known: dict[tuple[int, str], tuple[str, ...]] = {}

    def of(self, thread: int, sender: str) -> tuple[str, ...]:
        """Receivers of a message; the sender alone where the list says that nobody else is there."""
        key = (thread, sender)
        if key not in self._known:
            everyone = self._handles[thread] if thread >= 0 and sender else ()
            self._known[key] = tuple(h for h in everyone if h != sender) or everyone * self._whole[thread]
        return self._known[key]


def channels(threads: list[Thread]) -> list[str]:
    """'facebook' or 'instagram' of each: by where its media lie and how it calls unknown people.

    Where a conversation shows nothing of the kind it is 'facebook', unless all that show it are 'instagram'.
    """
    shown: dict[str, set[str]] = {}
    for thread in threads:
        shown.setdefault(thread.key, set()).update(thread.apps, _by_unknown(thread))
    default = "instagram" if set().union(*shown.values()) == {"instagram"} else "facebook"
    return [min(shown[t.key]) if len(shown[t.key]) == 1 else default for t in threads]


def _by_unknown(thread: Thread) -> set[str]:
    names = {name.casefold() for name in thread.everyone}
    return {app for app in ("facebook", "instagram") if f"{app} user" in names}


def owners(threads: list[Thread], of: list[str]) -> set[str]:
    """Names of the one who is in all conversations, two at least; else of the one in all of each channel.

    Conversations that the owner has left do not count.
    """
    common = _common(threads)
    if common:
        return {common}
    each = [[t for t, channel in zip(threads, of, strict=True) if channel == one] for one in sorted(set(of))]
    return {name for name in map(_common, each) if name}


def _common(threads: list[Thread]) -> str:
    rooms = {frozenset(n for n in t.everyone if n.casefold() not in UNKNOWN) for t in threads if not t.left}
    everywhere = frozenset.intersection(*rooms) if len(rooms) >= _LEAST else frozenset()
    return min(everywhere) if len(everywhere) == 1 else ""
