"""What the commands tell: what was read and what became of it, whose it is, how far the work is, what is left to do."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from netgraph import readers
from netgraph.forgetting import Forgotten
from netgraph.readers.files import File
from netgraph.readers.ledger import FILE_REASONS
from netgraph.tables import Export

SCREEN = Console(highlight=False, emoji=False)
MOST_FILES = 20
_MOST_PROBLEMS, _MOST_NAMES, _MOST_HANDLES = 5, 4, 5


def say(*lines: object) -> None:
    """Print each as it is: the name of a file is no markup, and a path that is cut in two leads nowhere."""
    for line in lines:
        SCREEN.print(str(line), markup=False, soft_wrap=True)


# while files are read


def recognised(found: list[tuple[File, str]]) -> None:
    """A line for each reader, with the first of its files."""
    for reader in sorted({reader for _, reader in found}):
        say(f"{reader}: {_few([file.name for file, name in found if name == reader], _MOST_NAMES)}")


def bar(*columns: ProgressColumn) -> Progress:
    """A bar that leaves nothing on the screen when it ends."""
    shown = (TextColumn("{task.description}"), BarColumn(), *columns, TimeElapsedColumn())
    return Progress(*shown, console=SCREEN, transient=True)


def watch(progress: Progress, files: list[File]) -> Callable[[str, int], None]:
    """Moves the bar as bytes are read; what is read again, or beyond a file's size, moves it no further."""
    task, done = progress.add_task("reading", total=sum(file.size for file in files)), {}
    sizes = {file.name: file.size for file in files}

    def moved(name: str, count: int) -> None:
        more = min(count, sizes.get(name, 0)) - done.get(name, 0)
        if more > 0:
            done[name] = done.get(name, 0) + more
            progress.update(task, advance=more, description=escape(name[-50:]))

    return moved


# what was read


def books(export: Export, me: list[str]) -> None:
    """What became of every record, each source's span, what was not used and why, whose it is, and the next step."""
    SCREEN.print(_ledger_table(export.ledger))
    say(*(f"  {line}" for line in _balances(export.ledger)))
    say(*(f"  {w.source}: {w.first:%Y-%m-%d} to {w.last:%Y-%m-%d}" for w in export.windows.itertuples()))
    say(*(f"  {p.file}, {p.place}: {p.detail}" for p in export.problems.head(_MOST_PROBLEMS).itertuples()))
    if (more := len(export.problems) - _MOST_PROBLEMS) > 0:
        say(f"  and {more:,} more problems, in export.problems")
    if whose := _whose(export, me):
        say(f"  {whose}")


def unused(file: Path, handles: pd.DataFrame) -> None:
    """One line where the overrides name handles that nothing here has."""
    if names := list(dict.fromkeys(handles["handle"])):
        say(f"{file.name}: {len(names):,} of its handles occur nowhere here: {_few(names, _MOST_HANDLES)}")


def _few(names: list[str], most: int) -> str:
    return f"{', '.join(names[:most])}{' ...' if len(names) > most else ''}"


def _whose(export: Export, me: list[str]) -> str:
    """Whose export it is, or how to say so; '' where that was given."""
    if readers.ownerless(export):
        return readers.owner_question(export)
    if taken := readers.taken(export, me):
        return taken
    if export.me or export.interactions.empty:
        return ""
    return "nobody is named as the owner: a log seen whole; for one person's view add --me ADDRESS"


def _ledger_table(ledger: pd.DataFrame) -> Table:
    table = Table("file", "fate", "rule", box=None, header_style="bold")
    table.add_column("records", justify="right")
    for column in table.columns:
        column.overflow = "fold"
    for row in _summed(ledger).itertuples():
        table.add_row(escape(row.file), row.fate, escape(row.rule), f"{row.records:,}")
    return table


def _balances(ledger: pd.DataFrame) -> list[str]:
    """Of every file or folder, and in all: how many records it has, and what became of them."""
    counts = _summed(ledger).pivot_table(index="file", columns="fate", values="records", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=["used", "set aside", "rejected"], fill_value=0).astype("int64")
    counts = counts[counts.sum(axis="columns") > 0]
    rows = [(f"{name}:", *row) for name, *row in counts.itertuples()] if len(counts) > 1 else []
    return [
        f"{name} {used + aside + rejected:,} found = {used:,} used + {aside:,} set aside + {rejected:,} rejected"
        for name, used, aside, rejected in [*rows, ("in all:", *counts.sum())]
    ]


def _summed(ledger: pd.DataFrame) -> pd.DataFrame:
    """Records by file, fate and rule; by folder where there are too many files to read their names."""
    if ledger["file"].nunique() > MOST_FILES:
        ledger = ledger.assign(file=ledger["file"].str.replace(r"[^/]*$", "*", regex=True))
    summed = ledger.groupby(["file", "reader", "fate", "rule"], as_index=False)["records"].sum()
    return summed[(summed["records"] > 0) | (summed["reader"] == readers.NONE) | summed["rule"].isin(FILE_REASONS)]


# who was forgotten


def forgotten(done: Forgotten, overrides: Path) -> None:
    """What was rewritten, who and what still has the name, and where the handles stand."""
    say(f"handles: {'; '.join(done.handles)}")
    say(*(f"rewritten without them: {folder}" for folder in done.rewritten))
    if not done.rewritten:
        say(f"nothing is left of them in the saved networks here ({len(done.untouched):,})")
    say(*(f"somebody else of that name stays in {folder}: {handle}" for folder, handle in done.namesakes))
    say(*(f"still named in {page}: write it again, or delete it" for page in done.pages))
    say(f"{overrides}: leaves them out, and is the file where their handles stand from now on")
    if done.lines:
        say(f"{overrides}: they also stand in line {', '.join(map(str, done.lines))}, which you can take out")
    say("your exports, and copies elsewhere, still hold them; give --overrides whenever you read the exports again")
