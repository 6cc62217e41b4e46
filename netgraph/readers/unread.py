"""Files that no reader reads: what they are, by their name or first bytes, and what would help."""

import re
from typing import NamedTuple

from netgraph.readers import files, ledger, table
from netgraph.readers.csvlog import header
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import PACKED, UNKNOWN

NOT_YET = ledger.UNKNOWN
INDEX = "mail program's index"
NEXT = "give a LinkedIn archive, mail (mbox, Maildir, .eml) or a table with time, sender and receiver"


class _Kind(NamedTuple):
    """Files of this kind have such a name and, where `marks` are given, one of them in the first bytes."""

    name: re.Pattern
    what: str
    marks: tuple[bytes, ...] = ()


def _named(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


_PACKED = _named(r".*\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz)|7z|rar)")
_INDEX = _named(
    r".*\.msf|msgfilterrules\.dat|filterlog\.html|popstate\.dat|panacea\.dat|folder(?:tree|cache)\.json"
    r"|maildirfolder|(?:dovecot|courierimap).*"
)
_KINDS = (
    _Kind(_named(r".*\.(?:pst|ost)"), "Outlook's data file"),
    _Kind(_named(r".*\.ics"), "a calendar"),
    _Kind(_named(r".*\.vcf"), "an address book"),
    _Kind(_named(r"_chat\.txt|.*whatsapp.*\.txt"), "a WhatsApp chat"),
    _Kind(_named(r"result\.json"), "a Telegram export", (b'"messages"', b'"chats"', b'"personal_information"')),
    _Kind(_named(r"(?:users|channels)\.json"), "a Slack export", (b'"team_id"', b'"creator"')),
)
_SLACK_DAY = _Kind(_named(r"\d{4}-\d\d-\d\d\.json"), "", (b'"ts"',))
_CONTACTS = {
    "Google's list of contacts": {"e-mail 1 - value"},
    "Google's list of contacts, from before it had addresses,": {"given name", "family name", "group membership"},
    "Outlook's list of contacts": {"e-mail address", "last name"},
}


def verdict(file: File, options: Options) -> tuple[str, str]:
    """The rule that sets the file aside, and what would help; empty where there is nothing to be done.

    Of a saved network, and of a Slack export with a file for each day, one file speaks for all.
    """
    last = file.name.rpartition("/")[2]
    if file.rule:
        return file.rule, files.SAVED_NEXT if file.rule == files.SAVED and last == files.CURRENT else ""
    if _INDEX.fullmatch(last):
        return INDEX, ""
    if _PACKED.fullmatch(last):
        return PACKED, "unpack it first, and give the folder"
    try:
        return _looked_into(file, last, options)
    except files.UNREADABLE as error:
        return UNKNOWN, f"it cannot be opened ({error}); is it damaged or protected by a password?"


def _looked_into(file: File, last: str, options: Options) -> tuple[str, str]:
    if last.lower().endswith(".zip"):
        return UNKNOWN, "a zip inside a zip, or a damaged one: unpack it and give the folder"
    if _is(_SLACK_DAY, file, last):
        return NOT_YET, ""
    what = next((kind.what for kind in _KINDS if _is(kind, file, last)), "") or _contacts(file, last)
    if what:
        return NOT_YET, f"{what} is not read yet; {NEXT}"
    return UNKNOWN, table.hint(file, options) or f"no reader knows this file; {NEXT}"


def _is(kind: _Kind, file: File, last: str) -> bool:
    if not kind.name.fullmatch(last):
        return False
    return not kind.marks or any(mark in file.head() for mark in kind.marks)


def _contacts(file: File, last: str) -> str:
    head = header(file.head()) if last.lower().endswith(".csv") else None
    cells = {cell.lower() for cell in head.cells} if head else set()
    return next((what for what, needed in _CONTACTS.items() if needed <= cells), "")
