"""Small files that ask for far more work or memory than they are worth: each under 2 MB.

    python tests/readers/bombs.py FOLDER

writes them all into FOLDER, reads each in a process of its own and prints, a line of JSON each, what it took:
seconds of processor time, and megabytes at the peak, the loaded libraries included.
"""

import gzip
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from pace import pace

SIZE = 1_900_000
SECONDS = 2.0
"""Of processor time at the usual pace of a machine, in which each must end."""
TRIES = 3
MAIL = (
    "From: Ben <ben@example.org>\nTo: ada@example.org\nDate: Mon, 4 Mar 2024 12:20:34 +0100\n"
    "Message-ID: <1@example.org>\n"
)
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
MESSAGES = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT\n"
GOOGLE = "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value\n"
EVENT = "BEGIN:VEVENT\nUID:1@x\nDTSTAMP:20240301T000000Z\nDTSTART:20240304T090000Z\n"
ENDS = "ORGANIZER:mailto:ada@example.org\nATTENDEE:mailto:ben@example.org\nEND:VEVENT\n"


def _fill(piece: str, start: str = "", end: str = "") -> str:
    """`start`, `piece` as often as it fits, `end`."""
    return start + piece * ((SIZE - len(start) - len(end)) // len(piece)) + end


def _many(line: Callable[[int], str], start: str = "", end: str = "") -> str:
    """`start`, as many different lines as fit, `end`."""
    parts, size = [start], len(start) + len(end)
    while size < SIZE:
        parts.append(line(len(parts)))
        size += len(parts[-1])
    return "".join(parts[:-1]) + end


def _calendar(inside: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{inside}END:VCALENDAR\n"


def _rule(rule: str) -> str:
    return _calendar(f"{EVENT}RRULE:{rule}\n{ENDS}")


def _mail() -> Iterator[tuple[str, str]]:
    nested = _many(lambda n: f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n", MAIL + "\n\n")
    yield "mail-nested-parts.eml", nested
    yield "mail-brackets.eml", _fill("(", "To: ") + "\n" + MAIL + "\nx"
    yield "mail-many-addresses.eml", _many(lambda n: f"a{n}@b.c,", "To: ") + "\n" + MAIL + "\nx"
    yield "mail-group-syntax.eml", _fill("a:;", "To: ") + "\n" + MAIL + "\nx"
    yield "mail-encoded-words.eml", _fill("=?utf-8?q?=41?= ", MAIL + "Cc: ") + "\n\nx"
    yield "mail-references.eml", _many(lambda n: f"<{n}@x> ", MAIL + "References: ") + "\n\nx"
    yield "mail-folds.eml", _fill("\n ", MAIL + "Cc:") + "\n\nx"
    yield "mail-many-fields.eml", _many(lambda n: f"X-{n}: 1\n", MAIL) + "\n\nx"
    yield "mail-comments-in-date.eml", _fill("(", MAIL.replace("Mon,", "") + "Date: ") + "\n\nx"
    yield "mail-one-line.eml", _fill("a", "From: ")
    yield "mail-from-lines.mbox", _fill("From x@example.org Mon Mar  4 12:20:34 2024\n\n")
    yield (
        "mail-almost-from-lines.mbox",
        _fill("\nFrom x Mon Mar  4 12:20:34 2024", "From x@y Mon Mar  4 12:20:34 2024\n"),
    )


def _tables() -> Iterator[tuple[str, str]]:
    yield "Connections.csv", _fill("{},", CONNECTIONS)
    yield "csv/quotes/Connections.csv", _fill('"', CONNECTIONS)
    yield "csv/open/Connections.csv", _fill('a"b,"c\n', CONNECTIONS)
    yield "csv/damaged/Connections.csv", _fill("x,y\n", CONNECTIONS)
    yield "csv/header/Connections.csv", _fill(CONNECTIONS, CONNECTIONS)
    yield "csv/messages.csv", _fill('1,"open,Ben,,Ada,,2024-03-15 09:30:00 UTC,,\n', MESSAGES)
    yield "csv/braces/messages.csv", _fill("{},{}\n", MESSAGES)
    yield "csv/lines/messages.csv", _fill("\n", MESSAGES)
    yield "csv/returns/messages.csv", _fill("\r", MESSAGES)
    yield "csv/nul/messages.csv", _fill("\0", MESSAGES)
    yield "csv/field/messages.csv", _fill("a", MESSAGES + '1,"')
    yield "csv/google.csv", _fill('" ::: ', GOOGLE)
    yield "csv/google values.csv", _many(lambda n: f"a{n}@b.c ::: ", GOOGLE + "A,B,,,,")
    yield "csv/columns.csv", _many(lambda n: f"c{n},", "time,sender,receiver,") + "\n"
    yield "csv/log.csv", _fill('"', "time,sender,receiver\n")
    yield "csv/ids.csv", _fill("1,a,b,e\n", "time,sender,receiver,event\n")


def _cards() -> Iterator[tuple[str, str]]:
    card = "BEGIN:VCARD\nVERSION:2.1\nFN:Ben Okafor\n"
    yield "begin.vcf", _fill("BEGIN:VCARD\n")
    yield "agents.vcf", _fill("AGENT:\nBEGIN:VCARD\n", card)
    yield "folded.vcf", _fill("\n a", card + "NOTE:") + "\nEND:VCARD\n"
    yield "parameters.vcf", _fill(";a", card + "EMAIL") + ":a@b.c\nEND:VCARD\n"
    yield "quotes.vcf", _fill(';a="', card + "EMAIL") + ":a@b.c\nEND:VCARD\n"
    yield "printable.vcf", _fill("=41=\n", card + "NOTE;ENCODING=QUOTED-PRINTABLE:") + "\nEND:VCARD\n"
    yield "photo.vcf", _fill("QUJD\n", card + "PHOTO;ENCODING=BASE64:\n")
    yield "addresses.vcf", _many(lambda n: f"EMAIL:a{n}@b.c\n", card) + "END:VCARD\n"
    yield "escapes.vcf", _fill("\\", card + "N:") + "\nEND:VCARD\n"


def _calendars() -> Iterator[tuple[str, str]]:
    yield "secondly.ics", _rule("FREQ=SECONDLY")
    yield "minutely.ics", _rule("FREQ=MINUTELY;COUNT=1000000000")
    yield "count.ics", _rule("FREQ=DAILY;COUNT=1000000000")
    yield "forever.ics", _rule("FREQ=DAILY;UNTIL=99991231T000000Z")
    yield "never.ics", _rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    numbers = ",".join(map(str, range(60)))
    yield (
        "products.ics",
        _rule(f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE={numbers};BYSECOND={numbers}"),
    )
    yield "interval.ics", _rule("FREQ=DAILY;INTERVAL=0")
    yield "many-rules.ics", _calendar(_fill("RRULE:FREQ=DAILY\n", EVENT) + "\n" + ENDS)
    yield (
        "exdates.ics",
        _calendar(_fill("20240305T090000Z,", EVENT + "RRULE:FREQ=DAILY\nEXDATE:") + "20240306T090000Z\n" + ENDS),
    )
    yield "rdates.ics", _calendar(_fill("20240305T090000Z,", EVENT + "RDATE:") + "20240306T090000Z\n" + ENDS)
    yield "attendees.ics", _calendar(_many(lambda n: f"ATTENDEE:mailto:a{n}@b.c\n", EVENT) + ENDS)
    yield "nested.ics", _calendar(_fill("BEGIN:VALARM\n", EVENT) + "\n" + ENDS)
    yield "begins.ics", _fill("BEGIN:VEVENT\n", "BEGIN:VCALENDAR\n")
    zone = "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    zone += "RRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
    yield "zone.ics", _calendar(zone + EVENT.replace("DTSTART:", "DTSTART;TZID=Z:").replace("090000Z", "090000") + ENDS)
    yield "zones.ics", _calendar(_fill(zone) + EVENT + ENDS)
    yield (
        "many-daily.ics",
        _calendar(_many(lambda n: EVENT.replace("1@x", f"{n}@x") + "RRULE:FREQ=DAILY;COUNT=5000\n" + ENDS)),
    )


def _chats() -> Iterator[tuple[str, str]]:
    yield "authors.txt", _many(lambda n: f"13/06/2018, 21:{n % 60:02} - Person {n}: hi\n")
    yield "group.txt", _many(lambda n: f"{13 + n // 7000}/06/2018, 21:{n % 60:02} - Person {n % 25}: hi\n")
    yield "dateless.txt", _fill("x\n", "13/06/2018, 21:00 - Ben: hi\n")
    yield "datelike.txt", _fill("13/06/2018, 21:0\n", "13/06/2018, 21:00 - Ben: hi\n")
    yield "colons.txt", _fill(": ", "13/06/2018, 21:00 - Ben: hi\n13/06/2018, 21:01 - ")
    yield "marks.txt", _fill("\u200e\u2068", "13/06/2018, 21:00 - Ben: hi\n")[: SIZE // 3]
    yield "undecided.txt", _many(lambda n: f"0{1 + n % 9}/0{1 + (n * 7) % 9}/2018, 21:00 - Person {n % 2}: hi\n")
    yield "signal.txt", _many(lambda n: f"[2019-12-24, 12:{n % 60:02}] Person {n % 25}: hi\n")


def _objects() -> Iterator[tuple[str, str]]:
    message = '{"id": %d, "type": "message", "date_unixtime": "1544006350", "from": "A", "from_id": "user1", "text": "'
    yield "result.json", _fill("[", '{"messages": [')
    yield "braces/result.json", _fill('{"a":', '{"name": "x", "messages": [')
    yield (
        "open/result.json",
        _many(lambda n: message % n, '{"name": "x", "type": "private_group", "id": 1, "messages": ['),
    )
    yield "nested/result.json", _many(lambda n: (message % n)[:-1] + "[", '{"name": "x", "id": 1, "messages": [')
    yield "digits/result.json", _fill("1", '{"messages": [{"id": ') + "}]}"
    yield "small/result.json", _fill("{},", '{"messages": [') + "{}]}"
    yield "escapes/result.json", _fill("\\u0041", '{"messages": [' + message % 1) + '"}]}'
    senders = '{"id": %d, "type": "message", "date_unixtime": "1544006350", "from_id": "user%d", "text": ""},'
    start = '{"name": "x", "type": "private_group", "id": 1, "messages": ['
    yield "senders/result.json", _many(lambda n: senders % (n, n), start) + "{}]}"
    yield "group/result.json", _many(lambda n: senders % (n, n % 25), start) + "{}]}"
    yield "inbox/a_1/message_1.json", _many(lambda n: f'{{"name":"P{n}"}},', '{"participants":[') + '{}],"messages":[]}'
    meta = '{"sender_name":"P%d","timestamp_ms":1672617600000,"content":"'
    yield "inbox/b_1/message_1.json", _many(lambda n: meta % (n % 20), '{"participants":[],"messages":[')
    slack = '{"type":"message","user":"U%d","text":"<@U%d>","ts":"1544006350.%06d"},'
    yield "slack/general/2018-12-05.json", _many(lambda n: slack % (n % 20, n, n), "[") + "{}]"
    yield "slack2/general/2018-12-05.json", _fill("[")


def _elements() -> Iterator[tuple[str, str]]:
    sms = '<sms address="+4915112345678" date="1544006350000" type="1" body="'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY l0 "ha">{laughs}]>'
    yield "laughs.xml", f'{doctype}<smses count="1">{sms}&l9;" /></smses>'
    blow = '<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "' + "a" * (SIZE // 2) + '">]>'
    yield "quadratic.xml", _fill("&a;", f'{blow}<smses count="1">{sms}') + '" /></smses>'
    yield "starts.xml", _fill("<sms ", '<smses count="1">')
    yield "attribute.xml", _fill("a", f'<smses count="1">{sms}') + '" /></smses>'
    yield "attributes.xml", _many(lambda n: f'a{n}="" ', '<smses count="1"><sms ') + "/></smses>"
    yield "references.xml", _fill("&#55357;&#56832;", f'<smses count="1">{sms}') + '" /></smses>'
    yield "deep.xml", _fill("<a>", '<smses count="1">')
    yield (
        "mms.xml",
        _fill('<addr address="+4915112345678" type="151" />', '<smses count="1"><mms date="1" msg_box="1"><addrs>'),
    )
    yield "instructions.xml", _fill("<?a ?>", '<smses count="1">')
    yield "unclosed.xml", _fill(sms, '<smses count="1">')


def _packed() -> Iterator[tuple[str, bytes]]:
    yield "bomb.zip", _zipped({"log.csv": b"time,sender,receiver\n" + b"0" * 1_500_000_000})
    yield "members.zip", _zipped({f"{n}.csv": b"" for n in range(15_000)})
    inner = _zipped({"log.csv": b"0" * 1_000_000})
    yield "nested.zip", _zipped({f"{n}.zip": inner for n in range(500)})
    yield "log.csv.gz", gzip.compress(b"time,sender,receiver\n" + b"1,a,b\n" * 60_000_000, compresslevel=9, mtime=0)
    zeros = gzip.compress(b"\0" * 100_000_000, mtime=0)
    for name in ("nul.mbox.gz", "nul.vcf.gz", "nul.json.gz", "nul.xml.gz", "nul.csv.gz"):
        starts = {"mbox": b"From x@y Mon Mar  4 12:20:34 2024\n", "vcf": b"BEGIN:VCARD\nVERSION:3.0\nNOTE:"}
        starts |= {"json": b'{"messages": [{"id": 1, "type": "message", "text": "', "xml": b"<smses><sms body='"}
        start = starts.get(name.split(".")[1], b"time,sender,receiver\n")
        yield name, gzip.compress(start, mtime=0) + zeros * 19
    yield "rows.parquet", _parquet(100_000_000)


def _zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def _parquet(rows: int) -> bytes:
    """A table of one repeated row: the file holds it once, with how often it stands."""
    import pyarrow as pa
    import pyarrow.parquet

    block = pa.table({name: pa.array([1] * 1_000_000) for name in ("time", "sender", "receiver")})
    held = io.BytesIO()
    with pa.parquet.ParquetWriter(held, block.schema, compression="zstd") as writer:
        for _ in range(rows // 1_000_000):
            writer.write_table(block, row_group_size=1_000_000)
    return held.getvalue()


def bombs() -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    for kind in (_mail, _tables, _cards, _calendars, _chats, _objects, _elements):
        for name, text in kind():
            yield f"{kind.__name__[1:]}/{name}", text.encode("utf-8", "surrogatepass")
    for name, data in _packed():
        yield f"packed/{name}", data


def took(path: Path) -> dict:
    """The first reading of a file that ends in time, else the last, as other work may stand in the way of one."""
    for _ in range(TRIES):
        found = once(path)
        if found.get("seconds", SECONDS) < SECONDS * found.get("pace", 1):
            break
    return found


def once(path: Path) -> dict:
    """Read one file in a child process: seconds, megabytes at the peak, and how it ended."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        os.write(write_end, json.dumps(_read(path)).encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return {"name": path.as_posix(), "bytes": path.stat().st_size} | (json.loads(said) if said else {"end": "died"})


def _read(path: Path) -> dict:
    from netgraph.readers import read_each
    from netgraph.tables import TableError, combined

    # The machine's pace as it was before and after, as one of them may be a moment that was not like the rest.
    before, start = pace(), time.process_time()
    try:
        export = combined([part for _, _, part in read_each(path)])
        end, found = "read", export.ledger["records"].sum()
    except TableError as error:
        end, found = f"refused: {str(error)[:100]}", 0
    except BaseException as error:  # the point of the exercise is that there is none
        end, found = f"{type(error).__name__}: {str(error)[:200]}", 0
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 2), "pace": round((before + pace()) / 2, 2), "megabytes": round(peak), "end": end,
            "records": int(found)}  # fmt: skip


def main(folder: str, *only: str) -> None:
    """Write and read all bombs, or those whose name holds one of `only`."""
    # Loaded before the children begin, so that they are charged for reading alone.
    import_module("netgraph.build")
    import_module("netgraph.readers")

    for name, data in bombs():
        if only and not any(part in name for part in only):
            continue
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(json.dumps(took(path) | {"name": name}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
