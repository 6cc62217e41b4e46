"""Faultless mailboxes to damage: each message is known by its time, and where its bytes are."""

from datetime import datetime, timedelta
from itertools import accumulate

from damage import Made, times

from netgraph.synth.life import Event
from netgraph.synth.mail import Mail, mbox

ME, NAMES = "ada@example.org", {"ada@example.org": "Ada Hill", "ben@example.net": "Ben Okafor"}
_LONG = "\n\n".join(f"Paragraph {n}: the same again, and so on.\nFrom here it goes on: to there." for n in range(40))
_ADDED = (
    (), ("Cc: Cleo Marsh <cleo@example.net>,\n\t\"Stone, Eve\" <eve@example.net>",),
    ("Received: from mx.example.net by mx.example.org with ESMTPS\n        id a1b2; Mon, 4 Mar 2024 12:20:34 +0000",),
)  # fmt: skip
_START, _OWN, _STATUS = datetime(2024, 1, 1, 9), b"From - ", b"\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n"

shown = times


def makers() -> list[Made]:
    """A plain mailbox, Takeout's, one with Windows' line ends, and Thunderbird's."""
    plain, takeout = _parts(takeout=False), _parts(takeout=True)
    return [
        _made("mail.mbox", plain),
        _made("Takeout/Mail/All mail.mbox", takeout),
        _made("windows.mbox", [part.replace(b"\n", b"\r\n") for part in plain]),
        _made("Inbox", [_OWN + part.partition(b"\n")[0][-24:] + _STATUS + part.partition(b"\n")[2] for part in plain]),
    ]


def _made(name: str, parts: list[bytes]) -> Made:
    ends = list(accumulate(map(len, parts)))
    records = zip([0, *ends], ends, (f"{mail.event.time:%Y-%m-%d %H:%M:%S}" for mail in _mails()), strict=False)
    return Made(name, b"".join(parts), list(records))


def _parts(*, takeout: bool) -> list[bytes]:
    return [mbox([mail], ME, NAMES, {}, takeout=takeout) for mail in _mails()]


def _mails() -> list[Mail]:
    """Sixty messages, of which some have long bodies with words that begin headers and 'From ' lines."""
    mails = []
    for n in range(60):
        ends = (ME, ("ben@example.net",)) if n % 3 == 0 else ("ben@example.net", (ME,))
        event = Event(n, _START + timedelta(hours=7 * n, seconds=n), *ends, "mail", n // 4)
        mails.append(Mail(event, headers=_ADDED[n % 3], body=_LONG if n % 11 == 5 else ""))
    return mails
