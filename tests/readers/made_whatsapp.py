"""Faultless WhatsApp chats for the damage tests."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

from damage import Made, times

from netgraph.synth import whatsapp
from netgraph.synth.life import Event

OPTIONS = {"me": "Ada Hill"}
NAMES = {"ada": "Ada Hill", "ben": "Ben Okafor", "cleo": "Cleo Reyes", "dan": "+44 20 7946 0958"}
START = datetime(2023, 12, 30, 14, 29)

shown = times


def events(people: str = "ada ben", count: int = 40, *, start: datetime = START, first: int = 0) -> list[Event]:
    """Messages an hour and a minute apart; the owner, first among the people, writes none of the first three."""
    who = people.split()
    found = []
    for n in range(first, first + count):
        sender = who[1 + n % (len(who) - 1)] if n < 3 else who[n * 7 // 3 % len(who)]
        to = tuple(h for h in who if h != sender)
        found.append(Event(n, start + n * timedelta(minutes=61, seconds=7), sender, to, "whatsapp", n))
    return found


def made(name: str, data: bytes, chat: list[Event], start_of: re.Pattern, step: str) -> Made:
    """A file with its records; the first of them is a notice, which stands in no table."""
    edges = [m.start() for m in start_of.finditer(data)] + [len(data)]
    spans = pairwise(edges[1:])
    return Made(name, data, [(a, b, f"{e.time:{step}}") for (a, b), e in zip(spans, chat, strict=True)])


def makers() -> list[Made]:
    """Two people and a group, from Android in four countries and from an iPhone."""
    pair, group = events(), events("ada ben cleo dan", 60)
    android = re.compile(rb"^\d+[./]\d+[./]\d+,? ", re.MULTILINE)
    ios = re.compile(rb"^(?:\xe2\x80\x8e)?\[\d+/", re.MULTILINE)
    minutes, seconds = "%Y-%m-%d %H:%M:00", "%Y-%m-%d %H:%M:%S"
    found = [
        made(f"{country}/WhatsApp Chat with Ben Okafor.txt",
             whatsapp.android(chat, NAMES, country=country, media=media), chat, android, minutes)
        for country, chat, media in (("GB", pair, True), ("US", group, False), ("DE", group, True), ("FI", pair, False))
    ]  # fmt: skip
    for title, chat in (("Ben Okafor", pair), ("Walks", group)):
        found.append(made(f"{title}/_chat.txt", whatsapp.ios(chat, NAMES, title=title, media=True), chat, ios, seconds))
    return found
