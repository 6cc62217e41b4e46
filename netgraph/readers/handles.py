"""What a source knows a person by, in one spelling."""

import re
from unicodedata import normalize
from urllib.parse import unquote

_PROFILE = re.compile(r"(?:^|linkedin\.com)(/in/[^/?#]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def profile(url: str) -> str:
    """'/in/<slug>' of a LinkedIn profile address, lowercased; empty for anything else."""
    found = _PROFILE.search(url.strip())
    return normalize("NFC", unquote(found[1])).lower() if found else ""


def address(text: str) -> str:
    """A mail address, lowercased; empty for anything else."""
    bare = text.strip().strip("'\"").lower().removeprefix("mailto:")
    return bare if _ADDRESS.fullmatch(bare) else ""


def owner(handle: str) -> str:
    """A handle of the owner as it was given: profile or mail address in their one spelling, else as it is."""
    return profile(handle) or address(handle) or handle.strip()
