"""vCard in JSON (jCard, RFC 7095) and in XML (xCard, RFC 6351): the same properties, each card read on its own."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from netgraph.readers.cards import Card
from netgraph.readers.properties import Property, decoded

BROKEN = "this card cannot be parsed; export it as a .vcf file"

_JSON = re.compile(rb'\[\s*"vcard"\s*,')
_XML = re.compile(rb"<(?:[\w-]{1,40}:)?vcard[\s>]")
_PREFIX = re.compile(r"<(/?)[\w-]{1,40}:")
_ESCAPED = re.compile(r"([\\;,])")
_TAGS = {
    "n": ("surname", "given", "additional", "prefix", "suffix"),
    "adr": ("pobox", "ext", "street", "locality", "region", "code", "country"),
}
_MOST_TAGS = 2000


def is_kin(start: bytes) -> bool:
    """Whether a file that starts so holds cards in JSON or in XML."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    in_json = text.startswith(b"[") and bool(_JSON.match(text) or _JSON.match(text[1:].lstrip()))
    return in_json or (text.startswith(b"<") and b"vcard-4.0" in text and bool(_XML.search(text)))


def kin(data: bytes) -> Iterator[tuple[Card, list[Property]]]:
    """Every card of a file and its properties; before the first come bytes that are no card's."""
    in_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    starts = [found.start() for found in (_JSON if in_json else _XML).finditer(data)]
    line, first = 1, starts[0] if starts else len(data)
    yield Card(1, 0, first, [], blank=True), []
    line += data.count(b"\n", 0, first)
    for start, end in pairwise([*starts, len(data)]):
        text = decoded(data[start:end])
        found = _of_json(text) if in_json else _of_xml(text)
        yield Card(line, start, end - start, [], "" if found is not None else BROKEN), found or []
        line += data.count(b"\n", start, end)


def _of_json(text: str) -> list[Property] | None:
    try:
        card, _ = json.JSONDecoder().raw_decode(text)
        return [_from_json(*item[:2], *item[3:]) for item in card[1]]
    except (ValueError, RecursionError, TypeError, IndexError, AttributeError, KeyError):
        return None


def _from_json(name: str, parameters: dict, *values) -> Property:
    components = values[0] if values and isinstance(values[0], list) else values[:1]
    value = ";".join(_joined(one) for one in components)
    return Property(name.upper(), value, {k.upper(): str(v) for k, v in parameters.items()})


def _joined(component) -> str:
    each = component if isinstance(component, list) else [component]
    return ",".join(_ESCAPED.sub(r"\\\1", str(one)) for one in each)


def _of_xml(text: str) -> list[Property] | None:
    card = _PREFIX.sub(r"<\1", text)
    close = card.find("</vcard>")
    if close < 0 or card.count("<") > _MOST_TAGS:
        return None
    try:
        root = fromstring(card[: close + len("</vcard>")], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return None
    grouped = [one for group in root.findall("group") for one in group]
    return [_from_xml(one) for one in [*root, *grouped] if one.tag != "group"]


def _from_xml(element: Element) -> Property:
    children = [child for child in element if child.tag != "parameters"]
    if element.tag in _TAGS:
        each = [[_text(child) for child in children if child.tag == tag] for tag in _TAGS[element.tag]]
        return Property(element.tag.upper(), ";".join(map(_joined, each)))
    return Property(element.tag.upper(), ";".join(_joined(_text(child)) for child in children))


def _text(element: Element) -> str:
    return element.text or ""
