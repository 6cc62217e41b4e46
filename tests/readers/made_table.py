"""Faultless logs of an analyst, with their records marked, for damage to be done to them."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

from damage import Made

from netgraph.tables import Export

START = datetime(2024, 3, 14, 9, 0)
PEOPLE = ["ann", "Ben Okafor", "cleo@example.org", "Dan Wu", "+4915112345678", "Åsa Öberg", "O'Hara, Eve", "007"]
NOTES = ["ok", "", 'she said "yes", I think', "first line\nsecond line\n\nfourth", "a, b"]
CODINGS = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}


def shown(export: Export) -> set:
    """Time, sender and receiver of every row in the tables."""
    rows = export.interactions
    return set(zip(rows["time"].dt.strftime("%Y-%m-%d %H:%M:%S"), rows["sender"], rows["receiver"], strict=True))


def record(n: int) -> tuple[datetime, str, str]:
    """Time, sender and receiver of record n; each is another."""
    return START + timedelta(minutes=427 * n), PEOPLE[n % 7], PEOPLE[(n % 7 + 1 + n // 7 % 6) % 8]


def made(
    name: str, header: str, row: Callable[[int], list], *, count: int = 150, delimiter: str = ",", end: str = "\n",
    coding: str = "utf-8", before: str = "", key: Callable = record, quoting: int = csv.QUOTE_MINIMAL,
) -> Made:  # fmt: skip
    """A log of `count` rows, `before` standing before its header, each record known by `key` of its number."""
    # Half a character is damage to the whole of it.
    wide = coding.startswith("utf-16")
    marked, data = [], (before + header.replace(",", delimiter) + end).encode(coding)
    for n in range(count):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=quoting).writerow(row(n))
        start = len(data)
        data += text.getvalue().removesuffix("\r\n").encode(CODINGS.get(coding, coding))
        time, *who = key(n)
        marked.append((start - wide, len(data) + wide, (f"{time:%Y-%m-%d %H:%M:%S}", *who)))
        data += end.encode(CODINGS.get(coding, coding))
    return Made(name, data, marked)


def _plain(n: int) -> list:
    return list(record(n))


def _seconds(n: int) -> list:
    time, sender, receiver = record(n)
    return [sender, receiver, int((time - datetime(1970, 1, 1)).total_seconds()), NOTES[n % 5]]


def _spreadsheet(n: int) -> list:
    time, sender, receiver = record(n)
    return [f"{time:%d/%m/%Y %H:%M}", sender, receiver, "chat", "", "x"]


def _group(n: int) -> tuple[datetime, str, str]:
    """Every third message has a second receiver, in a row of its own."""
    time, sender, _ = record(n - n % 3)
    return time, sender, f"{record(n)[2]} {n % 3}"


def _everything(n: int) -> list:
    time, sender, receiver = _group(n)
    return [f"e{n // 3}", f"{time:%Y-%m-%dT%H:%M:%SZ}", sender, receiver, "mail", NOTES[n % 5], f"{n % 600}.5"]


def makers() -> list[Made]:
    """Logs with commas, semicolons and tabs, in several encodings, with a preamble, quoted notes, ids and durations."""
    preamble = 'Notes:\n"Made up, and ""quoted"""\n\n'
    everything = "event,time,sender,receiver,channel,note,duration"
    return [
        made("log.csv", "time,sender,receiver", _plain),
        made("spreadsheet.csv", "Time,Sender,Receiver,Channel,Weight,x", _spreadsheet, delimiter=";", end="\r\n",
             coding="utf-8-sig", before="sep=;\r\n"),
        made("seconds.tsv", "sender,receiver,time,note", _seconds, delimiter="\t", before=preamble),
        made("everything.csv", everything, _everything, key=_group),
        made("quoted.csv", everything, _everything, key=_group, quoting=csv.QUOTE_ALL, coding="cp1252", end="\r"),
        made("wide.csv", "time,sender,receiver", _plain, coding="utf-16"),
        made("wide-unmarked.csv", "time,sender,receiver", _plain, coding="utf-16-be", end="\r\n"),
        made("small.csv", "time,sender,receiver", _plain, count=40),
    ]  # fmt: skip
