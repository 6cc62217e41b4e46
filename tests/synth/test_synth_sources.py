"""The person with every source: what is in the files, checked without any reader of ours."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from netgraph import synth

HELD = Path(__file__).parents[2] / "data" / "samples" / "sources"
TOPS = {
    "calendar", "contacts", "facebook", "instagram", "linkedin", "mail", "phone", "signal", "slack", "telegram",
    "whatsapp",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample():
    return synth.sources()


@pytest.fixture(scope="module")
def text(sample):
    return {name: data.decode() for name, data in sample.files.items()}


def test_the_committed_files_are_what_the_code_writes(sample):
    held = {p.relative_to(HELD).as_posix(): p.read_bytes() for p in HELD.rglob("*") if p.is_file()}
    assert held == sample.files


def test_another_process_with_another_hash_seed_and_zone_writes_the_same(sample):
    code = "import sys; from netgraph import synth; sys.stdout.buffer.write(b''.join(synth.sources().files.values()))"
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo"}, capture_output=True, check=True
    )
    assert run.stdout == b"".join(sample.files.values())


def test_the_seed_decides(sample):
    other = synth.sources(2)
    assert other.truth["people"]["name"].tolist() != sample.truth["people"]["name"].tolist()
    assert other.files["mail/All mail.mbox"] != sample.files["mail/All mail.mbox"]


def test_every_source_is_there_and_all_of_it_is_small(sample):
    assert {name.partition("/")[0] for name in sample.files} == TOPS
    assert sum(map(len, sample.files.values())) < 400_000


def test_names_of_files_suit_every_system(sample):
    assert all(re.fullmatch(r"[\w .@/-]+", name, re.ASCII) for name in sample.files)


def test_thirty_people_in_five_circles(sample):
    people = sample.truth["people"].drop_duplicates("person")
    assert len(people) == people["name"].nunique() == 30
    assert people["circle"].nunique() == 5


def test_domains_hosts_and_numbers_are_nobodys(text):
    together = "\n".join(text.values())
    domains = set(re.findall(r"@([\w-]+(?:\.[\w-]+)*\.[a-z]{3,})", together))
    assert all(re.fullmatch(r"example\.(org|com|net)|[\w.-]+\.example", d) for d in domains), domains
    assert set(re.findall(r"https?:(?:\\?/){2}([\w.-]+)", together)) <= {"www.linkedin.com", "example.org"}
    assert not re.search(r"/(home|work|root|tmp|Users)/", together)


def test_phone_numbers_are_of_ranges_kept_free_for_fiction(sample):
    numbers = {h for h in sample.truth["people"]["handle"] if h.startswith("+")} | {sample.truth["shared"]}
    assert len(numbers) == 31
    assert all(re.fullmatch(r"\+(447700900\d{3}|442079460\d{3}|121255501\d{2})", n) for n in numbers)


def test_the_records_of_a_file_are_as_many_as_its_own_format_says(sample, text):
    counted = {name: n for name, content in text.items() if (n := _counted(name, content)) is not None}
    assert len(counted) > 30
    assert counted == {name: sample.truth["records"][name] for name in counted}


def _counted(name, content):
    """Records by a simple rule of each format; None where there is none."""
    if name.endswith(".csv"):
        table = content.partition("\n\n")[2] if content.startswith("Notes:") else content
        return len(list(csv.reader(io.StringIO(table)))) - 1
    if name.endswith(".xml"):
        # A character beyond 16 bits stands there in two halves, which no parser takes.
        return len(ElementTree.fromstring(re.sub(r"&#(5[5-7]\d{3});", "", content)))
    if name.startswith("slack/"):
        return len(json.loads(content))
    counts = {".vcf": "BEGIN:VCARD", ".ics": "BEGIN:VEVENT"}
    return next((content.count(mark) for end, mark in counts.items() if name.endswith(end)), None)


def test_the_mailbox_has_a_mail_for_every_record(sample, text):
    box = text["mail/All mail.mbox"]
    ids = re.findall("^Message-ID: (.+)$", box, re.MULTILINE)
    starts = re.findall(r"^From \d+@xxx \w{3} ", box, re.MULTILINE)
    assert len(set(ids)) == len(ids) == len(starts) == sample.truth["records"]["mail/All mail.mbox"]


def test_the_chat_of_an_iphone_has_marks_and_messages_of_several_lines(text):
    chat = text["whatsapp/_chat.txt"]
    heads = re.findall(r"^\u200e?\[\d\d/\d\d/\d{4}, [\d:]{8}\] ([^:]+): ", chat, re.MULTILINE)
    assert len(set(heads) - {"Thursday choir"}) == 5
    assert any(re.fullmatch(r"\+44 7700 900\d{3}", head) for head in heads)
    assert len(re.findall("^\u200e", chat, re.MULTILINE)) > 3
    assert chat.count("\n") > len(heads) > 50


def test_the_weekly_meeting_has_an_exception_of_each_kind(text):
    name = next(n for n in text if n.startswith("calendar/"))
    events = Calendar.from_ical(text[name]).walk("VEVENT")
    series = next(e for e in events if "RRULE" in e)
    exceptions = [e for e in events if "RECURRENCE-ID" in e]
    assert {str(e["UID"]) for e in exceptions} == {str(series["UID"])}
    assert sorted(str(e["STATUS"]) for e in exceptions) == ["CANCELLED", "CONFIRMED"]
    assert "EXDATE" in series
    assert "RESOURCE" in text[name]


def test_slack_has_a_thread_a_direct_talk_of_two_and_one_of_several(text):
    assert any('"thread_ts"' in content for name, content in text.items() if name.startswith("slack/general/"))
    assert len(json.loads(text["slack/dms.json"])) >= 2
    assert len(json.loads(text["slack/mpims.json"])) == 1


def test_the_phone_has_messages_to_several_short_codes_and_calls_of_all_kinds(text):
    messages = next(t for n, t in text.items() if n.startswith("phone/sms"))
    calls = next(t for n, t in text.items() if n.startswith("phone/calls"))
    assert messages.count("<mms ") > 10
    assert 'address="60202"' in messages
    assert 'address="07700 900' in messages
    assert {*re.findall(r' type="(\d)" presentation', calls)} == {"1", "2", "3"}
    assert 'presentation="2"' in calls
