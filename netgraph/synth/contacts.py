"""Address books as Google, Outlook, Thunderbird and a CRM write them, of made-up people."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from netgraph.synth.people import Person

_GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Nickname,Birthday,Notes,Language,"
    "Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,"
    "Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,"
    "Website 1 - Type,Website 1 - Value"
)
_GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Website 1 - Label,Website 1 - Value"
)
_OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,E-mail Address,E-mail 2 Address,E-mail 3 Address,"
    "Home Phone,Home Phone 2,Business Phone,Mobile Phone,Pager,Company Main Phone,Job Title,Department,Company,"
    "Web Page,Birthday,Notes"
)
_THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,"
    "Fax Number,Pager Number,Mobile Number,Job Title,Department,Organization,Web Page 1,Web Page 2,Notes"
)
_CRM = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Company Name,Job Title"
_NOTES = (
    "",
    "",
    'Met at the "Open Archives" day',
    "Prefers mail, calls after 3 pm.\n\nAllergic to nuts",
    "* ask about the garden",
)


@dataclass(frozen=True)
class Entry:
    """One card: who, every mail address and number of theirs, and the day that it was made."""

    person: Person
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    made: datetime = datetime(2024, 1, 1)


def entries(people: Iterable[Person]) -> list[Entry]:
    """A card each, with all addresses of the person, and a number for two in three of them."""
    return [_entry(number, person) for number, person in enumerate(people)]


def _entry(number: int, person: Person) -> Entry:
    digits = crc32(person.name.encode()) % 10**7
    numbers = (f"+49 151 2{digits:07}",) if number % 3 else ()
    made = datetime(2022, 1 + number % 12, 1 + number % 28, 9 + number % 9, number % 60)
    return Entry(person, tuple(h for h in person.handles if "@" in h), numbers, made)


def google(cards: list[Entry]) -> bytes:
    """contacts.csv in the columns since 2024, marked as UTF-8; a second address shares the cell of the first."""
    rows = [_row_google(n, card) for n, card in enumerate(cards)]
    return "\ufeff".encode() + _csv(_GOOGLE, rows, end="\n")


def google_old(cards: list[Entry]) -> bytes:
    """contacts.csv in the columns before 2024."""
    return _csv(_GOOGLE_OLD, [_row_google_old(n, card) for n, card in enumerate(cards)], end="\r\n")


def outlook(cards: list[Entry], *, delimiter: str = ",", coding: str = "utf-8-sig") -> bytes:
    """contacts.csv of Outlook; older ones are written in the coding and with the delimiter of the country."""
    rows = [_row_outlook(n, card) for n, card in enumerate(cards)]
    text = _csv(_OUTLOOK, rows, end="\r\n", delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC).decode()
    return text.encode(coding, "replace")


def thunderbird(cards: list[Entry]) -> bytes:
    """An address book of Thunderbird."""
    return _csv(_THUNDERBIRD, [_row_thunderbird(n, card) for n, card in enumerate(cards)], end="\r\n")


def crm(cards: list[Entry]) -> bytes:
    """A CRM's list of contacts, each with the day that it was made."""
    return _csv(_CRM, [_row_crm(n, card) for n, card in enumerate(cards)], end="\n")


def _row_google(number: int, card: Entry) -> dict[str, str]:
    person = card.person
    return {
        "First Name": person.given, "Last Name": person.family, "Organization Name": person.employer,
        "Organization Title": person.title, "Notes": _NOTES[number % len(_NOTES)],
        "Labels": "* myContacts" if number % 2 else "Choir ::: * myContacts", "E-mail 1 - Label": "* Home",
        "E-mail 1 - Value": " ::: ".join(card.addresses), "Phone 1 - Label": "Mobile",
        "Phone 1 - Value": " ::: ".join(card.numbers), **_page(person, "Website 1 - Value"),
    }  # fmt: skip


def _row_google_old(number: int, card: Entry) -> dict[str, str]:
    person, (first, second) = card.person, (*card.addresses, "", "")[:2]
    return {
        "Name": person.name, "Given Name": person.given, "Family Name": person.family,
        "Notes": _NOTES[number % len(_NOTES)], "Group Membership": "* myContacts", "E-mail 1 - Type": "* ",
        "E-mail 1 - Value": first, "E-mail 2 - Value": second, "Phone 1 - Value": " ::: ".join(card.numbers),
        "Organization 1 - Name": person.employer, "Organization 1 - Title": person.title,
        **_page(person, "Website 1 - Value"),
    }  # fmt: skip


def _row_outlook(number: int, card: Entry) -> dict[str, str]:
    person, (first, second, third) = card.person, (*card.addresses, "", "", "")[:3]
    return {
        "First Name": person.given, "Last Name": person.family, "Title": "Dr." if number % 5 == 0 else "",
        "E-mail Address": first, "E-mail 2 Address": second, "E-mail 3 Address": third,
        "Mobile Phone": "".join(card.numbers[:1]), "Job Title": person.title, "Company": person.employer,
        "Notes": _NOTES[number % len(_NOTES)].replace("\n", "\r\n"), **_page(person, "Web Page"),
    }  # fmt: skip


def _row_thunderbird(number: int, card: Entry) -> dict[str, str]:
    person, (first, second) = card.person, (*card.addresses, "", "")[:2]
    return {
        "First Name": person.given, "Last Name": person.family, "Display Name": person.name, "Primary Email": first,
        "Secondary Email": second, "Mobile Number": "".join(card.numbers[:1]), "Job Title": person.title,
        "Organization": person.employer, "Notes": _NOTES[number % len(_NOTES)], **_page(person, "Web Page 2"),
    }  # fmt: skip


def _row_crm(number: int, card: Entry) -> dict[str, str]:
    person = card.person
    return {
        "Record ID": str(901 + number), "First Name": person.given, "Last Name": person.family,
        "Email": "".join(card.addresses[:1]), "Phone Number": "".join(card.numbers[:1]), "Lead Status": "OPEN",
        "Create Date": f"{card.made:%Y-%m-%d %H:%M}", "Company Name": person.employer, "Job Title": person.title,
    }  # fmt: skip


def _page(person: Person, column: str) -> dict[str, str]:
    return {column: f"https://www.linkedin.com{person.slug}"} if person.slug else {}


def _csv(
    header: str, rows: list[dict[str, str]], *, end: str, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(
        text, header.split(","), restval="", lineterminator=end, delimiter=delimiter, quoting=quoting
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
