"""Tables in a folder, written whole or not at all.

A save goes into a folder of its own inside `folder`; a small `current.json`, replaced in one
step at the end, says which one counts. A save cut short leaves the former one in place.
"""

import json
import os
import shutil
from pathlib import Path

import pandas as pd

from netgraph.tables import TableError

_CURRENT = "current.json"


def is_store(path: str | Path) -> bool:
    """Whether a folder was written by `write`."""
    return (Path(path) / _CURRENT).is_file()


def write(folder: str | Path, tables: dict[str, pd.DataFrame], about: dict) -> Path:
    """Write tables as Parquet and `about` as JSON; what an earlier save left is swept away after."""
    folder = Path(folder)
    inside = folder / f"save-{about['digest']}"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir(parents=True)
    for name, table in tables.items():
        table.to_parquet(inside / f"{name}.parquet", index=False)
    replaced(folder / _CURRENT, json.dumps(about | {"tables": sorted(tables), "save": inside.name}, indent=1).encode())
    for old in folder.glob("save-*"):
        if old != inside:
            shutil.rmtree(old)
    return folder


def read(folder: str | Path) -> tuple[dict[str, pd.DataFrame], dict]:
    """The tables and `about` of the last whole save. Raises TableError where there is none."""
    if not is_store(folder):
        raise TableError(f"{Path(folder).name}: no saved network there; write one with ng.save(net, folder)")
    about = json.loads((Path(folder) / _CURRENT).read_text(encoding="utf-8"))
    inside = Path(folder) / about["save"]
    return {name: pd.read_parquet(inside / f"{name}.parquet") for name in about["tables"]}, about


def replaced(path: Path, content: bytes) -> None:
    """Put content into a file so that a reader sees the old file or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.partial")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
