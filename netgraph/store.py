"""Tables in a folder, written whole or not at all.

A save goes into a new folder inside `folder`; a small `current.json`, replaced in one step at
the end, says which one counts. A save cut short leaves the former one in place. A save removes
the one that the former `current.json` names, and nothing else of what it found there; what killed ones
left goes by `tidied` only.
"""

import json
import os
import re
import shutil
import tempfile
from hashlib import file_digest
from pathlib import Path

import pandas as pd

from netgraph.tables import TableError

_CURRENT = "current.json"
_SAVE = re.compile(r"save-\w+")


def is_store(path: str | Path) -> bool:
    """Whether a folder was written by `write`."""
    return (Path(path) / _CURRENT).is_file()


def write(folder: str | Path, tables: dict[str, pd.DataFrame], about: dict) -> Path:
    """Write tables as Parquet and `about` as JSON; the save that they replace is removed after."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    former = _about(folder)["save"] if is_store(folder) else None
    inside = Path(tempfile.mkdtemp(prefix="save-", dir=folder))
    try:
        for name, table in tables.items():
            table.to_parquet(inside / f"{name}.parquet", index=False)
            _flushed(inside / f"{name}.parquet")
        marks = {name: _mark(inside / f"{name}.parquet") for name in sorted(tables)}
        named = about | {"tables": marks, "save": inside.name}
        replaced(folder / _CURRENT, json.dumps(named, indent=1).encode())
    except BaseException:
        shutil.rmtree(inside, ignore_errors=True)
        raise
    if former:
        shutil.rmtree(folder / former, ignore_errors=True)
    return folder


def read(folder: str | Path) -> tuple[dict[str, pd.DataFrame], dict]:
    """The tables and `about` of the last whole save. Raises TableError where there is none, or a damaged one."""
    if not is_store(folder):
        raise TableError(f"{Path(folder).name}: no saved network there; write one with ng.save(net, folder)")
    about = _about(Path(folder))
    paths = {name: Path(folder) / about["save"] / f"{name}.parquet" for name in about["tables"]}
    try:
        whole = all(_mark(paths[name]) == mark for name, mark in about["tables"].items())
    except OSError as error:
        raise TableError(f"{Path(folder).name}: a saved table is gone; save the network again") from error
    if not whole:
        raise TableError(f"{Path(folder).name}: a saved table is not as it was written; save the network again")
    return {name: pd.read_parquet(path) for name, path in paths.items()}, about


def tidied(folder: str | Path) -> None:
    """Remove what saves that were cut short left: every folder named like a save but the one that counts.

    Nobody may be saving into that folder meanwhile. Raises OSError where something cannot be removed.
    """
    folder = Path(folder)
    counts = _about(folder)["save"]
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and _SAVE.fullmatch(path.name) and path.name != counts:
            shutil.rmtree(path)
    (folder / f".{_CURRENT}.partial").unlink(missing_ok=True)


def replaced(path: Path, content: bytes) -> None:
    """Put content into a file so that a reader sees the old one or the new one, never a part; permissions stay."""
    temporary = path.with_name(f".{path.name}.partial")
    temporary.write_bytes(content)
    if path.exists():
        shutil.copymode(path, temporary)
    _flushed(temporary)
    temporary.replace(path)


def _about(folder: Path) -> dict:
    try:
        about = json.loads((folder / _CURRENT).read_text(encoding="utf-8"))
        if _SAVE.fullmatch(about["save"]):
            return about
    except (ValueError, KeyError, TypeError) as error:
        raise TableError(
            f"{folder.name}/{_CURRENT}: damaged ({error}); save the network into another folder"
        ) from error
    raise TableError(f"{folder.name}/{_CURRENT}: names no save; save the network into another folder")


def _mark(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "blake2b").hexdigest()[:32]


def _flushed(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
