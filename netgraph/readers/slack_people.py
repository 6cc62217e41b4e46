"""Who is who in a Slack workspace: its users, who is in which channel, and to whom a message goes."""

import re
from typing import NamedTuple

import pandas as pd

from netgraph.readers import handles, objects
from netgraph.readers.objects import plain
from netgraph.readers.records import CROWD

PLACE = {"file": "str", "number": "int64", "start": "int64", "size": "int64", "damage": "str"}
USER = PLACE | {"id": "str", "name": "str", "title": "str", "address": "str", "bot": "bool"}
CHANNEL = PLACE | {"id": "str", "name": "str", "members": "object"}
NO_USER, NO_CHANNEL = ("", "", "", "", False), ("", "", ())

USERS = objects.Format(
    starts=re.compile(rb'\{\s*+"id"\s*+:\s*+"[UW][A-Z0-9]++"'),
    marks=re.compile(rb'"(?:profile|real_name|is_bot)"'),
    is_record=lambda value: "id" in value and ("profile" in value or "real_name" in value),
)
CHANNELS = objects.Format(
    starts=re.compile(rb'\{\s*+"id"\s*+:\s*+"[CGD][A-Z0-9]++"'),
    marks=re.compile(rb'"(?:members|creator)"'),
    is_record=lambda value: "id" in value and ("members" in value or "creator" in value),
)
_DIRECT = re.compile(r"D[A-Z0-9]{5,}|mpdm-.+")
_LEAST_DIRECT = 2


def user(value: dict) -> tuple:
    """What a user's card shows: id, name, title, mail address, and whether it is a program."""
    profile = value.get("profile") if isinstance(value.get("profile"), dict) else {}
    shown = (profile.get("real_name"), value.get("real_name"), profile.get("display_name"), value.get("name"))
    name = next((text for text in map(plain, shown) if text), "")
    id_ = plain(value.get("id"))
    bot = value.get("is_bot") is True or value.get("is_workflow_bot") is True or id_ == "USLACKBOT"
    return id_, name, plain(profile.get("title")), handles.address(plain(profile.get("email"))), bot


def channel(value: dict) -> tuple:
    """What a list of channels says of one: id, name, and the ids of its members."""
    listed = value.get("members") if isinstance(value.get("members"), list) else []
    return plain(value.get("id")), plain(value.get("name")), tuple(dict.fromkeys(filter(None, map(plain, listed))))


def owner(channels: pd.DataFrame) -> str:
    """Id of the one who is in all direct conversations, of which there are two at least; empty if none or several."""
    direct = channels[channels["id"].str.startswith("D") | channels["name"].str.startswith("mpdm-")]
    members = [set(m) for m in direct["members"] if m]
    pairs = {tuple(sorted(m)) for m in members if len(m) == _LEAST_DIRECT}
    everywhere = set.intersection(*members) if members else set()
    return min(everywhere) if len(everywhere) == 1 and len(pairs) >= _LEAST_DIRECT else ""


class Said(NamedTuple):
    """What decides to whom a message goes: folder of the channel, time stamp, sender, thread, and whom it names."""

    folder: str
    ts: str
    sender: str
    thread: str
    mentions: tuple[str, ...]
    to_all: bool


class Addressing:
    """Receivers of the messages of an export, as ids.

    In a direct conversation its members. In a channel those whom a message mentions and, in a thread, those who
    take part in that; where there are none, or it calls everybody, the members of the channel. Members are those
    of the export's lists, else those who write. Of a crowd only as many are given as show that it is one, unless
    `crowds` are asked for. `messages`: folder, ts, sender, thread and parent of what people wrote.
    """

    def __init__(self, channels: pd.DataFrame, messages: pd.DataFrame, *, crowds: bool):
        self._most = None if crowds else CROWD + 2
        named = zip([*channels["id"], *channels["name"]], [*channels["members"]] * 2, strict=True)
        self._listed = {key: members for key, members in named if key and members}
        self._writers = _groups(messages, ["folder"])
        roots = messages.assign(thread=messages["ts"])
        parents = messages.assign(sender=messages["parent"])
        self.roots = roots.drop_duplicates(["folder", "thread"]).set_index(["folder", "thread"])["sender"].to_dict()
        in_threads = pd.concat([messages, roots, parents])
        self._threads = _groups(in_threads[in_threads["thread"].isin(set(messages["thread"]))], ["folder", "thread"])
        self._known: dict[tuple, tuple[str, ...]] = {}

    def receivers(self, said: Said) -> tuple[str, ...]:
        """Ids of those to whom a message goes; the sender alone where nobody else is in the channel."""
        direct = _DIRECT.fullmatch(said.folder)
        mentions = () if direct or said.to_all else said.mentions
        thread = "" if direct or said.thread == said.ts else said.thread
        others = self._others(said.folder, thread, said.sender) if thread or not mentions else ()
        if mentions:
            return tuple(dict.fromkeys(m for m in (*mentions, *others) if m != said.sender)) or (said.sender,)
        return others

    def _others(self, folder: str, thread: str, sender: str) -> tuple[str, ...]:
        key = (folder, thread, sender)
        if key not in self._known:
            everyone = self._threads.get((folder, thread), ()) if thread else ()
            found = tuple(m for m in everyone[: self._most] if m != sender)
            self._known[key] = found or self._members(folder, sender)
        return self._known[key]

    def _members(self, folder: str, sender: str) -> tuple[str, ...]:
        listed = self._listed.get(folder, ())
        found = tuple(m for m in (listed or self._writers.get(folder, ()))[: self._most] if m != sender)
        return found or ((sender,) if listed else ())


def _groups(messages: pd.DataFrame, keys: list[str]) -> dict:
    """Senders of each group, in sorted order."""
    some = messages[messages["sender"] != ""]
    pairs = some[[*keys, "sender"]].drop_duplicates().sort_values([*keys, "sender"])
    by = keys if len(keys) > 1 else keys[0]
    return pairs.groupby(by)["sender"].agg(tuple).to_dict()
