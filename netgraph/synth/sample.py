"""What the generator hands out: files in real export formats, and the truth planted in them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, eq=False, repr=False)
class Sample:
    """Made-up data whose truth is known.

    `files` maps relative paths (with `/`) to contents; `truth` holds lists, dicts and frames
    whose keys the function that made the sample documents. The same seed gives the same bytes.
    """

    files: dict[str, bytes]
    truth: dict[str, Any]

    def __repr__(self) -> str:
        size = sum(map(len, self.files.values()))
        return f"<Sample of {len(self.files)} files, {size:,} bytes>"


def write(sample: Sample, folder: str | Path) -> None:
    """Write the sample's files below `folder`, which is made where it is missing; files of that name are replaced."""
    for name, content in sample.files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
