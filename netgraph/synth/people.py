"""Made-up names, addresses, employers: who there is, before anybody writes to anybody."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from random import Random

# Given names and family names that go together. After a slash: how the name is written in an address.
_NAMES = (
    ("Grace Ben Hannah Owen Ruth Miles Clara", "Hill O'Brien Whitlock Pemberton Farrow Ashdown Lockyer"),
    ("José María Iñaki Lucía Andrés Belén Íñigo", "García Muñoz Ibáñez Peña Núñez Urrutia Cañas"),
    ("Zoë Éloïse Gaël Benoît Noémie Théo Cécile", "Lefèvre Bréchet Garçon Delaunay Hervé Mérieux Châtel"),
    ("Łukasz Agnieszka Michał Zofia Wojciech Małgorzata Piotr", "Wiśniewski Dąbrowska Żak Kozioł Gołąb Śliwa Wróbel"),
    ("Nguyễn Thị Trần Phạm Lê Đặng Võ", "Minh Hương Quốc Thảo Đức Ánh Bảo"),
    ("陽子/yoko 健太/kenta 美咲/misaki 翔/sho", "田中/tanaka 小林/kobayashi 渡辺/watanabe 森/mori 石井/ishii"),
    ("Chidi Ngozi Emeka Adaeze Obinna Ifeoma Kelechi", "Okafor Nwosu Eze Adeyemi Balogun Obi Uche"),
    ("Jürgen Käthe Sören Björn Anneliese Günter Ute", "Müller Weiß Schönfeld Köhler Groß Jäger Brümmer"),
    ("Åsa Søren Bjørn Ærla Ingrid Håkon Liv", "Østergård Nygård Sjöberg Lindqvist Bråten Hægstad Dahl"),
    ("Ольга/olga Иван/ivan Дарья/daria Пётр/petr", "Соколова/sokolova Лебедь/lebed Гончар/gonchar Мороз/moroz"),
    ("Priya Arjun Meera Vikram Ananya Rohan Kavita", "Iyer Banerjee Chaudhary Deshmukh Nambiar Rao Kulkarni"),
    ("Leyla Cem İpek Ozan Şule Tuğba Emre", "Yıldız Çelik Öztürk Şahin Güneş Aydın Koç"),  # noqa: RUF001
    ("ليلى/layla كريم/karim سلمى/salma يوسف/youssef", "حداد/haddad منصور/mansour خليل/khalil"),
    ("Siân Aoife Rhys Niamh Eilidh Tomos Callum", "Llewellyn O'Dowd Pryce MacAskill Gwynne Ní-Bhriain Keogh"),
)  # fmt: skip
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "'": None})  # noqa: RUF001
EMPLOYERS = (
    "Quillmarsh", "Ostrelund", "Varnholt", "Tamberly", "Fennwickle", "Zephrine", "Olmstrand", "Pellagrove",
    "Brindlecote", "Harrowfen", "Kestrelby", "Luthmere")  # fmt: skip
TITLES = (
    "Analyst", "Designer", "Engineer", "Project manager", "Editor", "Teacher", "Architect",
    "Head of operations", "Researcher, materials", "Buyer")  # fmt: skip
_ZONES = (0, 1, 1, 2, 2, -5, 9)


@dataclass(frozen=True)
class Person:
    """Somebody who exists only here; `address` or `slug` may be empty, not both."""

    given: str
    family: str
    address: str = ""
    slug: str = ""
    others: tuple[str, ...] = ()
    circle: str = ""
    role: str = ""
    employer: str = ""
    title: str = ""
    zone: int = 0
    until: datetime = datetime.max

    @property
    def name(self) -> str:
        """The full name as every source shows it."""
        return f"{self.given} {self.family}"

    @property
    def handle(self) -> str:
        """The main handle: the address, or the slug of those without one."""
        return self.address or self.slug

    @property
    def handles(self) -> tuple[str, ...]:
        """Every handle of the person, the main one first."""
        return tuple(h for h in (self.address, *self.others, self.slug) if h)


def plain(text: str) -> str:
    """The text in lowercase ASCII letters, digits and hyphens, as addresses and profile slugs have it."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in folded if c.isascii() and (c.isalnum() or c == "-"))


def crowd(rng: Random, count: int) -> list[Person]:
    """`count` people with different full names, Grace Hill the last; each has an address and a slug to offer."""
    pairs = [(g, f) for given, family in _NAMES for g in given.split() for f in family.split()]
    pairs.remove(("Grace", "Hill"))
    return [_person(rng, *pair) for pair in [*rng.sample(pairs, count - 1), ("Grace", "Hill")]]


def _person(rng: Random, given: str, family: str) -> Person:
    first, last = (plain(n.partition("/")[2] or n) for n in (given, family))
    shown = [n.partition("/")[0] for n in (given, family)]
    slug = f"/in/{first}-{last}-{rng.randrange(16**4):04x}"
    domain = rng.choice(("example.org", "example.com", "example.net", "post.example", "mail.example"))
    return Person(
        *shown, address=f"{first}.{last}@{domain}", slug=slug, employer=rng.choice(EMPLOYERS),
        title=rng.choice(TITLES), zone=rng.choice(_ZONES))  # fmt: skip


def work_address(person: Person, domain: str) -> str:
    """The person's address at an employer's domain."""
    return person.address.partition("@")[0] + "@" + domain
