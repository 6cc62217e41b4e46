"""Notebooks and data to pages that open without a network: run, strip the code, draw the figures, write.

What a notebook shows is taken as data: markdown is rendered without raw HTML, tables are written from the texts of
their cells, figures are kept as JSON, and every page has a Content-Security-Policy under which nothing else runs.
"""

import ast
import asyncio
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

import mistune
import nbformat
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from netgraph.plot.guess import MIME as GUESS
from netgraph.plot.guess import NOTHING, REVEAL, form
from netgraph.plot.html import DRAW, as_div, library
from netgraph.plot.table import MIME as TABLE
from netgraph.readers.handles import OWNER
from netgraph.tables import TableError, checked, empty

PLOTLY = "application/vnd.plotly.v1+json"
SECONDS_A_CELL, SECONDS_TO_START = 3600, 300
KERNELS = 2  # at once: each holds the whole network
MOST_CASES = 5  # of who is who on the first page; the table has them all
# The kernel knows what is missing, a number or a date; pandas' HTML no longer does.
FIRST = """
import pandas
from netgraph.plot.table import bundle
get_ipython().display_formatter.mimebundle_formatter.for_type(pandas.DataFrame, bundle)
pandas.set_option("display.max_colwidth", None)
"""
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PAGES = Environment(
    loader=PackageLoader("netgraph", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, eq=False)
class Cover:
    """What stands on the first page: a title, one sentence computed from the data, what it can answer, who is who.

    `limits` is the table of that name; `people` counts the people whom the report names, the owner left out.
    `mine` is `merges` of the owner, empty where there is none; `doubtful` is the table `suggestions`.
    """

    title: str
    summary: str
    limits: pd.DataFrame
    people: int
    mine: pd.DataFrame = field(default_factory=partial(empty, "merges"))
    doubtful: pd.DataFrame = field(default_factory=partial(empty, "suggestions"))


@dataclass(frozen=True)
class Page:
    """A page as the others link to it."""

    file: str
    title: str
    blurb: Markup


def report(
    notebooks: Iterable[str | Path],
    folder: str | Path,
    *,
    parameters: dict[str, object],
    cover: Cover,
    step: Callable[[str], None] | None = None,
) -> Path:
    """Run the notebooks on other data and write a page for each, and `index.html`, whose path is returned.

    `parameters` replace the values of the same names in the cell tagged 'parameters'. `step` is called with the
    name of each notebook that is done. Nothing is written before all have run; then each file is replaced whole,
    so that a failure leaves the former report, and pages of a former report that this one lacks are removed.
    The same input gives the same bytes. Raises TableError where the folder cannot be written, which is tried first,
    or where a notebook fails, has no such cell or cannot be read.
    """
    folder = checked_folder(folder)
    done = {f"{path.stem}.html": notebook for path, notebook in _all_executed(notebooks, parameters, step)}
    pages = [Page(file, *heading(notebook, file)) for file, notebook in done.items()]
    files = {p.file: page_html(done[p.file], p, pages=pages, people=cover.people) for p in pages}
    return written(files | {"index.html": index_html(cover, pages)}, folder) / "index.html"


# running


def _all_executed(notebooks, parameters, step) -> list[tuple[Path, nbformat.NotebookNode]]:
    """Each notebook with what came of it, in their order; when one fails, those not yet begun are not run."""

    def run(path: Path) -> tuple[Path, nbformat.NotebookNode]:
        notebook = executed(path, parameters)
        if step:
            step(path.name)
        return path, notebook

    pool = ThreadPoolExecutor(max_workers=min(KERNELS, os.cpu_count() or 1))
    jobs, heard = [pool.submit(run, Path(notebook)) for notebook in notebooks], False
    try:
        wait(jobs, return_when=FIRST_EXCEPTION)
        heard = True
    finally:
        # Who stops this from outside does not wait for the notebooks that are running.
        pool.shutdown(wait=heard, cancel_futures=True)
    # They begin in order, so a job that was cancelled stands behind the one that failed.
    return [job.result() for job in jobs]


def executed(path: Path, parameters: dict[str, object]) -> nbformat.NotebookNode:
    """The notebook run from its own folder with those parameters; TableError names the cell that failed."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError) as error:
        raise TableError(f"{path.name}: cannot be read as a notebook; restore it from the package") from error
    inject(notebook, parameters, path.name)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FIRST.strip()))
    try:
        # The renderer that stores the figure's JSON, whatever the user's environment prefers.
        environment = os.environ | {"PLOTLY_RENDERER": "plotly_mimetype"}
        # A loop of its own, closed at the end: nbclient would leave one open in each thread.
        return asyncio.run(_client(notebook, path.parent).async_execute(env=environment))
    except CellExecutionError as error:
        problem = f"{error.ename}: {(_plain(error.evalue).splitlines() or [''])[0]}"
        raise TableError(f"{path.name}, {_failed(notebook)}: {problem}; run it in JupyterLab to see more") from error
    except CellTimeoutError as error:
        raise TableError(f"{path.name}: a cell took over an hour; try a shorter span or fewer sources") from error
    except RuntimeError as error:
        raise TableError(f"{path.name}: its kernel did not start or died, maybe of memory; try again") from error


def _client(notebook: nbformat.NotebookNode, folder: Path) -> NotebookClient:
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, timeout=SECONDS_A_CELL, startup_timeout=SECONDS_TO_START, kernel_name="python3", resources=place
    )
    # What the kernel is told and tells is encrypted where it can be.
    client.create_kernel_manager().transport_encryption = "auto"
    return client


def inject(notebook: nbformat.NotebookNode, parameters: dict[str, object], name: str) -> None:
    """Replace the values of plain assignments in the cell tagged 'parameters', in place.

    Names that the cell does not assign are not needed there; TableError if it assigns none of them.
    """
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    lines = ast.parse(tagged[0].source).body if tagged else []
    if not any(_assigned(line) in parameters for line in lines):
        known = ", ".join(sorted(parameters))
        raise TableError(f"{name}: no cell tagged 'parameters' assigns any of {known}; tag the cell that does")
    tagged[0].source = "\n".join(
        f"{_assigned(line)} = {_literal(parameters[_assigned(line)])}"
        if _assigned(line) in parameters
        else ast.unparse(line)
        for line in lines
    )


def _assigned(line: ast.stmt) -> str | None:
    plain = isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name)
    return line.targets[0].id if plain else None


def _literal(value: object) -> str:
    return repr(str(value) if isinstance(value, Path) else value)


def _plain(text: str) -> str:
    """Text of a terminal without its colours."""
    return _COLOURS.sub("", text)


def _failed(notebook: nbformat.NotebookNode) -> str:
    for number, cell in enumerate(notebook.cells):  # the first is ours
        if any(out.output_type == "error" for out in cell.get("outputs", ())):
            return f"cell {number} ({cell.source.strip().splitlines()[0]})"
    return "a cell"


# pages


def page_html(notebook: nbformat.NotebookNode, page: Page, *, pages: list[Page], people: int) -> str:
    """The page of an executed notebook: its prose and outputs without code or prompts."""
    body = _Body()
    for cell in notebook.cells:
        body.add(cell)
    scripts = [Markup(library()), Markup(DRAW)] if body.figures else []
    scripts += [Markup(REVEAL)] if body.asked else []
    return _rendered("page.html", title=page.title, blocks=body.whole(), here=page, pages=pages, people=people,
                     scripts=scripts)  # fmt: skip


def index_html(cover: Cover, pages: list[Page]) -> str:
    """The first page: the summary, a card for each page, who is who, and what the data can and cannot answer."""
    limits = checked("limits", cover.limits, extra=True).to_dict("records")
    return _rendered("index.html", title=cover.title, summary=cover.summary, limits=limits, here=None, pages=pages,
                     people=cover.people, scripts=[], **_who(cover))  # fmt: skip


def _who(cover: Cover) -> dict[str, object]:
    """Who is who: the owner's handles, those that may be the owner's too, and the other cases that matter most."""
    mine = checked("merges", cover.mine)["handle"].sort_values()
    cases = checked("suggestions", cover.doubtful)
    perhaps = cases[(cases["handle"].isin(mine) | cases["other"].isin(mine)) & ~cases["merged"]]
    ours = perhaps["handle"].isin(mine)
    turned = {"handle": "other", "name": "other_name", "other": "handle", "other_name": "name"}
    perhaps = pd.concat([perhaps[~ours], perhaps[ours].rename(columns=turned)]).sort_index()
    others = cases.drop(index=perhaps.index)
    # The placeholder is a handle like any other, but tells nobody who it is.
    shown = list(mine[mine != OWNER])
    return {"mine": shown, "perhaps": _told(perhaps), "cases": _told(others), "doubtful": len(cases)}


def _told(cases: pd.DataFrame) -> list[dict[str, object]]:
    """The first cases, with the chance in words; none is shown as certain."""
    chance = (cases["probability"] * 100).round().clip(1, 99).astype("int64").astype("str") + " %"
    shown = cases.assign(chance=chance).head(MOST_CASES)
    return shown.astype("object").where(shown.notna(), None).to_dict("records")


def _rendered(template: str, *, scripts: list[Markup], **content: object) -> str:
    hashes = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts]
    policy = f"default-src 'none'; script-src {' '.join(hashes) or repr('none')}; style-src 'unsafe-inline'; "
    policy += "img-src data:; base-uri 'none'; form-action 'none'"
    style = Markup(_PAGES.loader.get_source(_PAGES, "style.css")[0])
    mark = _mark(content["here"].file if content["here"] else "index.html")
    return _PAGES.get_template(template).render(policy=policy, scripts=scripts, style=style, mark=mark, **content)


def _mark(file: str) -> Markup:
    """What a page of ours says of itself, by which a later report knows it."""
    return Markup('<meta name="generator" content="netgraph report: {}">').format(file)


def heading(notebook: nbformat.NotebookNode, otherwise: str) -> tuple[str, Markup]:
    """The notebook's title and its first paragraph; `otherwise` is the title where it has none."""
    prose = "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    title = re.search(r"^# +(.+)$", prose, re.M)
    paragraph = next((p for p in re.split(r"\n\s*\n", prose) if p.strip() and not p.lstrip().startswith("#")), "")
    return (title[1].strip() if title else otherwise), markdown(paragraph)


class _Words(mistune.HTMLRenderer):
    """Markdown without what a page could fetch."""

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text

    def table(self, text: str) -> str:
        """A table in the box in which one that is wider than a telephone can be moved."""
        return f'<div class="table">\n<table>\n{text}</table>\n</div>\n'


_MARKDOWN = mistune.create_markdown(renderer=_Words(escape=True), plugins=["table"])


def markdown(source: str) -> Markup:
    """Markdown as HTML; raw HTML in it is shown as text, images as their words, links to scripts lead nowhere."""
    return Markup(_MARKDOWN(source))


@dataclass
class _Body:
    """Blocks of a page as they come, how many figures are among them, and the guess that is asked before the rest.

    What follows a guess stands behind its form: it would give the record away. A second guess asks nothing more.
    """

    blocks: list[Markup] = field(default_factory=list)
    figures: int = 0
    asked: dict | None = None
    before: int = 0

    def whole(self) -> list[Markup]:
        """All blocks of the page, those after a guess inside its form."""
        if self.asked is None:
            return self.blocks
        return [*self.blocks[: self.before], form(self.asked, self.blocks[self.before :])]

    def add(self, cell: nbformat.NotebookNode) -> None:
        if cell.cell_type == "markdown":
            self.blocks.append(markdown(cell.source))
        for output in cell.get("outputs", ()):
            self.blocks.append(self._shown(output))

    def _shown(self, output: nbformat.NotebookNode) -> Markup:
        """The richest form that is safe to show; warnings and logs stay in the notebook."""
        data = output.get("data", {})
        if PLOTLY in data:
            return self._figure(data[PLOTLY])
        if GUESS in data:
            return self._ask(data[GUESS])
        if "text/markdown" in data:
            return markdown(data["text/markdown"])
        if TABLE in data:
            return table_html(data[TABLE])
        text = output.get("text", "") if output.get("name") == "stdout" else data.get("text/plain", "")
        return Markup("<pre>{}</pre>").format(_plain(text)) if text.strip() else Markup()

    def _ask(self, told: dict) -> Markup:
        if not told["questions"]:
            return NOTHING
        if self.asked is None:
            self.asked, self.before = told, len(self.blocks)
        return Markup()

    def _figure(self, figure: dict) -> Markup:
        layout = figure.get("layout", {})
        why = (layout.get("meta") or {}).get("why")
        if why and not figure.get("data"):
            return Markup('<p class="why"><strong>{}</strong><br>{}</p>').format(layout["title"]["text"], why)
        self.figures += 1
        return as_div(figure, f"figure-{self.figures}")


def table_html(table: dict[str, object]) -> Markup:
    """A table from what `plot.table.cells` tells of it; a sentence instead where it has no row or not one number."""
    return Markup(_PAGES.get_template("table.html").render(table))


# files


def checked_folder(folder: str | Path) -> Path:
    """The folder, created where it was missing; TableError where there can be none or no file can be put into it."""
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise _unwritable(folder, error) from error


def written(files: dict[str, str], folder: Path) -> Path:
    """Write the files into the folder, each replaced whole, none before all are safe on the disk.

    Pages of a former report that are not among them are removed, and nothing else.
    """
    try:
        _replaced(files, checked_folder(folder))
        _tidied(files, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _unwritable(folder: Path, error: OSError) -> TableError:
    return TableError(f"{folder.resolve().name}: cannot be written ({error.strerror}); give another folder with -o")


def _tidied(files: dict[str, str], folder: Path) -> None:
    """Remove pages of ours by names that are no longer used; a page that was renamed or copied is somebody's own."""
    for page in sorted(folder.glob("*.html")):
        if page.name not in files and page.is_file() and not page.is_symlink() and _is_ours(page):
            page.unlink()


def _is_ours(page: Path) -> bool:
    with page.open("rb") as file:
        return _mark(page.name).encode() in file.read(1000)


def _replaced(files: dict[str, str], folder: Path) -> None:
    try:
        for name, text in files.items():
            _safe(_partial(folder, name), text)
        for name in files:
            _partial(folder, name).replace(folder / name)
    finally:
        for name in files:
            _partial(folder, name).unlink(missing_ok=True)


def _partial(folder: Path, name: str) -> Path:
    return folder / f".{name}.partial"


def _safe(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
