"""Reading a mailbox: our reader against a bare pass of the header parser over the same file, in one run.

    make bench
Prints ours / bare (1 would be as quick as parsing all headers and keeping nothing), mailbox.mbox / ours, the exponent
of growth from 1x to 8x (1 is linear), and the peak memory of a process of its own, imports included.
"""

import mailbox
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import compat32
from math import log
from pathlib import Path
from random import Random
from time import process_time

import netgraph as ng
from netgraph import readers

MESSAGES, BIG, RUNS = 10_000, 100_000, 3
ME = "ada@example.org"
_CHUNK = 1 << 20
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WORDS = "the of and to in is that for it with as was on be at by this have from not but what all were when we there"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_PEAK = """
import sys
from pathlib import Path
from netgraph.readers import files, mail
mail.read(next(files.files(sys.argv[1])))
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def made_up_mailbox(path: Path, messages: int = MESSAGES, *, body: tuple[int, int] = (2_000, 10_000)) -> None:
    """Messages of one owner with a thousand people, in Gmail Takeout's shape; `body`: least and most bytes of text."""
    rng = Random(1)
    text = "\n\n".join(" \n".join(" ".join(rng.choices(_WORDS.split(), k=12)) for _ in range(6)) for _ in range(400))
    with path.open("wb") as file:
        for number in range(messages):
            size, start = rng.randint(*body), rng.randrange(1_000)
            file.write(f"{_head(number, rng)}\n{text[start : start + size]}\n\n".encode())


def _head(number: int, rng: Random) -> str:
    person, sent = rng.randrange(1_000), number % 3 == 0
    copies = [rng.randrange(1_000) for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2, 5)))]
    ends = [f"Ada Hill <{ME}>", f"Person Q. Number{person} <person.{person}@example.net>"]
    sender, receiver = ends if sent else ends[::-1]
    day, clock = f"{1 + number % 28:02}", f"{number % 24:02}:{number % 60:02}:{number // 60 % 60:02}"
    month, year = _MONTHS[number // 28 % 12], 2015 + number // 28 // 12 % 10
    stamp = f"Mon, {int(day)} {month} {year} {clock} {rng.choice(('+0000', '+0100', '-0700 (PDT)'))}"
    answered = f"<{_noise(rng, 50)}@mail.example.net>"
    lines = [
        f"From {1790000000000000000 + number * 7919}@xxx Mon {month} {day} {clock} +0000 {year}",
        f"X-GM-THRID: {1780000000000000000 + number * 7919}",
        f"X-Gmail-Labels: {'Sent' if sent else 'Inbox'},Opened,=?UTF-8?Q?Priv=C3=A9?=",
        *([] if sent else _transport(rng, stamp)),
        "MIME-Version: 1.0",
        *([f"References: {answered}", f"In-Reply-To: {answered}"] if number % 2 else []),
        f"From: {sender}",
        f"Date: {stamp}",
        f"Message-ID: <{number}{_noise(rng, 45)}@mail.example.net>",
        f"Subject: Re: What we said {number}",
        f"To: {receiver}",
        *(["Cc: " + ",\n\t".join(f'"Number{p}, Person" <person.{p}@example.net>' for p in copies)] if copies else []),
        'Content-Type: multipart/alternative; boundary="000000000000a1b2c3"',
        "User-Agent: Made-up Mail 1.0",
    ]
    return "\n".join(lines) + "\n"


def _transport(rng: Random, stamp: str) -> list[str]:
    """What a letter collects on its way: hops, signatures and verdicts on them."""
    fold = "\n        "
    signature, digest = fold.join(_noise(rng, 66) for _ in range(4)), _noise(rng, 43)
    hop = f"Received: by 2002:a05:6402:{_noise(rng, 4)} with SMTP id {_noise(rng, 20)};{fold}{stamp}"
    relay = f"mx.example.net (mx.example.net. [192.0.2.1]){fold}by mx.example.org with ESMTPS id {_noise(rng, 20)}"
    verdict = f"mx.example.org;{fold}dkim=pass header.i=@example.net;{fold}spf=pass;{fold}dmarc=pass"
    signed = f"a=rsa-sha256; c=relaxed/relaxed; d=example.net;{fold}bh={digest};{fold}b={signature}"
    return [
        f"Delivered-To: {ME}", hop, f"X-Received: by 2002:a05; {stamp}",
        f"ARC-Seal: i=1; a=rsa-sha256; t=1700000000; cv=none; d=example.org;{fold}b={signature}",
        f"ARC-Message-Signature: i=1; {signed}", f"ARC-Authentication-Results: i=1; {verdict}",
        "Return-Path: <person@example.net>",
        f"Received: from {relay}{fold}for <{ME}>{fold}(version=TLS1_3 cipher=TLS_AES_256);{fold}{stamp}",
        "Received-SPF: pass (example.org: domain of person@example.net designates 192.0.2.1 as a sender)",
        f"Authentication-Results: {verdict}", f"DKIM-Signature: v=1; {signed}",
        f"X-Google-DKIM-Signature: v=1; {signed}",
        f"X-Gm-Message-State: {_noise(rng, 60)}", f"X-Google-Smtp-Source: {_noise(rng, 60)}", hop,
    ]  # fmt: skip


def _noise(rng: Random, size: int) -> str:
    return "".join(rng.choices(_LETTERS, k=size))


def bare(path: Path) -> int:
    """Parse the headers of every message, streaming, and keep nothing."""
    parser = BytesHeaderParser(policy=compat32)
    return sum("From" in parser.parsebytes(head) for head in _heads(path))


def _heads(path: Path) -> Iterator[bytes]:
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            *whole, rest = (rest + block).split(b"\n\nFrom ")
            yield from map(_head_of, whole)
    yield _head_of(rest)


def _head_of(message: bytes) -> bytes:
    return message.partition(b"\n\n")[0].partition(b"\n")[2]


def least(*works) -> list[float]:
    """The least processor seconds of each of some works, run in turn."""
    taken = [[] for _ in works]
    for _ in range(RUNS):
        for work, times in zip(works, taken, strict=True):
            start = process_time()
            work()
            times.append(process_time() - start)
    return list(map(min, taken))


def hostile(size: int) -> dict[str, bytes]:
    """Mailboxes that would be slow to a reader that looks at any byte more than a few times."""
    line, end = (
        b"From ben@example.org Mon Mar 04 11:20:34 2024\n",
        b"From: ben@example.org\nDate: 4 Mar 2024 11:20:34 +0000\n",
    )
    pieces = {
        "From lines": b"\n" + line, "From lines in a row": line, "without a date": b"\nFrom here\n",
        "halves of heads": b"\n\nFrom 11:20:34\nFrom: x\nDate: y\n", "header lines": b"X: y\n", "one line": b"x",
        "paragraphs": b"\r\n\r\nFrom: x\r\n",
    }  # fmt: skip
    return {name: line + end + piece * (size // len(piece)) for name, piece in pieces.items()}


def exponent(small: float, large: float, times: int = 8) -> float:
    """The power of the size that the seconds grow with."""
    return log(large / small) / log(times)


def growth(folder: Path) -> dict[str, float]:
    """The exponent from 1x to 8x, of a usual mailbox and of hostile ones."""
    paths = {}
    for times in (1, 8):
        paths["usual", times] = folder / f"usual {times}.mbox"
        made_up_mailbox(paths["usual", times], MESSAGES // 4 * times)
        for name, data in hostile(1_000_000 * times).items():
            paths[name, times] = folder / f"{name} {times}.mbox"
            paths[name, times].write_bytes(data)
    took = dict(zip(paths, least(*(lambda p=path: list(readers.read_each(p)) for path in paths.values())), strict=True))
    return {name: exponent(took[name, 1], took[name, 8]) for name, times in paths if times == 1}


def peak(path: Path) -> int:
    """Most memory in MB of a process that reads that file and does nothing else; on Linux."""
    # Not ru_maxrss: a child's begins at what its parent held.
    run = subprocess.run([sys.executable, "-c", _PEAK, path], capture_output=True, text=True, check=True)
    return int(run.stdout) // 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made up.mbox"
        made_up_mailbox(path)
        assert bare(path) == ng.read(path).interactions["event"].nunique() == MESSAGES
        works = (lambda: ng.read(path), lambda: bare(path), lambda: sum(1 for _ in mailbox.mbox(path)))
        ours, header_scan, library = least(*works)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {MESSAGES:,} messages")
        print(f"ours {ours:.2f} s, bare headers {header_scan:.2f} s, mailbox.mbox {library:.2f} s")
        print(f"ours / bare {ours / header_scan:.2f}, mailbox.mbox / ours {library / ours:.2f}")
        for name, power in growth(Path(folder)).items():
            print(f"exponent from 1x to 8x: {power:.2f}, {name}")
        for messages, body in ((BIG, (6_500, 9_500)), (3 * BIG, (900, 1_100))):
            made_up_mailbox(path, messages, body=body)
            print(f"peak memory {peak(path)} MB, {path.stat().st_size / 1e6:,.0f} MB, {messages:,} messages")


if __name__ == "__main__":
    main()
