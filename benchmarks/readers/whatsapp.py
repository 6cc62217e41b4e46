"""Reading WhatsApp and Signal chats: how the time grows from a file to one of eight times the size.

    python benchmarks/readers/whatsapp.py
Prints for a chat of two and a group of 25, of which each message has 24 receivers, the sizes, the least processor
seconds of three runs, and the exponent from the smallest to the largest (1 is linear; at most 1.15 is promised).
"""

import math
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from netgraph.readers import signal, whatsapp
from netgraph.readers.files import files

BASE, TIMES, START = 10_000, (1, 2, 4, 8), datetime(2016, 1, 13)
KINDS = {
    "whatsapp, 2 people": (whatsapp, "%d/%m/%Y, %H:%M - ", 2),
    "whatsapp, 25 people": (whatsapp, "[%d/%m/%Y, %H:%M:%S] ", 25),
    "signal, 2 people": (signal, "[%Y-%m-%d, %H:%M] ", 2),
}


def text(layout: str, people: int, count: int) -> str:
    """That many messages, a minute apart; every fourth of two lines."""
    stamps = (f"{START + n * timedelta(minutes=1):{layout}}" for n in range(count))
    return "".join(
        f"{at}Person {n % people}: one line of what nobody keeps{chr(10) * (n % 4 == 0)}\n"
        for n, at in enumerate(stamps)
    )


def least(kind: str, count: int) -> tuple[int, float]:
    """Bytes of a file of that many messages, and the least seconds to read it."""
    reader, layout, people = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "_chat.txt").write_text(text(layout, people, count))
        (file,), took = files(folder), []
        for _ in range(3):
            begin = time.process_time()
            reader.read(file)
            took.append(time.process_time() - begin)
    return file.size, min(took)


def main(base: int = BASE) -> None:
    """Measure every kind and print a line for each."""
    for kind in KINDS:
        runs = [least(kind, base * times) for times in TIMES]
        exponent = math.log(runs[-1][1] / runs[0][1]) / math.log(runs[-1][0] / runs[0][0])
        told = ", ".join(f"{size / 1e6:.1f} MB {seconds:.2f} s" for size, seconds in runs)
        print(f"{kind}: {told}; exponent {exponent:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else BASE)
