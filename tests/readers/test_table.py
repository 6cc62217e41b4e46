"""An analyst's log: columns, times, ids that stay as they are, and errors that say what to do."""

import gzip
import io
import time

import made_table
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from damage import FILES, conserved
from hypothesis import given
from hypothesis import strategies as st
from pace import pace

from netgraph import readers
from netgraph.readers import table
from netgraph.readers.csvlog import header, text_columns
from netgraph.readers.files import File
from netgraph.tables import TableError

TOKENS = (
    '"',
    ",",
    "\n",
    "\r\n",
    "\0",
    ";",
    "time",
    "sender,receiver",
    "1,a,b,e1,3\n",
    "2024-01-01",
    "é",
    "\x80",
    " ",
    "ÿþ",
    "9" * 400,
)
LOG = "time,sender,receiver\n2024-03-04 12:00:00,ann,ben\n2024-03-04 13:00:00,ben,ann\n"


@pytest.fixture
def read(tmp_path, balances):
    """Reads one log and checks its books."""

    def of(text, name="log.csv", **options):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / name).write_bytes(data)
        export = readers.read(tmp_path / name, **options)
        balances(export, name, len(data))
        return export

    return of


def test_the_plain_log(read, count):
    export = read(LOG)
    rows = export.interactions
    assert rows[["sender", "receiver"]].to_numpy().tolist() == [["ann", "ben"], ["ben", "ann"]]
    assert set(rows["channel"]) == set(rows["source"]) == {"log"}
    assert set(rows["kind"]) == {"message"}
    assert set(rows["recipients"]) == {1}
    assert count(export, "zone assumed: UTC") == 2
    assert export.me == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_line_ends_packing_and_encodings_change_nothing(tmp_path, delimiter, end):
    text = LOG.replace(",", delimiter).replace("\n", end)
    (tmp_path / "a.csv").write_text(text, newline="")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(("\ufeff" + text).encode()))
    (tmp_path / "c.csv").write_bytes(text.encode("utf-16"))
    digests = {readers.read(path).digest for path in tmp_path.iterdir()}
    assert digests == {table.from_frame(pd.read_csv(tmp_path / "a.csv", sep=delimiter)).digest}


def test_parquet_and_frame_are_the_same_log(tmp_path, balances):
    frame = pd.DataFrame(
        {"time": pd.to_datetime(["2024-03-04", "2024-03-05"]), "sender": [1, 2], "receiver": [2.0, None]}
    )
    frame.to_parquet(tmp_path / "log.parquet")
    export = readers.read(tmp_path / "log.parquet")
    assert export.interactions[["sender", "receiver"]].to_numpy().tolist() == [["1", "2"]]
    assert export.digest == table.from_frame(frame).digest
    balances(export, "log.parquet", (tmp_path / "log.parquet").stat().st_size, records=2)


def test_ids_stay_text(read):
    rows = read("time,sender,receiver\n1,NA,007\n2,+44 20,None\n3,null,1.5\n").interactions
    assert rows["sender"].tolist() == ["NA", "+44 20", "null"]
    assert rows["receiver"].tolist() == ["007", "None", "1.5"]


def test_quoted_fields_may_hold_anything(read):
    text = 'time,sender,receiver,text\n1,ann,"Hill, ""B""","a\nb"\n2,"ann",ben,"3,ann,ben"\n'
    assert read(text).interactions["receiver"].tolist() == ['Hill, "B"', "ben"]


def test_all_optional_columns_are_taken(read):
    text = (
        "time,sender,receiver,channel,kind,event,reply_to,source,Weight\n"
        "1,a,b,mail,message,e1,,s1,9\n1,a,c,mail,message,e1,,s1,9\n2,b,a,chat,meeting,e2,e1,s2,9\n1,a,c,mail,message,e1,,s1,9\n"
    )
    export = read(text)
    rows = export.interactions
    assert rows["recipients"].tolist() == [2, 2, 1]
    assert rows["event"].tolist() == ["s1:e1", "s1:e1", "s2:e2"]
    assert rows["reply_to"].tolist()[2] == "s2:e1"
    assert rows["kind"].tolist() == ["message", "message", "meeting"]
    assert export.windows["source"].tolist() == ["s1", "s2"]
    assert "same event and receiver" in set(export.ledger["rule"])


def test_recipients_as_given(read, count):
    export = read("time,sender,receiver,recipients\n1,a,b,5\n2,a,c,0\n3,a,d,x\n")
    assert export.interactions["recipients"].tolist() == [5]
    assert count(export, "rejected", "fate") == 2


def test_recipients_may_be_missing_and_a_rejected_row_does_not_hide_a_good_one(read, count):
    rows = "1,a,b,e1,\n1,a,c,e1,\n2,a,b,e2,1e30\n2,a,b,e2,3\n2,a,b,e2,3\n"
    export = read("time,sender,receiver,event,recipients\n" + rows)
    assert export.interactions["recipients"].tolist() == [2, 2, 3]
    assert count(export, "bad value") == count(export, "same event and receiver") == 1


def test_nul_bytes_in_one_row_do_not_cost_the_others(read):
    export = read(LOG.encode() + b"\0\0\0\0\n2024-03-05,ann,cleo\n")
    assert export.interactions["receiver"].tolist() == ["ben", "ann", "cleo"]
    assert export.problems["place"].str.startswith("line 4,").tolist() == [True]


def test_long_ids_keep_their_digits_beside_missing_ones(tmp_path):
    ids = [1152921504606846977, 1152921504606846978, None]
    people = pd.array(ids, dtype="Int64")
    frame = pd.DataFrame({"time": [1, 2, 3], "sender": people, "receiver": list("abc")})
    frame.to_parquet(tmp_path / "log.parquet")
    for export in (readers.read(tmp_path / "log.parquet"), table.from_frame(frame)):
        assert export.interactions["sender"].tolist() == [str(n) for n in ids[:2]]
    with pytest.raises(TableError, match="column sender: long ids came as floats"):
        table.from_frame(frame.astype({"sender": "float64"}))


def test_parquet_that_arrow_refuses_or_whose_text_is_damaged(tmp_path):
    columns = [pa.array([1, 2]), pa.array([b"a", b"\xff"]), pa.array(["b", "c"]), pa.array(["d", "e"])]
    pq.write_table(pa.Table.from_arrays(columns[:3], names=["time", "sender", "receiver"]), tmp_path / "bytes.parquet")
    assert readers.read(tmp_path / "bytes.parquet").interactions["sender"].tolist() == ["a", "\ufffd"]
    names = ["time", "sender", "receiver", "sender"]
    pq.write_table(pa.Table.from_arrays(columns, names=names), tmp_path / "twice.parquet")
    with pytest.raises(TableError, match=r"^twice\.parquet: cannot be read \(.*\); write it again$"):
        readers.read(tmp_path / "twice.parquet")


def test_bad_rows_are_rejected_by_line_and_self_messages_set_aside(read, count):
    export = read(LOG + "soon,ann,ben\n,ann,ben\n2024-03-04,,ben\n2024-03-04,ann,\n2024-03-04,ann,ann\nBAD\n")
    lines = export.problems["place"].str.extract(r"line (\d+),")[0].astype(int).tolist()
    assert lines == [4, 5, 6, 7, 9]
    assert count(export, "self-message") == 1
    assert export.interactions["event"].nunique() == 2


def test_repeats_in_the_same_minute_stay(read):
    assert read(LOG + LOG.split("\n", 1)[1]).interactions["event"].nunique() == 4


def test_relative_times_are_times(read):
    export = read("time,sender,receiver\n20,1,2\n40.5,2,1\n")
    assert export.interactions["time"].tolist() == [pd.Timestamp(20, unit="s"), pd.Timestamp(40500, unit="ms")]
    assert "zone assumed: UTC" not in set(export.ledger["rule"])


def test_a_stray_date_far_ahead_is_rejected(read, count):
    assert count(read(LOG + LOG.split("\n", 1)[1] + "2099-01-01,ann,ben\n"), "implausible date") == 1


def test_times_in_a_zone(read):
    assert read(LOG, timezone="Europe/Berlin").interactions["time"].astype(str)[0] == "2024-03-04 11:00:00"


def test_zoned_times_of_a_frame_are_utc():
    frame = pd.DataFrame({"time": pd.to_datetime(["2024-03-04 12:00+02:00"]), "sender": ["a"], "receiver": ["b"]})
    export = table.from_frame(frame, me="a")
    assert str(export.interactions["time"][0]) == "2024-03-04 10:00:00"
    assert export.me == ("a",)


def test_another_name_is_suggested_not_guessed(read):
    text = LOG.replace("receiver", "recipient")
    with pytest.raises(TableError) as error:
        read(text)
    assert str(error.value) == (
        "log.csv has no column 'receiver'; it has time, sender, recipient: map one, e.g. --columns receiver=recipient"
    )
    assert len(read(text, columns={"receiver": "recipient"}).interactions) == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,a,b,e1,\n2,b,a,e2,\n3,a,b,e1,\n", "rows 2 and 4: event 'e1' has several times"),
        ("1,a,b,e2,\n1,b,a,e2,\n", "rows 2 and 3: event 'e2' has several senders.*or give it the kind meeting"),
        ("1,a,b,e1,meeting\n1,b,c,e1,\n", "rows 2 and 3: event 'e1' has several senders"),
        ("1,a,b,e1,meeting\n2,b,c,e1,meeting\n", "rows 2 and 3: event 'e1' has several times"),
    ],
)
def test_an_event_happens_once(read, rows, said):
    with pytest.raises(TableError, match=f"^log.csv, {said}") as error:
        read("time,sender,receiver,event,kind\n" + rows)
    assert "leave the column out, or give each message its own id" in str(error.value)


def test_a_meeting_has_many_senders_and_a_bad_row_makes_no_event_happen_twice(read):
    rows = read("time,sender,receiver,event,kind\n1,a,b,m,meeting\n1,b,c,m,meeting\nsoon,a,c,m,meeting\n").interactions
    assert len(set(rows["event"])) == 1
    assert rows["sender"].tolist() == ["a", "b"]


def test_a_damaged_row_of_an_event_is_rejected_alone(read, count):
    rows = [f"{n // 3},a,{n},e{n // 3},message\n" for n in range(30)]
    rows[3], rows[8] = rows[3].replace("1,a", "7,a"), rows[8].replace("a", "b")
    export = read("time,sender,receiver,event,kind\n" + "".join(rows))
    assert len(export.interactions) == 28
    assert count(export, "bad value") == 2
    assert export.problems["detail"].tolist() == [
        "event 'e1' has several times; this row has another than most",
        "event 'e2' has several senders; this row has another than most",
    ]


def test_ids_of_events_belong_to_their_source(read):
    header = "time,sender,receiver,event,source\n"
    rows = "1,a,b,7,chat\n2,b,c,7,phone\n3,b,c,8,\n"
    export = read(header + rows)
    assert export.interactions["event"].str.split("@").str[0].tolist() == ["chat:7", "phone:7", "8"]
    # A log of one of the sources agrees with the log of all of them.
    assert len((export + read(header + "1,a,b,7,chat\n")).interactions) == 3


def test_two_logs_that_count_from_one_are_two_and_one_log_twice_is_one(read):
    header = "time,sender,receiver,event,reply_to,kind\n"
    one = "1,a,b,1,,message\n1,a,c,1,,message\n2,b,a,2,1,message\n3,a,b,3,,meeting\n3,b,c,3,,meeting\n"
    first = read(header + one)
    other = read(header + "5,x,y,1,,message\n6,y,x,2,1,message\n")
    both = first + other
    assert len(both.interactions) == 7
    assert both.interactions["event"].nunique() == 5
    assert first.interactions["recipients"].tolist() == [2, 2, 1, 2, 2]
    assert first.interactions["reply_to"].dropna().tolist() == [first.interactions["event"][0]]
    assert (both + first).digest == (other + first).digest == both.digest
    # Of an overlapping log without the message that is answered, the answer is the same event.
    part = read(header + "2,b,a,2,1,message\n")
    assert (part + first).digest == (first + part).digest == first.digest


def test_how_long_a_call_took(read, count):
    rows = "1,a,b,12.5\n2,a,b,\n3,a,b,0\n4,a,b,-1\n5,a,b,long\n"
    export = read("time,sender,receiver,duration\n" + rows)
    assert export.interactions["duration"].fillna(-1).tolist() == [12.5, -1, 0]
    assert export.problems["detail"].tolist() == ["duration must be seconds from 0"] * 2
    assert count(export, "bad value") == 2


@pytest.mark.parametrize(
    ("header", "is_mended"),
    [
        ('time,sen"der,receiver', True),
        ("time,s\0nder,receiver", True),
        ("time,sender,rec\néiver", True),
        ("ime,sender,receiver", True),
        ("timesender,receiver", True),
        ("\n\nTIME,Sender,receiver", False),
        ('Notes:\n"three, more, words"\n\ntime,sender,receiver', False),
    ],
)
def test_a_damaged_header_is_mended_and_that_is_told(read, header, is_mended):
    export = read(LOG.replace("time,sender,receiver", header))
    assert export.interactions["sender"].tolist() == ["ann", "ben"]
    told = export.problems[["place", "reason", "detail"]].to_numpy().tolist()
    assert [t[:2] for t in told] == [["whole file", "header damage"]] * is_mended
    assert all(t[2].startswith("its header is damaged; read as ") for t in told)


def test_a_mended_header_is_told_before_the_records(read):
    export = read("ime,sender,receiver\n2024-02-30,ann,ben\n2024-02-03,ann,ben\n")
    assert export.problems["place"].str.partition(",")[0].tolist() == ["whole file", "line 2"]


def test_a_mended_header_of_named_columns(read):
    export = read(
        LOG.replace("time,sender,receiver", 'when,fr"om,to'),
        columns={"time": "when", "sender": "from", "receiver": "to"},
    )
    assert export.interactions["receiver"].tolist() == ["ben", "ann"]


def test_damage_anywhere_is_on_the_books(tmp_path):
    conserved(made_table.makers(), made_table.shown, tmp_path, files=FILES)


@pytest.mark.parametrize("made", made_table.makers(), ids=lambda made: made.name)
def test_logs_without_damage_are_read_whole(tmp_path, made):
    (tmp_path / made.name).write_bytes(made.data)
    export = readers.read(tmp_path / made.name)
    assert made_table.shown(export) == {key for *_, key in made.records}
    assert export.problems.empty


@given(
    st.binary(max_size=200) | st.lists(st.sampled_from(TOKENS), max_size=40).map(lambda t: "".join(t).encode("latin-1"))
)
def test_any_bytes_are_refused_or_on_the_books(data):
    for start in (b"", b"time,sender,receiver,event,duration\n"):
        whole = start + data
        file = File("log.csv", len(whole), lambda data=whole: io.BytesIO(data))
        table.sniff(file)
        try:
            export = table.read(file)
        except TableError:
            continue
        assert export.ledger["bytes"].sum() == len(whole)


@pytest.mark.parametrize("cut", range(60, 130, 7))
def test_rows_before_the_end_of_a_truncated_file_are_read(tmp_path, balances, cut):
    log = "time,sender,receiver\n" + "".join(f"{n * n * 7919},p{n * 31 % 97},q{n * 17 % 89}\n" for n in range(40))
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(log.encode())[:-cut])
    export = readers.read(tmp_path / "log.csv.gz")
    whole = table.from_frame(pd.read_csv(io.StringIO(log))).interactions
    assert 0 < len(export.interactions) < 40
    assert export.interactions.equals(whole.head(len(export.interactions)))
    assert export.problems["detail"].str.contains("truncated file").tolist() == [True]
    balances(export, "log.csv.gz", int(export.ledger["bytes"].sum()), records=len(export.interactions) + 1)


def test_a_truncated_file_without_one_whole_row_is_refused(tmp_path):
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(LOG.encode())[:30])
    with pytest.raises(TableError, match=r"^log\.csv\.gz"):
        readers.read(tmp_path / "log.csv.gz")
    (tmp_path / "people.csv.gz").write_bytes(gzip.compress(("id,name\n" + "a,Ann\nb,Ben\n" * 9).encode())[:-10])
    with pytest.raises(TableError, match="truncated file"):
        table.people_table(tmp_path / "people.csv.gz")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
def test_the_first_line_of_a_spreadsheet_names_the_separator(read, first):
    text = f"{first}\r\n" + LOG.replace(",", ";").replace("\n", "\r\n").replace("receiver", "receiver;a,b,c,d,e")
    rows = read(text.replace("ben\r", "ben;x\r").replace("ann\r", "ann;x\r")).interactions
    assert rows["receiver"].tolist() == ["ben", "ann"]


def test_a_frame_is_told_to_rename_its_columns():
    frame = pd.DataFrame({"time": [1], "sender": ["a"], "recipient": ["b"]})
    with pytest.raises(TableError, match=r"frame\.rename\(columns=\{'recipient': 'receiver'\}\)$"):
        table.from_frame(frame)
    with pytest.raises(TableError, match=r"^frame looks like a people table"):
        table.from_frame(pd.DataFrame({"handle": ["a"], "department": ["x"]}))


def test_a_column_that_is_none_of_ours_is_named_beside_ours(read):
    with pytest.raises(TableError, match=r"'who' is not a column of a log; those are time, sender, receiver, channel"):
        read("When,What\n1,2\n", columns={"who": "When"})


@pytest.mark.parametrize("columns", [{"receiver": "nobody"}, {"whom": "receiver"}])
def test_a_mapping_that_fits_nothing_is_an_error(columns):
    with pytest.raises(TableError, match="column"):
        table.from_frame(pd.DataFrame({"time": [1], "sender": ["a"], "receiver": ["b"]}), columns=columns)


def test_an_address_book_is_not_a_log(read):
    with pytest.raises(
        TableError, match=r"looks like a people table: give it as people=.* or --people; it has Name, Email, Phone"
    ):
        read("Name,Email,Phone\nBen,ben@example.org,1\n")


def test_a_log_of_nothing_but_bad_dates_says_what_to_set(read):
    with pytest.raises(TableError, match=r"log.csv, line 2.*dates='D/M'"):
        read("time,sender,receiver\n03/04/2024,a,b\n")


def test_people_tables(tmp_path):
    (tmp_path / "people.csv").write_text('ID,Department,Level\n007,"Sales, North",1\n8,,2\n')
    people = table.people_table(tmp_path / "people.csv")
    assert people["handle"].tolist() == ["007", "8"]
    assert people["Department"].tolist()[0] == "Sales, North"
    assert people["Department"].isna().tolist() == [False, True]
    frame = table.people_table(pd.DataFrame({"level": [1, 2], "Person": [1.0, 2.0], "name": ["A", "B"]}))
    assert frame["handle"].tolist() == ["1", "2"]
    assert list(frame.columns) == ["handle", "level", "name"]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"who": ["a"]}), "people has no column handle, person, id, name or email; it has who"),
        (pd.DataFrame({"id": ["a", None]}), "people, row 2: no id"),
        (pd.DataFrame({"id": ["a", "a"]}), "people: id 'a' is there twice"),
    ],
)
def test_people_tables_that_cannot_be_used(frame, message):
    with pytest.raises(TableError, match=message):
        table.people_table(frame)


@given(st.lists(st.sampled_from(['"', ",", "\n", "1", "a,b,c\n", "\r\n", '"x"', " ", "é"]), max_size=40))
def test_the_fast_way_and_the_careful_way_agree(pieces):
    """Where Arrow reads a log, it finds the same records as the reader for damaged files."""
    data = ("time,sender,receiver\n1,a,b\n" + "".join(pieces)).encode()
    found = text_columns(data, header(data), "time")
    assert found.overhead + found.places["size"].sum() == len(data)
    careful = text_columns(data + b"\n\r\n2,\r,b\n", header(data), "time")
    good, carefully = found.places["damage"] == "", careful.places["damage"] == ""
    if not data.count(b'"'):
        assert found.fields[good].to_numpy().tolist() == careful.fields[carefully].to_numpy().tolist()[: good.sum()]


def test_a_long_clean_log_takes_seconds(tmp_path):
    n = 200_000
    frame = pd.DataFrame(
        {"time": pd.date_range("2024-01-01", periods=n, freq="min"), "sender": range(n), "receiver": -1}
    )
    frame.to_csv(tmp_path / "log.csv", index=False)
    start = time.process_time()
    export = readers.read(tmp_path / "log.csv")
    assert time.process_time() - start < 5 * pace()
    assert export.interactions["event"].nunique() == n


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "columns", "events"),
    [
        ("collegemsg/events.csv.gz", {"receiver": "recipient"}, 59835),
        ("workplace_2015/contacts.csv.gz", {"time": "time_s", "receiver": "recipient"}, 78249),
    ],
)
def test_public_logs(shared, balances, name, columns, events):
    path = shared / "data" / "networks" / name
    export = readers.read(path, columns=columns)
    assert export.interactions["event"].nunique() == len(export.interactions) == events
    balances(export, path.name, len(gzip.decompress(path.read_bytes())), records=events)


@pytest.mark.real
def test_public_people_table(shared):
    people = table.people_table(shared / "data" / "networks" / "workplace_2015" / "nodes.csv")
    assert people["handle"].is_unique
    assert people["department"].nunique() == 12


def test_a_mapping_for_one_log_leaves_another_with_our_names_alone(tmp_path):
    (tmp_path / "a.csv").write_text("time,from,to\n2024-01-01,ann,ben\n")
    (tmp_path / "b.csv").write_text("time,sender,receiver\n2024-01-02,ben,ann\n")
    export = readers.read(tmp_path, columns={"sender": "from", "receiver": "to"})
    assert export.interactions["sender"].tolist() == ["ann", "ben"]
    assert export.problems.empty
