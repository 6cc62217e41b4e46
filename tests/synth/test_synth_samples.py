"""The samples in the repository: what the code writes, small, the same each time, and nobody's secrets."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from netgraph import synth

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def unpacked(files):
    """Contents with gzip undone: builds of zlib differ in how they compress, not in what."""
    return {n: gzip.decompress(c) if n.endswith(".gz") else c for n, c in files.items()}


def test_the_committed_samples_are_what_the_code_writes(ada_sample, firm_sample):
    assert contents(SAMPLES / "ada") == ada_sample.files
    assert unpacked(contents(SAMPLES / "firm")) == unpacked(firm_sample.files)


def test_write_all_writes_both(tmp_path, ada_sample, firm_sample):
    synth.write_all(tmp_path)
    assert contents(tmp_path / "ada") == ada_sample.files
    assert contents(tmp_path / "firm") == firm_sample.files


def test_another_process_with_another_hash_seed_writes_the_same():
    code = (
        "import hashlib; from netgraph import synth\n"
        "for s in (synth.ada(), synth.firm()):\n"
        "    print(hashlib.sha256(b''.join(n.encode() + c for n, c in sorted(s.files.items()))).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(runs) == 1


def test_the_seed_decides(ada_sample, firm_sample):
    assert synth.firm(1).files == firm_sample.files
    assert not set(synth.ada(2).files.values()) & set(ada_sample.files.values())


def test_both_samples_stay_small():
    assert sum(len(c) for c in contents(SAMPLES).values()) < 3_000_000


@pytest.mark.parametrize("name", ["ada_sample", "firm_sample"])
def test_reserved_domains_and_no_absolute_path(name, request):
    files = unpacked(request.getfixturevalue(name).files)
    text = "\n".join(content.decode() for content in files.values())
    domains = set(re.findall(r"@([\w.-]+\.\w+)", text))
    assert all(re.fullmatch(r"example\.(org|com|net)|[\w.-]+\.example(\.org)?", d) for d in domains), domains
    assert not re.search(r"/(home|work|root|tmp|Users)/", text)
    assert not any(n.startswith("/") or ".." in n for n in files)
    urls = set(re.findall(r"https?://([\w.-]+)", text))
    assert urls <= {"www.linkedin.com", "kestrelby.example"}
