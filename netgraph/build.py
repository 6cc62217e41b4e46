"""An Export and a day make a Network: people, interactions between them, pair-days, ties."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ibis
import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph import identity, readers, store
from netgraph.decay import Decay, active_day, named_decay
from netgraph.log import reduced
from netgraph.readers import table as log_table
from netgraph.tables import EXPORT_TABLES, Export, TableError, checked, digest
from netgraph.ties import ties

_DAY = pd.Timedelta(days=1)
_TABLES = ("people", "interactions", "pair_days", "ties", "merges", "windows")


@dataclass(frozen=True, eq=False)
class Origin:
    """All that a Network is made of, so that the same question can be asked as of another day."""

    export: Export
    attributes: pd.DataFrame | None
    corrections: identity.Overrides
    decay: Decay
    channels: tuple[str, ...] | None = None
    since: pd.Timestamp | None = None
    kept: tuple[str, ...] | None = None

    @cached_property
    def last_day(self) -> pd.Timestamp:
        """UTC day of the last dated record of any source."""
        dates = [self.export.interactions["time"], self.export.contacts["since"], self.export.windows["last"]]
        last = pd.concat(dates).max()
        if pd.isna(last):
            raise TableError("nothing in this export has a date; a network needs at least one dated record")
        return last.normalize()


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """Who is in touch with whom, as of a day. Tables as in the GLOSSARY; nothing in it changes.

    `me` is the owner's id, or None for a log that belongs to nobody in particular.
    """

    people: pd.DataFrame
    interactions: pd.DataFrame
    pair_days: pd.DataFrame
    ties: pd.DataFrame
    merges: pd.DataFrame
    windows: pd.DataFrame
    me: str | None
    as_of: pd.Timestamp
    origin: Origin

    @property
    def export(self) -> Export:
        """What was read: contacts, interactions by handle, ledger, problems, windows."""
        return self.origin.export

    @cached_property
    def digest(self) -> str:
        """Fingerprint of people, interactions, ties, owner and day."""
        about = pd.DataFrame({"me": [self.me], "as_of": [self.as_of], "decay": [self.origin.decay.label]})
        return digest(self.people.astype("str"), self.interactions, self.ties, self.windows, about)

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
        return matrix

    def at(self, day) -> "Network":
        """The network as it could be known at the end of that UTC day: no later event, card, merge or employer."""
        return _assembled(self.origin, _day(day))

    def only(self, *, channel=None, since=None, people=None) -> "Network":
        """The network of some channels, of the time from a day on, of some people; ids and day stay the same."""
        kept = None if people is None else tuple(sorted(whom(self, p) for p in _listed(people)))
        narrowed = dataclasses.replace(
            self.origin,
            channels=self.origin.channels if channel is None else tuple(_listed(channel)),
            since=self.origin.since if since is None else _day(since),
            kept=self.origin.kept if kept is None else kept,
        )
        return _assembled(narrowed, self.as_of)

    def to_networkx(self, attributes: Iterable[str] = ()) -> nx.DiGraph:
        """A DiGraph of the people, isolated ones too; edges carry `weight`, the strength as in `csr`.

        `attributes` names columns of `people` to put on the nodes; missing values stay NaN.
        """
        graph = nx.DiGraph()
        columns = self.people.set_index("person")[list(attributes)]
        graph.add_nodes_from(zip(columns.index, columns.to_dict("records"), strict=True))
        ids, matrix = self.people["person"].to_numpy(), self.csr.tocoo()
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
    overrides : TOML file of merges to make, to forbid, and of handles to leave out.

    A folder written by `save` gives back the network saved there. Raises TableError where the
    source cannot be read, or where `me` names nobody in it.
    """
    if isinstance(source, str | Path) and store.is_store(source):
        return load(source)
    corrections = identity.overrides(overrides)
    export = _without(_owned(_export(source, me), me), corrections.exclude)
    roster = None if people is None else _matched(log_table.people_table(people), export)
    origin = Origin(export, roster, corrections, decay or active_day())
    return _assembled(origin, origin.last_day if as_of is None else _day(as_of))


def save(net: Network, folder: str | Path) -> Path:
    """Write a network and what it was made of as Parquet, all or nothing, so that nothing is read twice."""
    origin = net.origin
    tables = {t: getattr(net, t) for t in _TABLES} | {f"export_{t}": getattr(origin.export, t) for t in EXPORT_TABLES}
    if origin.attributes is not None:
        tables["attributes"] = origin.attributes
    about = {"digest": net.digest, "me": net.me, "as_of": f"{net.as_of:%Y-%m-%d}", "decay": origin.decay.label}
    kept = {"channels": origin.channels, "since": origin.since and f"{origin.since:%Y-%m-%d}", "people": origin.kept}
    corrections = dataclasses.asdict(origin.corrections)
    return store.write(folder, tables, about | {"owner": origin.export.me, "kept": kept, "overrides": corrections})


def load(folder: str | Path) -> Network:
    """The network that `save` wrote, digest and all. Raises TableError where there is none, or a damaged one."""
    tables, about = store.read(folder)
    export = Export(**{t: tables[f"export_{t}"] for t in EXPORT_TABLES}, me=tuple(about["owner"]))
    corrections = identity.Overrides(**{key: _tuples(value) for key, value in about["overrides"].items()})
    channels, since, kept = (about["kept"][key] for key in ("channels", "since", "people"))
    origin = Origin(
        export, tables.get("attributes"), corrections, named_decay(about["decay"]),
        channels=channels and tuple(channels), since=since and _day(since), kept=kept and tuple(kept),
    )  # fmt: skip
    parts = {t: checked(t, tables[t], extra=t == "people") for t in _TABLES}
    net = Network(**parts, me=about["me"], as_of=_day(about["as_of"]), origin=origin)
    if net.digest != about["digest"]:
        raise TableError(f"{Path(folder).name}: the saved tables do not match their digest; save the network again")
    return net


def whom(net: Network, who: str) -> str:
    """The id of a person given by id, handle or unambiguous name (case does not matter).

    Raises TableError where nobody or more than one person is meant, naming the candidates.
    """
    people, asked = net.people, str(who).strip()
    if (people["person"] == asked).any():
        return asked
    by_handle = net.merges.loc[net.merges["handle"].str.lower() == asked.lower(), "person"]
    by_name = people.loc[people["name"].str.lower() == asked.lower(), "person"]
    part = people["name"].str.lower().str.split().map(lambda words: asked.lower() in words).astype("bool")
    for found in (by_handle, by_name, people.loc[part, "person"]):
        if len(set(found)) == 1:
            return found.iloc[0]
        if len(set(found)) > 1:
            raise TableError(f"{who!r} may be {', '.join(sorted(set(found))[:5])}; give one of these ids")
    raise TableError(f"nobody here is called {who!r}; net.people lists ids, names and handles")


def name(net: Network, person: str) -> str:
    """The name of a person given by id."""
    return net.people.set_index("person")["name"][person]


def named(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """The same table for reading: ids of people replaced by names, and namesakes told apart by their id."""
    names = net.people.set_index("person")["name"]
    twice = names.duplicated(keep=False)
    names = names.where(~twice, names + " (" + names.index + ")")
    ids = [c for c in ("person", "a", "b", "source", "target") if c in table.columns]
    return table.assign(**{column: table[column].map(names) for column in ids})


def _export(source, me) -> Export:
    if isinstance(source, Export):
        return source
    if isinstance(source, ibis.Table):
        source = source.to_pyarrow().to_pandas()
    return log_table.from_frame(source) if isinstance(source, pd.DataFrame) else readers.read(source, me=me)


def _owned(export: Export, me) -> Export:
    """The export with its owner's further handles; TableError where none of those given occurs in it."""
    given = [h.strip().lower() if "@" in h else h.strip() for h in _listed(me)]
    log = export.interactions
    known = {*log["sender"], *log["receiver"], *export.contacts["handle"], *export.me}
    if given and not known.intersection(given):
        often = pd.concat([log["sender"], log["receiver"]]).value_counts().sort_index(ascending=True)
        often = often.sort_values(ascending=False, kind="stable").index[:3]
        raise TableError(f"me: no record names {', '.join(given)}; most often named are {', '.join(often)}")
    return dataclasses.replace(export, me=(*export.me, *given))


def _without(export: Export, excluded: tuple[str, ...]) -> Export:
    if not excluded:
        return export
    log, cards = export.interactions, export.contacts
    gone = log["sender"].isin(excluded) | log["receiver"].isin(excluded)
    cards = cards[~cards["handle"].isin(excluded)]
    return dataclasses.replace(export, interactions=log[~gone], contacts=cards)


def _matched(roster: pd.DataFrame, export: Export) -> pd.DataFrame:
    """The people table, if at least one of its handles occurs in the log."""
    log = export.interactions
    if len(log) and not roster["handle"].isin(log["sender"]).any() and not roster["handle"].isin(log["receiver"]).any():
        few = ", ".join(roster["handle"].head(3))
        raise TableError(f"people: none of its {len(roster):,} handles is in the log; the first are {few}")
    return roster


def _assembled(origin: Origin, as_of: pd.Timestamp) -> Network:
    export = origin.export
    roster = () if origin.attributes is None else tuple(origin.attributes["handle"])
    merges = identity.identify(export, corrections=origin.corrections, roster=roster, until=as_of)
    person = merges.set_index("handle")["person"]
    me = next((person[h] for h in export.me if h in person.index), None)
    log = _between(_kept(_identified(export.interactions, person, as_of), origin), origin.since)
    people = _people(origin, merges, me, as_of)
    days = reduced(log, co_recipients=me is not None)
    declared = _declared(export.contacts, person, me, as_of)
    return Network(
        people=people,
        interactions=log,
        pair_days=days,
        ties=ties(days, _kept(declared, origin, channels=False), as_of=as_of, decay=origin.decay),
        merges=merges,
        windows=_clipped(export.windows, origin.since, as_of),
        me=me,
        as_of=as_of,
        origin=origin,
    )


def _identified(log: pd.DataFrame, person: pd.Series, as_of: pd.Timestamp) -> pd.DataFrame:
    """Events between people up to the end of the day; what went to another handle of the sender is left out."""
    log = log[log["time"] < as_of + _DAY]
    log = log.assign(sender=log["sender"].map(person), receiver=log["receiver"].map(person))
    log = log[log["sender"] != log["receiver"]].drop_duplicates(["event", "sender", "receiver"])
    # stable, as a source that knows minutes only tells the order within one by the order of its records
    return checked("interactions", log.sort_values(["time", "source"], kind="stable"))


def _kept(rows: pd.DataFrame, origin: Origin, *, channels: bool = True) -> pd.DataFrame:
    """Rows of the channels and between the people that `only` left."""
    if channels and origin.channels is not None:
        rows = rows[rows["channel"].isin(origin.channels)]
    if origin.kept is None:
        return rows
    one, other = ("sender", "receiver") if "sender" in rows else ("source", "target")
    return rows[rows[one].isin(origin.kept) & rows[other].isin(origin.kept)]


def _between(log: pd.DataFrame, since: pd.Timestamp | None) -> pd.DataFrame:
    return (log if since is None else log[log["time"] >= since]).reset_index(drop=True)


def _declared(contacts: pd.DataFrame, person: pd.Series, me: str | None, as_of: pd.Timestamp) -> pd.DataFrame:
    """Ties that a contact list declares from the owner: source, target, first."""
    cards = contacts.assign(target=contacts["handle"].map(person))
    cards = cards[(cards["since"] < as_of + _DAY) & (cards["target"] != me) & (me is not None)]
    return cards.groupby("target", as_index=False).agg(first=("since", "min")).assign(source=me)


def _clipped(windows: pd.DataFrame, since: pd.Timestamp | None, as_of: pd.Timestamp) -> pd.DataFrame:
    """What each source could have seen of the time that the network covers."""
    end = as_of + _DAY - pd.Timedelta(microseconds=1)
    seen = windows[windows["first"] <= end]
    seen = seen.assign(last=seen["last"].clip(upper=end), first=seen["first"].clip(lower=since))
    return checked("windows", seen[seen["first"] <= seen["last"]].sort_values("source"))


def _people(origin: Origin, merges: pd.DataFrame, me: str | None, as_of: pd.Timestamp) -> pd.DataFrame:
    person = merges.set_index("handle")["person"]
    handles = merges.groupby("person")["handle"].agg("; ".join)
    cards = origin.export.contacts
    table = pd.DataFrame({"name": identity.names_of(person, cards).reindex(handles.index), "handles": handles})
    table["name"] = table["name"].fillna(table["handles"].str.split("; ").str[0].replace(readers.OWNER, "Me"))
    card = _newest(cards, person) if as_of >= origin.last_day else cards[:0].assign(person="")
    table = table.join(card.set_index("person")[["organisation", "title"]]).reset_index(names="person")
    table = _attributed(table.assign(is_me=table["person"] == me), origin.attributes, person)
    if origin.kept is not None:
        table = table[table["person"].isin(origin.kept)]
    return checked("people", table.sort_values("person"), extra=True)


def _newest(cards: pd.DataFrame, person: pd.Series) -> pd.DataFrame:
    """The newest card of each person that names an employer or a role."""
    cards = cards.assign(person=cards["handle"].map(person)).dropna(subset=["organisation", "title"], how="all")
    cards = cards.sort_values(["person", "since", "source", "handle"], na_position="first")
    return cards.dropna(subset=["person"]).drop_duplicates("person", keep="last")


def _attributed(table: pd.DataFrame, roster: pd.DataFrame | None, person: pd.Series) -> pd.DataFrame:
    """The people with an analyst's attributes, joined by handle; a name, organisation or title there wins."""
    if roster is None:
        return table
    own = roster.assign(person=roster["handle"].map(person)).sort_values(["person", "handle"])
    own = own.drop_duplicates("person").drop(columns=["handle", "is_me", "handles"], errors="ignore")
    joined = table.merge(own, on="person", how="left", suffixes=("_card", ""), validate="one_to_one")
    for column in {"name", "organisation", "title"} & set(own.columns):
        joined[column] = joined[column].astype("str").fillna(joined.pop(f"{column}_card"))
    return joined


def _tuples(values: list) -> tuple:
    return tuple(tuple(v) if isinstance(v, list) else v for v in values)


def _listed(values) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _day(day) -> pd.Timestamp:
    """A UTC day of anything that names one."""
    try:
        stamp = pd.Timestamp(day)
    except ValueError as error:
        raise TableError(f"{day!r} is no day; write it like 2025-06-30") from error
    return (stamp.tz_convert("UTC").tz_localize(None) if stamp.tz else stamp).normalize()
