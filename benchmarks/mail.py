"""Reading a mailbox: our reader against a bare pass of the header parser over the same bytes, in one run.

    make bench
Prints the size, the median seconds of each, and ours / bare (below 1 is not to be had: the bare pass keeps nothing).
"""

import mailbox
import tempfile
from email.parser import BytesHeaderParser
from email.policy import compat32
from pathlib import Path

from pair_days import seconds

import netgraph as ng

MESSAGES = 20_000
BODY = b"A line of text that nobody will keep.\n" * 60


def made_up_mailbox(path: Path) -> None:
    """Messages of one owner with two hundred people."""
    with path.open("wb") as file:
        for i in range(MESSAGES):
            day, hour = 1 + i * 27 // MESSAGES, i % 24
            other = f"Person {i % 200} <p{i % 200}@example.net>"
            ends = (other, "Ada <ada@example.org>") if i % 3 else ("Ada <ada@example.org>", other)
            head = f"From {i}@xxx Mon Jan {day:02} {hour:02}:00:00 +0000 2024\nMessage-ID: <{i}@example.org>\n"
            head += f"Date: {day} Jan 2024 {hour:02}:00:00 +0000\nFrom: {ends[0]}\nTo: {ends[1]}\nSubject: x\n\n"
            file.write(head.encode() + BODY + b"\n")


def bare(path: Path) -> int:
    """Parse the headers of every message and keep nothing."""
    parser, count = BytesHeaderParser(policy=compat32), 0
    for part in path.read_bytes().split(b"\n\nFrom "):
        parser.parsebytes(part.partition(b"\n\n")[0])
        count += 1
    return count


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made up.mbox"
        made_up_mailbox(path)
        assert bare(path) == ng.read(path).interactions["event"].nunique() == MESSAGES
        ours, least = seconds(lambda: ng.read(path)), seconds(lambda: bare(path))
        library = seconds(lambda: sum(1 for _ in mailbox.mbox(path)))
        size = path.stat().st_size / 1e6
        print(f"{size:.0f} MB, {MESSAGES:,} messages")
        print(f"ours {ours:.2f} s, bare headers {least:.2f} s, mailbox.mbox {library:.2f} s")
        print(f"ours / bare {ours / least:.2f}, mailbox.mbox / ours {library / ours:.2f}")


if __name__ == "__main__":
    main()
