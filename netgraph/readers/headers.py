"""What one mail's headers say: who, to whom, when, and what kind of mail it is. Never subject or body."""

import re
from datetime import UTC
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

import pandas as pd

from netgraph.readers import handles
from netgraph.readers.ledger import AUTO, LIST, NO_REPLY
from netgraph.readers.mbox import CAP

ADDRESSES = 5000
"""Addresses that one message may have; more are damage."""

SPAM, DRAFT = "spam or trash", "draft"

_LONGEST_NAME = 1000

_PARSER = BytesHeaderParser(policy=policy.compat32)
_ID = re.compile(r"<[^<>\s]+>")
_IN_UTC = re.compile(r"-0000(?: \([^()]*\))?$")
_ROBOT = re.compile(
    r"(?:^|[.+_-])(?:no|not|donot|do[._-]not|dont|ne)[._-]?(?:reply|respond|pas[._-]?repondre)(?:$|[.+_@-])"
    r"|^(?:mailer-daemon|bounces?|notifications?|notify|newsletters?|auto(?:mated|mailer)?)(?:$|[.+_@-])"
)
_SENT = {
    "sent", "sent mail", "gesendet", "messages envoyés", "envoyés", "enviado", "enviados", "inviati", "posta inviata",
    "verzonden", "skickat", "sendt", "lähetetyt", "wysłane", "отправленные", "送信済み", "已发送", "보낸편지함",
}  # fmt: skip
_SPAM = {
    "spam", "junk", "trash", "bin", "papierkorb", "corbeille", "pourriel", "papelera", "correo no deseado", "cestino",
    "posta indesiderata", "lixeira", "lixo", "prullenbak", "ongewenst", "skräp", "papirkurv", "roskakori", "kosz",
    "koš", "корзина", "спам", "ゴミ箱", "迷惑メール", "垃圾邮件", "已删除邮件", "스팸함", "휴지통",
}  # fmt: skip
_DRAFT = {
    "draft", "drafts", "entwurf", "entwürfe", "brouillon", "brouillons", "borrador", "borradores", "bozza", "bozze",
    "rascunho", "rascunhos", "concepten", "utkast", "kladder", "luonnokset", "robocze", "черновики", "下書き", "草稿",
    "임시보관함",
}  # fmt: skip


class Mail(NamedTuple):
    """One message's facts. `time` is UTC where `zoned`; `aside` the rule that sets it aside, `damage` why it cannot
    be read; `confirmed`: another header shows the same year; `mine`: (address it was delivered to, sent by its owner).
    """

    time: pd.Timestamp | None = None
    zoned: bool = False
    confirmed: bool = False
    undated: str = ""
    sender: str = ""
    receivers: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    event: str = ""
    reply_to: str = ""
    aside: str = ""
    damage: str = ""
    delivered: str = ""
    sent: bool = False


def facts(head: bytes) -> Mail:
    """The facts in a message's headers; a message that breaks the parser comes back as damage."""
    if len(head) > CAP:
        return Mail(damage=f"its headers take more than {CAP:,} bytes")
    try:
        return _facts(_fields(head))
    except (RecursionError, ValueError, LookupError, TypeError, HeaderParseError) as error:
        return Mail(damage=f"its headers cannot be parsed ({type(error).__name__})")


def _fields(head: bytes) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in _PARSER.parsebytes(head).raw_items():
        fields.setdefault(name.lower(), []).append(_text(value))
    return fields


def _text(value: str) -> str:
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _facts(fields: dict[str, list[str]]) -> Mail:
    people = "".join(v for name in ("from", "to", "cc", "bcc") for v in fields.get(name, []))
    # Each of these marks is there once an address at most; floods of any of them take seconds to parse.
    if max(people.count(mark) for mark in ",;:<@[") >= ADDRESSES:
        return Mail(damage=f"it has more than {ADDRESSES:,} addresses")
    senders = _people(fields, "from")
    others = _people(fields, "to", "cc", "bcc")
    sender = senders[0][0] if senders else ""
    receivers = tuple(dict.fromkeys(a for a, _ in others))
    names = tuple(dict.fromkeys((a, n) for a, n in senders[:1] + others if n and n.lower() != a))
    time, zoned, undated = _when(_first(fields, "date"))
    labels = _labels(_first(fields, "x-gmail-labels"))
    return Mail(
        time, zoned, bool(time) and _confirmed(fields, time.year), undated, sender, receivers, names,
        _event(fields), _answered(fields), _aside(fields, sender, labels), "",
        handles.address(_first(fields, "delivered-to")), bool(labels & _SENT),
    )  # fmt: skip


def _first(fields: dict[str, list[str]], name: str) -> str:
    return fields.get(name, [""])[0].strip()


def _people(fields: dict[str, list[str]], *names: str) -> list[tuple[str, str]]:
    """(address, display name) of those headers, in order; entries without an address are left out."""
    found = getaddresses([" ".join(v.split()) for name in names for v in fields.get(name, [])])
    return [(a, " ".join(decoded(n[:_LONGEST_NAME]).split())) for n, raw in found if (a := handles.address(raw))]


def decoded(text: str) -> str:
    """A header's text with its RFC 2047 words decoded; as it stands where they are broken."""
    if "=?" not in text:
        return text
    try:
        words = decode_header(text)
        return "".join(w if isinstance(w, str) else w.decode(c or "ascii", "replace") for w, c in words)
    except (LookupError, ValueError, HeaderParseError):
        return text


def _when(text: str) -> tuple[pd.Timestamp | None, bool, str]:
    if not text:
        return None, False, "no date"
    try:
        time = parsedate_to_datetime(text)
        zoned = time.tzinfo is not None
        bare = time.astimezone(UTC).replace(tzinfo=None) if zoned else time
        # '-0000' says that the time is UTC, and nothing about where the sender was.
        return pd.Timestamp(bare), zoned or bool(_IN_UTC.search(text)), ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, False, f"date {text[:40]!r} cannot be read"


def _confirmed(fields: dict[str, list[str]], year: int) -> bool:
    stamps = _first(fields, "delivery-date") + " " + _first(fields, "received").rpartition(";")[2]
    return str(year) in stamps


def _event(fields: dict[str, list[str]]) -> str:
    own = "".join(_first(fields, "message-id").split())
    found = _ID.search(own)
    return found[0] if found else f"<{own.strip('<>')}>" if own.strip("<>") else ""


def _answered(fields: dict[str, list[str]]) -> str:
    answered = _ID.findall(_first(fields, "in-reply-to"))[:1] or _ID.findall(_first(fields, "references"))[-1:]
    return answered[0] if answered else ""


def _labels(text: str) -> set[str]:
    return {label.strip().strip('"').lower() for label in decoded(" ".join(text.split())).split(",")}


def _aside(fields: dict[str, list[str]], sender: str, labels: set[str]) -> str:
    """The rule that sets a message aside; empty for a message between people."""
    precedence = _first(fields, "precedence").lower()
    automatic = _first(fields, "auto-submitted").lower()
    robot = (
        automatic not in ("", "no")
        or precedence == "auto_reply"
        or "x-autoreply" in fields
        or fields.get("return-path", [""])[0].strip() == "<>"
    )
    listed = precedence in ("bulk", "list", "junk") or not fields.keys().isdisjoint(
        ("list-id", "list-unsubscribe", "list-post")
    )
    tests = (
        (bool(labels & _SPAM), SPAM), (bool(labels & _DRAFT), DRAFT), (listed, LIST),
        (bool(_ROBOT.search(sender)), NO_REPLY), (robot, AUTO),
    )  # fmt: skip
    return next((rule for holds, rule in tests if holds), "")
