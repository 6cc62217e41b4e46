"""Mail: mbox files (Gmail Takeout's and Thunderbird's too), Maildir and folders of .eml files.

Only headers are read, of them neither subjects nor bodies are kept, and memory does not grow with
the size of bodies. An mbox is one mailbox; so is a folder of single messages, whose ledger has
rows for each of its files.
"""

import re

import numpy as np
import pandas as pd

from netgraph.readers import dates, events, ledger, mail_owner, records
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, SELF, USED, Ruling
from netgraph.readers.mail_columns import Mailbox, constant, gathered, give_back, repeats, taken
from netgraph.readers.mail_rules import CONFIRMED, CUT, DAMAGED, DENIED, NOT_LETTERS, NOT_MAIL, ZONED
from netgraph.readers.mbox import is_mbox
from netgraph.tables import Export, combined

NAME = "mail"
SAME, COPY = "same message-id", "same date, sender and recipients, no message-id"

_MAILDIR = re.compile(r"(?:^|/)(?:cur|new)/[^/]*$")
_FIELD = re.compile(rb"[!-9;-~]+:")
_OF_MAIL = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type):",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is mail: by its content, or by its place in a Maildir or its name in .eml."""
    if is_single_name(file.name):
        return True
    start = file.head()
    first_paragraph = re.split(rb"\r?\n\r?\n", start.lstrip(b"\r\n"), maxsplit=1)[0]
    begins = first_paragraph.startswith(b"From ") or _FIELD.match(first_paragraph)
    return is_mbox(start) or bool(begins and _OF_MAIL.search(first_paragraph))


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

    Its owner (`mail_owner.owners`) becomes `me`, and the main address names the source. Of a packed file that
    breaks off, the message that it breaks off in is rejected; what precedes it is read.
    """
    options = options or Options()
    parts = file.parts or (file,)
    box = _identified(gathered(parts), options)
    if box.refused and not file.parts:
        raise box.refused[0][1]
    strange = _strange(box)
    me = mail_owner.owners(box, options.me)
    source = f"mail:{me[0]}" if me else NAME
    used, books = _judged(box, strange, options, [part.name for part in parts])
    window = ledger.window(source, box.mails["time"].mask(strange))
    contacts = _contacts(box, used, source)
    # Of a big mailbox there is room for the log only where the rest goes.
    box = box._replace(mails=box.mails[["time", "event", "reply_to", "sender", "k"]], seen=box.seen[:0])
    give_back()
    export = Export(
        contacts, _interactions(box, used, source), **books,
        windows=window, me=me,
    )  # fmt: skip
    refused = [records.refused(file, error, reader=NAME) for file, error in box.refused]
    return combined([export, *refused]) if refused else export


def _identified(box: Mailbox, options: Options) -> Mailbox:
    """The mails with times in UTC, k (receivers as named), and an id by its content for one without message-id."""
    mails, bare = box.mails, ~box.has(ZONED)
    time = mails["time"]
    if bare.any():
        time = time.mask(bare, dates.local(time[bare], options.timezone))
    k = np.bincount(box.ends["message"], minlength=len(mails))
    unnamed = mails["event"] == ""
    box = box._replace(mails=mails.assign(time=time, k=k, unnamed=unnamed))
    if not unnamed.any():
        return box
    content = pd.DataFrame({"time": time[unnamed], "sender": _texts(box, mails["sender"][unnamed])})
    ids = events.ids(content.assign(to=_joined(box, unnamed)), mails["file"][unnamed])
    marks = pd.Series(pd.util.hash_array(ids.to_numpy()).view("int64"), index=ids.index)
    named = {"event": mails["event"].mask(unnamed, ids), "mark": mails["mark"].mask(unnamed, marks)}
    return box._replace(mails=box.mails.assign(**named))


def _texts(box: Mailbox, numbers: pd.Series) -> pd.Series:
    return pd.Series(box.addresses.array.take(numbers.to_numpy()), index=numbers.index)


def _joined(box: Mailbox, mask: pd.Series) -> pd.Series:
    """The receivers of some messages as one text each, whatever their order."""
    ends = box.ends[mask.to_numpy()[box.ends["message"]]]
    ends = ends.assign(address=_texts(box, ends["address"])).sort_values(["message", "address"])
    texts = ends.groupby("message")["address"].agg(" ".join)
    return texts.reindex(mask.index[mask], fill_value="").astype("str")


def _strange(box: Mailbox) -> pd.Series:
    """Which dates no message can have: see `dates.implausible`, and those after the years that carriers stamped."""
    denied = box.has(DENIED)
    return (dates.implausible(box.mails["time"].mask(denied)) & ~box.has(CONFIRMED)) | denied


def _judged(
    box: Mailbox, strange: pd.Series, options: Options, names: list[str]
) -> tuple[np.ndarray, dict[str, pd.DataFrame]]:
    """Which messages are used, and the books of the files that could be read."""
    places = box.mails[["file", "number", "start", "size"]]
    verdicts = ledger.judged(places, _rulings(box, strange, options), keep=options.keep)
    verdicts["file"] = pd.Series(names, dtype="str").array.take(verdicts["file"].to_numpy())
    refused = {file.name for file, _ in box.refused}
    overhead = {name: 0 for name in names if name not in refused}
    used = (verdicts["fate"] == USED).to_numpy()
    return used, ledger.books(NAME, verdicts, overhead, ledger.message_places)


def _rulings(box: Mailbox, strange: pd.Series, options: Options) -> list[Ruling]:
    mails = box.mails
    nobody = (box.addresses == "").to_numpy()[mails["sender"]]
    judged = [
        Ruling(box.has(CUT), REJECTED, ledger.DAMAGED, mails["detail"]),
        Ruling(box.has(DAMAGED), REJECTED, ledger.HEADERS, mails["detail"]),
        *(Ruling(box.has(flag), ASIDE, rule) for flag, rule in NOT_MAIL.items()),
        Ruling(mails["time"].isna(), REJECTED, ledger.UNDATED, mails["detail"]),
        Ruling(strange, REJECTED, ledger.IMPLAUSIBLE, _implausible(mails["time"][strange], mails.index)),
        *(Ruling(box.has(flag), ASIDE, rule) for flag, rule in NOT_LETTERS.items()),
        Ruling(pd.Series(nobody), REJECTED, ledger.NO_SENDER, "its From header has no mail address"),
        Ruling(mails["k"] == 0, REJECTED, ledger.NO_RECIPIENTS, "its To, Cc and Bcc headers have no mail address"),
        Ruling(_to_self(box), ASIDE, SELF),
    ]
    judged = [r for r in judged if r.fate == REJECTED or r.rule not in options.keep]
    taken = np.logical_or.reduce([r.mask.to_numpy(dtype=bool) for r in judged])
    again = _repeated(box, ~taken)
    assumed = ~box.has(ZONED) & (options.timezone is None)
    return [
        *judged,
        Ruling(again & ~mails["unnamed"], ASIDE, SAME),
        Ruling(again, ASIDE, COPY),
        Ruling(assumed, USED, dates.ASSUMED),
    ]


def _implausible(times: pd.Series, index: pd.Index) -> pd.Series:
    why = "implausible date " + times.dt.strftime("%Y-%m-%d") + ": correct its Date header if it is wrong"
    return why.astype("str").reindex(index, fill_value="")


def _to_self(box: Mailbox) -> pd.Series:
    """Which messages went to their sender and nobody else."""
    message = box.ends["message"].to_numpy()
    own = box.ends["address"].to_numpy() == box.mails["sender"].to_numpy()[message]
    k = box.mails["k"]
    return (np.bincount(message[own], minlength=len(k)) == k) & (k > 0)


def _repeated(box: Mailbox, open_: np.ndarray) -> pd.Series:
    """Copies of a message but the fullest, which the order of files does not change."""
    mails = box.mails
    several = pd.Series(repeats(mails, open_, keep=False))
    order = mails[several]
    order = order.assign(sender=_texts(box, order["sender"]), to=_joined(box, several))
    order = order.sort_values(
        ["k", "time", "sender", "to", "reply_to", "file", "start"], ascending=[False, *[True] * 6]
    )
    return order.duplicated("event").reindex(mails.index, fill_value=False)


def _interactions(box: Mailbox, used: np.ndarray, source: str) -> pd.DataFrame:
    """A row for each receiver; the sender is one only where nobody else is."""
    mails, message = box.mails, box.ends["message"].to_numpy()
    address, sender = box.ends["address"].to_numpy(), mails["sender"].to_numpy()
    rows = used[message] & ((address != sender[message]) | _to_self(box).to_numpy()[message])
    message, address = message[rows], address[rows]
    opens = (mails["reply_to"] == "").to_numpy()
    # The longest texts first, and each gone when it is used: what a column takes for a while, the next ones use.
    event = taken(mails.pop("event"), message)
    reply_to = taken(mails.pop("reply_to"), message, but=opens[message])
    return pd.DataFrame({
        "event": event,
        "time": mails["time"].array.take(message),
        "sender": taken(box.addresses, sender[message]),
        "receiver": taken(box.addresses, address),
        "channel": constant(NAME, len(message)),
        "kind": constant("message", len(message)),
        "recipients": np.bincount(message, minlength=len(mails))[message],
        "reply_to": reply_to,
        "duration": np.full(len(message), np.nan),
        "source": constant(source, len(message)),
    }, copy=False)  # fmt: skip


def _contacts(box: Mailbox, used: np.ndarray, source: str) -> pd.DataFrame:
    """Which display name the mails show for which address."""
    persons = [box.mails["person"][used], box.seen["person"][used[box.seen["message"]]]]
    people = box.people.iloc[np.unique(np.concatenate(persons))]
    people = people.assign(handle=_texts(box, people["address"])).sort_values(["handle", "name"])
    return records.named(people, source=source)
