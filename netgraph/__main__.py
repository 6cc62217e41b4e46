"""The command line: read, report, export, forget, sample."""

import os
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import DownloadColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from netgraph import handouts, readers, store, told
from netgraph.answers.headline import headline
from netgraph.build import Network, load, network, save
from netgraph.forgetting import forget
from netgraph.glossary import GLOSSARY
from netgraph.measures.limits import limits
from netgraph.measures.next_exports import next_exports
from netgraph.measures.suggestions import suggestions
from netgraph.overrides import read as read_overrides
from netgraph.overrides import unused
from netgraph.readers.columns import CARD, mapping
from netgraph.readers.table import people_table
from netgraph.report import Cover, checked_folder, report
from netgraph.tables import Export, TableError, combined, undirected

app = typer.Typer(
    help="Weak and dormant ties, brokers and balance, from exports people already have. Nothing leaves the machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

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
    told.books(export, me)
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
        told.say(f"next: add {step.export}, for {step.answers} ({step.how})")
    cover = _cover(net)
    page = _pages(net, output, cover)
    if doubtful := len(cover.doubtful):
        told.say(f"\nwho is who: {doubtful:,} doubtful: see the first page")
    told.say(f"\n{page}\n{cover.summary}")


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
    others = int((~net.people["is_me"]).sum())
    told.say(*written, f"private: they name {others:,} people who did not agree to be analysed")


@app.command("forget")
def forget_command(
    person: Annotated[str, typer.Argument(help="Id, handle or unambiguous name of who is to be forgotten.")],
    path: Annotated[list[Path] | None, typer.Argument(help="Folders with saved networks; the current one.")] = None,
    overrides: Annotated[Path, typer.Option("--overrides", help="Your file of corrections.")] = ...,
):
    """Remove somebody from saved networks, and leave them out from now on. Exports are not touched."""
    with _undisturbed():
        done = forget(person, path or ["."], overrides=overrides)
    told.forgotten(done, overrides)


@app.command("sample")
def sample_command(folder: Annotated[Path, typer.Argument(help="Folder to write into.")]):
    """Write the made-up exports of Ada, of Noor from every source, and of a firm."""
    from netgraph.synth import write_all

    checked_folder(folder)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as made:
        write_all(made)
        with _undisturbed():
            _moved(Path(made), folder)
    told.say(f"{folder}: ada, sources and firm, made-up people with known ties")


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
        # These come first, as what is wrong there needs no reading of all the rest.
        corrections, roster = read_overrides(overrides), None if people is None else people_table(people)
        export = readers.useful(_read(paths, **options))
        told.books(export, options["me"])
        net = network(undirected(export) if meetings else export, people=roster, overrides=corrections)
        if overrides:
            told.unused(overrides, unused(corrections, export, roster=roster))
    told.say(repr(net))
    return net


def _read(paths: list[Path], *, me: list[str], columns: list[str], **options) -> Export:
    """Say what is recognised, then read file by file behind a bar."""
    path, names = paths if len(paths) > 1 else paths[0], _mapping(columns)
    found = readers.recognised(path, columns=names)
    told.recognised(found)
    parts = []
    with told.bar(DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()) as bar:
        watch = told.watch(bar, [part for file, _ in found for part in file.parts or (file,)])
        for file, _, export in readers.read_each(path, me=me, columns=names, watch=watch, **options):
            for part in file.parts or (file,):
                watch(part.name, part.size)
            parts.append(export)
    return combined(parts)


def _cover(net: Network) -> Cover:
    others, mine = int((~net.people["is_me"]).sum()), net.merges[net.merges["person"] == net.me]
    return Cover("netgraph", headline(net), limits(net), others, mine=mine, doubtful=suggestions(net))


def _pages(net: Network, output: Path, cover: Cover) -> Path:
    # The last one is of logs that are nobody's in particular.
    books = [book for book in notebooks() if net.me is None or book.stem != "90_organisation"]
    with tempfile.TemporaryDirectory() as kept, told.bar(MofNCompleteColumn(), TextColumn("notebooks")) as bar:
        save(net, kept)
        task = bar.add_task("running the notebooks", total=len(books))
        parameters, done = {"data": kept, "me": [], "people": None}, []

        def step(name: str) -> None:
            done.append(name)
            bar.advance(task)
            if len(done) == len(books):
                _writing.set()  # what is left is to write the pages

        try:
            return report(books, output, parameters=parameters, cover=cover, step=step)
        finally:
            _writing.clear()


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
    written = [(ours, theirs) for file in files for ours, theirs in (mapping(file) or {}).items()]
    return dict([*written, *[(ours.strip(), theirs.strip()) for ours, _, theirs in pairs]])


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
