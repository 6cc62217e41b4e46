"""Mail: mbox files (Gmail Takeout's too), Maildir and folders of .eml files.

Only headers are read, of them neither subjects nor bodies are kept, and memory does not grow with
the size of bodies. An mbox is one mailbox; so is a folder of single messages, whose ledger has
rows for each of its files.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from netgraph.readers import dates, events, ledger, records
from netgraph.readers.files import File, Options
from netgraph.readers.headers import DRAFT, SPAM, Mail, facts
from netgraph.readers.ledger import ASIDE, LIST, REJECTED, SELF, USED, Ruling
from netgraph.readers.mbox import heads, is_mbox
from netgraph.tables import TIME, Export

NAME = "mail"
SAME, COPY = "same message-id", "same date, sender and recipients, no message-id"

_MAILDIR = re.compile(r"(?:^|/)(?:cur|new)/[^/]*$")
_FLAGS = re.compile(r"[:!;]2,([A-Za-z]*)$")
_FIELD = re.compile(rb"[!-9;-~]+:")
_OF_MAIL = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_SHARE, _LEAST = 0.6, 5


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is mail: by its content, or by its place in a Maildir or its name in .eml."""
    if is_single_name(file.name):
        return True
    start = file.head()
    first_paragraph = re.split(rb"\r?\n\r?\n", start.lstrip(b"\r\n"), maxsplit=1)[0]
    return is_mbox(start) or bool(_FIELD.match(first_paragraph) and _OF_MAIL.search(first_paragraph))


def is_single_name(name: str) -> bool:
    """Whether the file is one message by its name: .eml, or in cur or new of a Maildir."""
    return name.lower().endswith(".eml") or bool(_MAILDIR.search(name))


def bundle(file: File) -> str:
    """The folder that is a single message's mailbox, '.' where it lies in none; empty for an mbox."""
    if not is_single_name(file.name) and is_mbox(file.head()):
        return ""
    folder = file.name.rpartition("/")[0]
    parent, _, last = folder.rpartition("/")
    return (parent if last in ("cur", "new") else folder) or "."


def read(file: File, options: Options | None = None) -> Export:
    """Interactions and contacts of one mailbox: an mbox, or the message files that are the parts of `file`.

    The owner is a given handle that takes part, else who the mail was sent from or delivered to,
    else whoever both sends and receives, in at least 60 % of the messages, in five, and in twice
    as many as anybody else: who only sends may be a correspondent, who only receives a list. It
    becomes `me` and names the source.
    """
    options = options or Options()
    mails = _table(file.parts or (file,))
    times = mails["time"].mask(~mails["zoned"], dates.local(mails["time"].mask(mails["zoned"]), options.timezone))
    mails = mails.assign(time=times, k=mails["receivers"].map(len), event=_events(mails.assign(time=times)))
    mails["aside"] = mails["aside"].mask(mails["aside"].isin(options.keep), "")
    strange = dates.implausible(times) & ~mails["confirmed"]
    verdicts = ledger.judged(mails, _rulings(mails, strange, options), keep=options.keep)
    me = _owner(mails, options.me)
    source = f"mail:{me}" if me else NAME
    used = verdicts[verdicts["fate"] == USED]
    overhead = {f.name: 0 for f in file.parts or (file,)}
    return Export(
        _contacts(used, source), _interactions(used, source),
        **ledger.books(NAME, verdicts, overhead, ledger.message_places),
        windows=ledger.window(source, times.mask(strange)), me=(me,) if me else (),
    )  # fmt: skip


def _table(files: Iterable[File]) -> pd.DataFrame:
    """One row per message: where it is and what its headers say."""
    columns = ["file", "number", "start", "size", *Mail._fields]
    table = pd.DataFrame(list(_messages(files)), columns=columns)
    text = ["file", "undated", "sender", "event", "reply_to", "aside", "damage", "delivered"]
    table = table.astype(dict.fromkeys(text, "str") | dict.fromkeys(("zoned", "confirmed", "sent"), "bool"))
    return table.astype(dict.fromkeys(("number", "start", "size"), "int64") | {"time": TIME})


def _messages(files: Iterable[File]) -> Iterator[tuple]:
    # Addresses repeat all the time: one copy of each spelling keeps big mailboxes small.
    once: dict = {}
    for file in files:
        flags = _flags(file.name)
        with file.open() as stream:
            for number, start, size, head in heads(stream):
                mail = facts(head)
                mail = mail._replace(
                    aside=flags or mail.aside,
                    sender=once.setdefault(mail.sender, mail.sender),
                    receivers=tuple(once.setdefault(r, r) for r in mail.receivers),
                    names=tuple(once.setdefault(n, n) for n in mail.names),
                )
                yield (file.name, number, start, size, *mail)


def _flags(name: str) -> str:
    """The rule that a Maildir's flags in a file name stand for: T is trashed, D a draft."""
    found = _FLAGS.search(name)
    flags = found[1] if found and _MAILDIR.search(name) else ""
    return SPAM if "T" in flags else DRAFT if "D" in flags else ""


def _events(mails: pd.DataFrame) -> pd.Series:
    """Message-ids, and ids by content for mails without one."""
    content = {"time": mails["time"], "sender": mails["sender"], "to": events.joined(mails["receivers"])}
    bare = mails["event"] == ""
    return mails["event"].mask(
        bare, events.ids(pd.DataFrame(content)[bare], mails.loc[bare, "file"]).reindex(mails.index)
    )


def _rulings(mails: pd.DataFrame, strange: pd.Series, options: Options) -> list[Ruling]:
    unwanted = mails["aside"].isin([SPAM, DRAFT])
    to_self = [set(r) == {s} for s, r in zip(mails["sender"], mails["receivers"], strict=True)]
    day = mails["time"].dt.strftime("%Y-%m-%d").fillna("")
    judged = [
        Ruling(mails["damage"] != "", REJECTED, ledger.HEADERS, mails["damage"]),
        Ruling(unwanted, ASIDE, "", ""),
        Ruling(mails["time"].isna(), REJECTED, ledger.UNDATED, mails["undated"]),
        Ruling(
            strange,
            REJECTED,
            ledger.IMPLAUSIBLE,
            "implausible date " + day + ": correct its Date header if it is wrong",
        ),
        Ruling(mails["aside"] != "", ASIDE, "", ""),
        Ruling(mails["sender"] == "", REJECTED, ledger.NO_SENDER, "its From header has no mail address"),
        Ruling(mails["k"] == 0, REJECTED, ledger.NO_RECIPIENTS, "its To, Cc and Bcc headers have no mail address"),
        Ruling(pd.Series(to_self, index=mails.index, dtype=bool), ASIDE, SELF),
    ]
    judged = [r._replace(rule=mails["aside"]) if r.fate == ASIDE and not r.rule else r for r in judged]
    taken = pd.concat([r.mask.astype(bool) for r in judged], axis=1).any(axis=1)
    assumed = ~mails["zoned"] & (options.timezone is None)
    bare = mails["event"].str.contains("#", regex=False) & ~mails["event"].str.startswith("<")
    same = pd.Series(SAME, index=mails.index).mask(bare, COPY)
    return [*judged, Ruling(_repeated(mails, taken), ASIDE, same), Ruling(assumed, USED, dates.ASSUMED)]


def _repeated(mails: pd.DataFrame, taken: pd.Series) -> pd.Series:
    """Copies of a message but the fullest, which the order of files does not change."""
    order = mails.assign(to=events.joined(mails["receivers"]))[~taken]
    order = order.sort_values(
        ["k", "time", "sender", "to", "reply_to", "file", "start"], ascending=[False, *[True] * 6]
    )
    return order.duplicated("event").reindex(mails.index, fill_value=False)


def _owner(mails: pd.DataFrame, me: tuple[str, ...]) -> str:
    """Address whose mailbox this is; empty where it is not certain."""
    real = mails[(mails["damage"] == "") & ~mails["aside"].isin([LIST, SPAM])].drop_duplicates("event")
    pairs = list(zip(real["sender"], real["receivers"], strict=True))
    parts = Counter(a for sender, receivers in pairs for a in {sender, *receivers} if a)
    given = Counter({a: parts[a] for a in me if parts[a]})
    sent = Counter(real.loc[real["sent"] & (real["sender"] != ""), "sender"])
    delivered = Counter(real.loc[real["delivered"] != "", "delivered"])
    both = set(real["sender"]) & {a for _, receivers in pairs for a in receivers}
    rank = sorted(parts.values(), reverse=True)
    alone = Counter({a: n for a, n in parts.items() if a in both and n >= 2 * sum(rank[1:2])})
    tries = (
        (sent, _SHARE * sent.total(), 1), (delivered, _SHARE * delivered.total(), min(_LEAST, delivered.total())),
        (alone, _SHARE * len(real), _LEAST),
    )  # fmt: skip
    found = (_top(counts, max(share, least)) for counts, share, least in tries)
    return min(given, key=lambda a: (-given[a], a)) if given else next(filter(None, found), "")


def _top(counts: Counter, least: float) -> str:
    """The most frequent address; empty where it does not reach `least` or shares its rank."""
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= least > 0 and first[1] > second[1] else ""


def _interactions(used: pd.DataFrame, source: str) -> pd.DataFrame:
    sent = used[["event", "time", "sender", "receivers", "reply_to"]]
    return records.interactions(sent, channel=NAME, source=source)


def _contacts(used: pd.DataFrame, source: str) -> pd.DataFrame:
    """Which display name the mails show for which address."""
    pairs = sorted({pair for names in used["names"] for pair in names})
    return records.named(pd.DataFrame(pairs, columns=["handle", "name"], dtype="str"), source=source)
