"""What people are called: names as they are spoken, their words, and how far two of them agree.

Words of a name are compared in lowercase ASCII; Chinese and Korean names are taken sign by sign, as their reading
cannot be told from the signs. Names in other scripts are transliterated.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from anyascii import anyascii
from nameparser import HumanName
from nicknames import NickNamer
from rapidfuzz.distance import OSA

from netgraph.short_names import SHORT_FOR

# Latin letters that no accent can be taken from
_UNACCENTED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})  # noqa: RUF001
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
# Behind a name; before it some of these are names, as Md is.
_DEGREES = frozenset(["phd", "md", "mba", "cpa", "esq", "msc", "bsc", "ma", "pmp", "cfa"])
_TITLES = frozenset(
    ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "herr", "frau", "mme", "dott", "ing", "dipl", "med"]
)
_AFTER_COMMA = _DEGREES | {"dr", "jr", "sr", "ii", "iii", "iv"}
# Words by which one calls a relative or a place, so that they name nobody to anybody else.
_KIN = """
mum mom mummy mommy mama mother dad daddy papa father oma opa grandma grandpa granny nana auntie aunt uncle
brother sister wife husband home work office house team info family familie boss me unknown
"""
_LABELS = frozenset(_KIN.split())
_SIGNS = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3々]")
_SIGNS_AND_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3々]")
_VOWELLESS = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ARTICLES = {"al": "al", "el": "al", "abu": "abu", "abou": "abu", "abw": "abu"} | dict.fromkeys(
    ("ben", "bin", "bn", "ibn"), "ben"
)
_ARTICLE = re.compile(rf"(?<=[a-z][ -])({'|'.join(_ARTICLES)})[ -](?=[a-z])")
_COUPLE = re.compile(r"\S (?:and|und|et|og|och|ve|&|\+) \S", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")  # noqa: RUF001
_TAIL = re.compile(r"\s*(?:[|/•·@]| [-–—] | at | via ).*$", re.IGNORECASE)  # noqa: RUF001
_MOST_WORDS = 5
# Letters and groups of them that transcriptions use for one sound.
_SOUNDS = (("schtsch", "s"), ("shch", "s"), ("szcz", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "j"),
           ("zh", "z"), ("sh", "s"), ("sz", "s"), ("ch", "c"), ("cz", "c"), ("kh", "h"), ("ph", "f"), ("ck", "k"),
           ("ts", "c"), ("tz", "c"), ("x", "ks"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
           ("ii", "i"), ("ou", "u"), ("ee", "i"), ("oo", "u"))  # fmt: skip
_NICKNAMES = NickNamer()
SAME, PARTS, SHORT, SPELLING, TYPO, INITIAL, GIVEN = (
    "the same full name", "the same name, parts left out", "a short form of the name", "the name in another spelling",
    "the name but for a letter", "the same initial and family name", "the same given name")  # fmt: skip
LEVELS = (SAME, PARTS, SHORT, SPELLING, TYPO, INITIAL, GIVEN)
"""How far two names agree, best first. A level counts by its weakest word."""


class Name(NamedTuple):
    """A name taken apart.

    words : in lowercase ASCII, or one for each sign; two signs in one, maybe a family name, are one.
    generation : 'jr' and the like. vowelless : whether it was written without vowels.
    """

    words: tuple[str, ...] = ()
    generation: str = ""
    vowelless: bool = False

    @property
    def full(self) -> bool:
        """Whether it has two words that are more than an initial, or two signs."""
        return sum(len(word) > 1 or not word.isascii() for word in self.words) > 1

    @property
    def several(self) -> bool:
        """Whether it has two words, of which one may be an initial."""
        return len(self.words) > 1

    @property
    def in_signs(self) -> bool:
        """Whether it is written in Chinese or Korean signs, and so compares with no other script."""
        return any(not word.isascii() for word in self.words)


class Agreement(NamedTuple):
    """How far two names agree, one of LEVELS, and by which words of either."""

    level: str
    words: tuple[tuple[str, str], ...]


def straightened(name: str) -> str:
    """A name as it is spoken: 'Okafor, Ben' becomes 'Ben Okafor'; white space is folded."""
    name = " ".join(name.split()).strip("'\" ")
    last, comma, first = name.partition(", ")
    turn = comma and first and "," not in first and first.lower().strip(".") not in _AFTER_COMMA
    return f"{first} {last}" if turn else name


def slug(text: str) -> str:
    """Lower-case words joined by hyphens; Latin letters without accents, other scripts as they are."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", apart))
    return re.sub(r"[^\w]+", "-", plain.translate(_UNACCENTED)).strip("-") or "unnamed"


@lru_cache(maxsize=1 << 14)
def named(text: str) -> Name:
    """The name in what a source shows: no titles, no employer in brackets or after a bar, no emoji, no address.

    Empty where it shows none, as in 'Mum' or an address, or two, as in 'Ann and Ben Hill'.
    """
    text = " ".join(text.split()).strip("'\" ")
    if re.search(r"\S@\S", text) or _COUPLE.search(text):
        return Name()
    text, generation = (text, "") if _PLAIN.fullmatch(text) else _bare(text)
    if _SIGNS.search(text):
        parts = ["".join(_SIGNS_AND_KANA.findall(part)) for part in text.split()]
        # Two signs in one may be a family name alone.
        whole = "".join(parts)
        return Name((whole,) if len(whole) < 3 and whole in parts else tuple(whole))
    latin = _latin(text)
    latin = _ARTICLE.sub(lambda found: _ARTICLES[found[1]], latin) if " " in text else latin.replace("-", "")
    words = _untitled([word for word in re.split(r"[ -]", latin) if word])[:_MOST_WORDS]
    if len(words) == 1 and (words[0] in _LABELS or len(words[0]) == 1):
        return Name()
    generation = generation or next((_GENERATIONS[word] for word in words[1:] if word in _GENERATIONS), "")
    kept = words[:1] + [word for word in words[1:] if word not in _GENERATIONS]
    return Name(tuple(kept), generation, vowelless=bool(_VOWELLESS.search(text)))


def _untitled(words: list[str]) -> list[str]:
    """The words without titles before and degrees behind, of which one word stays."""
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in _DEGREES | _TITLES:
        words = words[:-1]
    return words


def _bare(text: str) -> tuple[str, str]:
    """The name without what stands around it, in the order in which it is spoken; and the generation."""
    text = _TAIL.sub("", "".join(c if unicodedata.category(c)[0] in "LMP" or c == "|" else " " for c in text))
    parsed = HumanName(straightened(text))
    suffix = re.sub(r"[^a-z ]", "", parsed.suffix.lower()).split()
    generation = next((_GENERATIONS[s] for s in suffix if s in _GENERATIONS), "")
    spoken = f"{parsed.first} {parsed.middle} {parsed.last}".split()
    # What stands before one word only may be a given name, be it Prince; plain titles go later.
    before = parsed.title.split() if len(spoken) == 1 else []
    return " ".join([*before, *spoken]), generation


def _latin(text: str) -> str:
    """The text in lowercase ASCII letters, with spaces and hyphens between words."""
    spaced = re.sub(r"(?<!\w\w)\.|\.(?=\s|$)", " ", text)
    return " ".join(re.sub(r"[^a-z -]", "", anyascii(spaced).lower()).split())


def in_address(local: str) -> Name:
    """The name that the local part of an address may spell: its words, or one word that may be several run together."""
    words = tuple(w for w in re.split(r"[^a-z]+", anyascii(local.partition("+")[0]).lower()) if w)[:_MOST_WORDS]
    told = words and max(map(len, words)) > 1 and not _LABELS.intersection(words)
    return Name(words) if told else Name()


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word of a name without what spellings differ in at home: ae, oe, ue for umlauts."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u") if len(word) > 3 else word


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> frozenset[str]:
    """The word and the given names that it is short for, folded."""
    longer = {name for name in _NICKNAMES.canonicals_of(word) if len(name) >= len(word)} | SHORT_FOR.get(word, set())
    return frozenset(map(folded, {word, *longer}))


@lru_cache(maxsize=1 << 16)
def spelled(word: str) -> str:
    """A word as it may be spelled in any transcription: one letter for a sound."""
    for several, one in _SOUNDS:
        word = word.replace(several, one)
    return re.sub(r"(.)\1", r"\1", re.sub(r"(?<=[a-z])i(?=[aeou])", "", folded(word)))


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """The consonants of `spelled`, all that a script without vowels shows of a word."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiou]", "", spelled(word)))


def agreement(one: Name, other: Name) -> Agreement | None:
    """How far two names agree; None where they do not, or where one is empty.

    Words agree in any order. A name may lack words of the other, but not have one instead of it.
    """
    few, many = sorted((one, other), key=lambda name: (len(name.words), name.words))
    if not few.words or (one.generation and other.generation and one.generation != other.generation):
        return None
    if one.in_signs or other.in_signs:
        same = one.full and sorted(one.words) == sorted(other.words)
        return Agreement(SAME, tuple((word, word) for word in one.words)) if same else None
    return _given(few, many) if len(few.words) == 1 else _aligned(few, many)


def contradict(one: Name, other: Name) -> bool:
    """Whether both have several words, initials too, that could be compared and do not agree.

    Signs compare with no other script, and letters without vowels are no proof against a name with vowels.
    """
    comparable = one.in_signs == other.in_signs and one.vowelless == other.vowelless
    return one.several and other.several and comparable and agreement(one, other) is None


def two_people(one: Name, other: Name) -> bool:
    """Whether names that one handle shows are of two people: a household, an office, an assistant.

    Who marries keeps the given name; a short form that no list has begins like the name, beside the same family name.
    """
    if not contradict(one, other):
        return False
    first, second = one.words[0], other.words[0]
    family = {*map(spelled, one.words[1:])} & {*map(spelled, other.words[1:])}
    related = _related(first, second, vowelless=True, given=True)
    return not (related in (SAME, SHORT, SPELLING) or (family and first[0] == second[0]))


def unlike(one: Name, other: Name) -> bool:
    """Whether names contradict each other in the given name too, which who marries keeps; `two_people` forgives more.

    By names alone, with no handle in common: a short form that no list has makes them unlike.
    """
    return contradict(one, other) and one.words[0] not in other.words and other.words[0] not in one.words


def same_name(some: Iterable[Name], others: Iterable[Name]) -> bool:
    """Whether some name of the one and of the other is the same full name."""
    return any((found := agreement(a, b)) and found.level == SAME for a, b in product(some, others))


def strongly(one: Name, other: Name) -> bool:
    """Whether two names agree by more than an initial or a given name."""
    found = agreement(one, other)
    return found is not None and found.level not in (INITIAL, GIVEN)


def _given(few: Name, many: Name) -> Agreement | None:
    """Of one word: whether the other begins with it, or runs together to it. A family name alone is nobody's."""
    word, first, last = few.words[0], many.words[0], many.words[-1]
    if word in (first + last, last + first):
        return Agreement(SAME, ((first, first), (last, last)))
    if word == first + last[0]:
        return Agreement(INITIAL, ((first, first), (last[0], last)))
    if word in (first[0] + last, last + first[0]):
        return Agreement(INITIAL, ((last, last), (first[0], first)))
    agree = (
        len(word) > 1
        and len(first) > 1
        and _related(word, first, vowelless=few.vowelless or many.vowelless, given=True)
    )
    return Agreement(GIVEN, ((word, first),)) if agree and agree != TYPO else None


def _aligned(few: Name, many: Name) -> Agreement | None:
    """Each word of the shorter name with one of the longer, the best kind of match first.

    Who leaves out words of a name seldom leaves out the first one: Ann Hill is not Grace Ann Hill, but may be G. Ann.
    """
    vowelless = few.vowelless or many.vowelless
    pairs = product(enumerate(few.words), enumerate(many.words))
    related = ((_related(a, b, vowelless=vowelless, given=not (i and j)), i, j) for (i, a), (j, b) in pairs)
    ranked = sorted((LEVELS.index(level), i, j) for level, i, j in related if level)
    mine, theirs, found = set(), set(), []
    for level, i, j in ranked:
        if i not in mine and j not in theirs:
            mine.add(i)
            theirs.add(j)
            found.append((LEVELS[level], few.words[i], many.words[j]))
    if 0 not in theirs and len(many.words[0]) > 1:
        return None
    return _judged(found, left=len(few.words) - len(found), more=len(many.words) - len(few.words))


def _judged(found: list[tuple[str, str, str]], *, left: int, more: int) -> Agreement | None:
    """The agreement of aligned words: none where a word is `left` over; `more` words stand in the longer name alone."""
    whole = [(a, b) for _, a, b in found if min(len(a), len(b)) > 1]
    kinds = {level for level, _, _ in found}
    typos = sum(level == TYPO for level, _, _ in found)
    if left or not whole or typos > 1 or (typos and (more or len(whole) < 2)):
        return None
    if len(whole) == 1:
        return Agreement(INITIAL, tuple((a, b) for _, a, b in found))
    kinds = kinds - {INITIAL} | ({PARTS} if more or INITIAL in kinds else set())
    return Agreement(max(kinds, key=LEVELS.index), tuple(whole))


def _related(a: str, b: str, *, vowelless: bool, given: bool) -> str | None:
    """How two words of names agree, one of LEVELS; None where they do not. Only `given` names have short forms."""
    if folded(a) == folded(b):
        return SAME
    if min(len(a), len(b)) == 1:
        return INITIAL if a[0] == b[0] else None
    if given and (forms(a) & forms(b) or _shortened(*sorted((a, b), key=len))):
        return SHORT
    if spelled(a) == spelled(b) or (vowelless and consonants(a) == consonants(b) != ""):
        return SPELLING
    # A first or last letter makes another name of it, as in Amal and Jamal, Daniel and Daniela.
    near = min(len(a), len(b)) > 4 and a[0] == b[0] and a[:-1] != b[:-1] and a != b[:-1] and b != a[:-1]
    return TYPO if near and OSA.distance(a, b, score_cutoff=1) <= 1 else None


def _shortened(short: str, long: str) -> bool:
    """Whether a name is the beginning of another, as in Greg and Gregoire; a letter more makes another name."""
    return len(short) > 2 and len(long) > len(short) + 1 and long.startswith(short)


@lru_cache(maxsize=1 << 14)
def keys(name: Name) -> frozenset[str]:
    """What names that may agree have in common: where `agreement` finds more than a given name, a key is shared."""
    if name.in_signs:
        return frozenset({"".join(sorted(name.words))}) if name.full else frozenset()
    if len(name.words) == 1:
        return frozenset({f"={name.words[0]}"})
    whole = [word for word in name.words if len(word) > 1]
    pairs = {" ".join(sorted((a, b))) for x, y in combinations(whole, 2) for a, b in product(forms(x), forms(y))}
    pairs |= {f"{word[:3]}.. {folded(whole[-1])}" for word in whole[:1]}
    heard = {" ".join(sorted((spelled(x), spelled(y)))) for x, y in combinations(whole, 2)}
    bare = {"~" + " ".join(sorted((consonants(x), consonants(y)))) for x, y in combinations(whole, 2)}
    return frozenset(pairs | heard | bare | _initials(name.words) | {f"={word}" for word in run_together(name)})


def _initials(words: tuple[str, ...]) -> set[str]:
    """Keys of a name of which the first or the last word may be an initial, or have a wrong letter."""
    first, last = words[0], words[-1]
    return {f"{first[0]}. {folded(word)}" for word in words[1:]} | {f"{last[0]}. {folded(word)}" for word in words[:-1]}


@lru_cache(maxsize=1 << 14)
def run_together(name: Name) -> frozenset[str]:
    """How an address may spell the name without a sign between the words: graceh, ghill, hillgrace and the like."""
    if len(name.words) < 2 or name.in_signs:
        return frozenset()
    first, last = name.words[0], name.words[-1]
    return frozenset({first + last, last + first, first[0] + last, last + first[0], first + last[0]})
