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
    direct = net.ties["kind"] == "observed"
    return _owner(net) if direct.any() else _contacts_only(net)


def _owner(net: Network) -> str:
    waiting = int(give_and_take(net)["waiting_since"].notna().sum())
    old = int(dormant(net)["reciprocated"].sum())
    first = name(net, net.me).split()[0]
    return f"{first}: {_people(waiting, 'is', 'are')} waiting for a reply, {_ties(old)} worth a message."


def _contacts_only(net: Network) -> str:
    declared = int((net.ties["kind"] == "declared").sum())
    step = next(iter(next_exports(net)["export"]), "a mailbox")
    return f"{declared:,} contacts and no message yet: add {step} to see who is waiting and which ties fell silent."


def _organisation(net: Network) -> str:
    kinds = net.ties["kind"].value_counts()
    if not kinds.get("observed", 0):
        return f"{len(net.people):,} people, {kinds.get('projected', 0):,} ties without direction."
    value = reciprocity(net).set_index("measure")["value"]
    figures = f"edgewise reciprocity {_short(value['edgewise'])}, ρ {_short(value['rho'])}"  # noqa: RUF001
    ties = f"{value['directed ties']:,.0f} directed ties"
    return f"{len(net.people):,} people, {ties}: {figures}, weighted reciprocity {_short(value['weighted'])}."


def _short(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1)


def _people(number: int, one: str, more: str) -> str:
    return f"1 person {one}" if number == 1 else f"{number:,} people {more}"


def _ties(number: int) -> str:
    return "1 old tie is" if number == 1 else f"{number:,} old ties are"
