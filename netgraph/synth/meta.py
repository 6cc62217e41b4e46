"""message_1.json as Facebook and Instagram write it: UTF-8 in which each byte is a character of its own."""

import json
from datetime import datetime
from zlib import crc32

from netgraph.synth.life import Event
from netgraph.synth.people import plain

_TEXTS = (
    "On my way!", "Could you send me the photos?", "Ja, gern, um acht?", 'He said "maybe", so no.', "🎉🎉",
    "C:\\photos has them", "Two lines:\none, two", "à demain", "{not JSON}, [really]",
)  # fmt: skip
_HOMES = {"facebook": "your_facebook_activity", "instagram": "your_instagram_activity"}


def inbox(
    events: list[Event], me: str, names: dict[str, str], *, app: str = "facebook", most: int = 10_000
) -> dict[str, bytes]:
    """Name -> content: a folder for each set of people, in it files of at most `most` messages, newest first."""
    talks: dict[frozenset[str], list[Event]] = {}
    for event in sorted(events, key=lambda e: (e.time, e.number)):
        talks.setdefault(frozenset({event.sender, *event.to}), []).append(event)
    return {
        name: data for people, some in talks.items() for name, data in _thread(people, some, (me, names, app, most))
    }


def _thread(
    people: frozenset[str], events: list[Event], about: tuple[str, dict[str, str], str, int]
) -> list[tuple[str, bytes]]:
    me, names, app, most = about
    others = sorted(people - {me})
    title = ", ".join(names[o] for o in others)
    slug = "".join(plain(names[o]) for o in others) or "user"
    path = f"inbox/{slug}_{crc32('|'.join(others).encode())}"
    rest = {"title": title, "is_still_participant": True, "thread_path": path, "magic_words": []}
    head = {"participants": [{"name": names[p]} for p in [*others, me]]}
    messages = [_message(event, names, f"{_HOMES[app]}/messages/{path}") for event in events[::-1]]
    if len(others) > 1:
        messages += [_named(events[0], names, title)]
    files = [messages[n : n + most] for n in range(0, len(messages), most)]
    return [
        (f"{path}/message_{n}.json", _json(head | {"messages": some} | rest)) for n, some in enumerate(files, start=1)
    ]


def _json(value: dict) -> bytes:
    """JSON in which every text is the bytes of UTF-8 as characters."""
    return json.dumps(_garbled(value), indent=2, ensure_ascii=True).encode()


def _garbled(value):
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, dict):
        return {key: _garbled(one) for key, one in value.items()}
    return [_garbled(one) for one in value] if isinstance(value, list) else value


def _milliseconds(event: Event) -> int:
    return int((event.time - datetime(1970, 1, 1)).total_seconds()) * 1000 + event.number * 37 % 1000


def _named(event: Event, names: dict[str, str], title: str) -> dict:
    who = names[event.sender]
    return {
        "sender_name": who,
        "timestamp_ms": _milliseconds(event) - 60_000,
        "content": f"{who} named the group {title}.",
    }


def _message(event: Event, names: dict[str, str], home: str) -> dict:
    head = {"sender_name": names[event.sender], "timestamp_ms": _milliseconds(event)}
    tail = {"is_geoblocked_for_viewer": False, "is_unsent_image_by_messenger_kid_parent": False}
    if event.kind == "call":
        duration = event.number % 900 if event.number % 4 else 0
        return head | {"content": f"{names[event.sender]} called you.", "call_duration": duration} | tail
    if event.number % 7 == 3:
        return (
            head | {"photos": [{"uri": f"{home}/photos/{event.number}.jpg", "creation_timestamp": 1700000000}]} | tail
        )
    reactions = (
        {"reactions": [{"reaction": "❤", "actor": names[event.to[0]]}]} if event.number % 5 == 4 and event.to else {}
    )
    return head | {"content": _TEXTS[event.number % len(_TEXTS)]} | reactions | tail
