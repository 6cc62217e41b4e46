"""The damage done to files in tests: what it says is intact is there, byte for byte."""

from damage import Made, damaged

LINES = [b"record %d, with some text\n" % n for n in range(200)]
STARTS = [sum(map(len, LINES[:n])) for n in range(len(LINES))]
MADE = Made(
    "a.txt", b"".join(LINES), [(a, a + len(line), n) for n, (a, line) in enumerate(zip(STARTS, LINES, strict=True))]
)


def test_intact_records_stand_where_they_are_said_to():
    hurt = [damaged(MADE, seed) for seed in range(300)]
    for one in hurt:
        assert all(one.data[a:b] == LINES[n] for a, b, n in one.intact)
    assert {one.faults for one in hurt} == {0, 1, 2, 3, 4}
    assert any(len(one.data) < len(MADE.data) / 2 for one in hurt)


def test_the_same_seed_does_the_same_damage():
    assert damaged(MADE, 7) == damaged(MADE, 7) != damaged(MADE, 8)
