"""Gamma-Gamma: the spend of a customer per purchase.

Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value".
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln

from ml.purchases.fitting import FitError, maximise
from ml.purchases.refusals import (
    SPEND_MEANINGS,
    require_differing_spend,
    require_inside,
)

SPEND_STARTS = ((1.0, 2.0, 1.0), (6.0, 4.0, 1.0))
FEWEST_SPENDERS = 10


@dataclass(frozen=True)
class SpendModel:
    """A fitted model of spend per purchase, in the currency of the file.

    Attributes
    ----------
    p, q : float
        The shapes of two gamma distributions: of the amounts of one customer, and of
        the scales of these amounts among customers.
    v : float
        The parameter of scale of the distribution among customers.
    log_likelihood : float
    """

    p: float
    q: float
    v: float
    log_likelihood: float

    def expected_spend(self, purchases: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """Return the expected spend per purchase, (customers,).

        The result lies between the mean of the customer's purchases and the mean of all
        customers (equation 5). For a customer without purchases, it is the mean of all
        customers.
        """
        total = np.where(purchases > 0, purchases * mean, 0.0)
        return self.p * (self.v + total) / (self.p * purchases + self.q - 1)


def fit_spend(
    purchases: np.ndarray, means: np.ndarray, customers: np.ndarray
) -> SpendModel:
    """Return the model with the largest likelihood.

    Parameters
    ----------
    purchases, means : (cells,) arrays
        Number of purchases and their mean amount, both above 0.
    customers : (cells,) array
        Number of customers with these two values.

    Raises
    ------
    FitError
        There are too few customers, the likelihood has no maximum, or the maximum is
        refused (`ml.purchases.refusals`).
    """
    if customers.sum() < FEWEST_SPENDERS:
        raise FitError(
            f"Fewer than {FEWEST_SPENDERS} customers have bought on a second day."
        )
    unit = float((means @ customers) / customers.sum())
    amounts = means / unit

    (p, q, v), value = maximise(
        lambda parameters: spend_log_likelihood(
            parameters, purchases, amounts, customers
        ),
        SPEND_STARTS,
        customers.sum(),
    )
    if not np.isfinite(value):
        raise FitError("The likelihood of Gamma-Gamma has no maximum.")
    require_differing_spend(p, q, purchases.max())
    require_inside("Gamma-Gamma", {"p": p, "q": q, "v": v}, SPEND_MEANINGS)
    value -= np.log(unit) * customers.sum()
    return SpendModel(float(p), float(q), float(v * unit), float(value))


def spend_log_likelihood(parameters, purchases, means, customers):
    """Return the log likelihood (equation 1a) and its gradient, (3,)."""
    p, q, v = parameters
    x, m = purchases, means
    # Gamma functions are slow. They are computed once per number of purchases, because
    # few of these numbers are distinct.
    kinds, kind = np.unique(x, return_inverse=True)
    before, after = p * kinds, p * kinds + q
    shape, total = p * x + q, m * x
    log_total, log_both = np.log(total), np.log(v + total)
    values = (
        (gammaln(after) - gammaln(before))[kind] - gammaln(q) + q * np.log(v)
        + p * x * log_total - np.log(m) - shape * log_both
    )  # fmt: skip
    of_p = x * ((digamma(after) - digamma(before))[kind] + log_total - log_both)
    of_q = digamma(after)[kind] - digamma(q) + np.log(v) - log_both
    of_v = q / v - shape / (v + total)
    gradient = np.array([(part * customers).sum() for part in (of_p, of_q, of_v)])
    return float((values * customers).sum()), gradient
