"""A phone's messages and calls, as SMS Backup & Restore writes them."""

from datetime import UTC, datetime

from netgraph.synth.life import Event

_DECLARED = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
_MADE = "<!--File Created By SMS Backup & Restore v10.21.000 on 01/07/2026 18:15:42-->"
_TEXTS = (
    "On my way", "Are you there yet?", 'She said "yes" & went', "Ten minutes <3", "Happy birthday 🎂🎉",
    "Bring:\n- bread\n- salt", "Ça marche, à ce soir", "Call me when you can")  # fmt: skip
_PICTURE = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkM"
_UNKNOWN, _TOKEN = "(Unknown)", "insert-address-token"
_FROM, _TO = 137, 151


def sms(events: list[Event], me: str, names: dict[str, str], *, types: dict[int, int] | None = None) -> bytes:
    """An sms file, oldest first: a message to or from several people is a multimedia message with a picture.

    `me` is the owner's number, `names` is the address book, by number. `types` gives the vendor's type to
    the events of those numbers: 3 a draft, 5 one that failed.
    """
    types = types or {}
    records = [_mms(e, me, names) if e.to[1:] else _sms(e, me, names, types.get(e.number)) for e in _sorted(events)]
    return _file("smses", "sms.xsl", records)


def calls(events: list[Event], seconds: dict[int, int], me: str, names: dict[str, str]) -> bytes:
    """A calls file, oldest first; `seconds` is how long the calls of those numbers lasted, the others 0: missed.

    The number '' is one that was withheld.
    """
    return _file("calls", "calls.xsl", [_call(e, seconds.get(e.number, 0), me, names) for e in _sorted(events)])


def _sorted(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (e.time, e.number))


def _file(root: str, style: str, records: list[str]) -> bytes:
    about = f'<{root} count="{len(records)}" backup_set="5d0c2b1e" backup_date="1782900000000" type="full">'
    style = f'<?xml-stylesheet type="text/xsl" href="{style}"?>'
    return "\n".join([_DECLARED, _MADE, style, about, *records, f"</{root}>"]).encode()


def _sms(event: Event, me: str, names: dict[str, str], kind: int | None) -> str:
    mine = event.sender == me
    other = event.to[0] if mine else event.sender
    said = {
        "protocol": 0, "address": other, "date": _date(event.time), "type": kind or (2 if mine else 1),
        "subject": "null", "body": _TEXTS[event.number % len(_TEXTS)], "toa": "null", "sc_toa": "null",
        "service_center": "null", "read": 1, "status": -1, "locked": 0, "date_sent": 0 if mine else _date(event.time),
        "sub_id": 1, "readable_date": _readable(event.time), "contact_name": names.get(other, _UNKNOWN),
    }  # fmt: skip
    return f"  <sms {_attributes(said)} />"


def _mms(event: Event, me: str, names: dict[str, str]) -> str:
    mine = event.sender == me
    others = [n for n in (event.sender, *event.to) if n != me]
    said = {
        "date": _date(event.time), "rr": "null", "sub": "null", "ct_t": "application/vnd.wap.multipart.related",
        "read_status": "null", "seen": 1, "msg_box": 2 if mine else 1, "address": "~".join(others),
        "m_type": 128 if mine else 132, "readable_date": _readable(event.time),
        "contact_name": ", ".join(names.get(n, _UNKNOWN) for n in others),
    }  # fmt: skip
    text = {"seq": 0, "ct": "text/plain", "text": _TEXTS[event.number % len(_TEXTS)]}
    picture = {"seq": 0, "ct": "image/jpeg", "name": f"IMG_{event.number}.jpg", "data": _PICTURE * 3}
    ends = [(_TOKEN if mine else event.sender, _FROM), *[(n, _TO) for n in event.to]]
    inside = [f"      <part {_attributes(part)} />" for part in (text, picture)]
    addresses = [f"      <addr {_attributes({'address': n, 'type': t, 'charset': 106})} />" for n, t in ends]
    lines = [f"  <mms {_attributes(said)}>", "    <parts>", *inside, "    </parts>", "    <addrs>", *addresses]
    return "\n".join([*lines, "    </addrs>", "  </mms>"])


def _call(event: Event, seconds: int, me: str, names: dict[str, str]) -> str:
    mine = event.sender == me
    other = event.to[0] if mine else event.sender
    said = {
        "number": other, "duration": seconds, "date": _date(event.time),
        "type": 2 if mine else 1 if seconds else 3, "presentation": 1 if other else 2,
        "subscription_id": "89490200001234567890", "post_dial_digits": "", "readable_date": _readable(event.time),
        "contact_name": names.get(other, _UNKNOWN),
    }  # fmt: skip
    return f"  <call {_attributes(said)} />"


def _date(time: datetime) -> int:
    return round(time.replace(tzinfo=UTC).timestamp() * 1000)


def _readable(time: datetime) -> str:
    return f"{time.day} {time:%b %Y %H:%M:%S}"


def _attributes(said: dict[str, object]) -> str:
    return " ".join(f'{key}="{_escaped(str(value))}"' for key, value in said.items())


def _escaped(text: str) -> str:
    """As the app escapes: a character beyond 16 bits as its two halves, which no XML parser accepts."""
    for plain, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(plain, escaped)
    return "".join(c if ord(c) <= 0xFFFF else _halves(ord(c) - 0x10000) for c in text)


def _halves(rest: int) -> str:
    return f"&#{0xD800 + (rest >> 10)};&#{0xDC00 + (rest & 0x3FF)};"
