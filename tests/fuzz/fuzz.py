"""Coverage-guided fuzzing of one reader, for the nightly run.

    python tests/fuzz/fuzz.py mail --seconds 60

Mutates faultless made-up files for so long. Whatever bytes come, a reader refuses with a TableError or
gives books that balance; anything else stops the run with a traceback and the bytes that did it.
"""

import argparse
import io
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["netgraph.readers"]):
    from netgraph import readers
    from netgraph.readers.files import File, Options
    from netgraph.tables import TableError

TARGETS = {
    "mail": ("mail", "mail"),
    "vcard": ("vcard", "vcard"),
    "calendar": ("calendar", "calendar"),
    "whatsapp": ("whatsapp", "whatsapp"),
    "signal": ("signal", "signal"),
    "linkedin": ("linkedin", "linkedin"),
    "contacts": ("contacts", "contacts"),
    "table": ("table", "table"),
    "telegram": ("telegram", "telegram"),
    "slack": ("slack", "slack"),
    "meta": ("meta", "meta"),
    "phone": ("phone", "phone"),
}
"""Name of a target -> the reader's NAME, and the module `made_...` that has its faultless files."""

OPTIONS = Options(region="DE", dates="D/M")


def target(name: str):
    """What is run on each input, and the faultless files to begin with."""
    reader = next(r for r in readers.READERS if TARGETS[name][0] == r.NAME)
    made = import_module(f"made_{TARGETS[name][1]}").makers()
    names = sorted({one.name for one in made})

    def run(data: bytes) -> None:
        file = File(names[len(data) % len(names)], len(data), lambda: io.BytesIO(data))
        try:
            reader.sniff(file, OPTIONS)
            export = reader.read(file, OPTIONS)
        except TableError:
            return
        assert export.ledger["bytes"].sum() == len(data), export.ledger

    return run, [one.data[:20_000] for one in made]


def main() -> None:
    """Fuzz the target that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "readers"))
    run, seeds = target(asked.name)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        limits = [f"-max_total_time={asked.seconds}", "-max_len=20000", "-timeout=10", "-rss_limit_mb=2048"]
        atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", corpus], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
