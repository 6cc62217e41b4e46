"""Faultless address books, with the place of each card and the first handle that stands for it."""

import csv
from itertools import islice
from random import Random

from damage import Made, handles

from netgraph.synth import contacts
from netgraph.synth.people import crowd

shown = handles


def ranges(data: bytes, *, delimiter: str = ",", skip: int = 1) -> list[tuple[int, int]]:
    """Where each record of a faultless CSV file begins and ends, in bytes, the first `skip` left out."""
    lines = data.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    reader = csv.reader((line.decode("utf-8", "replace") for line in lines), delimiter=delimiter)
    ends = [reader.line_num for _ in reader]
    edges = [0, *ends]
    return [(starts[a], starts[b]) for a, b in islice(zip(edges, ends, strict=False), skip, None)]


def made(name: str, data: bytes, keys: list, **how) -> Made:
    """The file with a key for each of its records; records with the key None are left out."""
    where = ranges(data, **how)
    assert len(where) == len(keys)
    return Made(name, data, [(a, b, key) for (a, b), key in zip(where, keys, strict=True) if key is not None])


def makers() -> list[Made]:
    """Google's two layouts, Outlook's (two), Thunderbird's and a CRM's."""
    cards = contacts.entries(crowd(Random(11), 60))
    first = [card.addresses[0] for card in cards]
    return [
        made("google.csv", contacts.google(cards), first),
        made("google-old.csv", contacts.google_old(cards), first),
        made("outlook.csv", contacts.outlook(cards), first),
        made("outlook-de.csv", contacts.outlook(cards, delimiter=";", coding="cp1252"), first, delimiter=";"),
        made("thunderbird.csv", contacts.thunderbird(cards), first),
        made("crm.csv", contacts.crm(cards), first),
    ]
