"""What kind of mail a message is, by its headers: a letter between people, or one of those that no person wrote.

Precision before recall: a mark counts only where no person's letter bears it.
"""

import re
from collections.abc import Callable
from email.errors import HeaderParseError
from email.header import decode_header
from functools import lru_cache

from netgraph.readers import ledger

SPAM_RULE, DRAFT_RULE, CHAT_RULE = "spam or trash", "draft", "chat kept in a mailbox"

ZONED, CONFIRMED, DENIED, SENT, DAMAGED, CUT, SPAM, DRAFT, CHAT, LIST, NO_REPLY, BOT, AUTO = (1 << n for n in range(13))
"""Bits of a message's flags. ZONED: its time is UTC. CONFIRMED, DENIED: those who carried it show the year of its date,
or an earlier one. SENT: its owner sent it. DAMAGED, CUT: its headers, or the file in it, are broken. The rest: rules.
"""

NOT_MAIL = {SPAM: SPAM_RULE, DRAFT: DRAFT_RULE, CHAT: CHAT_RULE}
NOT_LETTERS = {LIST: ledger.LIST, NO_REPLY: ledger.NO_REPLY, BOT: ledger.BOT, AUTO: ledger.AUTO}
"""Rules by their bits, in the order in which they are asked."""

_ROBOT = re.compile(
    r"(?:^|[.+_-])(?:no|not|donot|do[._-]not|dont|ne|nao)[._-]?"
    r"(?:reply|respond|responder|responda|pas[._-]?repondre)(?:$|[.+_@-])"
    r"|^(?:mailer-daemon|bounces?|notifications?|notify|newsletters?|auto(?:mated|mailer)?)(?:$|[.+_@-])"
)
_BOT = re.compile(
    r"\[bot\](?:$|@)|^(?:bot|robot|root|cron|www-data|nagios|zabbix|jenkins|buildbot|slackbot|alerts?)@"
    r"|^(?:dependabot|renovate(?:bot)?|github-actions|gitlab-ci)(?:$|[.+_@-])"
)
_MACHINE_SUBJECT = re.compile(
    r"(?:automatic reply|auto[- ]?reply|out[ -]of[ -](?:the[ -])?office(?: (?:auto[- ]?)?reply)?|abwesenheitsnotiz"
    r"|automatische antwort|automatisch antwoord|autosvar|automatisk svar|automaattinen vastaus"
    r"|r[ée]ponse automatique|respuesta autom[áa]tica|risposta automatica|resposta autom[áa]tica"
    r"|odpowied[źz] automatyczna|автоматический ответ|自動応答|自动答复|자동 회신) ?[:\uff1a]",
    re.IGNORECASE,
)
_WORD, _STATUS = re.compile(r"[^;(\s]*"), re.compile(r"[0-9a-fA-F]{4}")
_LIST = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list", "x-beenthere")
_MACHINE = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-failed-recipients")
_EXPUNGED, _SHOWN, _MOST_LABELS, _LONGEST_ADDRESS = 0x8, 200, 2000, 320

_SENT = {
    "sent", "sent mail", "gesendet", "messages envoyés", "envoyés", "enviado", "enviados", "inviati", "posta inviata",
    "verzonden", "skickat", "sendt", "lähetetyt", "wysłane", "отправленные", "送信済み", "已发送", "보낸편지함",
    "sent items", "sent messages", "gesendete elemente", "gesendete objekte", "éléments envoyés",
    "elementos enviados", "verzonden items",
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
_CHAT = {"chat", "chats", "bate-papo", "chatt", "czat", "czaty", "чат", "чаты", "チャット", "聊天", "채팅"}
_LABELS = ((_SPAM, SPAM), (_DRAFT, DRAFT), (_SENT, SENT), (_CHAT, CHAT))
_OF_A_PROGRAM = re.compile(r"\.(?:mbox|mbx|mbs|sbd|eml|gz)$", re.IGNORECASE)


def flags(found: dict[str, list[str]], sender: str) -> int:
    """The bits of all rules that hold for a message with these headers from this address."""
    bits = of_sender(sender) if len(sender) <= _LONGEST_ADDRESS else 0
    for name, values in found.items():
        if rule := _RULES.get(name):
            bits |= rule(values[0])
    if "subject" in found and ("in-reply-to" in found or "references" in found):
        bits |= AUTO * _is_machine_subject(found["subject"][0])
    return bits


def decoded(text: str) -> str:
    """A header's text with its RFC 2047 words decoded; as it stands where they are broken."""
    if "=?" not in text:
        return text
    try:
        words = decode_header(text)
        return "".join(w if isinstance(w, str) else w.decode(c or "ascii", "replace") for w, c in words)
    except (LookupError, ValueError, HeaderParseError):
        return text


@lru_cache(maxsize=500)
def of_labels(text: str) -> int:
    """The bits that Gmail's labels stand for."""
    labels = {label.strip().strip('"').lower() for label in decoded(" ".join(text.split())).split(",")}
    return sum(bit for words, bit in _LABELS if labels & words)


@lru_cache(maxsize=2048)
def of_sender(address: str) -> int:
    """The bits of an address that no person writes from."""
    return NO_REPLY * bool(_ROBOT.search(address)) | BOT * bool(_BOT.search(address))


def of_folder(name: str) -> int:
    """The bits of the folder that a mail file is or lies in, by its path: spam, trash, drafts or sent mail."""
    parts = name.lower().split("/")
    if parts[-1].endswith(".eml") or parts[-2:-1] in (["cur"], ["new"]) or parts[-1] == "mbox":
        parts = parts[: -2 if parts[-2:-1] in (["cur"], ["new"]) else -1]
    folder = _OF_A_PROGRAM.sub("", parts[-1] if parts else "").removeprefix(".").rpartition(".")[2]
    return next((bit for words, bit in ((_SPAM, SPAM), (_DRAFT, DRAFT), (_SENT, SENT)) if folder in words), 0)


def first(found: dict[str, list[str]], name: str) -> str:
    """The value of the first header of that name; empty where there is none."""
    values = found.get(name)
    return values[0] if values else ""


def _is_machine_subject(subject: str) -> bool:
    """Whether an answer's subject begins as programs begin theirs; a person's answer begins 'Re:'."""
    subject = subject[:_SHOWN]
    if subject.startswith("=?"):
        subject = decoded(" ".join(subject.split()))
    return bool(_MACHINE_SUBJECT.match(subject))


def _of_precedence(value: str) -> int:
    value = value.lower()
    return LIST * (value in ("bulk", "list", "junk")) | AUTO * (value in ("auto_reply", "auto-reply"))


def _of_auto_submitted(value: str) -> int:
    return AUTO * (_WORD.match(value.lower())[0] not in ("", "no"))


def _of_content_type(value: str) -> int:
    """A calendar's invitation or reply, or a report on what became of a mail: no person wrote those."""
    return AUTO * value.lower().startswith(("text/calendar", "multipart/report"))


def _of_status(value: str) -> int:
    """Thunderbird marks what was deleted or moved away, until it compacts the folder."""
    return SPAM * bool(_STATUS.fullmatch(value) and int(value, 16) & _EXPUNGED)


def _of_keys(value: str) -> int:
    return SPAM * (not {"junk", "$junk"}.isdisjoint(value.lower().split()))


_RULES: dict[str, Callable[[str], int]] = {
    **dict.fromkeys(_LIST, lambda _: LIST),
    **dict.fromkeys(_MACHINE, lambda _: AUTO),
    "x-gmail-labels": lambda value: of_labels(value[:_MOST_LABELS]),
    "precedence": _of_precedence,
    "auto-submitted": _of_auto_submitted,
    "return-path": lambda value: AUTO * (value == "<>"),
    "content-type": _of_content_type,
    "content-class": lambda value: AUTO * ("calendarmessage" in value.lower()),
    "sender": lambda value: AUTO * ("calendar-notification@google.com" in value.lower()),
    "x-mozilla-status": _of_status,
    "x-mozilla-keys": _of_keys,
    "x-mozilla-draft-info": lambda _: DRAFT,
    "x-unsent": lambda value: DRAFT * (value == "1"),
    "x-spam-flag": lambda value: SPAM * value.lower().startswith("yes"),
}
"""What the first header of each name says of its message, as bits."""

HEADERS = frozenset((*_RULES, "subject"))
"""The headers that say what kind a message is."""


def of_maildir(marks: str) -> int:
    """The bits of a Maildir's flags in a file name: T is trashed, D a draft."""
    return SPAM if "T" in marks else DRAFT if "D" in marks else 0
