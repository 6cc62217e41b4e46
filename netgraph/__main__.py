"""The command line: read, report, export, forget, sample."""

import os
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from netgraph import handouts, readers, store
from netgraph.answers.headline import headline
from netgraph.build import Network, load, network, save
from netgraph.forgetting import Forgotten, forget
from netgraph.measures.limits import limits
from netgraph.measures.next_exports import next_exports
from netgraph.measures.suggestions import suggestions
from netgraph.overrides import read as read_overrides
from netgraph.overrides import unused
from netgraph.people import roster_for
from netgraph.readers.columns import CARD, mapping
from netgraph.readers.files import File
from netgraph.readers.ledger import FILE_REASONS
from netgraph.report import Cover, checked_folder, report
from netgraph.tables import GLOSSARY, Export, TableError, combined, undirected

app = typer.Typer(
    help="Weak and dormant ties, brokers and balance, from exports people already have. Nothing leaves the machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
screen = Console(highlight=False)
MOST_FILES = 20

Paths = Annotated[
    list[Path], typer.Argument(help="Folder, zip, export file, or a log in CSV, CSV.gz or Parquet; several add up.")
]
Me = Annotated[list[str], typer.Option(help="An address or handle of yours; repeat it for more.")]
Columns = Annotated[
    list[str],
    typer.Option(help="Name of a column, such as receiver=recipient; repeat for more. Or a TOML file of such names."),
]
People = Annotated[Path | None, typer.Option(help="People and their attributes, keyed by handle.")]
Undirected = Annotated[bool, typer.Option("--undirected", help="The log's contacts have no direction.")]
Zone = Annotated[str | None, typer.Option(help="Zone of times that carry none, such as Europe/Berlin; else UTC.")]
Dates = Annotated[str | None, typer.Option(help="Order of day and month where a file leaves it open: D/M or M/D.")]
Region = Annotated[str | None, typer.Option(help="Country of phone numbers that state none, such as DE.")]
Corrections = Annotated[
    Path | None, typer.Option("--overrides", help="File of your corrections: who is one person, who is to stay out.")
]
Keep = Annotated[list[str], typer.Option(help="A rule that is to set nothing aside, such as 'bot'; repeat for more.")]


class Stopped(BaseException):
    """Ctrl-C. Not KeyboardInterrupt, which the library of commands would answer itself."""


_writing = threading.Event()


@app.command("read")
def read_command(
    path: Paths,
    me: Me = [],  # noqa: B006
    columns: Columns = [],  # noqa: B006
    timezone: Zone = None,
    dates: Dates = None,
    region: Region = None,
    keep: Keep = [],  # noqa: B006
):
    """Say what became of every record. Exit code 1 only where nothing could be used."""
    export = _read(path, me=me, columns=columns, timezone=timezone, dates=dates, region=region, keep=keep)
    if not export.interactions.empty or not export.contacts.empty:
        export = readers.useful(export)
    _told(export, me)
    readers.useful(export)


@app.command("report")
def report_command(
    path: Paths,
    me: Me = [],  # noqa: B006
    columns: Columns = [],  # noqa: B006
    people: People = None,
    meetings: Undirected = False,
    timezone: Zone = None,
    dates: Dates = None,
    region: Region = None,
    keep: Keep = [],  # noqa: B006
    overrides: Corrections = None,
    output: Annotated[Path, typer.Option("-o", help="Folder for the pages.")] = Path("reports"),
):
    """Run the notebooks on this data and write pages that open without a network.

    A folder that ng.save wrote is taken as it is.
    """
    checked_folder(output)
    options = {"me": me, "columns": columns, "timezone": timezone, "dates": dates, "region": region, "keep": keep}
    net = _network(path, options, people=people, meetings=meetings, overrides=overrides)
    for step in next_exports(net).itertuples():
        screen.print(f"next: add {step.export}, for {step.answers} ({step.how})", markup=False, soft_wrap=True)
    cover = _cover(net)
    page = _pages(net, output, cover)
    if doubtful := len(cover.doubtful):
        screen.print(f"\nwho is who: {doubtful:,} doubtful: see the first page", soft_wrap=True)
    screen.print(f"\n{page}\n{cover.summary}", markup=False, soft_wrap=True)


@app.command("export")
def export_command(
    path: Paths,
    me: Me = [],  # noqa: B006
    columns: Columns = [],  # noqa: B006
    people: People = None,
    meetings: Undirected = False,
    timezone: Zone = None,
    dates: Dates = None,
    region: Region = None,
    keep: Keep = [],  # noqa: B006
    overrides: Corrections = None,
    output: Annotated[Path, typer.Option("-o", help="Folder for the files.")] = Path("exports"),
):
    """Write people, ties and pairs as CSV, and the network as GraphML and GEXF, for other programs.

    A folder that ng.save wrote is taken as it is.
    """
    checked_folder(output)
    options = {"me": me, "columns": columns, "timezone": timezone, "dates": dates, "region": region, "keep": keep}
    net = _network(path, options, people=people, meetings=meetings, overrides=overrides)
    files = handouts.contents(net)
    with _undisturbed():
        written = handouts.written(files, output)
    for file in written:
        screen.print(str(file), markup=False, soft_wrap=True)
    others = int((~net.people["is_me"]).sum())
    screen.print(f"private: they name {others:,} people who did not agree to be analysed", soft_wrap=True)


@app.command("forget")
def forget_command(
    person: Annotated[str, typer.Argument(help="Id, handle or unambiguous name of who is to be forgotten.")],
    path: Annotated[list[Path] | None, typer.Argument(help="Folders with saved networks; the current one.")] = None,
    overrides: Annotated[Path, typer.Option("--overrides", help="Your file of corrections.")] = ...,
):
    """Remove somebody from saved networks, and leave them out from now on. Exports are not touched."""
    with _undisturbed():
        done = forget(person, path or ["."], overrides=overrides)
    for told in _told_forgotten(done, overrides):
        screen.print(told, markup=False, soft_wrap=True)


@app.command("sample")
def sample_command(folder: Annotated[Path, typer.Argument(help="Folder to write into.")]):
    """Write the made-up exports of Ada, of Noor from every source, and of a firm."""
    from netgraph.synth import write_all

    checked_folder(folder)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as made:
        write_all(made)
        with _undisturbed():
            _moved(Path(made), folder)
    screen.print(f"{folder}: ada, sources and firm, made-up people with known ties")


def notebooks() -> list[Path]:
    """The notebooks of the project or of the installed package, in order."""
    here = Path(__file__).parent
    folder = next(f for f in (here / "notebooks", here.parent / "notebooks") if f.is_dir())
    return sorted(folder.glob("[0-9]*.ipynb"))


def _moved(made: Path, folder: Path) -> None:
    """Every file of a folder into another, each replaced whole."""
    for path in sorted(made.rglob("*")):
        target = folder / path.relative_to(made)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            path.replace(target)


def _network(
    paths: list[Path], options: dict, *, people: Path | None, meetings: bool, overrides: Path | None
) -> Network:
    """The network that is saved at a path, or that of what is read there, having said what that was."""
    if len(paths) == 1 and store.is_store(paths[0]):
        if people or meetings or overrides or any(options.values()):
            raise TableError(f"{paths[0].name}: a saved network has its options in it; give them when you save it")
        net = load(paths[0])
    else:
        corrections = read_overrides(overrides)  # first, as what is wrong there needs no reading of all the rest
        export = readers.useful(_read(paths, **options))
        _told(export, options["me"])
        net = network(undirected(export) if meetings else export, people=people, overrides=corrections)
        if overrides:
            _told_unused(overrides, unused(corrections, export, roster=people and roster_for(export, people)))
    screen.print(repr(net), markup=False)
    return net


def _read(paths: list[Path], *, me: list[str], columns: list[str], **options) -> Export:
    """Say what is recognised, then read file by file behind a bar."""
    path, names = paths if len(paths) > 1 else paths[0], _mapping(columns)
    found = readers.recognised(path, columns=names)
    _told_readers(found)
    parts = []
    with _bar(DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()) as bar:
        watch = _watch(bar, [part for file, _ in found for part in file.parts or (file,)])
        for file, _, export in readers.read_each(path, me=me, columns=names, watch=watch, **options):
            for part in file.parts or (file,):
                watch(part.name, part.size)
            parts.append(export)
    return combined(parts)


def _told_unused(file: Path, handles: pd.DataFrame) -> None:
    """One line where the overrides name handles that nothing here has."""
    names = list(dict.fromkeys(handles["handle"]))
    if names:
        few = f"{', '.join(names[:5])}{' ...' if len(names) > 5 else ''}"
        screen.print(
            f"{file.name}: {len(names):,} of its handles occur nowhere here: {few}", markup=False, soft_wrap=True
        )


def _told_forgotten(done: Forgotten, overrides: Path) -> Iterator[str]:
    yield f"handles: {'; '.join(done.handles)}"
    yield from (f"rewritten without them: {folder}" for folder in done.rewritten)
    if not done.rewritten:
        yield f"nothing is left of them in the saved networks here ({len(done.untouched):,})"
    yield from (f"somebody else of that name stays in {folder}: {handle}" for folder, handle in done.namesakes)
    yield from (f"still named in {page}: write it again, or delete it" for page in done.pages)
    yield f"{overrides}: leaves them out from now on; it is where their handles remain"
    if done.lines:
        yield f"{overrides}: they also stand in line {', '.join(map(str, done.lines))}, which you can take out"
    yield "your exports, and copies elsewhere, still hold them; give --overrides whenever you read the exports again"


def _told_readers(found: list[tuple[File, str]]) -> None:
    for reader in sorted({reader for _, reader in found}):
        names = [file.name for file, name in found if name == reader]
        screen.print(f"{reader}: {', '.join(names[:4])}{' ...' if len(names) > 4 else ''}", markup=False)


def _watch(bar: Progress, files: list[File]) -> Callable[[str, int], None]:
    """Moves the bar as bytes are read; what is read again, or beyond a file's size, moves it no further."""
    task, done = bar.add_task("reading", total=sum(file.size for file in files)), {}
    sizes = {file.name: file.size for file in files}

    def watch(name: str, count: int) -> None:
        more = min(count, sizes.get(name, 0)) - done.get(name, 0)
        if more > 0:
            done[name] = done.get(name, 0) + more
            bar.update(task, advance=more, description=escape(name[-50:]))

    return watch


def _told(export: Export, me: list[str]) -> None:
    """Print what was recognised, each source's span, what was not used and why, whose it is, and the next step."""
    screen.print(_ledger_table(export))
    for line in _balances(export.ledger):
        screen.print(f"  {line}", markup=False, soft_wrap=True)
    for window in export.windows.itertuples():
        screen.print(f"  {window.source}: {window.first:%Y-%m-%d} to {window.last:%Y-%m-%d}", markup=False)
    for problem in export.problems.head(5).itertuples():
        screen.print(f"  {problem.file}, {problem.place}: {problem.detail}", markup=False, soft_wrap=True)
    if (more := len(export.problems) - 5) > 0:
        screen.print(f"  and {more:,} more problems, in export.problems")
    if readers.ownerless(export):
        screen.print(f"  {readers.owner_question(export)}", markup=False, soft_wrap=True)
    elif taken := readers.taken(export, me):
        screen.print(f"  {taken}", markup=False, soft_wrap=True)
    elif not export.me and len(export.interactions):
        hint = "nobody is named as the owner: a log seen whole; for one person's view add --me ADDRESS"
        screen.print(f"  {hint}", soft_wrap=True)


def _ledger_table(export: Export) -> Table:
    table = Table("file", "fate", "rule", box=None, header_style="bold")
    table.add_column("records", justify="right")
    for column in table.columns:
        column.overflow = "fold"
    for row in _summed(export.ledger).itertuples():
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


def _cover(net: Network) -> Cover:
    others, mine = int((~net.people["is_me"]).sum()), net.merges[net.merges["person"] == net.me]
    return Cover("netgraph", headline(net), limits(net), others, mine=mine, doubtful=suggestions(net))


def _pages(net: Network, output: Path, cover: Cover) -> Path:
    books = notebooks()
    with tempfile.TemporaryDirectory() as kept, _bar(MofNCompleteColumn(), TextColumn("notebooks")) as bar:
        save(net, kept)
        task = bar.add_task("running the notebooks", total=len(books))
        parameters, done = {"data": kept, "me": []}, []

        def step(name: str) -> None:
            done.append(name)
            bar.advance(task)
            if len(done) == len(books):
                _writing.set()  # what is left is to write the pages

        try:
            return report(books, output, parameters=parameters, cover=cover, step=step)
        finally:
            _writing.clear()


def _bar(*columns: ProgressColumn) -> Progress:
    shown = (TextColumn("{task.description}"), BarColumn(), *columns, TimeElapsedColumn())
    return Progress(*shown, console=screen, transient=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits for nothing here and does nothing: what is being written is written whole."""
    _writing.set()
    try:
        yield
    finally:
        _writing.clear()


def _mapping(columns: list[str]) -> dict[str, str]:
    files = [given for given in columns if given.lower().endswith(".toml")]
    pairs = [pair.partition("=") for given in columns if given not in files for pair in re.split(r",(?=\w+=)", given)]
    if wrong := [ours for ours, sign, theirs in pairs if not (ours and sign and theirs)]:
        raise TableError(f"--columns {wrong[0]}: write ours=theirs, such as receiver=recipient, or give a .toml file")
    told = [(ours, theirs) for file in files for ours, theirs in (mapping(file) or {}).items()]
    return dict([*told, *[(ours.strip(), theirs.strip()) for ours, _, theirs in pairs]])


def _spread(arguments: list[str]) -> list[str]:
    """`--columns a=b c=d` as `--columns a=b --columns c=d`: what follows the option and names one of our columns."""
    inside, spread = False, []
    for argument in arguments:
        option, given, _ = argument.partition("=")
        more = inside and bool(given) and option in (*GLOSSARY["interactions"], *CARD)
        inside = option == "--columns" or spread[-1:] == ["--columns"] or more
        if inside and option != "--columns" and spread[-1] != "--columns":
            spread.append("--columns")
        spread.append(argument)
    return spread


def _stop(*_) -> None:
    if not _writing.is_set():
        raise Stopped


def main() -> None:
    """Run a command; bad input is one line on the error stream and exit code 1, Ctrl-C one line and 130."""
    before = signal.signal(signal.SIGINT, _stop)
    try:
        app(_spread(sys.argv[1:]))
    except TableError as error:
        print(f"netgraph: {error}", file=sys.stderr)
        sys.exit(1)
    except Stopped:
        sys.stdout.flush()
        print("netgraph: stopped; nothing was written", file=sys.stderr, flush=True)
        # Notebooks that are still running would be waited for; they end by themselves once this process has.
        os._exit(130)
    finally:
        signal.signal(signal.SIGINT, before)


if __name__ == "__main__":
    main()
