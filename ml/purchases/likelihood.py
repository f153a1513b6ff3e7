"""The log likelihood of BG/NBD and MBG/NBD, and its gradient.

Equation 6 of Fader, Hardie & Lee 2005 is a product of three factors. They stand for the
purchases until today, for staying at each chance to leave, and for the odds of having
left since the last purchase. The first two factors need gamma functions of few distinct
numbers. Only the third factor is computed for every history.
"""

import numpy as np
from scipy.special import digamma, gammaln

from ml.purchases.histories import Histories


def log_likelihood(
    parameters: np.ndarray, histories: Histories, first: int
) -> tuple[float, np.ndarray]:
    """Return the log likelihood and its gradient, (4,), neither of which overflows.

    The parameters are r, alpha, a and b. `first` is 1 if customers may leave after
    their first purchase, else 0.
    """
    r, alpha, a, b = parameters
    bought, of_rates = has_bought(r, alpha, histories)
    stayed, of_chances = has_stayed(a, b, histories, first)
    left, of_all = may_have_left(parameters, histories, first)
    return float(bought + stayed + left), np.array([*of_rates, *of_chances]) + of_all


def has_bought(r: float, alpha: float, histories: Histories):
    """Return the logarithm of the purchases factor; gradient by r and alpha."""
    repeats, customers, _ = histories.by_repeats
    age, customers_aged, repeats_aged = histories.by_age
    shape, log_time = r * customers_aged + repeats_aged, np.log(alpha + age)
    total = customers.sum()
    value = ((gammaln(r + repeats) - gammaln(r)) * customers).sum()
    value += total * r * np.log(alpha) - (shape * log_time).sum()
    of_r = ((digamma(r + repeats) - digamma(r)) * customers).sum()
    of_r += total * np.log(alpha) - (customers_aged * log_time).sum()
    of_alpha = total * r / alpha - (shape / (alpha + age)).sum()
    return value, (of_r, of_alpha)


def has_stayed(a: float, b: float, histories: Histories, first: int):
    """Return the logarithm of the factor for staying, and its gradient by a and b."""
    repeats, customers, _ = histories.by_repeats
    all_chances, stays = a + b + repeats + first, b + repeats + first
    value = gammaln(a + b) - gammaln(all_chances) + gammaln(stays) - gammaln(b)
    of_a = digamma(a + b) - digamma(all_chances)
    of_b = of_a + digamma(stays) - digamma(b)
    return (value * customers).sum(), (
        (of_a * customers).sum(),
        (of_b * customers).sum(),
    )


def may_have_left(parameters: np.ndarray, histories: Histories, first: int):
    """Return the logarithm of the third factor, and its gradient by all four."""
    r, alpha, a, b = parameters
    repeats, _, kind = histories.by_repeats
    # A customer who has had no chance to leave is certainly active.
    stays = np.where(repeats + first > 0, b + repeats + first - 1, np.inf)
    waited = (histories.age - histories.last) / (alpha + histories.last)
    log_waited, shape = np.log1p(waited), r + histories.repeats
    log_odds = (np.log(a) - np.log(stays))[kind] + shape * log_waited
    # The argument of exp() is never positive, so that nothing overflows.
    odds = np.exp(-np.abs(log_odds))
    values = np.maximum(log_odds, 0) + np.log1p(odds)
    gone = np.where(log_odds > 0, 1, odds) / (1 + odds) * histories.customers
    gone_by_kind = np.bincount(kind, gone)
    return (values * histories.customers).sum(), (
        (gone * log_waited).sum(),
        -(gone * shape * waited / (alpha + histories.age)).sum(),
        gone_by_kind.sum() / a,
        -(gone_by_kind / stays).sum(),
    )
