"""Pair-days of a log: the reduction on the embedded engine against the same in pandas, in one run.

    make bench
Prints rows, pair-days, the median seconds of each, and their ratio (above 1: ours is faster).
"""

from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from netgraph.log import reduced
from netgraph.tables import checked

RUNS = 3


def made_up_log(rows: int, people: int) -> pd.DataFrame:
    """Messages of a year between people of very different activity."""
    chance = np.random.default_rng(1)
    busy = np.minimum(chance.pareto(1.2, size=(2, rows)) * people / 100, people - 1).astype("int64")
    seconds = pd.to_timedelta(chance.integers(0, 365 * 86_400, rows), unit="s")
    columns = {"event": np.arange(rows), "sender": busy[0], "receiver": busy[1]}
    table = pd.DataFrame(columns).astype("str").assign(time=pd.Timestamp("2025-01-01") + seconds)
    table = table.assign(channel="mail", kind="message", recipients=1, reply_to=None, source="log")
    return checked("interactions", table)


def in_pandas(log: pd.DataFrame) -> pd.DataFrame:
    """The same reduction of one-to-one messages, written with pandas alone."""
    sent = log[log["sender"] != log["receiver"]].assign(day=lambda e: e["time"].dt.normalize())
    parts = {"count": ("time", "size"), "recipients": ("recipients", "min"), "first": ("time", "min")}
    return sent.groupby(["sender", "receiver", "day", "channel"], as_index=False).agg(**parts, last=("time", "max"))


def seconds(work) -> float:
    """Median of some runs after one that does not count."""
    work()
    taken = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken)


def main() -> None:
    print(f"{'rows':>10} {'pair-days':>10} {'ours s':>8} {'pandas s':>9} {'ratio':>6}")
    for rows in (100_000, 1_000_000):
        log = made_up_log(rows, people=rows // 2_000)
        assert len(reduced(log, co_recipients=False)) == len(in_pandas(log))
        ours, theirs = seconds(lambda: reduced(log, co_recipients=False)), seconds(lambda: in_pandas(log))  # noqa: B023
        size = len(in_pandas(log))
        print(f"{rows:>10,} {size:>10,} {ours:>8.2f} {theirs:>9.2f} {theirs / ours:>6.1f}")


if __name__ == "__main__":
    main()
