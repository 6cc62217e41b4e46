"""Address books as programs write them: Apple's (vCard 3.0), Android's and Outlook's (2.1), and a plain 4.0."""

from base64 import b64encode
from collections.abc import Callable
from random import Random

from netgraph.synth.people import Person

_HOST = "https://www.linkedin.com"
_END = "\r\n"
_FOLD, _SOFT = 75, 73


def book(people: list[Person], phones: dict[str, tuple[str, ...]], *, flavour: str) -> bytes:
    """The cards of some people as one file: 'apple', 'android', 'outlook' or 'plain'. `phones` by main handle."""
    return b"".join(cards(people, phones, flavour=flavour))


def cards(people: list[Person], phones: dict[str, tuple[str, ...]], *, flavour: str) -> list[bytes]:
    """The same, each card on its own. Every third shows a photo; of Outlook's every fifth names an assistant."""
    write = _FLAVOURS[flavour]
    return [write(person, phones.get(person.handle, ()), number) for number, person in enumerate(people)]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _photo(number: int, width: int) -> list[str]:
    """Made-up bytes in base64, in lines of that width."""
    text = b64encode(Random(number).randbytes(600)).decode()
    return [text[at : at + width] for at in range(0, len(text), width)]


def _folded(lines: list[str]) -> bytes:
    """Lines of at most 75 bytes, even where that cuts a letter in two."""
    found = []
    for line in lines:
        data = line.encode()
        found += [data[:_FOLD]]
        found += [b" " + data[at : at + _FOLD - 1] for at in range(_FOLD, len(data), _FOLD - 1)]
    return b"".join(line + _END.encode() for line in found)


def _apple(person: Person, phones: tuple[str, ...], number: int) -> bytes:
    given, family = _escaped(person.given), _escaped(person.family)
    main, *others = [h for h in person.handles if "@" in h] or [""]
    lines = [
        "BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Apple Inc.//iPhone OS 17.4//EN", f"N:{family};{given};;;",
        f"FN:{given} {family}", f"ORG:{_escaped(person.employer)};", f"TITLE:{_escaped(person.title)}",
    ]  # fmt: skip
    lines += [f"EMAIL;type=INTERNET;type=HOME;type=pref:{main}"] if main else []
    for at, other in enumerate(others, start=1):
        lines += [f"item{at}.EMAIL;type=INTERNET:{other}", f"item{at}.X-ABLabel:_$!<Other>!$_"]
    lines += [f"TEL;type=CELL;type=VOICE;type=pref:{phone}" for phone in phones]
    if person.slug:
        lines += [f"item9.URL;type=pref:{_HOST}{person.slug}", "item9.X-ABLabel:LinkedIn"]
    lines += [f"item8.ADR;type=HOME:;;{number} Mill Lane\\nFlat 2;Harbourtown;;{10000 + number};", "item8.X-ABADR:gb"]
    lines += ["PHOTO;ENCODING=b;TYPE=JPEG:" + "".join(_photo(number, 76))] if number % 3 == 0 else []
    return _folded([*lines, "END:VCARD"])


def _printable(name: str, value: str) -> list[str]:
    """A property of Android's: in quoted-printable with soft line breaks where it is not plain ASCII."""
    if value.isascii():
        return [f"{name}:{value}"]
    coded = "".join(chr(b) if chr(b) in ";@" else f"={b:02X}" for b in value.encode())
    lines, rest = [], f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{coded}"
    while len(rest) > _SOFT:
        # A soft break never cuts '=C3' in two.
        at = _SOFT - (rest[_SOFT - 1] == "=") - 2 * (rest[_SOFT - 2] == "=")
        lines, rest = [*lines, rest[:at] + "="], rest[at:]
    return [*lines, rest]


def _android(person: Person, phones: tuple[str, ...], number: int) -> bytes:
    lines = ["BEGIN:VCARD", "VERSION:2.1", *_printable("N", f"{person.family};{person.given};;;")]
    lines += _printable("FN", person.name)
    lines += [f"TEL;CELL{';PREF' * (at == 0)}:{phone}" for at, phone in enumerate(phones)]
    lines += [line for h in person.handles if "@" in h for line in _printable("EMAIL;HOME", h)]
    lines += [*_printable("ORG", person.employer), *_printable("TITLE", person.title)]
    lines += [f"ADR;HOME:;;{number} Mill Lane;Harbourtown;;{10000 + number};"]
    if number % 3 == 0:
        first, *rest = _photo(number, 72)
        lines += [f"PHOTO;ENCODING=BASE64;JPEG:{first}", *(" " + line for line in rest), ""]
    return _END.join([*lines, "END:VCARD", ""]).encode()


def _eight_bit(name: str, value: str) -> bytes:
    """A property of Outlook's: in Windows-1252, which it does not say, or in UTF-8, which it does."""
    try:
        return f"{name}:{value}".encode("cp1252")
    except UnicodeEncodeError:
        return f"{name};CHARSET=utf-8:{value}".encode()


def _outlook(person: Person, phones: tuple[str, ...], number: int) -> bytes:
    lines = [b"BEGIN:VCARD", b"VERSION:2.1", _eight_bit("N;LANGUAGE=en-us", f"{person.family};{person.given}")]
    lines += [_eight_bit("FN", person.name), _eight_bit("ORG", f"{person.employer};Sales")]
    lines += [_eight_bit("TITLE", person.title), b"NOTE;ENCODING=QUOTED-PRINTABLE:Met at the fair=0D=0A=", b"in May"]
    lines += [f"TEL;{'WORK' if at else 'CELL'};VOICE:{phone}".encode() for at, phone in enumerate(phones)]
    lines += [f"ADR;WORK;PREF:;;{number} Mill Lane;Harbourtown;;{10000 + number};United Kingdom".encode()]
    lines += [f"EMAIL;{'PREF;' * (at == 0)}INTERNET:{h}".encode() for at, h in enumerate(person.handles) if "@" in h]
    if number % 5 == 0:
        assistant = f"BEGIN:VCARD,VERSION:2.1,N:Hand;Alex,EMAIL;INTERNET:desk{number}@example.org,END:VCARD"
        lines += [b"AGENT:", *assistant.encode().split(b",")]
    if number % 3 == 0:
        lines += [b"PHOTO;TYPE=JPEG;ENCODING=BASE64:", *(b" " + line.encode() for line in _photo(number, 72)), b""]
    lines += [f"REV:20240312T{number % 24:02}1933Z".encode(), b"END:VCARD", b""]
    return _END.encode().join(lines)


def _plain(person: Person, phones: tuple[str, ...], number: int) -> bytes:
    given, family = _escaped(person.given), _escaped(person.family)
    lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"FN:{given} {family}", f"N:{family};{given};;;"]
    lines += [f"ORG;TYPE=work:{_escaped(person.employer)};Sales\\, North", f"ROLE:{_escaped(person.title)}"]
    lines += [f'TEL;VALUE=uri;TYPE="cell,voice";PREF={at}:tel:{phone}' for at, phone in enumerate(phones, start=1)]
    lines += [f"EMAIL;TYPE=home:{h}" for h in person.handles if "@" in h]
    lines += [f"SOCIALPROFILE;SERVICE-TYPE=LinkedIn:{_HOST}{person.slug}"] if person.slug else []
    lines += [
        f'ADR;TYPE=work;LABEL="{number} Mill Lane: 2nd floor":;;{number} Mill Lane;Harbourtown;;{10000 + number};'
    ]
    return _folded([*lines, "END:VCARD"])


_FLAVOURS: dict[str, Callable[[Person, tuple[str, ...], int], bytes]] = {
    "apple": _apple, "android": _android, "outlook": _outlook, "plain": _plain,
}  # fmt: skip
FLAVOURS = tuple(_FLAVOURS)
"""The programs whose cards this writes."""
