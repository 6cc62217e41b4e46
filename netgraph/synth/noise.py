"""What no person wrote to Ada, or what she never sent: newsletters, bots, spam, drafts."""

from dataclasses import replace

from netgraph.synth.cast import LEFT_JOB, LINKEDIN, ME, OLD_JOB, PRIVATE, WINDOWS
from netgraph.synth.life import DAY, Diary, Event, anytime, every
from netgraph.synth.mail import Mail
from netgraph.synth.people import Person

NEWSLETTERS = {
    "letter@harrowfen.example": (7, ("List-Unsubscribe: <mailto:leave@harrowfen.example>", "Precedence: bulk")),
    "news@kestrelby.example": (21, ("List-Unsubscribe: <https://kestrelby.example/u>",)),
    "choir@lists.example.org": (17, ("List-Id: Choir <choir.lists.example.org>", "Precedence: list")),
}
BOTS = {
    "no-reply@parcel.example": (25, ()),
    "calendar@brindlecote.example": (33, ("Auto-Submitted: auto-generated",)),
    "noreply@oldjob.example": (14, ("Auto-Submitted: auto-generated", "Precedence: bulk")),
}
LABELS = {
    "spam": "Spam", "trash": "Trash,Category Promotions", "draft": "Drafts", "auto-reply": "Inbox,Opened",
    "newsletter": "=?UTF-8?Q?Inbox,=C3=80_lire,Category_Updates?=", "bot": "Inbox,Unread"}  # fmt: skip
SPONSOR, STRANGER = "linkedin:Kestrelby Cloud", "linkedin:LinkedIn Member"
SPINMAIL = '<p class="spinmail-quill-editor__spin-break">Grow with <b>Kestrelby Cloud</b>,\ntoday.</p>'


def add_noise(diary: Diary, friends: list[Person]) -> None:
    """Write all of it into the diary; `friends` lend their addresses to automatic replies and unsent drafts."""
    for address, (gap, _) in (NEWSLETTERS | BOTS).items():
        source = OLD_JOB if address.endswith("@oldjob.example") else PRIVATE
        first, last = WINDOWS[source]
        kind = "newsletter" if address in NEWSLETTERS else "bot"
        times = [t for t in every(diary.rng, (first + DAY, last), (gap, gap)) if t < last]
        # The first and the last record of a mailbox are nobody's: a window rests on them all the same.
        ends = [first, last] if address in ("letter@harrowfen.example", "noreply@oldjob.example") else []
        for time in [*times, *ends]:
            diary.write(time, address, (ME[source],), source, kind=kind)
    _mail_oddities(diary, friends)
    _linkedin_oddities(diary, friends)


def _mail_oddities(diary: Diary, friends: list[Person]) -> None:
    me, late = ME[PRIVATE], (LEFT_JOB, WINDOWS[PRIVATE][1] - 60 * DAY)
    for number in range(8):
        time, kind = anytime(diary.rng, late), "spam" if number % 2 else "trash"
        diary.write(time, f"offer{number}@pellagrove.example", (me,), PRIVATE, kind=kind)
    for friend in friends[:3]:
        diary.write(anytime(diary.rng, late), friend.address, (me,), PRIVATE, kind="auto-reply")
        diary.write(anytime(diary.rng, late), me, (friend.address,), PRIVATE, kind="draft")


def _linkedin_oddities(diary: Diary, friends: list[Person]) -> None:
    me, (first, last) = ME[LINKEDIN], WINDOWS[LINKEDIN]
    linked = [p for p in friends if p.slug]
    diary.write(first, STRANGER, (me,), LINKEDIN, kind="member")
    diary.write(last, SPONSOR, (me,), LINKEDIN, kind="sponsored")
    diary.write(last - 70 * DAY, me, (linked[0].slug,), LINKEDIN, kind="draft")


def mails(events: list[Event], source: str) -> list[Mail]:
    """The events of one mailbox in order of time, as mails with the headers and labels of their kind."""
    mine = sorted((e for e in events if e.source == source), key=lambda e: (e.time, e.number))
    return [_mail(event) for event in mine]


def _mail(event: Event) -> Mail:
    _, headers = (NEWSLETTERS | BOTS).get(event.sender, (0, ()))
    mail = Mail(event, headers, LABELS.get(event.kind, ""))
    if event.kind == "auto-reply":
        return replace(mail, headers=("Auto-Submitted: auto-replied",), subject="Out of office")
    return replace(mail, subject="News" if headers else "")
