"""Small files that ask for far more than they are worth are read or refused in no time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bombs import SECONDS

MEGABYTES = 512
"""At the peak, the libraries included."""


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """What each bomb took, in a process of its own that had the libraries loaded."""
    script, folder = Path(__file__).with_name("bombs.py"), tmp_path_factory.mktemp("bombs")
    done = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_there_are_many_and_each_is_small(taken):
    assert len(taken) >= 40
    assert all(one["bytes"] < 2_000_000 for one in taken)


def test_each_ends_in_time_and_memory(taken):
    slow = [
        one
        for one in taken
        if one.get("seconds", 99) > SECONDS * one.get("pace", 1) or one.get("megabytes", 9999) > MEGABYTES
    ]
    assert slow == []


def test_none_ends_in_a_traceback(taken):
    assert [one for one in taken if one["end"] != "read" and not one["end"].startswith("refused")] == []
