"""What is left of a saved network without somebody: no id, remark, cell or name of a file in it names them."""

import dataclasses
import re
from collections.abc import Callable
from hashlib import blake2b
from itertools import chain, count
from pathlib import PurePosixPath

import pandas as pd

from netgraph.build import Origin, without
from netgraph.overrides import Overrides
from netgraph.readers.ledger import WHOLE
from netgraph.tables import EXPORT_TABLES, Export
from netgraph.traces import Traces

GONE = "(forgotten)"
"""What stands in place of a remark, a source or a channel that named them."""

_KEPT_ENDINGS = {".csv", ".eml", ".gz", ".ics", ".json", ".mbox", ".md", ".parquet", ".txt", ".vcf", ".xml", ".zip"}
_NUMBERED = re.compile(r"forgotten-(\d+)")
# What readers write as channel, kind or source, which names nobody; an analyst's log has words of its own there.
_READERS = """
message call meeting invitation endorsement recommendation
calendar facebook instagram linkedin log mail meta signal slack sms telegram whatsapp
contacts:google contacts:outlook contacts:table contacts:thunderbird contacts:vcard linkedin:imported
phone:calls phone:sms
"""
_OURS = frozenset({*_READERS.split(), WHOLE})
_REMARKS = {"interactions": ["channel", "kind"], "problems": ["place", "detail"]}
_SOURCES = {"interactions": ["source"], "contacts": ["source"], "windows": ["source"]}
_KEYS = {"interactions": ["event", "reply_to"], "contacts": ["card"]}
_WORDS = {"contacts": ["name", "organisation", "title"]}
_FILES = {"ledger": ["file"], "problems": ["file"]}


def without_traces(origin: Origin, traces: Traces) -> Origin:
    """All that a network is made of, as if their handles had been excluded, and without what else names them."""
    export, roster = without(origin.export, origin.attributes, traces.handles)
    channels = origin.channels and frozenset(_remark(channel, traces) for channel in origin.channels)
    kept = origin.kept if origin.kept is None else origin.kept - traces.handles
    return dataclasses.replace(
        origin,
        export=_neutral(export, traces),
        attributes=None if roster is None else _own_words(roster, traces),
        corrections=_corrected(origin.corrections, traces),
        channels=channels,
        kept=kept,
    )


def _neutral(export: Export, traces: Traces) -> Export:
    """The export with every text that names them replaced; handles of others stay, whatever they look like."""
    tables = {name: getattr(export, name) for name in EXPORT_TABLES}
    renamed = _renaming(tables["ledger"]["file"], traces)
    ways: list[tuple[dict[str, list[str]], Callable[[str], str | None]]] = [
        (_REMARKS, lambda text: _remark(text, traces)),
        (_SOURCES, _told_apart(pd.concat([tables[name]["source"] for name in _SOURCES]), traces)),
        (_KEYS, lambda text: _fingerprint(text) if traces.in_key(text) else text),
        (_WORDS, lambda text: None if traces.in_words(text) else text),
        (_FILES, renamed),
    ]
    for columns, change in ways:
        for name, listed in columns.items():
            tables[name] = tables[name].assign(**{c: _changed(tables[name][c], change) for c in listed})
    return dataclasses.replace(export, **tables)


def _remark(text: str, traces: Traces) -> str:
    return GONE if text not in _OURS and traces.in_key(text) else text


def _told_apart(sources: pd.Series, traces: Traces) -> Callable[[str], str]:
    """Gives each source that names them a name of its own, as each has its window."""
    known = set(sources.dropna().unique())
    named = sorted(source for source in known if _remark(source, traces) != source)
    free = (name for n in count(2) if (name := f"(forgotten {n})") not in known)
    new = dict(zip(named, chain([GONE] if GONE not in known else [], free), strict=False))
    return lambda source: new.get(source, source)


def _fingerprint(text: str) -> str:
    """The same for the same id in every network, so that events that overlap still meet, and answers their event."""
    return f"forgotten:{blake2b(text.encode(errors='replace'), digest_size=8).hexdigest()}"


def _renaming(files: pd.Series, traces: Traces) -> Callable[[str], str]:
    """Gives each part of a path that names them a number; names of parts that do not are kept."""
    taken = [int(number) for file in files.unique() for number in _NUMBERED.findall(file)]
    numbers: dict[str, str] = {}

    def step(name: str) -> str:
        if _NUMBERED.match(name) or not traces.in_file(name):
            return name
        ending = PurePosixPath(name).suffix.lower()
        number = max(taken, default=0) + len(numbers) + 1
        return numbers.setdefault(name, f"forgotten-{number}{ending if ending in _KEPT_ENDINGS else ''}")

    return lambda file: "/".join(map(step, file.split("/")))


def _own_words(roster: pd.DataFrame, traces: Traces) -> pd.DataFrame:
    """An analyst's attributes of the others, without cells and headings that name them."""
    texts = [c for c in roster if c != "handle" and not pd.api.types.is_numeric_dtype(roster[c])]
    for column in texts:
        values = roster[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            values = values.cat.remove_unused_categories()  # a file keeps those that no row has
            values = values.astype("str") if any(traces.in_words(str(v)) for v in values.cat.categories) else values
        if isinstance(values.dtype, pd.StringDtype):
            values = _changed(values, lambda text: None if traces.in_words(text) else text)
        roster = roster.assign(**{column: values})
    heads = {c: f"forgotten {n}" for n, c in enumerate(roster.columns, 1) if c != "handle" and traces.in_words(str(c))}
    return roster.rename(columns=heads)


def _changed(values: pd.Series, change: Callable[[str], str | None]) -> pd.Series:
    """The texts with what `change` makes of them; the very same column where it changes none."""
    told = {text: new for text in values.dropna().unique() if (new := change(text)) != text}
    return values if not told else values.map(lambda text: told.get(text, text), na_action="ignore").astype("str")


def _corrected(corrections: Overrides, traces: Traces) -> Overrides:
    def left(groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        groups = tuple(tuple(h for h in group if h not in traces.handles) for group in groups)
        return tuple(group for group in groups if len(group) > 1)

    return Overrides(
        same=left(corrections.same),
        different=left(corrections.different),
        exclude=tuple(h for h in corrections.exclude if h not in traces.handles),
        notes=tuple(
            (handle, GONE if traces.in_words(note) else note)
            for handle, note in corrections.notes
            if handle not in traces.handles
        ),
        done=tuple((handle, day) for handle, day in corrections.done if handle not in traces.handles),
    )


def same(one: Origin, other: Origin) -> bool:
    """Whether `without_traces` took nothing out of the one that gave the other."""
    tables = [(getattr(one.export, t), getattr(other.export, t)) for t in EXPORT_TABLES]
    if one.attributes is not None:
        tables.append((one.attributes, other.attributes))
    plain = all(getattr(one, part) == getattr(other, part) for part in ("corrections", "channels", "kept"))
    return plain and all(a.equals(b) for a, b in tables)
