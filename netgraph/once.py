"""A question that several others ask of the same network is answered once."""

from collections.abc import Callable
from functools import wraps
from weakref import WeakKeyDictionary

import pandas as pd


def once(question: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """The question, each answer kept while the network lives; with other options than numbers and words asked anew.

    A network never changes, and whoever asks gets a table of their own, so that changing it changes no other answer.
    """
    known: WeakKeyDictionary[object, dict[tuple, pd.DataFrame]] = WeakKeyDictionary()

    @wraps(question)
    def asked(net, **options) -> pd.DataFrame:
        if not all(isinstance(value, int | float | str) for value in options.values()):
            return question(net, **options)
        answers = known.setdefault(net, {})
        # 1, 1.0 and True are equal, but what is refused of one must not be answered for another
        key = tuple((option, type(value), value) for option, value in sorted(options.items()))
        if key not in answers:
            answers[key] = question(net, **options)
        return answers[key].copy(deep=False)

    return asked
