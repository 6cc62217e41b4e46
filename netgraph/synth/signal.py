"""One Signal chat as text: as lines, and as blocks of fields."""

from datetime import UTC
from email.utils import format_datetime

from netgraph.synth.life import Event

_TEXTS = (
    "Are you awake?", "Just about.\nGive me a minute", "The train leaves at 9: do not be late", "👍", "See you there",
    "> Give me a minute\n\nTake two.")  # fmt: skip


def lines(events: list[Event], names: dict[str, str], me: str, *, seconds: bool = False) -> bytes:
    """The messages, oldest first, the owner called 'Me'; the newer form has seconds and no comma."""
    layout = "[%Y-%m-%d %H:%M:%S]" if seconds else "[%Y-%m-%d, %H:%M]"
    ordered = sorted(events, key=lambda e: (e.time, e.number))
    said = [
        f"{e.time.strftime(layout)} {'Me' if e.sender == me else names[e.sender]}: {_TEXTS[e.number % len(_TEXTS)]}  \n"
        for e in ordered
    ]
    return "".join(said).encode()


def blocks(events: list[Event], names: dict[str, str], me: str, *, title: str) -> bytes:
    """The messages as fields and text, under the conversation's `title`: a name, and in brackets a number or an id."""
    ordered = sorted(events, key=lambda e: (e.time, e.number))
    return (f"Conversation: {title}\n\n" + "".join(_block(e, names, me) for e in ordered)).encode()


def _block(event: Event, names: dict[str, str], me: str) -> str:
    mine = event.sender == me
    sent = format_datetime(event.time.replace(tzinfo=UTC))
    fields = [f"From: {'You' if mine else names[event.sender]}", f"Type: {'outgoing' if mine else 'incoming'}"]
    fields += [f"Sent: {sent}"] + ([] if mine else [f"Received: {sent}"])
    return "\n".join([*fields, "", _TEXTS[event.number % len(_TEXTS)], "", ""])
