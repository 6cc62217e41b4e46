"""How likely two units are one person: names, employers, shared contacts, accounts and time, weighed by rules.

The odds that two units are one person are those that their names give (how often one person is called so, by how many
others here may bear such a name), times what each further rule says. RULES and the constants below it hold every
weight: judgements, set on made-up people whose truth is known, and measured on others (docs/decisions/015).

Source of the model: Fellegi and Sunter, A theory for record linkage, JASA 64:1183 (1969).
"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.special import betainc

from netgraph import names
from netgraph.alike import alike, differing, paired, told
from netgraph.employers import PERSONAL_DOMAINS, compared, employers
from netgraph.encounters import Encounters, encounters, met
from netgraph.names import GIVEN, INITIAL, PARTS, SAME, SHORT, SPELLING, TYPO
from netgraph.tables import Export

ADDRESS, UNUSUAL, NUMBER = "the name as its address spells it", "the same unusual address", "the same number"
EMPLOYER, MOVED, TWO_JOBS = "the same employer", "one employer after the other", "two employers at a time"
OTHER_JOB, TWO_CARDS = "another employer on a card", "two cards of one list"
SHARED, UNSHARED = "shared contacts", "no shared contact"
PROFILES, ACCOUNTS = "two profiles", "two accounts of one app"
PHONES, ONE_DOMAIN = "two phone numbers", "two addresses at one employer"
NUMBERED = "one address of a domain with a number behind it"
DIGITS, OTHER_DIGITS = "the same digits in their addresses", "other digits in their addresses"
TOGETHER, EXCHANGE = "both in one chat", "they write to each other"

RULES = {
    # How often one person's two names agree so far, if they are shown in such a form.
    SAME: 0.8, PARTS: 0.5, SHORT: 0.25, SPELLING: 0.25, TYPO: 0.10, INITIAL: 0.5, GIVEN: 0.5,
    # What multiplies the odds.
    ADDRESS: 0.5, UNUSUAL: 50.0, NUMBER: 50.0, DIGITS: 5.0, OTHER_DIGITS: 0.02,
    EMPLOYER: 0.5, MOVED: 1.0, TWO_JOBS: 0.05, OTHER_JOB: 0.1, TWO_CARDS: 0.3, SHARED: 0.65, UNSHARED: 0.25,
    PROFILES: 0.02, ACCOUNTS: 0.05, PHONES: 0.3, TOGETHER: 0.01, EXCHANGE: 0.05, ONE_DOMAIN: 0.4, NUMBERED: 0.02,
}  # fmt: skip
EXCLUSIVE = (PROFILES, TOGETHER, NUMBERED)
"""Rules under which two units never become one person by likelihood, only by a certain key or the user's word."""
ENOUGH = 3
"""Contacts that both must have lest two employers at a time be such a rule too."""
_FLAGS = {
    TWO_JOBS: "two_jobs", OTHER_JOB: "other_job", MOVED: "moved", PROFILES: "profiles", ACCOUNTS: "accounts",
    PHONES: "phones", TWO_CARDS: "two_cards", ONE_DOMAIN: "one_domain", NUMBERED: "numbered", DIGITS: "digits",
    OTHER_DIGITS: "other_digits", TOGETHER: "together", EXCHANGE: "exchange",
}  # fmt: skip
"""The columns of pairs that say whether a rule holds."""
DOUBT = 0.2
"""Odds multiplied by this or less are evidence of two people."""
TWO_PEOPLE = 0.6
"""Least probability that an exclusive pair of one name is two people, whatever its odds."""
WORTH = 0.05
"""Odds below which a pair is no alternative to another."""
_STRONG = (SAME, PARTS, SHORT, SPELLING)
WEAK, UNSUPPORTED = (TYPO, INITIAL, GIVEN), 3.0
"""Levels that are not enough alone, and the most odds that they give where nothing else speaks for them: an employer,
two contacts or digits that both have. After a change of employer one contact is enough, and none is not."""
SPEAKS = 2.0
"""A rule that multiplies the odds by more than this speaks for a pair."""
A_CONTACT, MOST_BY_CONTACTS = 8.0, 300.0
"""Most that each shared contact, and all of them, multiply the odds by: namesakes of one circle share them too."""
SOME_CONTACTS, MANY_CONTACTS = 3, 6
"""Contacts of whichever has fewer from which on no shared one says half, on the scale of odds, and all of its rule."""
LIKELY = 0.8
"""Least probability at which two units become one person."""
ROUNDS = 2
"""How often pairs are settled: whom both know shows once it is known which handles are one contact."""
APPS = ("/in/", "slack:", "telegram:", "whatsapp:", "meta:", "signal:")
_KINDS = {"/": "profiles", "+": "phones", "@": "one_domain", " ": "two_cards"}
_NOTHING = pd.DataFrame({"a": [], "b": [], "exclusive": [], "probability": [], "evidence": []}).astype(
    {"a": "str", "b": "str", "exclusive": "bool", "probability": "float64", "evidence": "str"}
)


def scored(export: Export, units: pd.Series, *, owner: str = "") -> pd.DataFrame:
    """Pairs of units that may be one person: a < b, probability in 0..1, exclusive, evidence in words.

    `units` maps each handle that may be linked to its unit; handles that several people share are left out.
    `owner` is the unit of the owner, whom everybody knows. Exclusive pairs are two people whatever their names say.
    """
    known = pd.Index(sorted(units.unique()))
    codes = pd.Series(known.get_indexer(units), index=units.index)
    called = told(export.contacts, codes)
    strings = _strings(codes, called)
    if called.empty and strings.empty:
        return _NOTHING.copy()
    held = employers(export, codes)
    pairs = _stringed(alike(called, held), strings, called)
    if pairs.empty:
        return _NOTHING.copy()
    pairs = _employed(_numbered(_accounts(pairs, codes, export.contacts), codes, called), held)
    me = known.get_indexer([owner])[0]
    settled = _in_rounds(pairs, called, encounters(export.interactions, codes), number=len(known), me=me)
    return settled.assign(a=known[settled["a"]], b=known[settled["b"]])


def likely(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs that become one person."""
    return pairs[(pairs["probability"] >= LIKELY) & ~pairs["exclusive"]]


def _in_rounds(pairs: pd.DataFrame, called: pd.DataFrame, seen: Encounters, *, number: int, me: int) -> pd.DataFrame:
    """The pairs settled once by the contacts of units, and again by those people whom that shows the contacts to be."""
    people = np.arange(number)
    for _ in range(ROUNDS):
        settled = _settled(met(pairs, seen, people=people, me=me), called)
        one = likely(settled)
        links = csr_array((np.ones(len(one)), (one["a"], one["b"])), shape=(number, number))
        people = connected_components(links, directed=False)[1]
    return settled


# what else there is


def _strings(codes: pd.Series, called: pd.DataFrame) -> pd.DataFrame:
    """Pairs of units that share an unusual local part, or the digits of a number: a, b, rule."""
    handles = codes.index.to_series()
    local = handles.str.extract(r"^([^@]{6,})@", expand=False).dropna()
    local = local[~_usual(local, codes, called)]
    digits = handles[handles.str.fullmatch(r"\+?\d{9,}")].str[-9:]
    numbers = _pairs_of_few(digits, codes)
    # Two complete numbers are two; one that lacks its country may be the end of another.
    complete = set(codes[handles.str.startswith("+").to_numpy(dtype=bool)])
    numbers = numbers[~(numbers["a"].isin(complete) & numbers["b"].isin(complete))]
    found = [_pairs_of_few(local, codes).assign(rule=UNUSUAL), numbers.assign(rule=NUMBER)]
    return pd.concat(found, ignore_index=True)


def _pairs_of_few(keys: pd.Series, codes: pd.Series) -> pd.DataFrame:
    """Pairs of units that have a key which at most three have."""
    keys = keys[keys.duplicated(keep=False)]
    keyed = pd.DataFrame({"unit": codes[keys.index].to_numpy(), "key": keys.to_numpy()}).drop_duplicates()
    few = keyed[keyed.groupby("key")["unit"].transform("size").between(2, 3)]
    return paired(few)


def _usual(local: pd.Series, codes: pd.Series, called: pd.DataFrame) -> np.ndarray:
    """Whether a local part is what others of the name may have too: it spells a name that is shown, or any name."""
    of = called[called["shown"]].groupby("unit")["name"].agg(list).to_dict()
    spelled = [(names.in_address(text), of.get(unit, [])) for text, unit in zip(local, codes[local.index], strict=True)]
    tail = local.str.count(r"\d").to_numpy()
    return np.array([any(names.agreement(name, one) for one in known) or (not known and digits < 2)
                     for (name, known), digits in zip(spelled, tail, strict=True)], dtype=bool)  # fmt: skip


def _stringed(named: pd.DataFrame, strings: pd.DataFrame, called: pd.DataFrame) -> pd.DataFrame:
    """The pairs, and those that only a string of their handles joins, if no full names speak against it.

    odds : of a name, how often one person's names agree so far, by how many others here may bear such a name.
    """
    ruled = strings.groupby(["a", "b"], as_index=False)["rule"].agg(" and ".join)
    both = named.merge(ruled, on=["a", "b"], how="outer").astype({"a": "int64", "b": "int64"})
    alone = both[both["level"].isna()]
    both = both.drop(index=alone.index[differing(alone, called)]).reset_index(drop=True)
    odds = both["level"].map(RULES).astype("float64") / both["others"]
    return both.assign(odds=(odds * np.where(both["spelled"].eq(True), RULES[ADDRESS], 1.0)).fillna(1.0))


def _accounts(pairs: pd.DataFrame, codes: pd.Series, contacts: pd.DataFrame) -> pd.DataFrame:
    """profiles, accounts, phones, one_domain: whether the two each have one of a kind that people have one of."""
    handles = codes.index.to_series()
    app = handles.str.extract(rf"^({'|'.join(APPS)})", expand=False)
    domain = handles.str.extract(r"(@.+)$", expand=False)
    phone = handles.str.extract(r"^(\+)\d", expand=False)
    kind = app.fillna(phone).fillna(domain.mask(domain.str[1:].isin(PERSONAL_DOMAINS)))
    held = pd.DataFrame({"unit": codes.to_numpy(), "key": kind.to_numpy()}).dropna()
    cards = contacts[contacts["card"].notna() & contacts["handle"].isin(codes.index)]
    cards = pd.DataFrame({"unit": cards["handle"].map(codes), "key": " " + cards["source"]})
    held = pd.concat([held, cards]).drop_duplicates()
    both = pairs[["a", "b"]].merge(held, left_on="a", right_on="unit")
    both = both.merge(held, left_on=["b", "key"], right_on=["unit", "key"])
    both = both.assign(kind=both["key"].str[0].map(_KINDS).fillna("accounts"))
    ends = pd.MultiIndex.from_frame(pairs[["a", "b"]])
    columns = ["accounts", *_KINDS.values()]
    of = {kind: pd.MultiIndex.from_frame(both.loc[both["kind"] == kind, ["a", "b"]]) for kind in columns}
    return pairs.assign(**{kind: ends.isin(found) for kind, found in of.items()})


def _numbered(pairs: pd.DataFrame, codes: pd.Series, called: pd.DataFrame) -> pd.DataFrame:
    """digits, other_digits, numbered: whether addresses of both that spell their names end in the same digits, in
    others, or are one address of a domain but for a last digit."""
    parts = codes.index.to_series().str.extract(r"^([^@]*\D)(\d{2,4})@").dropna()
    parts = parts[_usual(parts[0], codes, called)]
    held = pd.DataFrame({"unit": codes[parts.index].to_numpy(), "tail": parts[1].to_numpy()}).drop_duplicates()
    both = pairs[["a", "b"]].merge(held, left_on="a", right_on="unit").merge(held, left_on="b", right_on="unit")
    both = both.assign(digits=both["tail_x"] == both["tail_y"]).groupby(["a", "b"], as_index=False)["digits"].any()
    found = pairs.merge(both, on=["a", "b"], how="left")
    same = _twins(codes)[["a", "b"]].assign(numbered=True)
    found = found.merge(same, on=["a", "b"], how="left")
    return found.assign(digits=found["digits"].eq(True), other_digits=found["digits"].eq(False),
                        numbered=found["numbered"].eq(True))  # fmt: skip


def _twins(codes: pd.Series) -> pd.DataFrame:
    """Pairs of units with addresses at one domain that differ by a last digit only, as namesakes there get them."""
    parts = codes.index.to_series().str.extract(r"^([^@]*?)(\d?)(@.+)$").dropna()
    stem = parts[0] + parts[2]
    held = pd.DataFrame({"unit": codes[parts.index].to_numpy(), "key": stem.to_numpy()}).drop_duplicates()
    return paired(held[held["key"].duplicated(keep=False)])


def _employed(pairs: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """employer (a common one, else missing), rate (share of those with one who have it), moved, two_jobs, other_job."""
    rate = held["employer"].value_counts() / max(held["unit"].nunique(), 1)
    found = pairs.merge(compared(pairs, held), on=["a", "b"], how="left")
    differ = found["at_a_time"].notna() & found["employer"].isna()
    two = differ & found["at_a_time"].eq(True)
    sure = found["dated"].eq(True)
    return found.assign(
        rate=found["employer"].map(rate), moved=differ & ~two, two_jobs=two & sure, other_job=two & ~sure
    )


# what all of it says


def _factors(pairs: pd.DataFrame) -> pd.DataFrame:
    """What each rule multiplies the odds of a pair by; 1 where it says nothing."""
    each = np.minimum(pairs["expected"] / pairs["fewest"].clip(lower=1), 1.0)
    # The binomial chance of so many shared contacts or more; where there is none it is not asked.
    some = betainc(pairs["shared"].clip(lower=1), pairs["fewest"] - pairs["shared"] + 1, each)
    known = np.minimum(
        RULES[SHARED] / np.maximum(some, 1e-9), np.minimum(A_CONTACT ** pairs["shared"], MOST_BY_CONTACTS)
    )
    many, few = pairs["fewest"] >= MANY_CONTACTS, pairs["fewest"] >= SOME_CONTACTS
    none = np.select([many, few], [RULES[UNSHARED], RULES[UNSHARED] ** 0.5], 1.0)
    return pd.DataFrame({
        EMPLOYER: np.fmax(RULES[EMPLOYER] / pairs["rate"], 1.0).fillna(1.0),
        SHARED: np.where(pairs["shared"] > 0, known, none),
        UNUSUAL: np.where(pairs["rule"].str.contains(UNUSUAL, na=False), RULES[UNUSUAL], 1.0),
        NUMBER: np.where(pairs["rule"].str.contains(NUMBER, na=False), RULES[NUMBER], 1.0),
        **{rule: np.where(pairs[column], RULES[rule], 1.0) for rule, column in _FLAGS.items()},
    })  # fmt: skip


def _settled(pairs: pd.DataFrame, called: pd.DataFrame) -> pd.DataFrame:
    """Each pair with its probability among all that the two may be, and the evidence."""
    factors = _factors(pairs)
    odds = pairs["odds"] * factors.prod(axis=1)
    speaks = factors > SPEAKS
    backed = speaks.drop(columns=SHARED).any(axis=1) | (speaks[SHARED] & (pairs["shared"] > 1))
    bare = pairs["level"].isin(WEAK) & ~backed | (pairs["moved"] & ~speaks.any(axis=1))
    two_jobs = pairs["two_jobs"] & (pairs["shared"] < ENOUGH)
    pairs = pairs.assign(
        exclusive=pairs[[_FLAGS[rule] for rule in EXCLUSIVE]].any(axis=1) | two_jobs,
        odds=odds.where(~bare, odds.clip(upper=UNSUPPORTED)),
        against=factors.clip(upper=1.0).prod(axis=1) <= DOUBT,
    )
    pairs = pairs.assign(odds=_among_rivals(pairs))
    odds = pairs["odds"] / (1 + _alternatives(pairs, called))
    evidence = pd.Series([_in_words(pair) for pair in pairs.itertuples()], index=pairs.index, dtype="str")
    return pairs[["a", "b", "exclusive"]].assign(probability=odds / (1 + odds), evidence=evidence)


def _among_rivals(pairs: pd.DataFrame) -> pd.Series:
    """The odds, where two people of the name may be known: then it has one more bearer than its words let expect."""
    rivals, odds = _rivals(pairs), pairs["odds"]
    several = odds / (1 + 1 / pairs["others"].fillna(np.inf))
    chance = (1 - rivals) * odds / (1 + odds) + rivals * several / (1 + several)
    return chance / (1 - chance).clip(lower=1e-12)


def _both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    """Each pair twice, also turned: one, other, odds."""
    turned = pairs.rename(columns={"a": "other", "b": "one"})
    return pd.concat([pairs.rename(columns={"a": "one", "b": "other"}), turned])[["one", "other", "odds"]]


def _rivals(pairs: pd.DataFrame) -> np.ndarray:
    """How likely it is that two people of its name are known to be here, for each pair: 0..1.

    They show that the name alone is no proof, whoever else bears it. Known are they by a pair of one name of which
    something speaks against its being one person.
    """
    of_one_name = pairs[pairs["level"].isin(_STRONG)]
    apart = of_one_name[of_one_name["against"]]
    two = np.maximum(1 / (1 + apart["odds"]), np.where(apart["exclusive"], TWO_PEOPLE, 0.0))
    links, ends = (_both_ways(part)[["one", "other"]] for part in (of_one_name, apart))
    ends = ends.assign(two=np.r_[two, two])
    near = links.merge(ends, left_on="other", right_on="one", suffixes=("", "_end"))
    known = pd.MultiIndex.from_frame(links)
    third = near[pd.MultiIndex.from_frame(near[["one", "other_end"]]).isin(known)]
    rival = pd.concat([third[["one", "two"]], ends[["one", "two"]]]).groupby("one")["two"].max()
    return np.maximum(*[pairs[end].map(rival).fillna(0.0).to_numpy() for end in ("a", "b")])


def _alternatives(pairs: pd.DataFrame, called: pd.DataFrame) -> np.ndarray:
    """The best odds that either of a pair is somebody else instead, who cannot be the other one too."""
    links = _both_ways(pairs[(pairs["odds"] > WORTH) & ~pairs["exclusive"]])
    forks = links.merge(links, on="one", suffixes=("", "_else"))
    forks = forks[forks["other"] != forks["other_else"]]
    apart = pd.MultiIndex.from_frame(_both_ways(pairs[pairs["exclusive"]])[["one", "other"]])
    ends = forks[["other", "other_else"]].set_axis(["a", "b"], axis=1)
    distinct = ends.drop_duplicates()
    never = distinct[pd.MultiIndex.from_frame(distinct).isin(apart) | differing(distinct, called)]
    forks = forks[pd.MultiIndex.from_frame(ends).isin(pd.MultiIndex.from_frame(never))]
    best = forks.groupby(["one", "other"])["odds_else"].max()
    of = [
        best.reindex(pd.MultiIndex.from_frame(pairs[ends])).fillna(0.0).to_numpy() for ends in (["a", "b"], ["b", "a"])
    ]
    return of[0] + of[1]


def _in_words(pair) -> str:
    """The evidence of a pair, with the facts behind it."""
    said = f"{pair.level}, {_and(pair.text_a, pair.text_b)}" if isinstance(pair.level, str) else ""
    parts = [said, pair.rule if isinstance(pair.rule, str) else ""]
    parts += [f"{EMPLOYER}, {pair.employer}"] if isinstance(pair.employer, str) else []
    parts += (
        [f"{pair.shared:,} {SHARED[: -1 if pair.shared == 1 else None]}"]
        if pair.shared
        else [UNSHARED]
        if pair.fewest >= SOME_CONTACTS
        else []
    )
    parts += [rule for rule, column in _FLAGS.items() if getattr(pair, column)]
    return "; ".join(filter(None, parts))


def _and(one: str, other: str) -> str:
    return one if one == other else f"{one} and {other}"
