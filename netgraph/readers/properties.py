"""The lines of one vCard as properties: unfolded, decoded, split into name, parameters and value.

Photos and other attachments in base64 are not decoded.
"""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

LONGEST = 2000
"""Characters of a value that are looked at; no name, address or number has more."""

_HEAD = re.compile(rb"[\w.-]+[ \t]*(?:[;:]|\Z)")
_PRINTABLE = re.compile(rb"[^:]*QUOTED-PRINTABLE", re.IGNORECASE)
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*(?:"|\Z))*+')
_NAME = re.compile(r"(?:([\w-]+)\.)?([\w-]+)")
_BORDER = re.compile(r"\\.|;", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff]+")
_CODING = re.compile(
    r"(?:us-)?ascii|utf-?8|iso-?8859-?\d{1,2}|latin-?\d|(?:windows-?|cp-?)(?:125\d|437|8[56]\d|874|93[26]|949|950)"
    r"|(?:x-|ms_)?(?:shift[-_]?jis|sjis|kanji)|euc-?(?:jp|kr)|iso-2022-(?:jp|kr)|gbk|gb2312|gb18030|big5(?:-hkscs)?"
    r"|koi8-[ru]|mac(?:intosh|-?roman)|tis-620",
    re.IGNORECASE,
)
_CALLED = {"windows932": "cp932", "x-sjis": "shift_jis", "macintosh": "mac-roman", "kanji": "shift_jis"}
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"}
_ATTACHED = {"PHOTO", "LOGO", "SOUND", "KEY"}
_MOST_PARAMETERS = 100


class Property(NamedTuple):
    """One property: its name in capitals, what groups it ('item1'), parameters by name in capitals, its value.

    A parameter without a name, as vCard 2.1 has, is a TYPE; several TYPEs are joined by commas. The value
    is decoded text with its escapes left in (`plain`, `parts`); that of an attachment is empty.
    """

    name: str
    value: str
    parameters: dict[str, str] = {}  # noqa: RUF012, nobody writes to it
    group: str = ""


def properties(lines: list[bytes]) -> Iterator[Property]:
    """Every property between BEGIN and END of a card, in order; lines that are none are left out."""
    for line in _unfolded(lines):
        found = _parsed(line)
        if found:
            yield found


def plain(value: str) -> str:
    """A value as people read it: escapes resolved, in one line."""
    text = _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value[:LONGEST])
    return " ".join(_CONTROL.sub(" ", text).split())


def parts(value: str) -> list[str]:
    """The components of a value such as N, ADR or ORG, as people read them."""
    text = value[:LONGEST].replace("\0", " ")
    return [plain(part) for part in _BORDER.sub(lambda m: "\0" if m[0] == ";" else m[0], text).split("\0")]


def _unfolded(lines: list[bytes]) -> Iterator[bytes]:
    """Logical lines. In vCard 2.1 a folded line keeps the blank that it begins with."""
    old = any(line[:10].upper() == b"VERSION:2." for line in lines[:20])
    held: list[bytes] = []
    soft = False
    for line in lines:
        if soft or (held and line[:1] in (b" ", b"\t")):
            held.append(line if soft or old else line[1:])
        elif _HEAD.match(line):
            if held:
                yield b"".join(held)
            held = [line]
            soft = bool(line.rstrip().endswith(b"=") and _PRINTABLE.match(line))
        else:
            # The base64 of vCard 2.1 goes on without being folded.
            continue
        soft = soft and line.rstrip().endswith(b"=")
        if soft:
            held[-1] = held[-1].rstrip()[:-1]
    if held:
        yield b"".join(held)


def _parsed(line: bytes) -> Property | None:
    at = _colon(line)
    if at < 0:
        return None
    head = line[:at].decode("utf-8", "replace")
    name, _, rest = head.partition(";")
    found = _NAME.fullmatch(name.strip())
    if not found:
        return None
    given = filter(None, (one[0] for one in _PARAMETER.finditer(rest)))
    parameters = _parameters(islice(given, _MOST_PARAMETERS)) if rest else {}
    value = _value(line[at + 1 :], parameters, found[2].upper())
    return Property(found[2].upper(), value, parameters, found[1] or "")


def _colon(line: bytes) -> int:
    """Where the value begins: the first colon that no quotes enclose, or simply the first; -1 without any."""
    at = first = line.find(b":")
    begin, quoted = 0, False
    while at >= 0:
        quoted ^= bool(line.count(b'"', begin, at) % 2)
        if not quoted:
            return at
        close = line.find(b'"', at)
        begin, at = at, line.find(b":", close) if close >= 0 else -1
    return first


def _parameters(given: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, equals, value = (text.strip().strip('"') for text in one.partition("="))
        if not equals:
            name, value = "ENCODING" if name.upper() in _ENCODINGS else "TYPE", name
        name = name.upper()
        found[name] = f"{found[name]},{value}" if name == "TYPE" and name in found else value
    return found


def _value(raw: bytes, parameters: dict[str, str], name: str) -> str:
    encoding = parameters.get("ENCODING", "").upper()
    if encoding == "QUOTED-PRINTABLE":
        raw = a2b_qp(raw)
    elif encoding in ("BASE64", "B"):
        if name in _ATTACHED or name.startswith("X-"):
            return ""
        raw = _unpacked(raw)
    return decoded(raw, parameters.get("CHARSET", ""))


def _unpacked(raw: bytes) -> bytes:
    try:
        return a2b_base64(raw)
    except Error:
        return raw


def decoded(raw: bytes, charset: str = "") -> str:
    """Text of bytes in the coding they declare, else in UTF-8, else in Windows-1252."""
    for coding in (_coding(charset[:20]), "utf-8"):
        try:
            return raw.decode(coding)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


@lru_cache(maxsize=1000)
def _coding(charset: str) -> str:
    """Python's name of a coding for text; UTF-8 for what is none: its table holds more than codings."""
    plain = charset.strip().lower()
    return _CALLED.get(plain, plain.replace("cp-", "cp")) if _CODING.fullmatch(plain) else "utf-8"
