"""Where people work: what the domain of an address and a card say of it, and when."""

import re

import numpy as np
import pandas as pd

from netgraph.glossary import TIME
from netgraph.names import slug
from netgraph.readers.linkedin_sheet import NAME as LINKEDIN
from netgraph.tables import Export

_PROVIDERS = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com gmx.com
gmx.net gmx.de web.de mail.com mail.ru yandex.ru proton.me protonmail.com pm.me fastmail.com zoho.com
hotmail.co.uk yahoo.co.uk yahoo.fr yahoo.de orange.fr free.fr laposte.net t-online.de freenet.de libero.it
btinternet.com sky.com comcast.net verizon.net att.net qq.com 163.com 126.com naver.com rediffmail.com wp.pl o2.pl
hey.com tutanota.com posteo.de mailbox.org seznam.cz bluewin.ch
example.org example.com example.net post.example mail.example inbox.example
"""
PERSONAL_DOMAINS = frozenset(_PROVIDERS.split())
"""Domains where anybody can have an address, so that they name no employer (the example ones: made-up people)."""
_SECOND = frozenset(["co", "com", "org", "net", "ac", "edu", "gov", "gob", "or", "ne", "go"])
"""Second-level names under which countries register."""
_FORMS = """
gmbh ag kg ohg ug mbh se inc llc ltd plc corp co company limited sa sas sarl sl srl spa bv nv ab as oy aps kk pty the
"""
_LEGAL = frozenset(_FORMS.split())
_HANDOVER = pd.Timedelta(days=45)
"""For how long two employers may overlap when somebody moves from one to the other."""


def of_domain(domain: str) -> str:
    """The employer that a domain names, one word; empty for a mail provider: 'mail.big-corp.co.uk' is 'bigcorp'."""
    if domain in PERSONAL_DOMAINS:
        return ""
    labels = domain.split(".")
    tail = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND else 1
    return re.sub(r"[\W_]", "", labels[-1 - tail]) if len(labels) > tail else ""


def of_card(organisation: str) -> str:
    """The employer on a card, one word without its legal form: 'Big Corp. S.A.' is 'bigcorp'."""
    words = slug(organisation.replace(".", "")).split("-") if re.search(r"\w", organisation) else []
    return "".join(word for word in words if word not in _LEGAL)


def employers(export: Export, units: pd.Series) -> pd.DataFrame:
    """Employers of units: unit, employer, first, last (when it is seen; missing where no record has a date), dated.

    An address counts from its first to its last event; a LinkedIn card, which its owner keeps, on the last day of its
    source. Other cards may be old: they are not `dated`, count on that day, and only where nothing dated shows the
    same employer.
    """
    cards = export.contacts.dropna(subset=["organisation"])
    cards = cards[cards["handle"].isin(units.index)].assign(employer=lambda c: c["organisation"].map(of_card))
    domain = units.index.to_series().str.extract(r"@(.+)$", expand=False).dropna()
    worn = pd.DataFrame({"unit": units[domain.index], "employer": domain.map(_of_domains(domain, cards))})
    worn = worn.join(activity(export, units.index)).assign(dated=True)
    ends = export.windows.set_index("source")["last"]
    day = cards["source"].map(ends.to_dict()).astype(TIME).fillna(ends.astype(TIME).max()).fillna(cards["since"])
    shown = pd.DataFrame({"unit": cards["handle"].map(units), "employer": cards["employer"]})
    shown = shown.assign(first=day, last=day, dated=cards["source"] == LINKEDIN)
    both = pd.concat([worn, shown])
    both = both[both["employer"] != ""].groupby(["unit", "employer", "dated"], as_index=False)
    both = both.agg({"first": "min", "last": "max"}).sort_values(["unit", "employer", "dated"])
    return both.drop_duplicates(["unit", "employer"], keep="last", ignore_index=True)


def _of_domains(domain: pd.Series, cards: pd.DataFrame) -> dict[str, str]:
    """Domain -> employer: what most cards with an address there name, else what the domain itself says."""
    own = {one: of_domain(one) for one in domain.unique()}
    held = pd.DataFrame({"domain": cards["handle"].map(domain), "employer": cards["employer"]}).astype("str").dropna()
    held = held[held["domain"].map(own).ne("") & held["employer"].ne("")]
    counts = held.groupby(["domain", "employer"], as_index=False).size()
    counts = counts.assign(share=counts["size"] / counts.groupby("domain")["size"].transform("sum"))
    sure = counts[(counts["size"] > 1) & (counts["share"] > 0.5)]
    return own | dict(zip(sure["domain"], sure["employer"], strict=True))


def activity(export: Export, handles: pd.Index) -> pd.DataFrame:
    """Handle -> first and last event that it is in; missing where there is none."""
    log = export.interactions
    ends = pd.concat([log[["sender", "time"]].set_axis(["handle", "time"], axis=1),
                      log[["receiver", "time"]].set_axis(["handle", "time"], axis=1)])  # fmt: skip
    spans = ends.groupby("handle")["time"].agg(first="min", last="max")
    return spans.reindex(handles)


def compared(pairs: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Per pair (a, b) of units that both have an employer: employer (shared, or missing), at_a_time, dated.

    `at_a_time` says whether two employers are seen at the same time: neither falls silent before the other begins,
    give or take a handover, and stays silent. What has no date counts as seen always. `dated` says whether no old card
    may be what shows it.
    """
    sides = pairs[["a", "b"]].merge(held.add_suffix("_a"), left_on="a", right_on="unit_a")
    sides = sides.merge(held.add_suffix("_b"), left_on="b", right_on="unit_b")
    common = sides["employer_a"].where(sides["employer_a"] == sides["employer_b"])
    known = sides[["first_a", "first_b"]].notna().all(axis=1)
    lap = sides[["last_a", "last_b"]].min(axis=1) - sides[["first_a", "first_b"]].max(axis=1)
    silent = (sides["last_a"] - sides["last_b"]).abs() > _HANDOVER
    # A card knows one day only: an address that fell silent just before it is no former job yet.
    allowed = np.where((sides["first_a"] == sides["last_a"]) | (sides["first_b"] == sides["last_b"]), -2, 1) * _HANDOVER
    moved = known & silent & (lap <= allowed)
    sides = sides.assign(employer=common, at_a_time=~moved, dated=~moved & sides["dated_a"] & sides["dated_b"])
    return sides.groupby(["a", "b"], as_index=False).agg({"employer": "first", "at_a_time": "any", "dated": "any"})
