"""Noor's events as files: each app's export as that app writes it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from netgraph.synth import linkedin, meta, phone, signal, slack, telegram, whatsapp
from netgraph.synth.life import DAY, Event
from netgraph.synth.mail import Mail, mbox
from netgraph.synth.people import Person
from netgraph.synth.sources_cast import (
    AT_WORK,
    MINE,
    MY_NUMBER,
    NAME,
    NOOR,
    WINDOW,
    ZONE,
    everybody,
    handles,
    numbers,
    playing,
    spelt,
)
from netgraph.synth.sources_life import BLOCKS, CALLS, CHOIR, LINES, NEWSLETTERS, SMS, Life, chats, groups

MAIL, TELEGRAM, TITLE = "mail/All mail.mbox", "telegram/result.json", "Thursday choir"
CONNECTIONS, ARCHIVE = "linkedin/Connections.csv", "linkedin/{}.csv"
_LABELS = {"program": "Inbox,Unread", "spam": "Spam", "trash": "Trash", "draft": "Drafts", "auto-reply": "Inbox"}
Circles = dict[str, list[Person]]


def written(circles: Circles, life: Life) -> dict[str, bytes]:
    """All files but address books and the calendar: name -> content."""
    names = {p.address: p.name for p in everybody(circles)} | {MINE: NAME}
    by_stage: dict[str, list[Event]] = {}
    for event in life.diary.events:
        by_stage.setdefault(event.source, []).append(event)
    return (
        {MAIL: _mailbox(by_stage["mail"], names), TELEGRAM: _telegram(circles, by_stage["telegram"], names)}
        | _texts(circles, by_stage, names) | _phone(circles, life, by_stage)
        | _archive(circles, by_stage["linkedin"], by_stage["praise"]) | _workspace(circles, by_stage["slack"], names)
        | {f"{app}/{_home(app)}/{n}": d for app in ("facebook", "instagram")
           for n, d in meta.inbox(by_stage[app], MINE, names, app=app).items()}
    )  # fmt: skip


def local(event: Event) -> Event:
    """The event at the time that Noor's clock shows."""
    return replace(event, time=event.time.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None))


def renamed(events: Iterable[Event], known_as: dict[str, str]) -> list[Event]:
    """The events among people under other handles."""
    return [
        replace(e, sender=known_as.get(e.sender, e.sender), to=tuple(known_as.get(h, h) for h in e.to)) for e in events
    ]


def _home(app: str) -> str:
    return f"your_{app}_activity/messages"


def _mailbox(events: list[Event], names: dict[str, str]) -> bytes:
    mails = [_mail(e) for e in sorted(events, key=lambda e: (e.time, e.number))]
    return mbox(mails, MINE, names, {MINE: 1}, takeout=True)


def _mail(event: Event) -> Mail:
    if event.kind == "auto-reply":
        return Mail(event, ("Auto-Submitted: auto-replied",), _LABELS[event.kind], "Out of office")
    headers = NEWSLETTERS.get(event.sender, ())
    return Mail(event, headers, _LABELS.get(event.kind, ""), "News" if event.kind == "program" else "")


def _texts(circles: Circles, by_stage: dict[str, list[Event]], names: dict[str, str]) -> dict[str, bytes]:
    """Chats as text: the times are those of Noor's clock, and Signal's blocks state their zone."""
    phone_of, unnamed, with_ = numbers(circles), playing(circles, "number").address, chats(circles)
    shown = names | {unnamed: spelt(phone_of[unnamed])}
    title = f"{names[with_[BLOCKS]]} ({spelt(phone_of[with_[BLOCKS]])})"
    told = {file: [local(e) for e in by_stage[file]] for file in (CHOIR, *with_)}
    android = {file: whatsapp.android(told[file], shown) for file in with_ if file.startswith("whatsapp/")}
    return android | {
        CHOIR: whatsapp.ios(told[CHOIR], shown, title=TITLE),
        LINES: signal.lines(told[LINES], names, MINE, seconds=True),
        BLOCKS: signal.blocks(by_stage[BLOCKS], names | {with_[BLOCKS]: title}, MINE, title=title),
    }


def _telegram(circles: Circles, events: list[Event], names: dict[str, str]) -> bytes:
    return telegram.export(events, MINE, names, telegram_cards(circles))


def telegram_cards(circles: Circles) -> list[tuple[str, str, datetime]]:
    """Whom Noor has among Telegram's contacts: address, number, since when."""
    return [
        (p.address, numbers(circles)[p.address], WINDOW[0] + (3 + n) * DAY) for n, p in enumerate(circles["school"][:4])
    ]


def _workspace(circles: Circles, events: list[Event], names: dict[str, str]) -> dict[str, bytes]:
    all_ = {a: names[a] for a in (*groups(circles)["slack"], MINE)}
    addresses = {a: a for a in all_} | {MINE: AT_WORK}
    titles = {p.address: p.title for p in circles["work"]}
    return {f"slack/{name}": data for name, data in slack.export(events, all_, addresses, titles).items()}


def _phone(circles: Circles, life: Life, by_stage: dict[str, list[Event]]) -> dict[str, bytes]:
    """Messages and calls; every other number is spelt as one dials it at home."""
    each = enumerate(numbers(circles).items())
    known_as = {a: spelt(number, home=True) if n % 2 and number[:3] == "+44" else number for n, (a, number) in each}
    known_as |= {MINE: MY_NUMBER}
    shown = {known_as[p.address]: p.name for p in everybody(circles)}
    messages, calls = (renamed(by_stage[file], known_as) for file in (SMS, CALLS))
    return {
        SMS: phone.sms(messages, MY_NUMBER, shown, types=life.types),
        CALLS: phone.calls(calls, life.seconds, MY_NUMBER, shown),
    }


def connected(circles: Circles) -> list[tuple[Person | None, datetime]]:
    """Who is connected since which day, newest first, and one member who hides."""
    people = [*circles["school"], None, *circles["work"]]
    return [(p, (WINDOW[0] + (100 - 5 * n) * DAY).replace(hour=0)) for n, p in enumerate(people)]


def showing(circles: Circles) -> set[str]:
    """Slugs of those who let Noor see their address."""
    return {p.slug for p in circles["school"][::2]}


def archive_file(event: Event) -> str:
    """The file of LinkedIn's archive that holds an event."""
    way = ("Received", "Given")[event.sender == MINE]
    name = {
        "invitation": "Invitations",
        "endorsement": f"Endorsement_{way}_Info",
        "recommendation": f"Recommendations_{way}",
    }
    return ARCHIVE.format(name.get(event.kind, "messages"))


def _archive(circles: Circles, events: list[Event], praise: list[Event]) -> dict[str, bytes]:
    """LinkedIn's archive; what states no zone is written by Noor's clock."""
    people = {p.address: p for p in (*everybody(circles), NOOR)}
    slugs = handles(circles)["linkedin"]
    names = {slug: people[address].name for address, slug in slugs.items()}
    by_file: dict[str, list[Event]] = {}
    for event in (*events, *praise):
        by_file.setdefault(archive_file(event), []).append(event)
    messages, invitations = (renamed(by_file[ARCHIVE.format(n)], slugs) for n in ("messages", "Invitations"))
    files = {
        CONNECTIONS: linkedin.connections(connected(circles), showing(circles)),
        ARCHIVE.format("messages"): linkedin.messages(messages, names, set(), {}),
        ARCHIVE.format("Invitations"): linkedin.invitations([local(e) for e in invitations], slugs[MINE], names),
    }
    for given, way in ((True, "Given"), (False, "Received")):
        endorsed, told = ARCHIVE.format(f"Endorsement_{way}_Info"), ARCHIVE.format(f"Recommendations_{way}")
        files[endorsed] = linkedin.endorsements(by_file[endorsed], people, given=given)
        files[told] = linkedin.recommendations([local(e) for e in by_file[told]], people, given=given)
    return files
