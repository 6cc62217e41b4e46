"""Address books in vCard 2.1, 3.0 and 4.0 (.vcf), and 4.0 in JSON or XML: each card says who has which handles.

The date of a card (REV) is that of its last change: it says neither since when two people know each
other nor what a source could have seen, so cards are undated.
"""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

import pandas as pd

from netgraph.readers import handles, ledger, records
from netgraph.readers.cards import CAP, Card, cards, wide_coding
from netgraph.readers.cards_kin import is_kin, kin
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.lines import whole
from netgraph.readers.properties import Property, parts, plain, properties
from netgraph.tables import Export

NAME = "vcard"
SOURCE = "contacts:vcard"
GROUP, SAME = "group of contacts", "same card"

HANDLES, PROPERTIES = 1000, 10_000
"""Addresses, numbers and profiles, and properties of any kind, that one card may have; more are damage."""

_MANY = f"the card has more than {HANDLES:,} addresses and numbers, or more than {PROPERTIES:,} entries of any kind"
RUN_TOGETHER = "two cards run into each other: END:VCARD and BEGIN:VCARD between them are lost; export it again"

_FILE = re.compile(r"\.(?:vcf|vcard)(?:\.gz)?$", re.IGNORECASE)
_GENES = b"##fileformat=VCF"
_BEGIN = re.compile(rb"^\s*BEGIN:VCARD\s*?$", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(
    rb"^(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Content-Type)\b", re.MULTILINE
)
_OF_CARD = re.compile(rb"^(?:VERSION:[234]|N[;:]|FN[;:]|TEL[;:]|EMAIL[;:]|END:VCARD)", re.IGNORECASE | re.MULTILINE)
_SHORT = 100
_URLS = ("URL", "X-SOCIALPROFILE", "SOCIALPROFILE")
_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
_THINGS = {"location", "device", "application", "thing"}
_LONGEST_HANDLE, _LONGEST_NAME = 320, 1000
_BRACKETS = re.compile(r"<([^<>]*)>")


class Person(NamedTuple):
    """Whom a card shows. `damage` and `many`: why it is not to be believed; `kind` in small letters, as KIND has it."""

    name: str = ""
    organisation: str = ""
    title: str = ""
    handles: tuple[str, ...] = ()
    kind: str = ""
    damage: str = ""
    many: bool = False


_NOBODY = Person()


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is an address book: by its content or its name, which genes in a VCF file have too."""
    start = file.head()
    if is_kin(start):
        return True
    coding = wide_coding(start)
    text = start.decode(coding, "replace").encode("utf-8", "replace") if coding else start
    text = text.removeprefix(BOM_UTF8).replace(b"\r", b"\n")
    if _FILE.search(file.name):
        return not text.startswith(_GENES)
    begin = _BEGIN.search(text)
    before = text[: begin.start()] if begin else b""
    # A mail may carry a card in its body.
    return bool(begin) and not _MAIL.search(before) and (len(before) < _SHORT or bool(_OF_CARD.search(before)))


def read(file: File, options: Options | None = None) -> Export:
    """Contacts of one address book, a row per mail address, phone number and LinkedIn profile of each card.

    Somebody who has none of these is known by the name. Without FN a card's name is that of N, else
    NICKNAME, else ORG.
    """
    options = options or Options()
    found, overhead = _table(_people(file, options.region))
    rulings = [
        Ruling(found["large"], REJECTED, ledger.TOO_LARGE, f"the card takes more than {CAP:,} bytes"),
        Ruling(found["many"], REJECTED, ledger.TOO_LARGE, _MANY),
        Ruling(found["kind"] == "group", ASIDE, GROUP),
        Ruling(found["kind"].isin(_THINGS), ASIDE, ledger.ROOM),
        Ruling(found["handles"].map(len) == 0, REJECTED, ledger.NOBODY, "no name, address, number or profile"),
        Ruling(_repeated(found), ASIDE, SAME),
    ]
    return records.finished(
        NAME, found.assign(file=file.name), rulings, overhead={file.name: overhead}, keep=options.keep,
        contacts=lambda used: records.cards(found[used], source=SOURCE),
    )  # fmt: skip


def _people(file: File, region: str | None) -> Iterator[tuple[Card, Person]]:
    """Every card of a file, with whom it shows."""
    each = kin(whole(file)) if is_kin(file.head()) else ((card, properties(card.lines)) for card in cards(file))
    for card, shown in each:
        yield card, _NOBODY if card.damage or card.blank else person(shown, region)


def _table(found: Iterable[tuple[Card, Person]]) -> tuple[pd.DataFrame, int]:
    """A row per card, and the bytes that are none's."""
    rows, overhead = [], 0
    for card, who in found:
        if card.blank:
            overhead += card.size
        else:
            damage = card.damage or who.damage
            rows.append((card.line, card.start, card.size, card.large, *who[:5], damage, who.many))
    columns = ["line", "start", "size", "large", *Person._fields]
    text = dict.fromkeys(("name", "organisation", "title", "kind", "damage"), "str")
    numbers = dict.fromkeys(("line", "start", "size"), "int64") | dict.fromkeys(("large", "many"), "bool")
    return pd.DataFrame(rows, columns=columns).astype(text | numbers | {"handles": object}), overhead


def _repeated(found: pd.DataFrame) -> pd.Series:
    """Cards that show just what one before them shows."""
    shown = pd.Series([tuple(sorted(h)) for h in found["handles"]], index=found.index, dtype=object)
    return found.assign(shown=shown).duplicated(["shown", "name", "organisation", "title", "damage", "large", "kind"])


def person(shown: Iterable[Property], region: str | None = None) -> Person:
    """Whom the properties of one card show; phone numbers that state no country are of `region`."""
    said: dict[str, list[str]] = {}
    counts: Counter = Counter()
    known: dict[str, None] = {}
    for number, (name, value, _, _) in enumerate(shown):
        counts[name] += 1
        counts["handles"] += name in _HANDLES
        if counts["handles"] > HANDLES or number == PROPERTIES:
            return Person(many=True)
        if name in _HANDLES:
            known[_HANDLES[name](value, region)] = None
        elif name in _SAID:
            said.setdefault(name, []).append(value)
    known.pop("", None)
    if counts["VERSION"] > 1 and max(counts["N"], counts["FN"]) > 1:
        return Person(damage=RUN_TOGETHER)
    return _person(said, tuple(known))


def _person(said: dict[str, list[str]], known: tuple[str, ...]) -> Person:
    organisation = _first(said, "ORG", lambda value: parts(value)[0])
    name = _first(said, "FN")
    # What many write where a name is due says nothing that the handle does not.
    name = "" if handles.address(name) in known else name
    name = name or _first(said, "N", _spoken) or _first(said, "NICKNAME") or organisation
    kind = next((plain(value).lower() for kind in _KINDS for value in said.get(kind, [])), "")
    alone = (f"contacts:{name}",) if name else ()
    return Person(name, organisation, _first(said, "TITLE") or _first(said, "ROLE"), known or alone, kind)


def _first(said: dict[str, list[str]], name: str, shown=plain) -> str:
    """The first of these values that says something."""
    return next((text for value in said.get(name, []) if (text := shown(value)[:_LONGEST_NAME].strip())), "")


def _spoken(value: str) -> str:
    """The name that N holds: given and further names, then the family's."""
    family, given, further, *_ = [*parts(value), "", ""]
    return " ".join(f"{given} {further} {family}".replace(",", " ").split())


def _address(value: str, _: str | None) -> str:
    text = plain(value)
    if text[:7].lower() == "mailto:":
        text = plain(unquote(text.partition("?")[0]))
    inside = _BRACKETS.search(text)
    return handles.address(text) or handles.address(inside[1] if inside else "") if len(text) <= _LONGEST_HANDLE else ""


def _number(value: str, region: str | None) -> str:
    return handles.phone(plain(value)[:_LONGEST_HANDLE], region)


def _profile(value: str, _: str | None) -> str:
    return handles.profile(plain(value)[:_LONGEST_HANDLE])


_HANDLES = {"EMAIL": _address, "TEL": _number} | dict.fromkeys(_URLS, _profile)
_SAID = {"FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", *_KINDS}
