"""Faultless backups of a phone, with their records marked, for damage to be done to them."""

import re
from datetime import UTC, datetime, timedelta

from damage import Made, times

from netgraph.synth import phone
from netgraph.synth.life import Event

ME, OTHERS = "+15550100000", [f"+155501000{n:02}" for n in range(1, 9)]
NAMES = {number: f"Person {n} O'Hara 🎈" for n, number in enumerate(OTHERS[:5])}
START = datetime(2024, 3, 4, 9, 0)
shown = times

_RECORD = re.compile(rb"<(sms|call|mms) .*?(?:</mms>|(?<!mms) />(?=\n  <(?:sms|call|mms)|\n</(?:smses|calls)))", re.S)
_DATE = re.compile(rb'\bdate="(\d+)"')


def written(count: int, *, groups: bool) -> list[Event]:
    """Messages of the owner's, one a minute; with `groups` every fifth one to or from several people."""
    found = []
    for n in range(count):
        other, mine, group = OTHERS[n % len(OTHERS)], n % 3 == 0, groups and n % 5 == 4
        members = tuple(OTHERS[(n + k) % len(OTHERS)] for k in range(1, 3)) if group else ()
        sender, to = (ME, (other, *members)) if mine else (other, (ME, *members))
        found.append(Event(n, START + timedelta(minutes=n), sender, to, "phone", n))
    return found


def made(name: str, data: bytes) -> Made:
    """The file with its records: each from its first '<' to its last '>', known by its time."""
    records = [(m.start(), m.end(), _time(m[0])) for m in _RECORD.finditer(data)]
    return Made(name, data, records)


def _time(record: bytes) -> str:
    return datetime.fromtimestamp(int(_DATE.search(record)[1]) // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def makers() -> list[Made]:
    """One file of single messages, one with groups among them, one of calls."""
    calls = phone.calls(written(60, groups=False), {n: 30 * n for n in range(1, 60, 2)}, ME, NAMES)
    return [
        made("sms.xml", phone.sms(written(60, groups=False), ME, NAMES)),
        made("sms-with-groups.xml", phone.sms(written(40, groups=True), ME, NAMES)),
        made("calls.xml", calls),
    ]
