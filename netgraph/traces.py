"""Whether a text names somebody: by a handle, however it is written, or by a full name."""

import html
import re
import string
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from netgraph.names import slug, straightened
from netgraph.readers.handles import address, profile

LEAST = 8
"""Letters from which on a name without its blanks is told from chance, as in a folder called 'gracehill_35'."""

_DROPPED = str.maketrans("", "", string.punctuation + string.whitespace)
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")


def chat_name(handle: str) -> str:
    """The name in a chat handle, such as 'Grace Hill' of 'whatsapp:Grace Hill'; empty where there is none."""
    channel, colon, name = handle.partition(":")
    return name if colon and channel.isalpha() and not any(c.isdigit() for c in name) else ""


def is_full(name: str) -> bool:
    """Whether a name has two words or more with letters."""
    return sum(any(c.isalpha() for c in word) for word in name.split()) > 1


def key(name: str) -> str:
    """A name by which spellings of it are compared."""
    return slug(straightened(name))


@dataclass(frozen=True)
class Traces:
    """What somebody is known by: handles, and the names that are theirs alone, of one word too.

    A name of one word counts in names of files and in pages only, where a false alarm costs little.
    """

    handles: frozenset[str]
    names: frozenset[str]

    def in_key(self, text: str) -> bool:
        """Whether an id or a remark of a reader names them, be it without blanks or within a longer word."""
        if any(h in text for h in self._odd):
            return True
        shown = _decoded(text)
        plain = squeezed(shown)
        if not any(trace in plain for trace in self._all):
            return False
        return any(long in plain for long in self._long) or _worded(shown, self._words)

    def in_file(self, text: str) -> bool:
        """Whether the name of a file or folder names them, by one word of a name too."""
        return self.in_key(text) or _worded(_decoded(text), self._single)

    def in_words(self, text: str) -> bool:
        """Whether what somebody wrote in a cell names them; another's longer address or name does not."""
        if text.strip().casefold() in self._bare or any(pattern.search(text.casefold()) for pattern in self._literal):
            return True
        digits = re.sub(r"\D", "", text)
        return any(p in digits for p in self._phones) or _worded(_decoded(text), self._full)

    def in_page(self, text: str) -> bool:
        """Whether a page, notebook or table names them, under any escapes."""
        shown = _decoded(html.unescape(_CODE.sub(lambda found: chr(int(found[1], 16)), text)))
        plain = squeezed(shown)
        return any(sure in plain for sure in self._certain) or _worded(shown, self._words | self._single)

    @cached_property
    def _full(self) -> frozenset[str]:
        spoken = [straightened(name).split() for name in self.names if is_full(name)]
        return frozenset(slug(" ".join(order)) for words in spoken for order in (words, [*words[-1:], *words[:-1]]))

    @cached_property
    def _single(self) -> frozenset[str]:
        return frozenset(slug(name) for name in self.names if not is_full(name) and len(squeezed(name)) > 2)

    @cached_property
    def _odd(self) -> frozenset[str]:
        """Handles of which nothing is left without signs, such as a chat name of one picture."""
        return frozenset(h for h in self.handles if slug(h.partition(":")[2] or h) == "unnamed")

    @cached_property
    def _words(self) -> frozenset[str]:
        """Words that must stand alone; bare numbers and initials are no such words, as they stand everywhere."""
        told = (h for h in self.handles - self._odd if not h.isdigit() and len(h) > 2)
        return self._full | frozenset(map(slug, told))

    @cached_property
    def _long(self) -> frozenset[str]:
        sure = [h for h in self.handles if address(h) or profile(h) or h.startswith("+")]
        return frozenset(s for s in map(squeezed, [*sure, *self._full]) if len(s) >= LEAST)

    @cached_property
    def _certain(self) -> frozenset[str]:
        """Addresses and numbers, which stand for themselves within any text."""
        told = (squeezed(h) for h in self.handles if address(h) or h.startswith("+"))
        return frozenset(h for h in told if len(h) >= LEAST)

    @cached_property
    def _all(self) -> frozenset[str]:
        return self._long | frozenset(map(squeezed, self._words))

    @cached_property
    def _bare(self) -> frozenset[str]:
        return frozenset(h.casefold() for h in self.handles)

    @cached_property
    def _phones(self) -> frozenset[str]:
        return frozenset(h[1:] for h in self.handles if h.startswith("+") and len(h) > LEAST)

    @cached_property
    def _literal(self) -> list[re.Pattern]:
        told = sorted(h.casefold() for h in self.handles if "@" in h or ":" in h or h.startswith("/in/"))
        # A profile follows the site's name, an address no letter, lest it be the end of a longer one.
        return [re.compile(("" if h[0] == "/" else r"(?<![\w.+-])") + re.escape(h) + r"(?![\w-])") for h in told]


def squeezed(text: str) -> str:
    """Letters and digits alone, without case and accents."""
    if text.isascii():
        return text.lower().translate(_DROPPED)
    return slug(text).translate(_DROPPED)


def _worded(shown: str, words: frozenset[str]) -> bool:
    """Whether one of the slugs stands in the text, between words."""
    row = f"-{slug(shown)}-"
    return any(f"-{word}-" in row for word in words)


def _decoded(text: str) -> str:
    return unquote(text) if "%" in text else text
