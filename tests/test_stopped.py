"""Ctrl-C in the midst of anything: one line, exit code 130, and no file or a whole one."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]
ADA = ROOT / "data" / "samples" / "ada"
# A call of `where` sends the signal to its own process, so that it comes at that very place.
PROGRAM = """
import importlib, os, signal, sys
import netgraph.__main__ as command
module, name, times = sys.argv[1].split(":")
of = importlib.import_module(module)
plain, count = getattr(of, name), [0]
def interrupted(*given, **named):
    count[0] += 1
    if count[0] == int(times):
        os.kill(os.getpid(), signal.SIGINT)
    return plain(*given, **named)
setattr(of, name, interrupted)
sys.argv[1:] = sys.argv[2:]
command.main()
"""


def stopped(where: str, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, where, *map(str, arguments)], capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip


def is_one_line(done: subprocess.CompletedProcess) -> bool:
    return done.returncode == 130 and done.stderr == "netgraph: stopped; nothing was written\n"


def below(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    """One mailbox of some 200 MB."""
    path = tmp_path_factory.mktemp("mail") / "big.mbox"
    body = b"A line of text that nobody will keep.\n" * 250
    with path.open("wb") as file:
        for n in range(20_000):
            head = f"From {n}@xxx Mon Jan 01 10:00:00 +0000 2024\nMessage-ID: <{n}@example.org>\n"
            head += f"Date: 1 Jan 2024 10:00:00 +0000\nFrom: p{n % 50}@example.net\nTo: ada@example.org\n\n"
            file.write(head.encode() + body + b"\n")
    return path


@pytest.mark.parametrize("command", ["read", "export", "report"])
def test_a_signal_from_outside_while_a_mailbox_is_read(mailbox, tmp_path, command):
    output = [] if command == "read" else ["-o", str(tmp_path / "out")]
    arguments = [sys.executable, "-m", "netgraph", command, str(mailbox), *output]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout.readline().startswith("mail: ")
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "netgraph: stopped; nothing was written\n")
    assert below(tmp_path) in ([], ["out"])


@pytest.mark.parametrize("where", ["netgraph.readers.records:finished:1", "netgraph.handouts:csv:2"])
def test_an_export_is_stopped_before_it_is_written(tmp_path, where):
    assert is_one_line(stopped(where, "export", ADA, "--me", "ada@example.org", "-o", tmp_path))
    assert below(tmp_path) == []


@pytest.mark.parametrize("times", [1, 5])
def test_an_export_that_is_being_written_is_written_whole(tmp_path, times):
    done = stopped(f"netgraph.handouts:_safe:{times}", "export", ADA, "--me", "ada@example.org", "-o", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(below(tmp_path)) == 5
    assert nx.read_gexf(tmp_path / "network.gexf").number_of_nodes() > 100


def test_the_samples_are_all_there_or_none(tmp_path):
    assert is_one_line(stopped("netgraph.synth:write:2", "sample", tmp_path / "a"))
    assert below(tmp_path / "a") == []
    done = stopped("netgraph.__main__:_moved:1", "sample", tmp_path / "b")
    assert (done.returncode, done.stderr) == (0, "")
    held = [name for name in below(ROOT / "data" / "samples") if (ROOT / "data" / "samples" / name).is_file()]
    assert [name for name in below(tmp_path / "b") if (tmp_path / "b" / name).is_file()] == held


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_a_report_is_stopped_while_its_notebooks_run(tmp_path):
    arguments = ["netgraph.report:wait:1", "report", str(ADA), "--me", "ada@example.org", "-o", str(tmp_path)]
    command = [sys.executable, "-c", PROGRAM, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.communicate(timeout=300)[1] == "netgraph: stopped; nothing was written\n"
    assert process.returncode == 130
    assert below(tmp_path) == []
    for _ in range(50):
        if not (left := _kernels_of(process.pid)):
            break
        time.sleep(0.2)
    assert not left


def _kernels_of(parent: int) -> list[str]:
    """Processes that run a notebook for the process of that number, which is gone."""
    mark, found = f"JPY_PARENT_PID={parent}\0".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() + b"\0":
                found.append(process.name)
        except OSError:
            continue
    return found


@pytest.mark.slow
def test_a_report_that_is_being_written_is_written_whole(tmp_path):
    done = stopped("netgraph.report:_safe:4", "report", ADA, "--me", "ada@example.org", "-o", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "index.html" in below(tmp_path) and not [name for name in below(tmp_path) if "partial" in name]
    assert all((tmp_path / name).read_text(encoding="utf-8").rstrip().endswith("</html>") for name in below(tmp_path))
