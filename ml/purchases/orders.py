"""BG/NBD and MBG/NBD: how often customers buy, and whether they still do.

Fader, Hardie & Lee 2005, "Counting Your Customers the Easy Way: An Alternative to the
Pareto/NBD Model"; Batislam, Denizel & Filiztekin 2007, "Empirical validation and
comparison of models for customer base analysis", which lets customers leave after
their first purchase, too.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln, hyp2f1

from ml.purchases.fitting import LARGEST, SMALLEST, NoFit, maximise
from ml.purchases.histories import Histories

# In units of the oldest customer's age; small numbers keep the search well scaled.
OLDEST = 10.0
STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 3.0, 0.8, 2.5), (0.5, 5.0, 0.2, 5.0))


@dataclass(frozen=True)
class PurchaseModel:
    """A fitted model of purchases; time is in weeks.

    Attributes
    ----------
    name : str
        `BG/NBD` or `MBG/NBD`.
    r, alpha : float
        Of the gamma distribution of purchase rates: shape, and rate in weeks.
    a, b : float
        Of the beta distribution of the chance to leave after a purchase.
    log_likelihood : float
    """

    name: str
    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    @property
    def chance_at_first(self) -> int:
        """Return 1 where customers may leave after their first purchase, else 0."""
        return int(self.name == "MBG/NBD")

    def gone_ratio(self, histories: Histories) -> np.ndarray:
        """Return the odds that a customer has left, (cells,)."""
        x = histories.repeats
        chances = x + self.chance_at_first
        ratio = (self.alpha + histories.age) / (self.alpha + histories.last)
        # Who had no chance to leave is there, whatever the odds.
        stayed = np.where(chances > 0, self.b + chances - 1, np.inf)
        return self.a / stayed * ratio ** (self.r + x)

    def probability_alive(self, histories: Histories) -> np.ndarray:
        """Return the chance that a customer will buy again, (cells,)."""
        return 1 / (1 + self.gone_ratio(histories))

    def probability_of_none(self, histories: Histories, weeks: float) -> np.ndarray:
        """Return the chance of no purchase in the next weeks, (cells,).

        Who is still there leaves only after a purchase: until the next one the rate is
        all that counts, and its gamma distribution is (r + x, alpha + T).
        """
        known = self.alpha + histories.age
        waits = (known / (known + weeks)) ** (self.r + histories.repeats)
        return 1 - self.probability_alive(histories) * (1 - waits)

    def expected_orders(self, histories: Histories, weeks: float) -> np.ndarray:
        """Return how many days with a purchase the next weeks bring, (cells,).

        Equation 10 of Fader, Hardie & Lee; for MBG/NBD with one more chance to leave.
        """
        x, first = histories.repeats, self.chance_at_first
        r, b = self.r + x, self.b + x + first
        # At a = 1 and at a + b = 1 something is 0 times infinite: beside it the limit.
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        b = np.where(np.abs(a + b - 1) > 1e-6, b, 1 - a + 1e-6)
        end = self.alpha + histories.age + weeks
        bought = hyp2f1(r, b, a + b - 1, weeks / end)
        left = bought * ((self.alpha + histories.age) / end) ** r
        return (a + b - 1) / (a - 1) * (1 - left) / (1 + self.gone_ratio(histories))


def fit_purchases(histories: Histories, name: str = "BG/NBD") -> PurchaseModel:
    """Return the model with the largest likelihood.

    Parameters
    ----------
    histories : Histories
    name : str
        `BG/NBD` or `MBG/NBD`.

    Raises
    ------
    NoFit
        Nobody has bought again, or the likelihood has no maximum that can be used.
    """
    if not (histories.repeats > 0).any():
        raise NoFit("Nobody has bought on a second day.")
    unit = histories.age.max() / OLDEST
    scaled = Histories(
        histories.repeats,
        histories.last / unit,
        histories.age / unit,
        histories.customers,
    )
    first = int(name == "MBG/NBD")

    (r, alpha, a, b), value = maximise(
        lambda parameters: log_likelihood(parameters, scaled, first),
        STARTS,
        histories.total,
    )
    # Where nobody ever leaves, a falls to nothing and b may be anything.
    is_lost = max(r, alpha, a) >= LARGEST / 2 or min(r, alpha) <= 2 * SMALLEST
    if not np.isfinite(value) or is_lost:
        raise NoFit(f"The likelihood of {name} has no maximum that can be used.")
    # The likelihood is a density in time: in another unit it is another number.
    value -= np.log(unit) * (histories.customers * histories.repeats).sum()
    return PurchaseModel(name, r, alpha * unit, a, b, float(value))


def log_likelihood(
    parameters: np.ndarray, histories: Histories, first: int
) -> tuple[float, np.ndarray]:
    """Return the log likelihood and its gradient, (4,), without overflow.

    Equation 6 of Fader, Hardie & Lee: a sum of two products, whether the customer is
    still there or left after the last purchase, each kept as a logarithm.

    Parameters
    ----------
    parameters : (4,) array
        r, alpha, a, b.
    first : int
        1 where customers may leave after their first purchase, else 0.
    """
    r, alpha, a, b = parameters
    x = histories.repeats
    chances = x + first
    there = -(r + x) * np.log(alpha + histories.age)
    # Who had no chance to leave is there: any weight will do where none counts.
    stayed = np.where(chances > 0, b + chances - 1, 1.0)
    gone = np.log(a) - np.log(stayed) - (r + x) * np.log(alpha + histories.last)
    gone = np.where(chances > 0, gone, -np.inf)
    both = np.logaddexp(there, gone)
    values = (
        gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        + gammaln(a + b) + gammaln(b + chances) - gammaln(b) - gammaln(a + b + chances)
        + both
    )  # fmt: skip
    is_there, is_gone = np.exp(there - both), np.exp(gone - both)
    of_rate = digamma(r + x) - digamma(r) + np.log(alpha)
    of_rate -= is_there * np.log(alpha + histories.age)
    of_rate -= is_gone * np.log(alpha + histories.last)
    of_alpha = r / alpha - (r + x) * (
        is_there / (alpha + histories.age) + is_gone / (alpha + histories.last)
    )
    common = digamma(a + b) - digamma(a + b + chances)
    of_a = common + is_gone / a
    of_b = common + digamma(b + chances) - digamma(b)
    of_b -= is_gone / stayed
    gradient = np.array([of_rate, of_alpha, of_a, of_b]) @ histories.customers
    return float(values @ histories.customers), gradient
