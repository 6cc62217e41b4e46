"""Telegram's result.json as the desktop program writes it: events as messages, calls and service messages of chats."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from zlib import crc32

from netgraph.synth.life import Event

_TEXTS = (
    "On my way!", "Could you send me the photos?", "Ja, gern, um acht?", 'He said "maybe", so no.', "🎉🎉",
    "C:\\photos\\2024 has them", "Two lines:\none, two", "à demain", "{not JSON}, [really]: \"messages\": [",
)  # fmt: skip
_ABOUT = "Here is the data you requested. Remember: Telegram is ad free."
_LOCAL = timedelta(hours=1)


def user(handle: str) -> int:
    """The number by which Telegram knows somebody."""
    return 10_000_000 + crc32(handle.encode()) % 6_000_000_000


def export(
    events: list[Event], me: str, names: dict[str, str], cards: Iterable[tuple[str, str, datetime]] = ()
) -> bytes:
    """The whole export of `me`: contacts (handle, phone number, since) and every chat, oldest message first."""
    given, _, family = names[me].rpartition(" ")
    account = {"user_id": user(me), "first_name": given or family, "last_name": family, "phone_number": "", "bio": ""}
    data = {
        "about": _ABOUT, "personal_information": account,
        "contacts": {"about": "Your contacts.", "list": [_card(card, names) for card in cards]},
        "frequent_contacts": {"about": "", "list": [_frequent(e, names) for e in events[:1]]},
        "chats": {"about": "This page lists all chats.", "list": _chats(events, me, names)},
    }  # fmt: skip
    return _json(data)


def chat(events: list[Event], me: str, names: dict[str, str]) -> bytes:
    """The export of one chat: the events of one set of people."""
    return _json(_chats(events, me, names)[0])


def _json(data: dict) -> bytes:
    return json.dumps(data, indent=1, ensure_ascii=False).encode()


def _card(card: tuple[str, str, datetime], names: dict[str, str]) -> dict:
    handle, number, since = card
    first, _, last = names[handle].partition(" ")
    return {
        "user_id": user(handle),
        "first_name": first,
        "last_name": last,
        "phone_number": number.replace("+", "00"),
    } | _at(since)


def _frequent(event: Event, names: dict[str, str]) -> dict:
    return {"id": user(event.sender), "category": "people", "type": "user", "name": names[event.sender], "rating": 4.5}


def _chats(events: list[Event], me: str, names: dict[str, str]) -> list[dict]:
    """Chats in the order of their first message: personal ones of two people, groups of more."""
    talks: dict[frozenset[str], list[Event]] = {}
    for event in sorted(events, key=lambda e: (e.time, e.number)):
        talks.setdefault(frozenset({event.sender, *event.to}), []).append(event)
    return [_chat(sorted(people - {me}) or [me], some, names) for people, some in talks.items()]


def _chat(others: list[str], events: list[Event], names: dict[str, str]) -> dict:
    if others == [events[0].sender] == list(events[0].to):
        about = {"type": "saved_messages", "id": user(others[0])}
    elif len(others) == 1:
        about = {"name": names[others[0]], "type": "personal_chat", "id": user(others[0])}
    else:
        title = ", ".join(names[o].split()[0] for o in others[:3])
        about = {"name": title, "type": "private_group", "id": user("|".join(others))}
    opening = [] if len(others) == 1 else [_created(events[0], about["name"], names)]
    return about | {"messages": opening + [_message(e, names) for e in events]}


def _at(time: datetime) -> dict:
    # The clock is local, the number of seconds is not.
    return {
        "date": f"{time + _LOCAL:%Y-%m-%dT%H:%M:%S}",
        "date_unixtime": str(int((time - datetime(1970, 1, 1)).total_seconds())),
    }


def _created(event: Event, title: str, names: dict[str, str]) -> dict:
    who = {"actor": names[event.to[0]], "actor_id": f"user{user(event.to[0])}"}
    head = {"id": event.number * 2 + 1, "type": "service"} | _at(event.time - timedelta(minutes=1)) | who
    return head | {
        "action": "create_group",
        "title": title,
        "members": [names[h] for h in event.to],
        "text": "",
        "text_entities": [],
    }


def _message(event: Event, names: dict[str, str]) -> dict:
    name, id_ = names[event.sender], f"user{user(event.sender)}"
    head = {"id": event.number * 2 + 2, "type": "service" if event.kind == "call" else "message"} | _at(event.time)
    if event.kind == "call":
        outcome = (
            {"duration_seconds": event.number % 900, "discard_reason": "hangup"}
            if event.number % 4
            else {"discard_reason": "missed"}
        )
        return (
            head
            | {"actor": name, "actor_id": id_, "action": "phone_call"}
            | outcome
            | {"text": "", "text_entities": []}
        )
    answering = {} if event.answers is None else {"reply_to_message_id": event.answers * 2 + 2}
    return head | {"from": name, "from_id": id_} | answering | _text(event)


def _text(event: Event) -> dict:
    """Plain text, or, in every third message, text with parts that are formatted."""
    text = _TEXTS[event.number % len(_TEXTS)]
    if event.number % 3:
        return {"text": text, "text_entities": [{"type": "plain", "text": text}]}
    parts = [{"type": "bold", "text": "Note"}, {"type": "link", "text": "https://example.org/a?b=1"}]
    return {
        "text": [parts[0], f" {text} ", parts[1]],
        "text_entities": [parts[0], {"type": "plain", "text": f" {text} "}, parts[1]],
    }
