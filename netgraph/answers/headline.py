"""The one sentence that the data says first."""

from netgraph.answers.dormant import dormant
from netgraph.answers.give_and_take import give_and_take
from netgraph.build import Network, name
from netgraph.measures.next_exports import next_exports
from netgraph.measures.reciprocity import reciprocity


def headline(net: Network) -> str:
    """What to know first: who waits and whom to write to, or, without an owner, the size and the reciprocity."""
    if net.me is None:
        return _organisation(net)
    return _contacts_only(net) if net.interactions.empty else _owner(net)


def _owner(net: Network) -> str:
    waiting = int(give_and_take(net)["waiting_since"].notna().sum())
    old = int(dormant(net)["reciprocated"].sum())
    first = name(net, net.me).split()[0]
    are, ties_are = ("is" if waiting == 1 else "are"), ("is" if old == 1 else "are")
    return f"{first}: {_people(waiting)} {are} waiting for a reply, {_many(old, 'old tie')} {ties_are} worth a message."


def _contacts_only(net: Network) -> str:
    declared = int((net.ties["kind"] == "declared").sum())
    step = next(iter(next_exports(net)["export"]), "a mailbox")
    contacts = _many(declared, "contact")
    return f"{contacts} and no message yet: add {step} to see who is waiting and which ties fell silent."


def _organisation(net: Network) -> str:
    kinds, people = net.ties["kind"].value_counts(), _people(len(net.people))
    if not kinds.get("observed", 0):
        return f"{people}, {_many(kinds.get('projected', 0), 'tie')} without direction."
    value = reciprocity(net).set_index("measure")["value"]
    names = {"edgewise": "edgewise reciprocity", "rho": "ρ", "weighted": "weighted reciprocity"}  # noqa: RUF001
    figures = ", ".join(f"{word} {_short(value[key])}" for key, word in names.items() if value[key] == value[key])
    return f"{people}, {_many(int(value['directed ties']), 'directed tie')}: {figures}."


def _short(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _many(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
