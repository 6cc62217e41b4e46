"""A Slack export: users, lists of channels and a file for each day of each channel, as the zip holds them."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from zlib import crc32

from netgraph.synth.life import Event

_TEXTS = (
    "Done, see the folder.", "Who has the key?", "Bis *morgen*, danke!", 'He said "later".', "🎉 :tada:",
    "C:\\temp is full", "Two lines:\none, two", "a &lt;b&gt; &amp; c", "{not JSON}, [really]",
)  # fmt: skip
_TEAM = "T024BE7LD"
_BOT = {
    "id": "U0BUILDBOT", "team_id": _TEAM, "name": "builds", "deleted": False, "real_name": "Builds",
    "profile": {"real_name": "Builds", "bot_id": "B0BUILDS", "api_app_id": "A0"}, "is_bot": True,
}  # fmt: skip


def user(handle: str) -> str:
    """The id by which Slack knows somebody."""
    return f"U{crc32(handle.encode()):010d}"


def export(
    events: list[Event], names: dict[str, str], addresses: dict[str, str], titles: dict[str, str] | None = None
) -> dict[str, bytes]:
    """Name -> content of every file: direct conversations of two, of several, and the channel 'general' of all.

    An event from its sender to all others of `names` is written in the channel.
    """
    people = sorted(names)
    talks: dict[tuple[str, ...], list[Event]] = {}
    for event in sorted(events, key=lambda e: (e.time, e.number)):
        talks.setdefault(tuple(sorted({event.sender, *event.to})), []).append(event)
    among = {who: _channel(who, people, names) for who in talks}
    files = {"users.json": _json([_user(p, names, addresses, titles or {}) for p in people] + [_BOT])}
    for kind, name in (("C", "channels.json"), ("D", "dms.json"), ("G", "mpims.json")):
        files[name] = _json([c for c in among.values() if c["id"].startswith(kind)])
    for who, some in talks.items():
        files |= _days(among[who], some, names)
    return files


def _json(value: list) -> bytes:
    return json.dumps(value, indent=4, ensure_ascii=True).replace("/", "\\/").encode()


def _user(handle: str, names: dict[str, str], addresses: dict[str, str], titles: dict[str, str]) -> dict:
    profile = {
        "title": titles.get(handle, ""), "phone": "", "real_name": names[handle],
        "display_name": names[handle].split()[0], "email": addresses[handle], "team": _TEAM,
    }  # fmt: skip
    head = {"id": user(handle), "team_id": _TEAM, "name": addresses[handle].partition("@")[0], "deleted": False}
    return head | {"real_name": names[handle], "profile": profile, "is_bot": False, "updated": 1700000000}


def _channel(who: tuple[str, ...], people: list[str], names: dict[str, str]) -> dict:
    """One channel of a list: 'general' holds everybody, a direct conversation of two has no name."""
    number, members = f"0{crc32('|'.join(who).encode()):09X}", [user(p) for p in who]
    base = {"created": 1700000000, "creator": members[0], "members": members}
    if list(who) == people and len(people) > 2:
        return {"id": f"C{number}", "name": "general"} | base | {"is_archived": False, "is_general": True}
    if len(who) == 2:
        return {"id": f"D{number}", "created": 1700000000, "members": members}
    title = "mpdm-" + "--".join(names[p].split()[0].lower() for p in who) + "-1"
    return {"id": f"G{number}", "name": title} | base


def _days(channel: dict, events: list[Event], names: dict[str, str]) -> dict[str, bytes]:
    """The files of one channel, their days those of a clock seven hours behind; the first of each mentions somebody."""
    folder, days, parents = channel.get("name", channel["id"]), {}, {e.number: e for e in events}
    for event in events:
        messages = days.setdefault(f"{folder}/{event.time - timedelta(hours=7):%Y-%m-%d}.json", [])
        messages += [_message(event, parents.get(event.answers), names, greets=not messages), *_noise(event)]
    return {name: _json(messages) for name, messages in days.items()}


def ts(event: Event) -> str:
    """The time stamp that is a message's id in its channel."""
    return f"{int((event.time - datetime(1970, 1, 1)).total_seconds())}.{event.number % 1000:03d}{event.number % 7:03d}"


def _message(event: Event, root: Event | None, names: dict[str, str], *, greets: bool) -> dict:
    text, who = _TEXTS[event.number % len(_TEXTS)], user(event.sender)
    text = f"<@{user(event.to[0])}> {text}" if greets and event.to[:1] else text
    element = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    blocks = [{"type": "rich_text", "block_id": f"b{event.number}", "elements": [element]}]
    head = {
        "user": who,
        "type": "message",
        "ts": ts(event),
        "client_msg_id": f"{event.number:08x}-0000-4000-8000-000000000000",
    }
    rest = {
        "text": text,
        "team": _TEAM,
        "user_profile": {"real_name": names[event.sender], "team": _TEAM},
        "blocks": blocks,
    }
    thread = {"thread_ts": ts(root), "parent_user_id": user(root.sender)} if root else {}
    reactions = (
        {"reactions": [{"name": "+1", "users": [user(event.to[0])], "count": 1}]} if event.number % 4 == 1 else {}
    )
    return head | rest | thread | reactions


def _noise(event: Event) -> Iterable[dict]:
    """After every eleventh message what a program wrote, after every thirteenth that somebody joined."""
    stamp = ts(event)[:-1]
    if event.number % 11 == 5:
        yield {
            "type": "message",
            "subtype": "bot_message",
            "ts": stamp + "8",
            "text": "Build passed",
            "bot_id": "B0BUILDS",
        }
    if event.number % 13 == 6:
        who = user(event.sender)
        yield {
            "type": "message",
            "subtype": "channel_join",
            "ts": stamp + "9",
            "user": who,
            "text": f"<@{who}> has joined the channel",
        }
