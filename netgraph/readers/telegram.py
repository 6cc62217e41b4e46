"""Telegram's result.json: the whole export of an account, or one chat.

A message goes to the other person of a personal chat, or to all others who act in a group. Chats with bots,
channels and saved messages are set aside; service messages too, but for phone calls. Times are `date_unixtime`,
in old exports `date`, which is the clock of the computer that exported.
"""

import re

import pandas as pd

from netgraph.readers import dates, events, handles, ledger, objects, records, talks
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.objects import plain, whole_number
from netgraph.readers.telegram_chats import KINDS, Chats, Members, handle
from netgraph.tables import Export, combined, once

NAME = "telegram"

_FORMAT = objects.Format(
    starts=re.compile(
        rb'(?P<gap>\{\s*+(?:"(?:name|type|id)"\s*+:\s*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"|-?\d++|null)\s*+,\s*+){1,3}'
        rb'"messages"\s*+:\s*+\[|"messages"\s*+:\s*+\[)'
        rb'|\{\s*+"(?:id"\s*+:\s*+-?\d++\s*+,\s*+"type|type)"\s*+:\s*+"(?:message|service)"'
        rb'|\{\s*+"(?:user_id"\s*+:\s*+\d++\s*+,\s*+")?first_name"\s*+:',
        re.DOTALL,
    ),
    marks=re.compile(rb'"(?:date_unixtime|from_id|actor_id|text_entities)"'),
    is_record=lambda value: value.get("type") in ("message", "service") or "phone_number" in value,
)
_SURE = re.compile(
    rb'"(?:date_unixtime|from_id|actor_id|text_entities|frequent_contacts)"\s*+:'
    rb'|"(?:personal_chat|bot_chat|saved_messages|(?:private|public)_(?:(?:super)?group|channel))"'
)
_LIKELY = (re.compile(rb'"type"\s*+:\s*+"(?:message|service)"'), re.compile(rb'"date"\s*+:\s*+"\d{4}-\d\d-\d\dT'))
_UNANSWERED = ("missed", "busy")
_PLACE = {"number": "int64", "start": "int64", "size": "int64", "damage": "str"}
_MESSAGE = _PLACE | {
    "what": "str", "chat": "int64", "ticks": "Int64", "clock": "str", "sender": "str", "name": "str", "id": "str",
    "reply": "str", "duration": "float64",
}  # fmt: skip
_CARD = _PLACE | {"handles": "object", "name": "str", "ticks": "Int64", "clock": "str"}
_NOTHING = ("", -1, None, "", "", "", "", "", float("nan"))


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is Telegram's JSON: by keys and values that it alone has."""
    head = file.head()
    telling = _SURE.search(head) or all(pattern.search(head) for pattern in _LIKELY)
    return bool(telling) and objects.is_json(file.name, head)


def read(file: File, options: Options | None = None) -> Export:
    """Interactions, names and the list of contacts of one file.

    The owner is the account that the file names, else whoever writes in its personal chats besides the person
    that the chat is with. What goes to an owner that nothing shows goes to `handles.OWNER`.
    """
    options = options or Options()
    messages, cards, chats, overhead = _gathered(file, options)
    return combined([_talks(file, messages, chats, overhead, options), _contacts(file, cards, options)])


def _gathered(file: File, options: Options) -> tuple[pd.DataFrame, pd.DataFrame, Chats, int]:
    """Messages and cards, a row each, the chats, and the bytes that are no record's."""
    messages, cards, chats = talks.Gathered(_MESSAGE), talks.Gathered(_CARD), Chats()
    number = overhead = 0
    for start, size, value, damage, raw in objects.pieces(file, _FORMAT):
        if value is None:
            chats.between(raw)
            if not damage:
                overhead += size
                continue
        number += 1
        place = (number, start, size, damage)
        if value is None:
            messages.add(place + _NOTHING)
        elif value.get("type") in ("message", "service"):
            messages.add(place + _message(value, chats.current()))
        else:
            cards.add(place + _card(value, options))
    return messages.table(), cards.table(), chats, overhead


def _message(value: dict, chat: int) -> tuple:
    service = value["type"] == "service"
    name = plain(value.get("actor" if service else "from"))
    call = service and value.get("action") == "phone_call"
    what = "call" if call else value["type"]
    sender = handle(value.get("actor_id" if service else "from_id"), name)
    ids = plain(value.get("id")), plain(value.get("reply_to_message_id"))
    return what, chat, *_moment(value), sender, name, *ids, _duration(value) if call else float("nan")


def _moment(value: dict) -> tuple[int | None, str]:
    seconds = whole_number(value.get("date_unixtime"))
    return (None, plain(value.get("date"))) if seconds is None or abs(seconds) > 10**12 else (seconds * 10**6, "")


def _duration(value: dict) -> float:
    seconds = whole_number(value.get("duration_seconds"))
    if seconds is None or seconds < 0:
        return 0.0 if value.get("discard_reason") in _UNANSWERED else float("nan")
    return float(seconds)


def _card(value: dict, options: Options) -> tuple:
    number = re.sub(r"^00", "+", plain(value.get("phone_number")))
    user = whole_number(value.get("user_id"))
    found = (f"telegram:user{user}" if user else "", handles.phone(number, options.region) if number else "")
    name = f"{plain(value.get('first_name'))} {plain(value.get('last_name'))}".strip()
    return tuple(h for h in found if h), name, *_moment(value)


def _talks(file: File, messages: pd.DataFrame, chats: Chats, overhead: int, options: Options) -> Export:
    when = talks.times(messages["ticks"], messages["clock"], options)
    strange = dates.implausible(when.time)
    rule = messages["chat"].map({n: KINDS.get(chat.kind, "") for n, chat in enumerate(chats.all)}).fillna("")
    bots = {f"telegram:user{chat.id}" for chat in chats.all if chat.kind == "bot_chat" and chat.id}
    apart = {
        ledger.NOTICE: (messages["what"] == "service") | (rule == ledger.NOTICE), ledger.SELF: rule == ledger.SELF,
        ledger.BOT: (rule == ledger.BOT) | messages["sender"].isin(bots),
        ledger.CHANNEL: (rule == ledger.CHANNEL) | messages["sender"].str.startswith("telegram:channel"),
    }  # fmt: skip
    # Who joins, pins or names a group is in it too.
    person = ~(apart[ledger.BOT] | apart[ledger.CHANNEL]) & (messages["sender"] != "")
    crowds = ledger.BLAST in options.keep
    members = Members(chats, messages.loc[person, ["chat", "sender"]].drop_duplicates(), crowds=crowds)
    sent = _sent(messages, when, members, chats)
    crowd = sent["receivers"].map(len) > records.CROWD
    rulings = [
        *(Ruling(mask, ASIDE, name) for name, mask in apart.items()), Ruling(crowd, ASIDE, ledger.BLAST),
        *records.message_rulings(when, strange, sent),
    ]  # fmt: skip
    named = pd.DataFrame({"handle": sent["sender"], "name": messages["name"]})
    return records.finished(
        NAME, messages.assign(file=file.name), rulings, overhead={file.name: overhead}, keep=options.keep,
        place=ledger.record_places, windows=ledger.window(NAME, when.time.mask(strange)),
        interactions=lambda used: _interactions(sent[used]),
        contacts=lambda used: _names(named[used], sent[used], chats),
        me=lambda used: _me(sent[used], members, named[used], options),
    )  # fmt: skip


def _sent(messages: pd.DataFrame, when: dates.Times, members: Members, chats: Chats) -> pd.DataFrame:
    """The messages as events: with the ids of the file, where chat and message have one."""
    pairs = zip(messages["chat"].tolist(), messages["sender"].tolist(), strict=True)
    receivers = [members.receivers(chat, sender) for chat, sender in pairs]
    chat = messages["chat"].map({n: f"telegram:{c.id}:" for n, c in enumerate(chats.all) if c.id}).astype("str")
    known = chat.notna() & (messages["id"] != "")
    name = messages["chat"].map({n: c.name for n, c in enumerate(chats.all)}).fillna("").astype("str")
    return pd.DataFrame({
        "time": when.time, "sender": messages["sender"], "chat": name, "receivers": pd.Series(receivers, dtype=object),
        "kind": messages["what"].mask(messages["what"] != "call", "message"),
        "event": (chat + messages["id"]).where(known, ""), "duration": messages["duration"],
        "reply_to": (chat + messages["reply"]).where(known & (messages["reply"] != ""), ""),
    })  # fmt: skip


def _interactions(sent: pd.DataFrame) -> pd.DataFrame:
    bare = sent["event"] == ""
    # Not by receivers: those who write in a group are more in a later export.
    content = sent.loc[bare, ["time", "sender", "kind", "chat"]]
    sent = sent.assign(event=sent["event"].mask(bare, events.ids(content).reindex(sent.index)))
    return once(records.interactions(sent, channel=NAME, source=NAME))


def _names(named: pd.DataFrame, sent: pd.DataFrame, chats: Chats) -> pd.DataFrame:
    """Senders by the name that their messages show, and who only got some by the name of the chat."""
    ends = set(sent["sender"]).union(*set(sent["receivers"]))
    partners = [(chat.partner, chat.name) for chat in chats.all if chat.partner in ends]
    told = pd.DataFrame(partners, columns=["handle", "name"], dtype="str")
    return records.named(pd.concat([named, told], ignore_index=True), source=NAME)


def _me(sent: pd.DataFrame, members: Members, named: pd.DataFrame, options: Options) -> tuple[str, ...]:
    unnamed = any(handles.OWNER in receivers for receivers in set(sent["receivers"]))
    owner = (members.owner,) if members.owner else (handles.OWNER,) if unnamed else ()
    return tuple({*owner, *talks.given(named, options.me)})


def _contacts(file: File, cards: pd.DataFrame, options: Options) -> Export:
    since = talks.times(cards["ticks"], cards["clock"], options)
    table = cards[["handles", "name"]].assign(organisation="", title="", since=since.time.dt.normalize())
    strange = dates.implausible(since.time)
    rulings = [
        Ruling(cards["handles"].map(len) == 0, REJECTED, ledger.NOBODY, "no phone number or id"),
        Ruling((cards["clock"] != "") & since.time.isna(), REJECTED, ledger.UNDATED, since.reason),
        Ruling(strange, REJECTED, ledger.IMPLAUSIBLE, records.implausible(since.time)),
    ]
    return records.finished(
        NAME, cards.assign(file=file.name), rulings, overhead={}, keep=options.keep, place=ledger.record_places,
        contacts=lambda used: records.cards(table[used], source=NAME),
        windows=ledger.window(NAME, since.time.mask(strange)),
    )  # fmt: skip
