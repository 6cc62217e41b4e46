"""The command line: read, report, sample."""

import re
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from netgraph import readers
from netgraph.answers.headline import headline
from netgraph.build import Network, network, save
from netgraph.measures.limits import limits
from netgraph.measures.next_exports import next_exports
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

Paths = Annotated[list[Path], typer.Argument(help="Folder, zip, export file, or a log in CSV, CSV.gz or Parquet.")]
Me = Annotated[list[str], typer.Option(help="An address or handle of yours; repeat it for more.")]
Columns = Annotated[
    list[str], typer.Option(help="Name of a column in a log, such as receiver=recipient; repeat for more.")
]
Zone = Annotated[str | None, typer.Option(help="Zone of times that carry none, such as Europe/Berlin; else UTC.")]
Dates = Annotated[str | None, typer.Option(help="Order of day and month where a file leaves it open: D/M or M/D.")]


@app.command("read")
def read_command(path: Paths, me: Me = [], columns: Columns = [], timezone: Zone = None, dates: Dates = None):  # noqa: B006
    """Say what became of every record. Exit code 1 only where nothing could be used."""
    _told(_read(path, me=me, columns=_mapping(columns), timezone=timezone, dates=dates))


@app.command("report")
def report_command(
    path: Paths,
    me: Me = [],  # noqa: B006
    columns: Columns = [],  # noqa: B006
    people: Annotated[Path | None, typer.Option(help="People and their attributes, keyed by handle.")] = None,
    meetings: Annotated[bool, typer.Option("--undirected", help="The log's contacts have no direction.")] = False,
    timezone: Zone = None,
    dates: Dates = None,
    output: Annotated[Path, typer.Option("-o", help="Folder for the pages.")] = Path("reports"),
):
    """Run the notebooks on this data and write pages that open without a network."""
    checked_folder(output)
    export = _read(path, me=me, columns=_mapping(columns), timezone=timezone, dates=dates)
    _told(export)
    net = network(undirected(export) if meetings else export, people=people)
    screen.print(repr(net), markup=False)
    for step in next_exports(net).itertuples():
        screen.print(f"next: add {step.export}, for {step.answers} ({step.how})", markup=False, soft_wrap=True)
    page = _pages(net, output)
    screen.print(f"\n{page}\n{headline(net)}", markup=False, soft_wrap=True)


@app.command("sample")
def sample_command(folder: Annotated[Path, typer.Argument(help="Folder to write into.")]):
    """Write the made-up exports of Ada and of a firm."""
    from netgraph.synth import write_all

    write_all(folder)
    screen.print(f"{folder}: ada and firm, made-up people with known ties")


def notebooks() -> list[Path]:
    """The notebooks of the project or of the installed package, in order."""
    here = Path(__file__).parent
    folder = next(f for f in (here / "notebooks", here.parent / "notebooks") if f.is_dir())
    return sorted(folder.glob("[0-9]*.ipynb"))


def _read(paths: list[Path], *, me: list[str], **options) -> Export:
    """Say what is recognised, then read file by file behind a bar."""
    path = paths if len(paths) > 1 else paths[0]
    found = readers.recognised(path, columns=options["columns"])
    for reader in sorted({reader for _, reader in found}):
        names = [file.name for file, name in found if name == reader]
        screen.print(f"{reader}: {', '.join(names[:4])}{' ...' if len(names) > 4 else ''}", markup=False)
    parts = []
    with _bar("bytes") as bar:
        task = bar.add_task("reading", total=sum(file.size for file, _ in found))
        for file, reader, export in readers.read_each(path, me=me, **options):
            bar.update(task, advance=file.size, description=f"{reader}: {file.name}"[-50:])
            parts.append(export)
    return readers.useful(combined(parts))


def _told(export: Export) -> None:
    """Print what was recognised, each source's span, what was not used and why, and the next step."""
    screen.print(_ledger_table(export))
    for window in export.windows.itertuples():
        screen.print(f"  {window.source}: {window.first:%Y-%m-%d} to {window.last:%Y-%m-%d}", markup=False)
    for problem in export.problems.head(5).itertuples():
        screen.print(f"  {problem.file}, {problem.place}: {problem.detail}", markup=False, soft_wrap=True)
    if (more := len(export.problems) - 5) > 0:
        screen.print(f"  and {more:,} more problems, in export.problems")
    if readers.ownerless(export):
        screen.print(f"  {readers.owner_question(export)}", markup=False, soft_wrap=True)
    elif not export.me:
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


def _summed(ledger: pd.DataFrame) -> pd.DataFrame:
    """Records by file, fate and rule; by folder where there are too many files to read their names."""
    if ledger["file"].nunique() > MOST_FILES:
        ledger = ledger.assign(file=ledger["file"].str.replace(r"[^/]*$", "*", regex=True))
    summed = ledger.groupby(["file", "reader", "fate", "rule"], as_index=False)["records"].sum()
    return summed[(summed["records"] > 0) | (summed["reader"] == readers.NONE)]


def _pages(net: Network, output: Path) -> Path:
    books = notebooks()
    people = int((~net.people["is_me"]).sum())
    with tempfile.TemporaryDirectory() as kept, _bar("notebooks") as bar:
        save(net, kept)
        task = bar.add_task("running the notebooks", total=len(books))
        cover = Cover(title="netgraph", summary=headline(net), limits=limits(net), people=people)
        parameters = {"data": kept, "me": []}
        return report(books, output, parameters=parameters, cover=cover, step=lambda _: bar.advance(task))


def _bar(what: str) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(what),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=screen, transient=True)


def _mapping(columns: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for given in columns for pair in re.split(r",(?=\w+=)", given)]
    if wrong := [ours for ours, sign, theirs in pairs if not (ours and sign and theirs)]:
        raise TableError(f"--columns {wrong[0]}: write ours=theirs, such as receiver=recipient")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _spread(arguments: list[str]) -> list[str]:
    """`--columns a=b c=d` as `--columns a=b --columns c=d`: what follows the option and names one of our columns."""
    inside, spread = False, []
    for argument in arguments:
        option, given, _ = argument.partition("=")
        more = inside and bool(given) and option in GLOSSARY["interactions"]
        inside = option == "--columns" or spread[-1:] == ["--columns"] or more
        if inside and option != "--columns" and spread[-1] != "--columns":
            spread.append("--columns")
        spread.append(argument)
    return spread


def main() -> None:
    """Run a command; bad input is one line on the error stream and exit code 1."""
    try:
        app(_spread(sys.argv[1:]))
    except TableError as error:
        print(f"netgraph: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
