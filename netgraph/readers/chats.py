"""Chats to an Export: which files hold the same chat, who was addressed, and whose chats they are."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from netgraph.readers import dates, events, handles, ledger, records
from netgraph.readers.files import UNREADABLE, File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.records import CROWD
from netgraph.tables import Export, TableError, combined

COLUMNS = {
    "line": "int64", "start": "int64", "size": "int64", "damage": "str", "time": "datetime64[us]", "reason": "str",
    "assumed": "bool", "sender": "str", "name": "str", "check": "int64", "aside": "str",
}  # fmt: skip
_MOST_ROWS = 5_000_000
_ALONE = "only its author writes in this file, so nothing says to whom; say who you are with me=[...] (or --me)"


class Chat(NamedTuple):
    """One file: its records (`COLUMNS`), the bytes that are none's, and (handle, name) of whom it says it is with.

    Of records, `sender` is a handle, `name` what the file calls them, `check` 16 bits of the text, `aside` the
    rule by which a record is no message, or ''. `limit`: how many messages such an export holds at most, where
    this one has about as many, else 0.
    """

    file: str
    records: pd.DataFrame
    overhead: int
    partner: tuple[str, str] = ("", "")
    limit: int = 0


def exported(reader: str, parts: Iterable[File], chat_of, options: Options) -> Export:
    """The Export of some files, each made a chat by `chat_of(file, options)`; files that it refuses are only those."""
    chats, refused = [], []
    for file in parts:
        try:
            chats.append(chat_of(file, options))
        except (TableError, *UNREADABLE) as error:
            refused.append(records.refused(file, error, reader=reader))
    return combined([*([_export(reader, chats, options)] if chats else []), *refused])


def _export(reader: str, chats: list[Chat], options: Options) -> Export:
    chats = sorted(chats, key=_content)
    parts = [c.records.assign(file=c.file, part=number) for number, c in enumerate(chats)]
    log = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    strange = log.groupby("part")["time"].transform(dates.implausible).astype(bool) if len(log) else log["assumed"]
    real = (log["damage"] == "") & (log["aside"] == "") & log["time"].notna() & ~strange & (log["sender"] != "")
    log = log.assign(chat=log["part"].map(dict(enumerate(_same(log[real], len(chats))))))
    members = _members(log[real], chats)
    people = _people(log[real], chats)
    mine = _mine(people, members, options)
    crowded, many = _crowds(log, members, options)
    receivers, owner = _addressed(log[["chat", "sender"]].assign(many=many), members, mine, options)
    sent = log[["time", "sender", "file"]].assign(receivers=receivers)
    when = dates.Times(log["time"], log["assumed"], log["reason"])
    rulings = [
        *[Ruling(log["aside"] == rule, ASIDE, rule) for rule in sorted(set(log["aside"]) - {""})],
        Ruling(crowded, ASIDE, ledger.BLAST),
        Ruling(many, REJECTED, ledger.TOO_LARGE, f"its chat would fill more than {_MOST_ROWS:,} rows"),
        Ruling(real & (receivers.map(len) == 0), REJECTED, ledger.NO_RECIPIENTS, _ALONE),
        *records.message_rulings(when, strange, sent),
    ]
    return _warned(chats, records.finished(
        reader, log, rulings, overhead={c.file: c.overhead for c in chats}, keep=options.keep,
        interactions=lambda used: _interactions(reader, log[used], sent[used]),
        contacts=lambda used: records.named(_shown(people, log.loc[used, "sender"], receivers[used]), source=reader),
        windows=ledger.window(reader, log["time"].mask(strange)), me=owner,
    ))  # fmt: skip


def _content(chat: Chat) -> tuple:
    """An order of chats that no name of a file changes."""
    table = chat.records[["time", "sender", "check"]]
    mark = int(pd.util.hash_pandas_object(table, index=False).sum()) if len(table) else 0
    return str(table["time"].min()), len(table), mark


def _same(real: pd.DataFrame, count: int) -> list[int]:
    """For each file the number of its chat: files are of one that share most of the messages of the time both cover.

    Two chats may share a message sent to both in one minute; then they share few others, or two people.
    """
    chat = list(range(count))
    if count < 2:
        return chat
    marks = pd.util.hash_pandas_object(real[["time", "sender", "check"]], index=False)
    held = pd.DataFrame({"mark": marks, "part": real["part"]}).drop_duplicates().sort_values(["mark", "part"])
    again = held["mark"].eq(held["mark"].shift(-1))
    pairs = pd.DataFrame({"a": held["part"], "b": held["part"].shift(-1)})[again].astype("int64")
    shared = pairs.groupby(["a", "b"]).size()
    for (a, b), number in shared.items():
        if _one_chat(real[real["part"] == a], real[real["part"] == b], number):
            low, high = sorted((chat[a], chat[b]))
            chat = [low if one == high else one for one in chat]
    return chat


def _one_chat(a: pd.DataFrame, b: pd.DataFrame, shared: int) -> bool:
    first, last = max(a["time"].min(), b["time"].min()), min(a["time"].max(), b["time"].max())
    covered = min(part["time"].between(first, last).sum() for part in (a, b))
    ours, theirs = set(a["sender"]), set(b["sender"])
    known = ours <= theirs or theirs <= ours or len(ours & theirs) > 1
    return known and 2 * shared >= covered


def _members(real: pd.DataFrame, chats: list[Chat]) -> dict[int, tuple[str, ...]]:
    """Who takes part in each chat: whoever writes in one of its files, and whom such a file says that it is with."""
    told = [(number, chat.partner[0]) for number, chat in enumerate(chats) if chat.partner[0]]
    part_of = real.drop_duplicates("part").set_index("part")["chat"]
    with_ = pd.DataFrame([(part_of.get(number, number), who) for number, who in told], columns=["chat", "sender"])
    seats = pd.concat([real[["chat", "sender"]], with_.astype({"chat": "int64", "sender": "str"})]).drop_duplicates()
    return {chat: tuple(sorted(who)) for chat, who in seats.groupby("chat")["sender"]}


def _mine(people: pd.DataFrame, members: dict[int, tuple[str, ...]], options: Options) -> tuple[str, ...]:
    """The owner's handles: what the app calls its owner, what was given, else who is in every chat.

    In every chat in which more than one writes, and in two between two people, with different partners: of
    such the owner is one end.
    """
    wanted = {one.casefold() for one in options.me}
    by_name = people["name"].str.casefold().isin(wanted)
    given = people.loc[by_name | people["handle"].isin([*options.me, handles.OWNER]), "handle"]
    if len(given):
        return tuple(sorted(set(given)))
    talks = {who for who in members.values() if len(who) > 1}
    pairs = {who for who in talks if len(who) == 2}
    common = set.intersection(*map(set, talks)) if len(pairs) > 1 else set()
    return tuple(common) if len(common) == 1 else ()


def _crowds(log: pd.DataFrame, members: dict[int, tuple[str, ...]], options: Options) -> tuple[pd.Series, pd.Series]:
    """Which records went to more than `CROWD` people, and to how many too many to list."""
    size = log["chat"].map({chat: len(who) for chat, who in members.items()}).fillna(0).astype("int64")
    crowded = size - 1 > CROWD
    if ledger.BLAST not in options.keep:
        return crowded, crowded
    return crowded, crowded & ((size - 1) * log.groupby("chat")["chat"].transform("size") > _MOST_ROWS)


def _addressed(
    log: pd.DataFrame, members: dict[int, tuple[str, ...]], mine: tuple[str, ...], options: Options
) -> tuple[pd.Series, tuple[str, ...]]:
    """To whom each record of `log` (chat, sender, many: leave it empty) went, and the owner's handles.

    It went to all others who take part. Where nobody else does, and the owner is known to be another, it went
    to the owner.
    """
    named = any("@" not in one and one[:1] not in "+/" for one in options.me)
    owner = (mine[0] if len(mine) == 1 else handles.OWNER) if mine or named else ""
    to: dict[tuple, tuple] = {}
    for chat, sender in log.loc[~log["many"], ["chat", "sender"]].drop_duplicates().itertuples(index=False):
        others = tuple(who for who in members.get(chat, ()) if who != sender)
        alone = bool(owner) and sender != "" and not others and sender not in mine
        to[chat, sender] = (owner,) if alone else others
    keys = zip(log["chat"].tolist(), log["sender"].mask(log["many"], "").tolist(), strict=True)
    receivers = pd.Series([to.get(key, ()) for key in keys], index=log.index, dtype=object)
    asked = any(handles.OWNER in who for who in to.values())
    return receivers, tuple(dict.fromkeys([*mine, *([handles.OWNER] if asked else [])]))


def _people(real: pd.DataFrame, chats: list[Chat]) -> pd.DataFrame:
    """Handle and name of whoever writes, and of whom a chat says that it is with."""
    writing = real[["sender", "name"]].drop_duplicates().set_axis(["handle", "name"], axis=1)
    told = pd.DataFrame([chat.partner for chat in chats if chat.partner[0]], columns=["handle", "name"], dtype="str")
    return pd.concat([writing, told], ignore_index=True).drop_duplicates()


def _shown(people: pd.DataFrame, senders: pd.Series, receivers: pd.Series) -> pd.DataFrame:
    ends = {*senders.unique(), *(who for to in set(receivers) for who in to)}
    return people[people["handle"].isin(ends)]


def _interactions(reader: str, log: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """Each event once, however many files hold it; the same words to two chats in one minute are two."""
    content = pd.DataFrame({"time": sent["time"], "sender": sent["sender"], "check": log["check"], "reader": reader})
    event = events.ids(content, log["part"])
    chats = pd.DataFrame({"event": event, "chat": log["chat"]}).drop_duplicates().sort_values("chat")
    rank = chats.groupby("event").cumcount()
    if rank.any():
        later = chats.assign(rank=rank).set_index(["event", "chat"])["rank"]
        rank = later.reindex(pd.MultiIndex.from_arrays([event, log["chat"]])).to_numpy()
        event = event.mask(rank > 0, event + "#" + pd.Series(rank, index=event.index).astype("str"))
    once = sent.assign(event=event).drop_duplicates("event")
    return records.interactions(once, channel=reader, source=reader)


def _warned(chats: list[Chat], export: Export) -> Export:
    cut = [ledger.whole_file(chat.file, ledger.CUT, _cut(chat.limit)) for chat in chats if chat.limit]
    return replace(export, problems=pd.concat([export.problems, *cut])) if cut else export


def _cut(limit: int) -> str:
    return f"the app exports at most {limit:,} messages, and this file has about as many: older ones may be missing"
