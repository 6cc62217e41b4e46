"""What is kept of a question is the answer, for one network, as long as it lives, and safe from whoever got it."""

import gc

import pandas as pd

from netgraph.once import once


class Net:
    pass


def asked_of():
    asked = []

    @once
    def size(net, *, by=1):  # noqa: ARG001
        """How large."""
        asked.append(by)
        return pd.DataFrame({"size": [len(asked) * by]})

    return size, asked


def test_a_network_is_asked_once_and_another_anew():
    size, asked = asked_of()
    one, other = Net(), Net()
    assert [size(net)["size"].item() for net in (one, one, other, one)] == [1, 1, 2, 1]
    assert [size(one, by=5)["size"].item() for _ in range(2)] == [15, 15]
    assert size(one, by=6)["size"].item() == 24
    assert size(one, by=6.0)["size"].dtype == "float64"
    for _ in range(2):
        size(one, by=[5])
    assert asked == [1, 1, 5, 6, 6.0, [5], [5]]
    assert (size.__name__, size.__doc__) == ("size", "How large.")


def test_changing_an_answer_changes_no_other():
    size, _ = asked_of()
    net = Net()
    mine = size(net)
    mine.loc[0, "size"] = 99
    mine["more"] = 1
    assert size(net).to_dict("list") == {"size": [1]}


def test_what_is_kept_goes_with_the_network():
    size, asked = asked_of()
    net = Net()
    size(net)
    kept = [cell.cell_contents for cell in size.__closure__ if hasattr(cell.cell_contents, "data")]
    assert [len(known) for known in kept] == [1]
    del net
    gc.collect()
    assert [len(known) for known in kept] == [0]
    assert asked == [1]
