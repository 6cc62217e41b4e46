"""A question that several others ask of the same network is answered once."""

from collections.abc import Callable
from functools import wraps
from weakref import WeakKeyDictionary

import pandas as pd


def once(question: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """The question, its answer kept for as long as the network lives; with options it is asked each time.

    A network never changes, and whoever asks gets a table of their own, so that changing it changes no other answer.
    """
    known: WeakKeyDictionary[object, pd.DataFrame] = WeakKeyDictionary()

    @wraps(question)
    def asked(net, **options) -> pd.DataFrame:
        if options:
            return question(net, **options)
        if net not in known:
            known[net] = question(net)
        return known[net].copy(deep=False)

    return asked
