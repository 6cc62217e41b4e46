"""What came of a plan: each thing that may happen, from a log in which it did."""

import pandas as pd
import pytest
from logs import network

import netgraph as ng
from netgraph.answers.plan import ASK, INTRODUCE, REPLY, REVIVE
from netgraph.glossary import GLOSSARY
from netgraph.overrides import Overrides

COLUMNS = "event time sender receiver recipients kind source"
BEFORE = [
    f"b{n}{one}{other} 2024-01-0{n} {one} {other} 1 message mail"
    for n in range(1, 6)
    for one, other in (("me", "x"), ("x", "me"), ("me", "y"), ("y", "me"))
]
ENDS = ["z1 2024-12-31 me kept 1 message mail"]


def planned(person, act=REVIVE, other=None, as_of="2024-06-30"):
    day = pd.Timestamp(as_of)
    row = dict.fromkeys(GLOSSARY["plan"]) | {"person": person, "other": other, "act": act, "as_of": day}
    types = {column: dtype for column, (dtype, _) in GLOSSARY["plan"].items()}
    return pd.DataFrame([row | {"when": "write", "on": day, "why": "w"}]).astype(types)


def reviewed(rows, plan=None, *, end=ENDS, **options):
    net = network(BEFORE + rows + end, columns=COLUMNS, me=["me"], **options)
    row = ng.review(net, planned("x") if plan is None else plan).iloc[0]
    return row["outcome"], "" if pd.isna(row["when_happened"]) else f"{row['when_happened']:%m-%d}", row["why"]


@pytest.mark.parametrize(
    ("rows", "happened", "when", "why"),
    [
        ([], "nothing seen yet", "", "nothing between you two is on record after the plan, up to 2024-12-31"),
        (["1 2024-07-02 me x 1 message mail", "2 2024-07-05 x me 1 message mail"], "you wrote, answered", "07-02",
         "you wrote on 2024-07-02 (log), and something came back on 2024-07-05"),
        (["1 2024-07-02 me x 1 message mail", "2 2024-11-05 x me 3 message mail"], "you wrote, answered", "07-02",
         None),
        (["1 2024-07-02 me x 1 message mail"], "you wrote, no answer yet", "07-02", "you wrote on 2024-07-02 (log)"),
        (["1 2024-12-24 me x 1 message mail"], "you wrote, no answer yet", "12-24", None),
        (["1 2024-12-25 me x 1 message mail"], "you wrote, undecided", "12-25", None),
        (["1 2024-07-02 x me 1 message mail", "2 2024-07-03 me x 1 message mail"], "they wrote first", "07-02", None),
        (["1 2024-07-02 me x 2 meeting mail"], "met", "07-02", "met on 2024-07-02 (log)"),
        (["1 2024-06-30T23:00 me x 1 message mail"], "nothing seen yet", "", None),
        (["1 2024-07-01 me x 1 message mail"], "you wrote, no answer yet", "07-01", None),
        (["1 2024-07-01 me y 1 message mail", "2 2024-07-02 y x 1 message mail"], "nothing seen yet", "", None),
    ],
)  # fmt: skip
def test_what_happened_first(rows, happened, when, why):
    found = reviewed(rows)
    assert found[:2] == (happened, when)
    assert why in (None, found[2])


def test_a_call_that_was_taken_is_contact_and_one_that_was_not_asks():
    columns = f"{COLUMNS} duration"
    rows = [f"{row} nan" for row in BEFORE + ENDS]
    for duration, happened in ((60, "met"), (0, "you wrote, no answer yet")):
        net = network([*rows, f"1 2024-07-02 me x 1 call mail {duration}"], columns=columns, me=["me"])
        assert ng.review(net, planned("x"))["outcome"].tolist() == [happened]


def test_what_the_user_did_elsewhere_counts_from_the_day_of_the_plan_on():
    for day, happened in (("2024-06-29", "nothing seen yet"), ("2024-06-30", "done"), ("2025-03-01", "done")):
        assert reviewed([], overrides=Overrides(done=(("x", day),)))[0] == happened
    wrote = ["1 2024-07-02 me x 1 message mail"]
    assert reviewed(wrote, overrides=Overrides(done=(("x", "2024-07-09"),)))[0] == "you wrote, answered"
    assert reviewed(wrote, overrides=Overrides(done=(("x", "2024-07-01"),)))[:2] == ("done", "07-01")


def test_what_no_source_covers_is_unknown():
    other = ["z1 2024-12-31 me kept 1 message chat"]
    happened, when, why = reviewed([], end=other)
    assert (happened, when) == ("unknown", "")
    assert why == "no source that saw the two of you covers a day after the plan; the last ends on 2024-01-05"
    assert reviewed([], end=["z1 2024-06-30 me kept 1 message mail"])[0] == "unknown"
    assert reviewed([], end=["z1 2024-07-01 me kept 1 message mail"])[0] == "nothing seen yet"
    assert reviewed([], planned("nobody"))[::2] == ("unknown", "nobody here goes by that id, handle or name")


def test_an_introduction_to_give_needs_a_message_to_both():
    plan = planned("x", INTRODUCE, "y")
    both = [f"1 2024-07-02 me {who} 2 message mail" for who in "xy"]
    met = ["2 2024-07-20 x y 2 message mail", "2 2024-07-20 x me 2 message mail"]
    one = ["1 2024-07-02 me x 1 message mail", "2 2024-07-03 x me 1 message mail"]
    assert reviewed(one, plan)[::2] == (
        "nothing seen yet",
        "no message of yours to both is on record after the plan, up to 2024-12-31",
    )
    assert reviewed(both, plan)[:2] == ("you wrote, no answer yet", "07-02")
    assert reviewed([*both, "2 2024-07-09 y me 1 message mail"], plan)[0] == "you wrote, answered"
    assert reviewed(["0 2024-07-01 x me 1 message mail", *both], plan)[0] == "you wrote, no answer yet"
    assert reviewed(both + met, plan)[:2] == ("introduced", "07-02")


def test_an_introduction_asked_for_is_found_whichever_way_the_pair_stands():
    asked = ["1 2024-07-02 me x 1 message mail"]
    made = [f"2 2024-07-05 x {who} 2 message mail" for who in ("me", "new")]
    rows = [*asked, *made, "3 2024-07-09 new me 1 message mail"]
    assert reviewed(rows, planned("x", ASK, "new"))[:2] == ("introduced", "07-05")
    assert reviewed([*asked, *made], planned("x", ASK, "new"))[0] == "you wrote, answered"


def test_people_are_found_by_handle_or_name_and_rows_keep_their_order():
    plan = pd.concat([planned("y", REPLY), planned("X"), planned("y")])
    net = network(["1 2024-07-02 me x 1 message mail", *BEFORE, *ENDS], columns=COLUMNS, me=["me"])
    table = ng.review(net, plan)
    assert list(table.columns) == list(GLOSSARY["review"])
    assert table["person"].tolist() == ["y", "X", "y"]
    assert table["outcome"].tolist() == ["nothing seen yet", "you wrote, no answer yet", "nothing seen yet"]


def test_a_plan_comes_back_from_a_file_with_its_types(tmp_path):
    rows = ["1 2024-07-02 me nan 1 message mail", *BEFORE, *ENDS]
    net = network(rows, columns=COLUMNS, me=["me"])
    plan = pd.concat([planned("nan"), planned("x", INTRODUCE, "y")], ignore_index=True)
    plan.loc[0, ["last", "chance"]] = pd.Timestamp("2024-01-05 10:00:01.5"), 0.25
    plan.to_csv(tmp_path / "plan.csv", index=False)
    pd.testing.assert_frame_equal(ng.review(net, tmp_path / "plan.csv"), ng.review(net, plan))
    assert ng.review(net, plan)["outcome"].tolist() == ["you wrote, no answer yet", "nothing seen yet"]
    plan[:0].to_csv(tmp_path / "none.csv", index=False)
    assert ng.review(net, tmp_path / "none.csv").empty


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "plan.csv: cannot be read as a plan"),
        (b"", "plan.csv: cannot be read as a plan"),
        (b"\xff\xfe\x00", "plan.csv: cannot be read as a plan"),
        (b"person,act\nx,reply\n", "plan: no column other"),
    ],
)
def test_what_is_no_plan_is_refused(tmp_path, content, told):
    file = tmp_path / "plan.csv"
    if content is not None:
        file.write_bytes(content)
    net = network(BEFORE, columns=COLUMNS, me=["me"])
    with pytest.raises(ng.TableError, match=told):
        ng.review(net, file)


def test_a_row_without_a_day_is_refused():
    net = network(BEFORE, columns=COLUMNS, me=["me"])
    with pytest.raises(ng.TableError, match="row without person or as_of"):
        ng.review(net, planned("x").assign(as_of=pd.NaT))
    with pytest.raises(ng.TableError, match="column as_of must be datetime"):
        ng.review(net, planned("x").astype({"as_of": "str"}).assign(as_of="soon"))
