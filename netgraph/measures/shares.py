"""How large is a share, given how often it was seen?"""

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaincc, betaincinv, betaln

JEFFREYS = (0.5, 0.5)


def shares(part: pd.Series, rest: pd.Series, *, prior: tuple[float, float] = JEFFREYS) -> pd.DataFrame:
    """Posterior of the share of `part` in both: its mean `share`, 90 % interval, and `above_half` = P(share > 1/2)."""
    a, b = (count.to_numpy("float64") + more for count, more in zip((part, rest), prior, strict=True))
    columns = {"share": a / (a + b), "ci_low": betaincinv(a, b, 0.05), "ci_high": betaincinv(a, b, 0.95)}
    return pd.DataFrame(columns | {"above_half": betaincc(a, b, 0.5)}, index=part.index)


def fitted_prior(sent: np.ndarray, received: np.ndarray) -> tuple[float, float]:
    """Beta prior of greatest likelihood for beta-binomial counts; Jeffreys' under 10 pairs or where none is found."""
    if len(sent) < 10:
        return JEFFREYS

    def unlikelihood(logs):
        a, b = np.exp(logs)
        return len(sent) * betaln(a, b) - betaln(sent + a, received + b).sum()

    found = minimize(unlikelihood, np.zeros(2), method="L-BFGS-B", bounds=[(-5, 7)] * 2)
    inside = found.success and np.all(np.abs(found.x - 1) < 5.99)
    return tuple(np.exp(found.x)) if inside else JEFFREYS
