"""Files that no reader reads: what they are, by their name or first bytes, and what would help."""

import re

from netgraph.readers import files, table
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import PACKED, UNKNOWN

INDEX = "mail program's index"
NEXT = (
    "give a LinkedIn archive, mail (mbox, Maildir, .eml), a calendar (.ics), exported chats, calls and text messages, "
    "contacts (.vcf, CSV) or a table with time, sender and receiver"
)


def _named(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


_PACKED = _named(r".*\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz)|7z|rar)")
_INDEX = _named(
    r".*\.msf|msgfilterrules\.dat|filterlog\.html|popstate\.dat|panacea\.dat|folder(?:tree|cache)\.json"
    r"|maildirfolder|(?:dovecot|courierimap).*"
)
_ADVICE = {
    r".*\.(?:pst|ost)": "Outlook's data file: export its mail as .eml, its contacts as CSV, its calendar as .ics",
    r"_chat\.txt|.*whatsapp.*\.txt": "a WhatsApp chat by its name, but its dates are in no known layout",
    r".*\.html?": "a page: ask for the export in JSON, not HTML",
    r".*\.(?:db|sqlite\d?|crypt\d+|backup|bak)": "a database or a backup: use the app's own export instead",
}
"""Files that are known by their name, and what would help."""


def verdict(file: File, options: Options) -> tuple[str, str]:
    """The rule that sets the file aside, and what would help; empty where there is nothing to be done.

    Of a saved network one file speaks for all.
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
    known = next((advice for name, advice in _ADVICE.items() if re.fullmatch(name, last, re.IGNORECASE)), "")
    return UNKNOWN, known or table.hint(file, options) or f"no reader knows this file; {NEXT}"
