"""Faultless day files of Slack exports with the place of each message, and what lies beside them in the export."""

import json
import re
from pathlib import Path

from damage import Made, Outcome, balanced, damaged, times
from made_objects import NAMES, life, second, spans

from netgraph.readers import read_each
from netgraph.synth import slack
from netgraph.tables import Export, combined

shown = times
PEOPLE = ("ada", "ben", "cleo", "dan")
_BYTES = re.compile(r"bytes (\d+)-(\d+)$")
_START = r'\{\s*"user":\s*"\w+",\s*"type":\s*"message"'


def export() -> dict[str, bytes]:
    """The whole export."""
    names = {p: NAMES[p] for p in PEOPLE}
    return slack.export(life(2, 300, gap=300), names, {p: f"{p}@example.org" for p in PEOPLE})


def beside(folder: Path) -> None:
    """Write the list of users where the made files come to lie."""
    for name in ("users.json", "channels.json", "dms.json"):
        (folder / name).write_bytes(export()[name])


def outcome(made: Made, shown, seed: int, folder: Path) -> Outcome:
    """As `damage.outcome`, the file in its place in an export whose lists are whole."""
    if not (folder / "users.json").exists():
        beside(folder)
    hurt, path = damaged(made, seed), folder / made.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(hurt.data)
    export = combined([part for _, _, part in read_each(folder)])
    path.unlink()
    books = {name: getattr(export, name) for name in ("ledger", "problems")}
    balanced(Export(**{name: t[t["file"] == made.name] for name, t in books.items()}), len(hurt.data))
    missing = [r for r in hurt.intact if r[2] not in shown(export)]
    covered = [tuple(map(int, m.groups())) for p in export.problems["place"] if (m := _BYTES.search(p))]
    silent = [key for a, b, key in missing if not any(a <= last and b > first for first, last in covered)]
    refused = bool(hurt.intact) and len(missing) == len(hurt.intact)
    return Outcome(len(hurt.intact), len(hurt.intact) - len(missing), silent, refused, hurt.faults)


def makers() -> list[Made]:
    """Day files of every kind of channel, and minified."""
    days = {n: d for n, d in export().items() if "/" in n}
    longest = sorted(days, key=lambda n: (-len(days[n]), n))[:4]
    small = {
        n.replace(".json", " (2).json"): json.dumps(json.loads(days[n]), separators=(",", ":")).encode()
        for n in longest[:2]
    }
    files = {n: days[n] for n in longest} | small
    return [Made(n, d, spans(d, _START, lambda v: second(float(v["ts"])))) for n, d in files.items()]
