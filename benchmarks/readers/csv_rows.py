"""Reading CSV with care: our time against that of the csv module over the same bytes, and how it grows.

    python benchmarks/readers/csv_rows.py
Prints, for a chat archive with texts of many lines, a list of contacts, either one damaged, and a log (all the way
to its table of events): size, seconds, ours / `list(csv.reader(...))` with decoding, and the exponent of the growth
from an eighth of the size (1 is linear). Seconds are those of the processor, the least of three.
"""

import csv
import io
import math
import time
from collections.abc import Callable, Iterator
from random import Random

from netgraph.readers import table
from netgraph.readers.dates import is_dated
from netgraph.readers.files import File
from netgraph.readers.rows import header_like, rows

SIZE, PARTS, FAULTS = 20_000_000, 8, 2_000
MESSAGES = [
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
    "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"]  # fmt: skip
CARDS = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
LOG = ["time", "sender", "receiver", "channel"]
TEXTS = [
    "Thank you!",
    'Our paths crossed at the "Open Archives" day.',
    "Hi,\n\ndo you have the slides?\n\nBest",
    "Gladly",
]


def _message(n: int) -> list[str]:
    at = f"2024-03-{1 + n % 28:02} {n % 24:02}:{n % 60:02}:00 UTC"
    who = ["Ada Hill", "https://example.org/in/ada", f"Person {n % 400}", f"https://example.org/in/p{n % 400}"]
    return [f"2-{n % 999:08x}==", "", *who, at, "", TEXTS[n % 4], "INBOX", "", "No", "No"]


def _card(n: int) -> list[str]:
    company = ("Acme, Inc.", "Globex")[n % 2]
    return ["Ben", "Okafor", f"https://example.org/in/p{n}", "", company, "Engineer", f"{1 + n % 28:02} Feb 2024"]


def _logged(n: int) -> list[str]:
    at = f"20{10 + n // 8_000_000 % 9}-03-{1 + n % 28:02} {n // 60 % 24:02}:{n % 60:02}:00"
    return [at, f"p{n % 997}@example.org", f"p{n % 499}@example.org", "mail"]


def _made(header: list[str], row: Callable[[int], list[str]], size: int) -> bytes:
    text = io.StringIO()
    writer, n = csv.writer(text, lineterminator="\n"), 0
    writer.writerow(header)
    while text.tell() < size:
        writer.writerow(row(n))
        n += 1
    return text.getvalue().encode()


def _damaged(data: bytes) -> bytes:
    """A fault in every ten thousand bytes."""
    rng, hurt = Random(1), bytearray(data)
    for _ in range(FAULTS * len(data) // SIZE):
        hurt[rng.randrange(len(MESSAGES) * 20, len(data))] = rng.choice(b'"\n\0\xe9,\r')
    return bytes(hurt)


def _by_rows(header: list[str], date: str) -> Callable[[bytes], object]:
    finder = header_like(header, header)

    def looks(names: list[str]):
        at = names.index(date)
        return lambda cells: len(cells) > at and is_dated(cells[at]) and not cells[at].isdigit()

    return lambda data: rows(data, finder=finder, looks=looks)


def _by_table(data: bytes) -> object:
    return table.read(File("log.csv", len(data), lambda: io.BytesIO(data)))


def _by_csv(data: bytes) -> object:
    return list(csv.reader(io.StringIO(data.decode("utf-8", "replace"))))


def seconds(task: Callable[[bytes], object], data: bytes) -> float:
    """Least of three."""
    took = []
    for _ in range(3):
        start = time.process_time()
        task(data)
        took.append(time.process_time() - start)
    return min(took)


def _tasks(size: int) -> Iterator[tuple[str, Callable, bytes, bytes]]:
    """Name, our way, the bytes, and the bytes without damage, which the csv module does not survive."""
    messages, cards, log = _made(MESSAGES, _message, size), _made(CARDS, _card, size), _made(LOG, _logged, size)
    tasks = (
        ("messages", _by_rows(MESSAGES, "DATE"), messages),
        ("contacts", _by_rows(CARDS, "Connected On"), cards),
        ("log to events", _by_table, log),
    )
    for name, ours, data in tasks:
        yield name, ours, data, data
        yield f"{name}, damaged", ours, _damaged(data), data


def main() -> None:
    for (name, ours, data, clean), (_, _, part, _) in zip(_tasks(SIZE), _tasks(SIZE // PARTS), strict=True):
        took, least, took_part = seconds(ours, data), seconds(_by_csv, clean), seconds(ours, part)
        growth = math.log(took / took_part) / math.log(len(data) / len(part))
        print(f"{name}: {len(data) / 1e6:.0f} MB, {took:.2f} s, ours / csv {took / least:.2f}, exponent {growth:.2f}")


if __name__ == "__main__":
    main()
