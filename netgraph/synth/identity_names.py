# ruff: noqa: RUF001, the letters of other scripts are meant
"""What made-up people are called: names of fourteen cultures, as common as names are, and their other spellings."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from netgraph.synth.identity_pools import CULTURES, MIDDLES, PREFIXES

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})
_SPELT_OUT = str.maketrans({"ö": "oe", "ü": "ue", "ä": "ae", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae"})
_FEMALE = {
    "ский": "ская", "ов": "ова", "ев": "ева", "ин": "ина",
    "ski": "ska", "cki": "cka", "dzki": "dzka"}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ё": "e"}  # fmt: skip
_CYRILLIC_OTHER = _CYRILLIC | {
    "в": "w", "ж": "sch", "й": "j", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju",
    "я": "ja"}  # fmt: skip
GIVEN_SKEW, FAMILY_SKEW = 0.4, 0.4  # exponents of the Zipf laws: how much commoner common names are


@dataclass(frozen=True)
class Word:
    """One name as it is written at home, in Latin letters, in another Latin spelling, and its short forms."""

    native: str
    latin: str
    other: str
    short: tuple[tuple[str, str], ...] = ()  # (native, Latin)


@dataclass(frozen=True)
class Name:
    """What somebody is called: `second` is another family name or None, `middle` a middle name or None."""

    culture: str
    given: Word
    family: Word
    middle: Word | None = None
    second: Word | None = None

    @property
    def everyday(self) -> str:
        """The name without noise: given name, family name or names, in the order and script of home."""
        families = self.family.native + (f" {self.second.native}" if self.second else "")
        return " ".join((families, self.given.native) if family_first(self.culture) else (self.given.native, families))

    @property
    def foreign(self) -> bool:
        """Whether it is written in another script than Latin."""
        return self.given.native != self.given.latin


def family_first(culture: str) -> bool:
    """Whether a culture puts the family name before the given name."""
    return culture in ("japanese", "vietnamese")


def folded(text: str) -> str:
    """Without accents, where letters are Latin: é becomes e, ö o; capitals stay."""
    return "".join(_bare(letter) for letter in text)


@cache
def _bare(letter: str) -> str:
    # Marks of other scripts make other letters: й is no и.
    if not (letter < "\u0250" or "\u1e00" <= letter < "\u1f00"):
        return letter
    if letter.lower() in "łøđßæı":
        small = letter.lower().translate(_LETTERS)
        return small if letter == letter.lower() else small.title()
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def spelt_out(text: str) -> str:
    """Without accents as Germans and Danes write them: ö becomes oe, å aa; other accents are dropped."""
    words = [w.lower().translate(_SPELT_OUT).title() if w.istitle() else w for w in text.split(" ")]
    return folded(" ".join(words).translate(_SPELT_OUT))


def plain(text: str) -> str:
    """Lowercase ASCII letters and digits only, as addresses have it."""
    return "".join(c for c in folded(text).lower() if c.isascii() and c.isalnum())


def cultures() -> dict[str, float]:
    """The cultures and their shares of people; the shares sum to 1."""
    total = sum(c[0] for c in CULTURES.values())
    return {name: c[0] / total for name, c in CULTURES.items()}


def collision_rate() -> float:
    """Chance that two random people share given and family name, before any namesakes are planted; exact."""
    rate = 0.0
    for culture, share in cultures().items():
        given = sum(_concentration(len(givens(culture, woman=w)), GIVEN_SKEW) for w in (False, True)) / 4
        rate += share**2 * given * _concentration(len(families(culture)), FAMILY_SKEW)
    return rate


def _concentration(count: int, skew: float) -> float:
    weights = _weights(count, skew)
    return sum(w * w for w in weights) / sum(weights) ** 2


def draw_given(rng: Random, culture: str, *, woman: bool) -> Word:
    """A given name, common ones more often."""
    pool = givens(culture, woman=woman)
    return rng.choices(pool, cum_weights=_steps(len(pool), GIVEN_SKEW))[0]


def draw_family(rng: Random, culture: str, *, woman: bool) -> Word:
    """A family name, common ones more often; in the form of women where a language has one."""
    pool = families(culture)
    word = rng.choices(pool, cum_weights=_steps(len(pool), FAMILY_SKEW))[0]
    return in_form(word, woman=woman)


def in_form(word: Word, *, woman: bool) -> Word:
    """The family name as a woman or man of the family bears it: Wiśniewska, Соколова."""
    for man, lady in _FEMALE.items():
        have, want = (man, lady) if woman else (lady, man)
        if word.native.endswith(have):
            return _word(word.native.removesuffix(have) + want)
    return word


@cache
def givens(culture: str, *, woman: bool) -> tuple[Word, ...]:
    """The given names of a culture's men or women, commonest first."""
    words = tuple(_word(text) for text in CULTURES[culture][2 if woman else 1].split())
    if culture != "vietnamese":
        return words
    # Few family names, so given names of two syllables tell people apart, as they do there.
    return _mixed([_joined(a, b, " ") for a in words for b in words if a != b], f"vietnamese{woman}")


@cache
def families(culture: str) -> tuple[Word, ...]:
    """The family names of a culture in the form of men, commonest first."""
    roots, ends = ([_word(text) for text in CULTURES[culture][part].split(" ")] for part in (3, 4))
    middles = [_word(text) for text in MIDDLES.get(culture, ("",))]
    made = [_joined(_joined(root, middle), end) for root in roots for middle in middles for end in ends]
    before = [_word(p) for p in PREFIXES.get(culture, ("",))]
    return _mixed(list({w.native: w for p in before for m in made for w in [_joined(p, m)]}.values()), culture)


def _mixed(words: list[Word], salt: str) -> tuple[Word, ...]:
    Random(salt).shuffle(words)
    return tuple(words)


def _word(text: str) -> Word:
    forms, _, shorts = text.partition("=")
    native, *latins = forms.split("/")
    latin = latins[0] if latins else latinised(native)
    other = latins[-1] if latins else latinised(native, other=True)
    return Word(native, latin, other, tuple((s, latinised(s)) for s in shorts.split(",") if s))


def _joined(a: Word, b: Word, gap: str = "") -> Word:
    native = a.native + gap + b.native
    if _cyrillic(native):
        return _word(native)
    return Word(native, a.latin + gap + b.latin, a.other + gap + b.other)


def _cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


def latinised(text: str, *, other: bool = False) -> str:
    """Cyrillic in Latin letters, in the English way or another (Sokolowa); anything else as it is."""
    if not _cyrillic(text):
        return text
    table = _CYRILLIC_OTHER if other else _CYRILLIC
    return "".join(table.get(c, c) for c in text.lower()).title()


@cache
def _weights(count: int, skew: float) -> tuple[float, ...]:
    return tuple(1 / rank**skew for rank in range(1, count + 1))


@cache
def _steps(count: int, skew: float) -> tuple[float, ...]:
    return tuple(accumulate(_weights(count, skew)))
