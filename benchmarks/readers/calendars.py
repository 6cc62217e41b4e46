"""Reading a calendar: how the time grows with the size, and what the library alone takes for the same file.

    python benchmarks/readers/calendars.py
Prints the seconds for 1, 2, 4 and 8 times as many meetings, one in ten of them weekly, and the exponent of the
growth (1 is linear); then the seconds that icalendar takes to parse the largest, and ours / icalendar.
"""

import math
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from icalendar import Calendar

import netgraph as ng
from netgraph.synth import calendar
from netgraph.synth.life import Event

MEETINGS, SIZES = 1_000, (1, 2, 4, 8)
ME = "ada@example.org"


def made_up(count: int) -> bytes:
    """Meetings of one owner with one to five of two hundred people."""
    asked = []
    for n in range(count):
        people = tuple(f"p{(n * 7 + k) % 200}@example.net" for k in range(1 + n % 5))
        sender, to = (ME, people) if n % 2 else (people[0], (*people[1:], ME))
        event = Event(n, datetime(2023, 1, 2, 9) + timedelta(hours=n % 17_000), sender, to, "calendar", n)
        asked.append(calendar.Meeting(event, "FREQ=WEEKLY;COUNT=20" if n % 10 == 0 else ""))
    return calendar.calendar(asked, ME, {}, exported=datetime(2025, 1, 1))


def seconds(task: Callable[[], object]) -> float:
    """Least of three."""
    took = []
    for _ in range(3):
        start = time.perf_counter()
        task()
        took.append(time.perf_counter() - start)
    return min(took)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, took = Path(folder) / "calendar.ics", []
        for size in SIZES:
            path.write_bytes(made_up(size * MEETINGS))
            took.append(seconds(lambda: ng.read(path)))
            print(f"{size * MEETINGS:,} meetings, {path.stat().st_size / 1e6:.1f} MB: {took[-1]:.2f} s")
        print(f"exponent {math.log(took[-1] / took[0]) / math.log(SIZES[-1] / SIZES[0]):.2f}")
        library = seconds(lambda: Calendar.from_ical(path.read_bytes()))
        print(f"icalendar alone {library:.2f} s, ours / icalendar {took[-1] / library:.2f}")


if __name__ == "__main__":
    main()
