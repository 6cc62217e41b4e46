"""What a source knows a person by, in one spelling."""

import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote

import phonenumbers

OWNER = "the owner"
"""Handle of whoever's export it is, where the format names everybody else only."""

_PROFILE = re.compile(r"(?:^|linkedin\.com)(/in/[^/?#]+)", re.IGNORECASE)
_LEAST_DIGITS, _MOST_DIGITS = 7, 40
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def profile(url: str) -> str:
    """'/in/<slug>' of a LinkedIn profile address, lowercased; empty for anything else."""
    found = _PROFILE.search(url.strip())
    return normalize("NFC", unquote(found[1])).lower() if found else ""


def address(text: str) -> str:
    """A mail address, lowercased; empty for anything else."""
    bare = text.strip().strip("'\"").lower().removeprefix("mailto:")
    return bare if _ADDRESS.fullmatch(bare) else ""


@lru_cache(maxsize=100_000)
def phone(text: str, region: str | None = None) -> str:
    """A phone number in E.164, such as '+4915112345678'; its bare digits where it states no country; else empty.

    `region` is the two-letter country of numbers that state none. Numbers of fewer than seven digits, as
    services have, come back as they are dialled.
    """
    bare = normalize("NFKC", text).strip()[:_MOST_DIGITS]
    digits = re.sub(r"\D", "", bare)
    if not digits or re.search(r"[^\W\d_]", bare.removeprefix("tel:").partition(";")[0].partition("x")[0]):
        return ""
    if len(digits) < _LEAST_DIGITS:
        return digits
    try:
        found = phonenumbers.parse(bare.removeprefix("tel:"), region)
    except phonenumbers.NumberParseException:
        return digits
    valid = phonenumbers.is_possible_number(found)
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164) if valid else digits


def owner(handle: str) -> str:
    """A handle of the owner as it was given: profile, mail address or phone number in one spelling, else as it is."""
    number = phone(handle) if handle.strip().startswith("+") else ""
    return profile(handle) or address(handle) or number or handle.strip()
