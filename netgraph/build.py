"""An Export and a day make a Network: people, interactions between them, pair-days, ties."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph import identity, readers, store
from netgraph.decay import Decay, active_day, named_decay
from netgraph.log import reduced
from netgraph.overrides import Overrides, fitted
from netgraph.overrides import read as read_overrides
from netgraph.people import people_of, roster_for
from netgraph.readers import handles
from netgraph.readers import table as log_table
from netgraph.readers.records import DIRECTORIES
from netgraph.tables import EXPORT_TABLES, Export, Table, TableError, checked, digest
from netgraph.ties import ties

if TYPE_CHECKING:
    import networkx as nx

_DAY = pd.Timedelta(days=1)
_TABLES = ("people", "interactions", "pair_days", "ties", "merges", "windows")
_PEOPLE = ("person", "other", "a", "b", "source", "target", "introducer", "to", "better", "what")


@dataclass(frozen=True, eq=False)
class Origin:
    """All that a Network is made of, so that the same question can be asked as of another day."""

    export: Export
    attributes: pd.DataFrame | None
    corrections: Overrides
    decay: Decay
    channels: frozenset[str] | None = None
    since: pd.Timestamp | None = None
    kept: frozenset[str] | None = None
    """Handles of the people whom `only` left; handles, as a person may be several people on an earlier day."""

    @cached_property
    def last_day(self) -> pd.Timestamp:
        """UTC day of the last dated record of any source; missing where nothing has a date, as in an address book."""
        dates = [self.export.interactions["time"], self.export.contacts["since"], self.export.windows["last"]]
        last = pd.concat(dates).max()
        return last if pd.isna(last) else last.normalize()


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Network:
    """Who is in touch with whom, as of a day. Tables as in the GLOSSARY; changing one changes nothing here.

    `me` is the owner's id, or None for a log that belongs to nobody in particular.
    """

    people: pd.DataFrame = Table()
    interactions: pd.DataFrame = Table()
    pair_days: pd.DataFrame = Table()
    ties: pd.DataFrame = Table()
    merges: pd.DataFrame = Table()
    windows: pd.DataFrame = Table()
    me: str | None
    as_of: pd.Timestamp
    origin: Origin

    @property
    def export(self) -> Export:
        """What was read: contacts, interactions by handle, ledger, problems, windows."""
        return self.origin.export

    @cached_property
    def digest(self) -> str:
        """Fingerprint of people, interactions, ties, windows, owner, day and decay."""
        about = pd.DataFrame({"me": [self.me], "as_of": [self.as_of], "decay": [self.origin.decay.label]})
        people = self.people.astype("str").sort_index(axis=1)
        return digest(people, self.interactions, self.ties, self.windows, about)

    @cached_property
    def csr(self) -> csr_array:
        """Strengths as a sparse matrix in the order of `people`: row = source, column = target.

        Observed ties stand in their direction; a projected tie has none, half of it stands in
        each, so that `csr + csr.T` weighs it once. Declared ties are not in it. No zeros.
        """
        known = self.ties[self.ties["kind"] != "declared"]
        place = pd.Series(np.arange(len(self.people)), index=self.people["person"])
        source, target = known["source"].map(place).to_numpy(), known["target"].map(place).to_numpy()
        both = (known["kind"] == "projected").to_numpy()
        weight = known["strength"].to_numpy() * np.where(both, 0.5, 1.0)
        ends = np.r_[source, target[both]], np.r_[target, source[both]]
        matrix = csr_array((np.r_[weight, weight[both]], ends), shape=(len(self.people),) * 2)
        matrix.eliminate_zeros()
        for part in (matrix.data, matrix.indices, matrix.indptr):
            part.flags.writeable = False
        return matrix

    def at(self, day) -> "Network":
        """The network as it could be known at the end of that UTC day: no later event, card, merge or employer.

        What an analyst's people table says has no date and stands on every day.
        """
        return assembled(self.origin, _day(day))

    def only(self, *, channel=None, since=None, people=None) -> "Network":
        """The network of some channels, from a day on, among some people and the owner; ids and day stay.

        Of two calls both hold. Declared ties stay, as a contact list has no channel and knows no
        end. Raises TableError for a channel or a person that is not there.
        """
        origin = self.origin
        if channel is not None:
            origin = dataclasses.replace(origin, channels=_channels(self, channel))
        if since is not None:
            origin = dataclasses.replace(origin, since=max(_day(since), origin.since or _day(since)))
        if people is not None:
            kept = {whom(self, person) for person in _listed(people)} | {self.me}
            handles = frozenset(self.merges.loc[self.merges["person"].isin(kept), "handle"])
            origin = dataclasses.replace(origin, kept=handles if origin.kept is None else handles & origin.kept)
        return assembled(origin, self.as_of)

    def to_networkx(self, attributes: Iterable[str] = ()) -> "nx.DiGraph":
        """A DiGraph of the people, isolated ones too; edges carry `weight`, the strength as in `csr`.

        `attributes` names columns of `people` to put on the nodes; missing values stay NaN.
        """
        import networkx as nx  # here, as nothing else needs it and it takes half as long to load as pandas

        people, graph = self.people.set_index("person"), nx.DiGraph()
        if unknown := set(attributes) - set(people.columns):
            raise TableError(
                f"people have no column {', '.join(sorted(unknown))}; they have {', '.join(people.columns)}"
            )
        columns = people[list(attributes)]
        graph.add_nodes_from(zip(columns.index, columns.to_dict("records"), strict=True))
        ids, matrix = people.index.to_numpy(), self.csr.tocoo()
        graph.add_weighted_edges_from(zip(ids[matrix.row], ids[matrix.col], matrix.data.tolist(), strict=True))
        return graph

    def __repr__(self) -> str:
        times = self.interactions["time"]
        first = times.min() if len(times) else self.windows["first"].min()
        span = f"{first:%Y-%m-%d} to {self.as_of:%Y-%m-%d}" if pd.notna(first) else f"as of {self.as_of:%Y-%m-%d}"
        seen = "" if self.me is None else f", seen by {name(self, self.me)}"
        return f"<Network of {len(self.people):,} people, {len(self.ties):,} ties, {span}{seen}>"


def network(source, *, people=None, me=(), as_of=None, decay: Decay | None = None, overrides=None) -> Network:
    """Build the network of an Export, a DataFrame, an Ibis table, or of a file or folder.

    people : DataFrame or file of attributes, keyed by handle; its people are in the network
        even where the log does not show them.
    me : handles of the owner, added to those that the export knows. Without an owner the
        log counts as an organisation's, seen whole.
    as_of : the day at whose end (UTC) everything is looked at; the last dated record unless given.
    decay : how contact fades, `active_day(tau=7, gamma=0.5)` unless given.
    overrides : file of merges to make, to forbid, of handles to leave out, of notes and of what was done
        (netgraph.overrides), or its content as an `Overrides`. `ng.unused` lists the handles in it that occur nowhere
        here.

    A folder written by `save` gives back the network saved there. Raises TableError where the
    source cannot be read, or where `me` names nobody in it.
    """
    if isinstance(source, str | Path) and store.is_store(source):
        if people is not None or len(_listed(me)) or as_of is not None or decay or overrides:
            raise TableError(
                "a saved network has its options in it; use ng.load(folder), then .at(day) for another day"
            )
        return load(source)
    corrections = overrides if isinstance(overrides, Overrides) else read_overrides(overrides)
    export = _owned(_export(source, me), me)
    roster = None if people is None else roster_for(export, people)
    corrections = fitted(corrections, export, roster=roster)
    export, roster = without(export, roster, corrections.exclude)
    origin = Origin(export, roster, corrections, decay or active_day())
    day = origin.last_day if as_of is None else _day(as_of)
    if pd.isna(day):
        raise TableError("nothing here has a date: add a mailbox, a chat or a calendar, or give the day with as_of=")
    return assembled(origin, day)


def save(net: Network, folder: str | Path) -> Path:
    """Write a network and what it was made of as Parquet, all or nothing, so that nothing is read twice."""
    origin = net.origin
    named_decay(origin.decay.label)
    tables = {t: getattr(net, t) for t in _TABLES} | {f"export_{t}": getattr(origin.export, t) for t in EXPORT_TABLES}
    if origin.attributes is not None:
        tables["attributes"] = origin.attributes
    about = {"digest": net.digest, "me": net.me, "as_of": f"{net.as_of:%Y-%m-%d}", "decay": origin.decay.label}
    chosen = {"channels": origin.channels, "kept": origin.kept}
    kept = {key: None if value is None else sorted(value) for key, value in chosen.items()}
    narrowed = kept | {"since": origin.since and f"{origin.since:%Y-%m-%d}"}
    corrections = dataclasses.asdict(origin.corrections)
    return store.write(folder, tables, about | {"owner": origin.export.me, "only": narrowed, "overrides": corrections})


def load(folder: str | Path) -> Network:
    """The network that `save` wrote, digest and all. Raises TableError where there is none, or a damaged one."""
    tables, about = store.read(folder)
    export = Export(**{t: tables[f"export_{t}"] for t in EXPORT_TABLES}, me=tuple(about["owner"]))
    corrections = Overrides(**{key: _tuples(value) for key, value in about["overrides"].items()})
    chosen = {key: about["only"][key] for key in ("channels", "kept")}
    only = {key: None if value is None else frozenset(value) for key, value in chosen.items()}
    since = about["only"]["since"] and _day(about["only"]["since"])
    origin = Origin(export, tables.get("attributes"), corrections, named_decay(about["decay"]), since=since, **only)
    parts = {t: checked(t, tables[t], extra=t == "people") for t in _TABLES}
    return Network(**parts, me=about["me"], as_of=_day(about["as_of"]), origin=origin)


def whom(net: Network, who: str) -> str:
    """The id of a person given by id, handle or unambiguous name (case does not matter in names).

    Raises TableError where nobody or more than one person is meant, naming the candidates.
    """
    found = candidates(net, who)
    if len(found) == 1:
        return found.pop()
    if found:
        raise TableError(f"{who!r} may be {', '.join(sorted(found)[:5])}; give a handle of the one you mean")
    raise TableError(f"nobody here is called {who!r}; net.people lists ids, names and handles")


def candidates(net: Network, who: str) -> set[str]:
    """The ids that may be meant: by id or handle, else by handle in any case, by full name, by a word of the name."""
    people, merges, asked = net.people, net.merges, str(who).strip()
    low = asked.casefold()
    exact = {*people.loc[people["person"] == asked, "person"], *merges.loc[merges["handle"] == asked, "person"]}
    names = people["name"].str.casefold()
    return (
        exact
        or set(merges.loc[merges["handle"].str.casefold() == low, "person"])
        or set(people.loc[names == low, "person"])
        or set(people.loc[names.str.split().map(lambda words: low in words).astype("bool"), "person"])
    )


def name(net: Network, person: str) -> str:
    """The name of a person given by id."""
    return net.people.set_index("person")["name"][person]


def done(net: Network) -> pd.Series:
    """Person -> last day on which the user, by the overrides, was in touch with them where no source sees it.

    A network of the last day that there are records of knows later days too, as the user may have acted since; of an
    earlier day none after it.
    """
    said = pd.DataFrame(net.origin.corrections.done, columns=["handle", "day"], dtype="str")
    said = said.assign(day=said["day"].map(_day).astype("datetime64[us]"))
    said = said[(said["day"] <= net.as_of) | (net.as_of >= net.origin.last_day)]
    person = said["handle"].map(net.merges.set_index("handle")["person"])
    return said.groupby(person.rename("person"))["day"].max()


def named(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """The same table for reading: ids of people replaced by names, and namesakes told apart by their id."""
    names = net.people.set_index("person")["name"]
    twice = names.duplicated(keep=False)
    names = names.where(~twice, names + " (" + names.index + ")")
    ids = [c for c in _PEOPLE if c in table.columns]
    return table.assign(**{column: table[column].map(names).fillna(table[column]) for column in ids})


def _export(source, me) -> Export:
    if isinstance(source, Export):
        return source
    if isinstance(source, ibis.Table):
        source = source.to_pyarrow().to_pandas()
    return log_table.from_frame(source) if isinstance(source, pd.DataFrame) else readers.read(source, me=me)


def _owned(export: Export, me) -> Export:
    """The export with its owner's further handles.

    Raises TableError where events are there and none is the owner's, also by another handle of the owner's
    card, or where a mailbox is nobody's.
    """
    log = export.interactions
    ends = pd.concat([log["sender"], log["receiver"]])
    given = [h if (ends == h).any() else handles.owner(h) for h in _listed(me)]
    export = dataclasses.replace(export, me=(*export.me, *given))
    cards = export.contacts.dropna(subset=["card"])
    mine = cards.loc[cards["card"].isin(cards.loc[cards["handle"].isin(export.me), "card"]), "handle"]
    if export.me and len(log) and not ends.isin({*export.me, *mine}).any():
        often = ends.value_counts().sort_index()
        often = often.sort_values(ascending=False, kind="stable").index[:3]
        raise TableError(f"me: no record names {', '.join(export.me)}; most often named are {', '.join(often)}")
    if readers.ownerless(export):
        raise TableError(readers.owner_question(export))
    return export


def without(export: Export, roster: pd.DataFrame | None, excluded: Iterable[str]) -> tuple[Export, pd.DataFrame | None]:
    """Both without the handles that are left out: no event from or to them, no card, no attributes."""
    if not (excluded := list(excluded)):
        return export, roster
    log, cards = export.interactions, export.contacts
    gone = log["sender"].isin(excluded) | log["receiver"].isin(excluded)
    left = dataclasses.replace(export, interactions=log[~gone], contacts=cards[~cards["handle"].isin(excluded)])
    return left, None if roster is None else roster[~roster["handle"].isin(excluded)].reset_index(drop=True)


def assembled(origin: Origin, as_of: pd.Timestamp) -> Network:
    """The network at the end of a day; people are narrowed last, as a message joins its recipients whoever sent it."""
    export = identity.known(origin.export, as_of)
    merges = identity.identify(export, whole=origin.export, corrections=origin.corrections, roster=origin.attributes)
    person = merges.set_index("handle")["person"]
    me = next((person[h] for h in export.me if h in person.index), None)
    kept = None if origin.kept is None else set(person[person.index.isin(origin.kept)])
    shown = merges if kept is None else merges[merges["person"].isin(kept)].reset_index(drop=True)
    log = narrowed(_identified(export.interactions, person), origin)
    days = _among(reduced(log, co_recipients=me is not None), kept, ends=("source", "target"))
    declared = _among(_declared(export.contacts, person, me), kept, ends=("source", "target"))
    people = people_of(merges, export, roster=origin.attributes, employers=not as_of < origin.last_day,
                       notes=origin.corrections.notes)  # fmt: skip
    people = people.assign(is_me=people["person"] == me)
    return Network(
        people=checked("people", people if kept is None else people[people["person"].isin(kept)], extra=True),
        interactions=_among(log, kept, ends=("sender", "receiver")).reset_index(drop=True),
        pair_days=days.reset_index(drop=True),
        ties=ties(days, declared, as_of=as_of, decay=origin.decay),
        merges=shown,
        windows=_clipped(export.windows, origin.since, as_of),
        me=me,
        as_of=as_of,
        origin=origin,
    )


def _identified(log: pd.DataFrame, person: pd.Series) -> pd.DataFrame:
    """Events between people in the order of time; what went to another handle of the sender is left out.

    An event that two sources hold is there once. Within a moment the order of the records stays, as a
    source that knows minutes only has no other way to tell what came first.
    """
    log = log.assign(sender=log["sender"].map(person), receiver=log["receiver"].map(person))
    log = log[log["sender"] != log["receiver"]].sort_values("source", kind="stable")
    log = log.drop_duplicates(["event", "sender", "receiver"])
    return checked("interactions", log.sort_values("time", kind="stable"))


def narrowed(log: pd.DataFrame, origin: Origin) -> pd.DataFrame:
    """Events of the channels and of the time that `only` left."""
    if origin.channels is not None:
        log = log[log["channel"].isin(origin.channels)]
    return log if origin.since is None else log[log["time"] >= origin.since]


def _among(rows: pd.DataFrame, people: set[str] | None, *, ends: tuple[str, str]) -> pd.DataFrame:
    return rows if people is None else rows[rows[ends[0]].isin(people) & rows[ends[1]].isin(people)]


def _channels(net: Network, channel) -> frozenset[str]:
    """The channels asked for, of those that the network has; TableError for one that no record has."""
    asked, there = set(_listed(channel)), set(net.export.interactions["channel"])
    if unknown := asked - there:
        raise TableError(f"no record has channel {', '.join(sorted(unknown))}; there are {', '.join(sorted(there))}")
    return frozenset(asked if net.origin.channels is None else asked & net.origin.channels)


def _declared(contacts: pd.DataFrame, person: pd.Series, me: str | None) -> pd.DataFrame:
    """Ties that a contact list declares from the owner: source, target, first (missing where it has no dates)."""
    listed = contacts[~contacts["source"].isin(DIRECTORIES)]
    cards = listed.assign(target=listed["handle"].map(person)).dropna(subset=["card", "target"])
    cards = cards[(cards["target"] != me) & (me is not None)]
    return cards.groupby("target", as_index=False).agg(first=("since", "min")).assign(source=me)


def _clipped(windows: pd.DataFrame, since: pd.Timestamp | None, as_of: pd.Timestamp) -> pd.DataFrame:
    """What each source could have seen of the time that the network covers."""
    end = as_of + _DAY - pd.Timedelta(microseconds=1)
    seen = windows[windows["first"] <= end]
    seen = seen.assign(last=seen["last"].clip(upper=end), first=seen["first"].clip(lower=since))
    return checked("windows", seen[seen["first"] <= seen["last"]].sort_values("source"))


def _tuples(values: list) -> tuple:
    return tuple(tuple(v) if isinstance(v, list) else v for v in values)


def _listed(values) -> list[str]:
    return [str(values)] if isinstance(values, str | int) else [str(value) for value in values]


def _day(day) -> pd.Timestamp:
    """The UTC day of anything that names one."""
    return moment(day).normalize()


def moment(day) -> pd.Timestamp:
    """The time, in UTC, of anything that names a day or a time; a bare number names none. Raises TableError else."""
    try:
        stamp = pd.Timestamp(None if isinstance(day, int | float) else day)
    except (ValueError, TypeError):
        stamp = pd.NaT
    if pd.isna(stamp):
        raise TableError(f"{day!r} is no day; write it like '2025-06-30'")
    return stamp.tz_convert("UTC").tz_localize(None) if stamp.tz else stamp
