"""Headers of strangers' CSV files, found even where a byte of them is damaged."""

from random import Random

import pytest

from netgraph.readers.csvheader import header_like

KNOWN = ("time", "sender", "receiver", "channel", "event")
ROWS = "".join(f"2024-01-0{n},ann,ben,mail,{n}\n" for n in range(1, 8))
HEADER = "time,sender,receiver,channel,event\n"


def names(text, *, known=KNOWN, needed=KNOWN[:3], delimiter=","):
    head = header_like(known, needed)(text.splitlines(keepends=True), delimiter)
    return head and (head.names, head.first, head.last)


@pytest.mark.parametrize("preamble", ["", "Notes:\n", 'Notes:\n"two, three"\n\n', "\n\n", "time and place\n"])
def test_a_whole_header_is_found_behind_a_preamble(preamble):
    at = preamble.count("\n")
    assert names(preamble + HEADER + ROWS) == (list(KNOWN), at, at + 1)
    assert not header_like(KNOWN, KNOWN[:3])((HEADER + ROWS).splitlines()).mended


@pytest.mark.parametrize(
    "damaged",
    [
        'time,sen"der,receiver,channel,event\n',
        'time,"sender,receiver,channel,event\n',
        "time,send\0er,receiver,channel,event\n",
        "time,s\u00e9nder,receiver,channel,event\n",
        "tme,sendr,receiver,channel,event\n",
        "time,sen,der,receiver,channel,event\n",
        "ti,e,sender,receiver,channel,event\n",
        ",time,sender,receiver,channel,event\n",
        "time,senderreceiver,channel,event\n",
        "time,sendreceiver,channel,event\n",
        "time,sender,receiverchannel,event\n",
        "time,sender,receiver,chan\0nel,event\n",
        "time,sen\nder,receiver,channel,event\n",
        "time\nsender,receiver,channel,event\n",
        "time,sender,receiver,chan\nnel,event\n",
        "time,sender,receiver,channel\n,event\n",
        '"time,sender,receiver,channel,event\n',
    ],
)
@pytest.mark.parametrize("preamble", ["", "Notes:\n", "sep=,\n"])
def test_a_damaged_header_is_mended(preamble, damaged):
    at = preamble.count("\n")
    assert names(preamble + damaged + ROWS) == (list(KNOWN), at, at + damaged.count("\n"))
    assert header_like(KNOWN, KNOWN[:3])((damaged + ROWS).splitlines()).mended.startswith("its header is damaged")


@pytest.mark.parametrize("end", ["", '"', ",", "\u00e9"])
def test_a_first_record_that_ran_into_the_header_is_cut_off(end):
    assert names(HEADER.rstrip("\n") + end + ROWS)[0] == list(KNOWN)


@pytest.mark.parametrize("header", ["time,from,to", "time,sender,recipient", "date,sender,receiver", "time,a,b"])
def test_other_names_are_no_damage(header):
    assert names(header + "\n" + "2024-01-01,ann,ben\n" * 9, known=KNOWN[:3]) is None


def test_a_header_alone_is_one_and_one_without_a_whole_name_is_none():
    assert names(HEADER)[0] == list(KNOWN)
    assert names("tim,sende,receive\n1,a,b\n", known=()) is None
    assert names("") is None


def test_columns_that_are_not_known_keep_their_places():
    rows = "x,y,2024-01-01,ann,ben,z\n" * 5
    assert names("a,b,time,sender,receiver,c\n" + rows)[0] == ["a", "b", "time", "sender", "receiver", "c"]
    assert names("a,b,time,sen,der,receiver,c\n" + rows)[0] == ["a", "b", "time", "sender", "receiver", "c"]
    # Nothing tells which two of them a comma cut apart: the header stays as it is.
    assert names("a,b,time,sender,receiver,c,d\n" + rows)[0] == ["a", "b", "time", "sender", "receiver", "c", "d"]


def test_one_damaged_byte_anywhere_in_the_header_leaves_a_header():
    """And the columns keep their places."""
    rng, text = Random(1), HEADER + ROWS
    for place in range(len(HEADER)):
        for fault in ('"', "\n", "\0", "\u00e9", ",", "\r", ""):
            gone = rng.randint(1, 3) if not fault else rng.choice((0, 1))
            head = header_like(KNOWN, KNOWN[:3])(
                (text[:place] + fault + text[place + gone :]).splitlines(keepends=True)
            )
            assert head, (place, fault, gone)
            assert [n for n in head.names if n in KNOWN[:3]] == list(KNOWN[:3]), (place, fault, gone, head)
