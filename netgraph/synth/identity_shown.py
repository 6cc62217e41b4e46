"""How a made-up person's name is shown in one place: the noise of mail headers, chats, phones and cards."""

from dataclasses import dataclass, fields, replace
from random import Random

from netgraph.synth.identity_names import Name, Word, family_first, folded, spelt_out
from netgraph.tables import TableError

_TITLES = ("Dr. {}", "Prof. {}", "{}, PhD", "{} Jr.", "{} MD", "Dipl.-Ing. {}", "{} (she/her)", "{} MBA")
_EMPLOYER = ("{} ({})", "{} | {}", "{} - {}", "{} @ {}", "{}, {}")
_EMOJI = ("{} 🌻", "✨{}✨", "{} 🎸", "🐝 {}", "{}❤️", "{} 🇪🇺")
_KIN = ("Mum", "Dad", "Mama", "Papa", "Oma", "Tante", "Grandpa", "Auntie", "Hermano", "シスター")


@dataclass(frozen=True)
class Noise:
    """How untidy the data is: shares in 0..1, else TableError. `Noise.clean()` has them all at 0: everyday names only.

    Shares of shown names (one name at one handle in one source), of those to which it can apply:
    accents dropped or spelt out (of names with accents), latin (of names in another script: in Latin letters),
    spelling (of those: in another than the usual way), reversed ("Hill, Grace"), initials ("G. Hill"), middles (of
    people with a middle name: shown), halved (of people with two family names: one shown), case (all lower or upper),
    typos, titles (and suffixes), employer_shown ("Grace Hill (Quillmarsh)"), emoji (of chats and phones), given_only
    (of chats and phones), kin (a word like "Mum"; of chats and phones), unnamed (of mail: no name at all).
    legal_forms is of the employers on cards ("Quillmarsh Ltd").

    Shares of people: short_names (go by one, such as Bob; half of their shown names have it), married (another family
    name from some day on), namesakes (get the full name of somebody else, of a colleague every tenth time), relatives
    (get that of somebody in the household), unrelated (of private addresses and slugs: no part of the name), moved
    (of those who work: change the employer), cardless (on no card), two_cards (of those on a card: on one in a second
    address book), stale (of the moved with a card: it shows the old employer and address).

    Shares of other things: landlines (of households: one on the cards of two), family_addresses (of households),
    role_addresses (of employers; half of them on somebody's card too), assistants (of teams: the number of one is on
    the card of another, the boss), both_addresses (of group mails: to two
    addresses of one person), recycled (of addresses left behind: given to a newcomer; then shared by two).
    """

    accents: float = 0.25
    latin: float = 0.6
    spelling: float = 0.15
    reversed: float = 0.06
    initials: float = 0.04
    middles: float = 0.4
    halved: float = 0.5
    case: float = 0.03
    typos: float = 0.01
    titles: float = 0.03
    employer_shown: float = 0.03
    emoji: float = 0.03
    given_only: float = 0.06
    kin: float = 0.005
    unnamed: float = 0.1
    legal_forms: float = 0.15
    short_names: float = 0.2
    married: float = 0.01
    namesakes: float = 0.004
    relatives: float = 0.001
    unrelated: float = 0.06
    moved: float = 0.25
    cardless: float = 0.2
    two_cards: float = 0.25
    stale: float = 0.3
    assistants: float = 0.08
    landlines: float = 0.08
    family_addresses: float = 0.03
    role_addresses: float = 0.3
    both_addresses: float = 0.01
    recycled: float = 0.0

    def __post_init__(self):
        for field in fields(self):
            if not 0 <= getattr(self, field.name) <= 1:
                raise TableError(f"Noise: {field.name}={getattr(self, field.name)} is no share; give one in 0..1")

    @classmethod
    def clean(cls) -> "Noise":
        """No noise at all; `dataclasses.replace` it to study one kind alone."""
        return cls(**{field.name: 0.0 for field in fields(cls)})


def shown(rng: Random, name: Name, noise: Noise, *, place: str, short: bool = False, employer: str = "") -> str | None:
    """The name as one `place` shows it: mail, card or chat (phones are chats); None where it shows none.

    `short` is for people who go by a short name, `employer` what may stand beside the name.
    """
    if place == "mail" and rng.random() < noise.unnamed:
        return None
    if place == "chat" and rng.random() < noise.kin:
        return rng.choice(_KIN)
    parts = _parts(rng, name, noise, short=short)
    if place == "chat" and rng.random() < noise.given_only:
        text = parts[0]
    else:
        text = _ordered(rng, name, noise, parts)
        text = _decorated(rng, text, noise, employer)
    text = _mistyped(rng, _unaccented(rng, text, noise), noise)
    return rng.choice(_EMOJI).format(text) if place == "chat" and rng.random() < noise.emoji else text


def _parts(rng: Random, name: Name, noise: Noise, *, short: bool) -> tuple[str, str, str]:
    """Given, middle (or empty) and family name, in one script and spelling."""
    script = "native"
    if name.foreign and rng.random() < noise.latin:
        script = "other" if rng.random() < noise.spelling else "latin"
    given = _short(name.given, script) if short and rng.random() < 0.5 else getattr(name.given, script)
    middle = getattr(name.middle, script) if name.middle and rng.random() < noise.middles else ""
    families = [getattr(word, script) for word in (name.family, name.second) if word]
    if len(families) == 2 and rng.random() < noise.halved:
        families = [rng.choice(families)]
    return given, middle, " ".join(families)


def _short(given: Word, script: str) -> str:
    native, latin = given.short[0]
    return native if script == "native" else latin


def _ordered(rng: Random, name: Name, noise: Noise, parts: tuple[str, str, str]) -> str:
    given, middle, family = parts
    latin = given[0].isascii() or not name.foreign
    if latin and rng.random() < noise.initials:
        return _initialled(rng, given, middle, family)
    turned = rng.random() < noise.reversed
    if family_first(name.culture) and given in (name.given.native, *(s for s, _ in name.given.short)):
        # Turned round for readers in the west, without a comma.
        return f"{given} {family}" if turned else f"{family} {given}"
    whole = f"{given} {middle}".strip()
    return f"{family}, {whole}" if turned else f"{whole} {family}"


def _initialled(rng: Random, given: str, middle: str, family: str) -> str:
    if rng.random() < 0.25:
        return f"{given} {family[0]}."
    return f"{given[0]}. {middle[0]}. {family}" if middle else f"{given[0]}. {family}"


def _decorated(rng: Random, text: str, noise: Noise, employer: str) -> str:
    if rng.random() < noise.titles:
        text = rng.choice(_TITLES).format(text)
    if employer and rng.random() < noise.employer_shown:
        text = rng.choice(_EMPLOYER).format(text, employer)
    return text


def _unaccented(rng: Random, text: str, noise: Noise) -> str:
    bare = folded(text)
    if bare == text or rng.random() >= noise.accents:
        return text
    return spelt_out(text) if rng.random() < 0.3 else bare


def _mistyped(rng: Random, text: str, noise: Noise) -> str:
    if rng.random() < noise.case:
        text = text.lower() if rng.random() < 0.6 else text.upper()
    if len(text) > 4 and rng.random() < noise.typos:
        at = rng.randrange(1, len(text) - 1)
        swapped, dropped, doubled = text[at + 1] + text[at], "", text[at] * 2
        text = text[:at] + rng.choice((swapped + text[at + 2 :], dropped + text[at + 1 :], doubled + text[at + 1 :]))
    return text


def renamed(name: Name, family: Word) -> Name:
    """The name after marriage: the partner's family name instead of one's own."""
    return replace(name, family=family, second=None)
