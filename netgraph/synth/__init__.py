"""Made-up people whose truth is known, written in the formats that real exports have.

`ada()` is one person's exports (LinkedIn archive, two mailboxes), `firm()` an organisation's
log with a people table. Both take a seed and nothing else: no clock, no files, no network.
"""

from pathlib import Path

from netgraph.synth.ada import ada
from netgraph.synth.firm import firm
from netgraph.synth.sample import Sample, write

__all__ = ["Sample", "ada", "firm", "write", "write_all"]


def write_all(folder: str | Path) -> None:
    """Write `folder/ada` and `folder/firm` with their fixed seeds: what `data/samples` holds."""
    write(ada(), Path(folder) / "ada")
    write(firm(), Path(folder) / "firm")
