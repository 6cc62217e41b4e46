"""Reading chats in JSON: how the time and the memory grow from a file to one of eight times the size.

    python benchmarks/readers/json_chats.py
Prints for each format the sizes, the least seconds of three runs, the exponent from the smallest to the largest (1
is linear; at most 1.15 is promised), and by how much the peak memory of the largest run exceeds the smallest's.
"""

import json
import math
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from netgraph.readers import meta, slack, telegram
from netgraph.readers.files import files

BASE, TIMES, PEOPLE = 20_000, (1, 2, 4, 8), 40
TEXT = "A line of text that nobody will keep, as long as most are.\n" * 3


def telegram_file(folder: Path, count: int) -> None:
    """One result.json: personal chats with `PEOPLE` others."""
    each = count // PEOPLE
    chats = [
        {"name": f"P{p}", "type": "personal_chat", "id": p, "messages": [
            {"id": n, "type": "message", "date_unixtime": str(1_700_000_000 + n * 60 + p), "from": f"P{who}",
             "from_id": f"user{who}", "text": TEXT, "text_entities": [{"type": "plain", "text": TEXT}]}
            for n in range(each) for who in ((p, 0)[n % 2],)
        ]} for p in range(1, PEOPLE + 1)
    ]  # fmt: skip
    (folder / "result.json").write_text(json.dumps({"chats": {"list": chats}}, indent=1))


def slack_file(folder: Path, count: int) -> None:
    """One day of one channel."""
    (folder / "general").mkdir()
    messages = [
        {"user": f"U{n % 4}", "type": "message", "ts": f"{1_700_000_000 + n}.{n % 1000:06}", "text": TEXT,
         "blocks": [{"type": "rich_text", "elements": [{"type": "text", "text": TEXT}]}]} for n in range(count)
    ]  # fmt: skip
    (folder / "general" / "2024-01-01.json").write_text(json.dumps(messages, indent=4))


def meta_file(folder: Path, count: int) -> None:
    """One file of one conversation."""
    messages = [
        {"sender_name": "AB"[n % 2], "timestamp_ms": 1_700_000_000_000 + n * 1000, "content": TEXT * 2}
        for n in range(count)
    ]
    thread = {"participants": [{"name": "A"}, {"name": "B"}], "messages": messages, "thread_path": "inbox/b_1"}
    (folder / "message_1.json").write_text(json.dumps(thread, indent=2))


MAKERS: dict[str, tuple[Callable, Callable[[Path, int], None]]] = {
    "telegram": (telegram.read, telegram_file), "slack": (slack.read, slack_file), "meta": (meta.read, meta_file),
}  # fmt: skip


def measured(name: str, folder: str, queue) -> None:
    """Bytes of the file there, the least seconds to read it, and the most memory of this process in MB."""
    (file,), took = files(folder), []
    for _ in range(3):
        begin = time.process_time()
        MAKERS[name][0](file)
        took.append(time.process_time() - begin)
    queue.put((file.size, min(took), _peak()))


def _peak() -> float:
    """The most memory of this process in MB, as Linux tells it: what `resource` tells holds the parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def alone(name: str, count: int) -> tuple[int, float, float]:
    """The same for a new file of that many messages, in a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        MAKERS[name][1](Path(folder), count)
        process = context.Process(target=measured, args=(name, folder, queue))
        process.start()
        result = queue.get()
        process.join()
    return result


def main(base: int = BASE) -> None:
    """Measure every format and print a line for each."""
    for name in MAKERS:
        runs = [alone(name, base * times) for times in TIMES]
        exponent = math.log(runs[-1][1] / runs[0][1]) / math.log(runs[-1][0] / runs[0][0])
        told = ", ".join(f"{size / 1e6:.0f} MB {seconds:.2f} s" for size, seconds, _ in runs)
        print(f"{name}: {told}; exponent {exponent:.2f}; peak memory {runs[-1][2] - runs[0][2]:.0f} MB more for 8x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else BASE)
