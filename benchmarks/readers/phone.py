"""Reading a phone's backup: how the time grows with the size, and how much memory pictures take.

    python benchmarks/readers/phone.py
Prints the seconds and the growth of memory for a backup of half a gigabyte, nearly all of it pictures; then the
seconds for 1, 2, 4 and 8 times as many messages, and the exponent of the growth (1 is linear).
"""

import math
import resource
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import netgraph as ng
from netgraph.synth import phone
from netgraph.synth.life import Event

MESSAGES, SIZES = 10_000, (1, 2, 4, 8)
PICTURE, PICTURES = 2_500_000, 200
ME = "+15550100000"


def made_up(count: int) -> bytes:
    """Messages of one owner with two hundred people, one in ten to or from several."""
    events = []
    for n in range(count):
        other = f"+1555020{n % 200:04}"
        group = (f"+1555020{(n + 1) % 200:04}",) if n % 10 == 0 else ()
        sender, to = (ME, (other, *group)) if n % 2 else (other, (ME, *group))
        events.append(Event(n, datetime(2024, 1, 1) + timedelta(minutes=n), sender, to, "phone", n))
    return phone.sms(events, ME, {})


def seconds(path: Path) -> float:
    """Least of three."""
    took = []
    for _ in range(3):
        start = time.perf_counter()
        ng.read(path)
        took.append(time.perf_counter() - start)
    return min(took)


def pictures(path: Path) -> None:
    """A backup of multimedia messages, each with a picture of 2.5 MB."""
    start, rest = '<mms date="{}" address="+15550200001" msg_box="1"><parts><part data="', '" /></parts></mms>\n'
    with path.open("wb") as file:
        file.write(b'<smses count="1">\n')
        for n in range(PICTURES):
            file.write(start.format(1_704_067_200_000 + n).encode() + b"A" * PICTURE + rest.encode())
        file.write(b"</smses>")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, took = Path(folder) / "sms.xml", []
        pictures(path)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        assert len(ng.read(path).interactions) == PICTURES
        passed, grown = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"{path.stat().st_size / 1e6:.0f} MB of pictures: {passed:.2f} s, memory {grown / 1024:+.0f} MB")
        for size in SIZES:
            path.write_bytes(made_up(MESSAGES * size))
            took.append(seconds(path))
            print(f"{MESSAGES * size:,} messages, {path.stat().st_size / 1e6:.0f} MB: {took[-1]:.2f} s")
        print(f"exponent {math.log(took[-1] / took[0]) / math.log(SIZES[-1] / SIZES[0]):.2f}")


if __name__ == "__main__":
    main()
