"""Which columns of a contacts CSV say what: Google's, Outlook's and Thunderbird's, a CRM's, or those a user names."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from netgraph.readers.columns import NEEDED, of_card, parts

GOOGLE, OUTLOOK, THUNDERBIRD, TABLE = "contacts:google", "contacts:outlook", "contacts:thunderbird", "contacts:table"


class Roles(NamedTuple):
    """The columns of one file that are read, by their names in `plain` spelling.

    `names`: alternatives, of which the first that has text counts, its columns joined by a space.
    `handles`: addresses, numbers and profiles. Of `organisation`, `title` and `since` the first with text
    counts. `free`: a handle may be anything, since the user named its column. `absent`: columns that the
    user named and the file does not have.
    """

    source: str
    names: tuple[tuple[str, ...], ...]
    handles: tuple[str, ...]
    organisation: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    free: bool = False
    absent: tuple[str, ...] = ()


@lru_cache(maxsize=10_000)
def plain(cell: str) -> str:
    """A column's name in lower case, white space folded."""
    return " ".join(cell.replace("\ufeff", "").split()).lower()


_EN_NAME = (("first name", "middle name", "last name"),)
_NUMBERED = re.compile(r"(e-mail|phone|website) (\d+) - value")
_GOOGLE_MARKS = (
    {"given name", "family name", "group membership"},
    {"first name", "last name", "labels", "organization name"},
)
_OUTLOOK_NAMES = (
    *_EN_NAME,
    ("vorname", "weitere vornamen", "nachname"),
    ("prénom", "deuxième prénom", "nom"),
    ("nombre", "segundo nombre", "apellidos"),
)
_OUTLOOK_ADDRESSES = (
    "e-mail address", "e-mail 2 address", "e-mail 3 address",
    "e-mail-adresse", "e-mail 2: adresse", "e-mail 3: adresse",
    "adresse de messagerie", "adresse de messagerie 2", "adresse de messagerie 3",
    "dirección de correo electrónico", "dirección de correo electrónico 2", "dirección de correo electrónico 3",
    "dirección del correo electrónico 3",
)  # fmt: skip
# Not those that many share or that answer no call: of the company, of assistants, faxes, pagers.
_OUTLOOK_NUMBERS = (
    "mobile phone", "primary phone", "home phone", "home phone 2", "business phone", "business phone 2", "other phone",
    "car phone",
    "mobiltelefon", "mobiltelefon 2", "haupttelefon", "telefon privat", "telefon privat 2", "telefon (privat)",
    "telefon (privat 2)", "telefon geschäftlich", "telefon geschäftlich 2", "weiteres telefon", "autotelefon",
    "tél. mobile", "téléphone principal", "téléphone (domicile)", "téléphone 2 (domicile)", "téléphone (bureau)",
    "téléphone 2 (bureau)", "téléphone (autre)", "téléphone (voiture)",
    "móvil", "teléfono móvil", "teléfono principal", "particular", "teléfono del trabajo", "teléfono del trabajo 2",
    "otro teléfono",
)  # fmt: skip
_OUTLOOK_PAGES = ("web page", "personal web page", "webseite", "page web", "página web")
_OUTLOOK_COMPANY = ("company", "firma", "société", "organización", "organization")
_OUTLOOK_TITLE = ("job title", "position", "puesto")
_THUNDERBIRD_HANDLES = (
    "primary email", "secondary email", "mobile number", "work phone", "home phone", "web page 1", "web page 2",
)  # fmt: skip
_CRM_ADDRESSES = (
    "email", "e-mail", "email address", "work email", "email 2", "secondary email", "personal email", "other email",
    "additional email addresses",
)  # fmt: skip
_CRM_NUMBERS = (
    "mobile", "mobile phone", "mobile phone number", "phone", "phone number", "direct phone", "home phone",
    "work phone", "other phone",
)  # fmt: skip
_CRM_PAGES = ("linkedin", "linkedin url", "linkedin profile", "linkedin profile url", "linkedin bio", "website")
_CRM_COMPANY = ("company name", "company", "account name", "associated company", "primary company", "organization")
_CRM_SINCE = ("create date", "created date", "date created", "created at", "created time")
# Without one of these a table of names and addresses may as well be a people table of an organisation's.
_CRM_MARKS = {
    *_CRM_COMPANY,
    *_CRM_SINCE,
    "lead status",
    "lifecycle stage",
    "contact owner",
    "lead source",
    "contact id",
}
_OWN_KEYS = {"handle", "person", "id"}
_FIELD = {"handle": "handles", "name": "names"}


def roles_of(header: Iterable[str], columns: Mapping[str, str] | None = None) -> Roles | None:
    """What the columns of a file say; None for one that is no list of contacts.

    `columns` is a user's mapping: it adds to what is known of the format, or is all that is known.
    """
    names = [plain(cell) for cell in header]
    known = next((found for of in (_google, _thunderbird, _outlook, _crm) if (found := of(names))), None)
    asked = _asked(names, columns)
    if not asked or (known is None and _is_log(names, columns)):
        return known
    absent = tuple(column for column in sum(asked.values(), ()) if column not in names)
    fields = {_FIELD.get(ours, ours): (theirs,) if ours == "name" else theirs for ours, theirs in asked.items()}
    return (known or Roles(TABLE, (), ()))._replace(**fields, free="handle" in asked, absent=absent)


def _asked(names: list[str], columns: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    """Ours -> theirs as far as a mapping speaks of this file; nothing where it names no handle or name in it."""
    named = {ours: tuple(parts(plain(theirs), names)) for ours, theirs in of_card(columns).items()}
    named = {ours: theirs for ours, theirs in named.items() if set(theirs) & set(names)}
    return named if named.keys() & {"handle", "name"} else {}


def _is_log(names: list[str], columns: Mapping[str, str] | None) -> bool:
    """Whether the file has a time, a sender and a receiver, as they are called or as the mapping calls them."""
    return {plain((columns or {}).get(role, role)) for role in NEEDED} <= set(names)


def _there(names: list[str], *columns: str) -> tuple[str, ...]:
    return tuple(column for column in columns if column in names)


def _google(names: list[str]) -> Roles | None:
    found = [(match[1], int(match[2][:6]), n) for n in names if (match := _NUMBERED.fullmatch(n))]
    if not any(kind != "website" for kind, _, _ in found) and not any(m <= set(names) for m in _GOOGLE_MARKS):
        return None
    order = ("e-mail", "phone", "website")
    handles = [n for _, _, n in sorted(found, key=lambda f: (order.index(f[0]), f[1]))]
    shown = (("given name", "additional name", "family name"), *_EN_NAME, ("name",), ("nickname",), ("file as",))
    return Roles(
        GOOGLE, shown, tuple(handles), _there(names, "organization 1 - name", "organization name"),
        _there(names, "organization 1 - title", "organization title"),
    )  # fmt: skip


def _thunderbird(names: list[str]) -> Roles | None:
    if "primary email" not in names or not {"display name", "last name"} & set(names):
        return None
    shown = (*_EN_NAME, ("display name",), ("nickname",))
    company = _there(names, "organization", "organisation")
    return Roles(THUNDERBIRD, shown, _there(names, *_THUNDERBIRD_HANDLES), company, _there(names, "job title"))


def _outlook(names: list[str]) -> Roles | None:
    """Also in German, French and Spanish. `Title` is no role here but what stands before a name."""
    shown = tuple(n for n in _OUTLOOK_NAMES if n[0] in names or n[-1] in names)
    handles = _there(names, *_OUTLOOK_ADDRESSES, *_OUTLOOK_NUMBERS, *_OUTLOOK_PAGES)
    by_number = "business phone" in handles and "last name" in names
    if not shown or not (by_number or set(handles) & set(_OUTLOOK_ADDRESSES)):
        return None
    company = _there(names, *_OUTLOOK_COMPANY)
    title = _there(names, *_OUTLOOK_TITLE) or _second_title(names)
    return Roles(OUTLOOK, (*shown, ("nickname",)), handles, company, title)


def _second_title(names: list[str]) -> tuple[str, ...]:
    """French calls both the form of address and the role 'Titre'; the role is the one after the company."""
    company = names.index("société") if "société" in names else len(names)
    return tuple(n for n in names[company:] if n.partition("#")[0] == "titre")[:1]


def _crm(names: list[str]) -> Roles | None:
    there = set(names)
    if not {"first name", "last name"} <= there or there & _OWN_KEYS or not there & _CRM_MARKS:
        return None
    if not there & {*_CRM_ADDRESSES, "phone", "phone number", "mobile"}:
        return None
    title = _there(names, "job title", *(("title",) if {"account name", "salutation"} & there else ()))
    handles = _there(names, *_CRM_ADDRESSES, *_CRM_NUMBERS, *_CRM_PAGES)
    return Roles(TABLE, _EN_NAME, handles, _there(names, *_CRM_COMPANY), title, _there(names, *_CRM_SINCE))


def _numbered(kind: str, *rest: str, most: int = 3) -> set[str]:
    return {f"{kind} {n} - {column}" for n in range(1, most + 1) for column in rest}


_GOOGLE_OLD = {
    *_numbered("e-mail", "type", "value"), *_numbered("phone", "type", "value"),
    *_numbered("website", "type", "value", most=2), *_numbered("im", "type", "service", "value", most=1),
    *_numbered("custom field", "type", "value", most=1), *_numbered("relation", "type", "value", most=1),
    *_numbered("event", "type", "value", most=1),
    *_numbered("address", "type", "formatted", "street", "city", "po box", "region", "postal code", "country",
               "extended address", most=1),
    *_numbered("organization", "type", "name", "yomi name", "title", "department", "symbol", "location",
               "job description", most=1),
    "name", "given name", "additional name", "family name", "yomi name", "given name yomi", "additional name yomi",
    "family name yomi", "name prefix", "name suffix", "initials", "nickname", "short name", "maiden name", "birthday",
    "gender", "location", "billing information", "directory server", "mileage", "occupation", "hobby", "sensitivity",
    "priority", "subject", "notes", "language", "photo", "group membership",
}  # fmt: skip
_GOOGLE_NEW = {
    *_numbered("e-mail", "label", "value"), *_numbered("phone", "label", "value"),
    *_numbered("website", "label", "value", most=2), *_numbered("custom field", "label", "value", most=1),
    *_numbered("relation", "label", "value", most=1), *_numbered("event", "label", "value", most=1),
    *_numbered("address", "label", "formatted", "street", "city", "po box", "region", "postal code", "country",
               "extended address", most=1),
    "first name", "middle name", "last name", "phonetic first name", "phonetic middle name", "phonetic last name",
    "name prefix", "name suffix", "nickname", "file as", "organization name", "organization title",
    "organization department", "birthday", "notes", "photo", "labels",
}  # fmt: skip
_OUTLOOK_ALL = {
    *_OUTLOOK_ADDRESSES, *_OUTLOOK_NUMBERS, *_OUTLOOK_PAGES, *_OUTLOOK_COMPANY, *_OUTLOOK_TITLE,
    *(column for names in _OUTLOOK_NAMES for column in names),
    "title", "suffix", "initials", "nickname", "gender", "birthday", "anniversary", "location", "language", "notes",
    "internet free busy", "pager", "home fax", "business fax", "other fax", "home street", "home city", "home state",
    "home postal code", "home country", "business street", "business city", "business state", "business postal code",
    "business country", "department", "office location", "company main phone", "assistant's phone", "categories",
    "anrede", "abteilung", "titre", "service",
}  # fmt: skip
_THUNDERBIRD_ALL = {
    *_EN_NAME[0], *_THUNDERBIRD_HANDLES, "display name", "nickname", "screen name", "fax number", "pager number",
    "organization", "organisation", "job title", "department", "notes", "home address", "home city", "home state",
    "home zipcode", "home country", "work address", "work city", "work state", "work zipcode", "work country",
    "birth year", "birth month", "birth day", "custom 1", "custom 2", "custom 3", "custom 4",
}  # fmt: skip
_CRM_ALL = {
    *_EN_NAME[0], *_CRM_ADDRESSES, *_CRM_NUMBERS, *_CRM_PAGES, *_CRM_MARKS, "record id", "job title", "title",
    "salutation", "account id", "account owner", "mailing city", "mailing country",
}  # fmt: skip
_GOOGLE_REACH = ("e-mail 1 - value", "phone 1 - value")
_WORDS = (
    *((_GOOGLE_NEW, {"first name", "last name", "labels", reach}) for reach in _GOOGLE_REACH),
    *((_GOOGLE_OLD, {"name", "given name", "family name", reach}) for reach in _GOOGLE_REACH),
    (_THUNDERBIRD_ALL, {"first name", "last name", "primary email"}),
    *((_OUTLOOK_ALL, {first, last, address}) for (first, _, last), address in zip(
        _OUTLOOK_NAMES, ("e-mail address", "e-mail-adresse", "adresse de messagerie", "e-mail address"), strict=True)),
    *((_CRM_ALL, {"first name", "last name", "email", m}) for m in ("company name", "account name", "create date")),
)  # fmt: skip


def words(columns: Mapping[str, str] | None = None) -> list[tuple[set[str], set[str]]]:
    """For each format the names that its columns may have, and those by which a damaged header is known."""
    asked = {column for theirs in of_card(columns).values() for column in parts(plain(theirs), [])}
    return [*((asked, asked) for _ in range(bool(asked))), *_WORDS]
