"""What must hold of every format alike: the same data is the same export, and damage stays local."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from damage import conserved

from netgraph.readers import read_each
from netgraph.tables import combined

FORMATS = (
    "mail", "table", "linkedin", "contacts", "vcard", "calendar", "whatsapp", "signal", "telegram", "slack", "meta",
    "phone",
)  # fmt: skip
NIGHT = 25_000
DIGEST = """
import sys
from netgraph.readers import read_each
from netgraph.tables import combined
paths = sys.argv[2:]
print(combined([part for _, _, part in read_each(paths, **eval(sys.argv[1]))]).digest)
"""


def options(name: str) -> dict:
    """How the faultless files of a format are to be read."""
    return getattr(import_module(f"made_{name}"), "OPTIONS", {})


def written(name: str, folder: Path) -> Path:
    """The faultless files of a format, in a folder."""
    for made in import_module(f"made_{name}").makers():
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    return folder


def digest(name: str, *paths: Path) -> str:
    return combined([part for _, _, part in read_each(paths, **options(name))]).digest


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_export_twice_is_the_export(name, tmp_path):
    one, other = written(name, tmp_path / "one"), written(name, tmp_path / "other name")
    alone = digest(name, one)
    assert digest(name, one, other) == digest(name, other, one) == digest(name, other) == alone
    first = combined([part for _, _, part in read_each(one, **options(name))])
    assert (first + first).digest == alone
    assert len(first.interactions) + len(first.contacts) > 0


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_files_changes_nothing(name, tmp_path):
    files = sorted(p for p in written(name, tmp_path).rglob("*") if p.is_file())
    assert digest(name, *files) == digest(name, *reversed(files))


@pytest.mark.parametrize("name", FORMATS)
def test_the_zone_of_the_machine_changes_nothing(name, tmp_path):
    folder = written(name, tmp_path)
    command = [sys.executable, "-c", DIGEST, repr(options(name)), str(folder)]
    environment = os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == digest(name, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_a_night_of_damage(name, tmp_path):
    """`make nightly SEED=7` damages other files."""
    module = import_module(f"made_{name}")
    start = NIGHT * int(os.environ.get("NIGHTLY_SEED", "0"))
    how = {"outcome": module.outcome} if hasattr(module, "outcome") else {}
    conserved(module.makers(), module.shown, tmp_path, files=NIGHT, start=start, **how, **options(name))
