"""Slack's export: users.json, the lists of channels, and a file for each day of each channel.

All files of an export are read together, for only together they say who got a message. Times are `ts`, which
with its sender is also the id of a message: the day in the name of a file is not UTC.
"""

import re

import pandas as pd

from netgraph.readers import dates, files, ledger, objects, records, slack_people, talks
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.objects import plain
from netgraph.readers.slack_people import Addressing, Said
from netgraph.tables import Export, TableError, combined, once

NAME = "slack"
LISTED = "list of channels: read for their members"

_DAY = re.compile(r"(?:^|/)\d{4}-\d\d-\d\d[^/]*\.json(?:\.gz)?$", re.IGNORECASE)
_LISTS = ("channels.json", "groups.json", "dms.json", "mpims.json")
_USERS = ("users.json", "org_users.json")
_UNREAD = ("integration_logs.json", "canvases.json", "lists.json", "file_conversations.json", "huddle_transcripts.json")
_OF_UNREAD = re.compile(rb'^\s*\[\s*\]\s*$|"(?:user_id|team_id|creator|service_id|app_id|channel|channel_id)"')
_EMPTY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\]\s*")
_TS, _TYPE = re.compile(rb'"ts"\s*+:\s*+"\d{8,12}\.\d+"'), re.compile(rb'"type"\s*+:\s*+"message"')
_OF_USERS = (re.compile(rb'"id"\s*+:\s*+"[UW][A-Z0-9]+"'), re.compile(rb'"(?:team_id|real_name|is_bot)"'))
_OF_LISTS = (re.compile(rb'"id"\s*+:\s*+"[CGD][A-Z0-9]+"'), re.compile(rb'"(?:members|creator|created)"'))

_FORMAT = objects.Format(
    starts=re.compile(
        rb'\{\s*+"(?:client_msg_id"\s*+:|type"\s*+:\s*+"message"|subtype"\s*+:\s*+"[a-z_]++"'
        rb'|(?:user|bot_id|team)"\s*+:\s*+"[A-Z0-9]++"\s*+,\s*+"(?:type"\s*+:\s*+"message"|(?:client_msg_id|text|subtype)"))'
    ),
    marks=re.compile(rb'"(?:client_msg_id|ts|user_profile)"\s*+:'),
    is_record=lambda value: value.get("type") == "message" or all(key in value for key in ("ts", "user", "text")),
)
_STAMP = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?\d*")
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})[|>]")
_TO_ALL = re.compile(r"<!(?:channel|here|everyone)\b")
_BY_PEOPLE = ("", "thread_broadcast", "reply_broadcast", "me_message", "file_share", "file_comment")
_MESSAGE = slack_people.PLACE | {
    "folder": "str", "ticks": "Int64", "ts": "str", "sender": "str", "name": "str", "subtype": "str", "bot": "bool",
    "thread": "str", "parent": "str", "mentions": "object", "to_all": "bool",
}  # fmt: skip
_NOTHING = (None, "", "", "", "", False, "", "", (), False)


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is a file of a Slack export: by its keys; an empty one by its name."""
    return bool(_kind(file))


def bundle(file: File) -> str:
    """The folder that holds the export, '.' where it lies in none."""
    up = 2 if _kind(file) == "day" else 1
    return "/".join(file.name.split("/")[:-up]) or "."


def read(file: File, options: Options | None = None) -> Export:
    """Interactions and cards of one export, or of any of its files.

    The owner is who is in all direct conversations of the export's lists, two at least.
    """
    options = options or Options()
    found = _Found()
    for part in file.parts or (file,):
        found.take(part)
    channels, users = found.channels.table(), found.users.table()
    exports = [
        _messages(found.messages.table(), channels, users, found.overhead, options), _cards(users, options),
        _lists(channels, options), *found.aside,
    ]  # fmt: skip
    return combined(exports)


def _kind(file: File) -> str:
    """'day', 'users', 'channels' or 'unread'; empty for a file of no Slack export."""
    head, last = file.head(), file.name.rpartition("/")[2].lower()
    if not objects.is_json(file.name, head):
        return ""
    dated, empty = bool(_DAY.search(file.name)), bool(_EMPTY.fullmatch(head))
    marks = bool(_TS.search(head)) + bool(_TYPE.search(head))
    if marks == 2 or (dated and (marks or empty)):
        return "day"
    if all(p.search(head) for p in _OF_USERS) or (last in _USERS and empty):
        return "users"
    if all(p.search(head) for p in _OF_LISTS) or (last in _LISTS and empty):
        return "channels"
    return "unread" if last in _UNREAD and _OF_UNREAD.search(head) else ""


class _Found:
    """What the files of an export hold. A file that cannot be read leaves its problem and nothing else."""

    def __init__(self):
        self.messages, self.users = talks.Gathered(_MESSAGE), talks.Gathered(slack_people.USER)
        self.channels = talks.Gathered(slack_people.CHANNEL)
        self.overhead: dict[str, int] = {}
        self.aside: list[Export] = []

    def take(self, file: File) -> None:
        """Read one more file."""
        kind = _kind(file)
        try:
            rows, overhead = self._rows(file, kind) if kind != "unread" else ([], talks.length(file))
        except (TableError, *files.UNREADABLE) as error:
            self.aside.append(records.refused(file, error, reader=NAME))
            return
        if kind == "unread":
            books = ledger.one(file.name, NAME, ASIDE, ledger.OTHER_KIND, size=overhead)
            self.aside.append(Export(ledger=books))
            return
        self.overhead[file.name] = overhead
        for gathered, row in rows:
            gathered.add(row)

    def _rows(self, file: File, kind: str) -> tuple[list[tuple], int]:
        form, of, nothing, to = {
            "users": (slack_people.USERS, slack_people.user, slack_people.NO_USER, self.users),
            "channels": (slack_people.CHANNELS, slack_people.channel, slack_people.NO_CHANNEL, self.channels),
        }.get(kind, (_FORMAT, _message, _NOTHING, self.messages))
        folder = (file.name.split("/")[-2:-1] or [""]) if to is self.messages else []
        rows, overhead = [], 0
        for start, size, value, damage, _ in objects.pieces(file, form):
            if value is None and not damage:
                overhead += size
                continue
            place = (file.name, len(rows) + 1, start, size, damage)
            rows.append((to, (*place, *folder, *(nothing if value is None else of(value)))))
        return rows, overhead


def _message(value: dict) -> tuple:
    ts, text = plain(value.get("ts")), value.get("text")
    text = text if isinstance(text, str) else ""
    subtype, bot = plain(value.get("subtype")), plain(value.get("bot_id"))
    profile = value.get("user_profile") if isinstance(value.get("user_profile"), dict) else {}
    sender = plain(value.get("user")) or bot or plain(value.get("username"))
    return (
        _ticks(ts), ts, sender, plain(profile.get("real_name")), subtype, bool(bot) or subtype == "bot_message",
        plain(value.get("thread_ts")), plain(value.get("parent_user_id")),
        tuple(dict.fromkeys(_MENTION.findall(text))), bool(_TO_ALL.search(text)),
    )  # fmt: skip


def _ticks(ts: str) -> int | None:
    found = _STAMP.fullmatch(ts)
    return int(found[1]) * 10**6 + int((found[2] or "").ljust(6, "0")) if found else None


def _messages(
    messages: pd.DataFrame, channels: pd.DataFrame, users: pd.DataFrame, overhead: dict[str, int], options: Options
) -> Export:  # fmt: skip
    when = talks.times(messages["ticks"], messages["ts"], options)
    strange = dates.implausible(when.time)
    programs = {*users.loc[users["bot"], "id"], "USLACKBOT"}
    bot = messages["bot"] | messages["sender"].isin(programs)
    notice = ~messages["subtype"].isin([*_BY_PEOPLE, "bot_message"])
    crowds = ledger.BLAST in options.keep
    sent = _sent(messages, when, Addressing(channels, messages[~bot & ~notice], crowds=crowds))
    to_program = _only(sent["receivers"], programs)
    if ledger.BOT not in options.keep:
        sent = sent.assign(receivers=_without(sent["receivers"], programs))
    rulings = [
        Ruling(notice, ASIDE, ledger.NOTICE), Ruling(bot | to_program, ASIDE, ledger.BOT),
        Ruling(sent["receivers"].map(len) > records.CROWD, ASIDE, ledger.BLAST),
        *records.message_rulings(when, strange, sent),
    ]  # fmt: skip
    shown = pd.DataFrame({"handle": sent["sender"], "name": messages["name"]})
    listed = messages["sender"].isin(set(users["id"]))
    return records.finished(
        NAME, messages, rulings, overhead=overhead, keep=options.keep, place=ledger.record_places,
        windows=ledger.window(NAME, when.time.mask(strange)),
        interactions=lambda used: once(records.interactions(sent[used], channel=NAME, source=NAME)),
        contacts=lambda used: records.named(shown[used & ~listed], source=NAME),
        me=lambda used: _me(shown[used], users, channels, options),
    )  # fmt: skip


def _sent(messages: pd.DataFrame, when: dates.Times, addressing: Addressing) -> pd.DataFrame:
    """The messages as events. One is known by its time stamp and sender: no folder has to tell where it was."""
    said = zip(*(messages[c].tolist() for c in Said._fields), strict=True)
    handles = [tuple(f"slack:{r}" for r in addressing.receivers(Said(*each))) for each in said]
    keys = zip(messages["folder"].tolist(), messages["thread"].tolist(), strict=True)
    roots = pd.Series([addressing.roots.get(key, "") for key in keys], index=messages.index, dtype="str")
    parent = messages["parent"].mask(messages["parent"] == "", roots)
    answers = (messages["thread"] != "") & (messages["thread"] != messages["ts"]) & (parent != "")
    return pd.DataFrame({
        "time": when.time, "sender": ("slack:" + messages["sender"]).mask(messages["sender"] == "", ""),
        "receivers": pd.Series(handles, index=messages.index, dtype=object),
        "event": "slack:" + messages["ts"] + ":" + messages["sender"],
        "reply_to": ("slack:" + messages["thread"] + ":" + parent).where(answers, ""),
    })  # fmt: skip


def _only(receivers: pd.Series, programs: set[str]) -> pd.Series:
    """Which messages go to programs and to nobody else."""
    handles = {f"slack:{p}" for p in programs}
    return receivers.map(lambda found: bool(found) and handles.issuperset(found)).astype(bool)


def _without(receivers: pd.Series, programs: set[str]) -> pd.Series:
    handles = {f"slack:{p}" for p in programs}
    return receivers.map(
        lambda found: found if handles.isdisjoint(found) else tuple(r for r in found if r not in handles)
    )


def _me(shown: pd.DataFrame, users: pd.DataFrame, channels: pd.DataFrame, options: Options) -> tuple[str, ...]:
    owner = slack_people.owner(channels[channels["damage"] == ""])
    cards = users.assign(handle="slack:" + users["id"])
    mails = users.assign(handle=users["address"])[users["address"] != ""]
    people = pd.concat([shown, *(t[["handle", "name"]] for t in (cards, mails))])
    return tuple({*([f"slack:{owner}"] if owner else []), *talks.given(people, options.me)})


def _cards(users: pd.DataFrame, options: Options) -> Export:
    found = zip(users["id"], users["address"], strict=True)
    handles = [tuple(h for h in (f"slack:{id_}" if id_ else "", address) if h) for id_, address in found]
    handles = pd.Series(handles, index=users.index, dtype=object)
    cards = users[["name", "title"]].assign(organisation="", handles=handles)
    rulings = [
        Ruling(users["bot"], ASIDE, ledger.BOT),
        Ruling(users["id"] == "", REJECTED, ledger.NOBODY, "no id"),
    ]
    return records.finished(
        NAME, users, rulings, overhead={}, keep=options.keep, place=ledger.record_places,
        contacts=lambda used: records.cards(cards[used], source=NAME),
    )  # fmt: skip


def _lists(channels: pd.DataFrame, options: Options) -> Export:
    rulings = [Ruling(channels["id"].notna(), ASIDE, LISTED)]
    return records.finished(
        NAME, channels, rulings, overhead={}, keep=options.keep, place=ledger.record_places
    )  # fmt: skip
