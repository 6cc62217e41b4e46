"""How slow the machine is just now, so that a limit in seconds asks the same of a tired machine as of a fresh one."""

import time

_USUAL = 0.047
"""Seconds of processor time that the work below takes on the machine for which the limits were written."""


def pace() -> float:
    """How many times as long as usual a piece of work takes now; never less than 1, so that no limit gets tighter."""
    start = time.process_time()
    sum(number * number for number in range(1_000_000))
    return max(1.0, (time.process_time() - start) / _USUAL)
