"""BG/NBD and MBG/NBD: how often customers buy, and whether they are still active.

BG/NBD: Fader, Hardie & Lee 2005, "Counting Your Customers the Easy Way: An Alternative
to the Pareto/NBD Model". MBG/NBD, where customers may also leave after their first
purchase: Batislam, Denizel & Filiztekin 2007, "Empirical validation and comparison of
models for customer base analysis".
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import hyp2f1

from ml.purchases.fitting import FitError, maximise, maximise_from_some
from ml.purchases.histories import Histories
from ml.purchases.likelihood import log_likelihood
from ml.purchases.refusals import PURCHASE_MEANINGS, require_inside, require_leaving

# If there are more customers than this, the search begins on a sample of this size.
MANY = 50_000
# The starts of the search for r, alpha, a and b, in a time unit in which the oldest
# customer has the age OLDEST.
OLDEST = 10.0
PURCHASE_STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 3.0, 0.8, 2.5), (0.5, 5.0, 0.2, 5.0))


@dataclass(frozen=True)
class PurchaseModel:
    """A fitted model of purchases; time is in weeks.

    Attributes
    ----------
    name : str
        `BG/NBD` or `MBG/NBD`.
    r, alpha : float
        Shape and rate, in weeks, of the gamma distribution of purchase rates.
    a, b : float
        The parameters of the beta distribution of the chance to leave after a purchase.
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

    def probability_alive(self, histories: Histories) -> np.ndarray:
        """Return the chance that a customer is still active, (cells,)."""
        x = histories.repeats
        chances = x + self.chance_at_first
        ratio = (self.alpha + histories.age) / (self.alpha + histories.last)
        # A customer who has had no chance to leave is certainly active.
        stayed = np.where(chances > 0, self.b + chances - 1, np.inf)
        odds_of_leaving = self.a / stayed * ratio ** (self.r + x)
        return 1 / (1 + odds_of_leaving)

    def probability_of_none(self, histories: Histories, weeks: float) -> np.ndarray:
        """Return the chance of no purchase in the next weeks, (cells,).

        An active customer can leave only after the next purchase. Therefore the chance
        depends only on the purchase rate, which has the gamma distribution (r + x,
        alpha + T).
        """
        known = self.alpha + histories.age
        waits = (known / (known + weeks)) ** (self.r + histories.repeats)
        return 1 - self.probability_alive(histories) * (1 - waits)

    def expected_orders(self, histories: Histories, weeks: float) -> np.ndarray:
        """Return the expected number of purchase days in the next weeks, (cells,)."""
        alive = self.probability_alive(histories)
        return alive * self.orders_if_alive(histories.repeats, histories.age, weeks)

    def orders_if_alive(
        self, repeats: np.ndarray, age: np.ndarray, weeks: float
    ) -> np.ndarray:
        """Return the expected number of days with a purchase if active, (cells,).

        This is equation 10 of Fader, Hardie & Lee without its denominator, which is the
        only part that depends on the last purchase. Customers of MBG/NBD have had one
        more chance to leave than those of BG/NBD.
        """
        r, b = self.r + repeats, self.b + repeats + self.chance_at_first
        # The formula is undefined at a = 1 and at a + b = 1. Values nearby replace
        # these two.
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        b = np.where(np.abs(a + b - 1) > 1e-6, b, 1 - a + 1e-6)
        end = self.alpha + age + weeks
        bought = hyp2f1(r, b, a + b - 1, weeks / end)
        left = bought * ((self.alpha + age) / end) ** r
        return (a + b - 1) / (a - 1) * (1 - left)


def fit_purchases(histories: Histories, name: str = "BG/NBD") -> PurchaseModel:
    """Return the `BG/NBD` or `MBG/NBD` model with the largest likelihood.

    Raises
    ------
    FitError
        Nobody has bought again, the likelihood has no maximum, or the maximum is
        refused (`ml.purchases.refusals`).
    """
    if not (histories.repeats > 0).any():
        raise FitError("Nobody has bought on a second day.")
    unit = histories.age.max() / OLDEST
    starts = [(r, alpha * unit, a, b) for r, alpha, a, b in PURCHASE_STARTS]
    first = int(name == "MBG/NBD")

    def likelihood_of(some: Histories):
        return lambda parameters: log_likelihood(parameters, some, first), some.total

    if histories.total <= MANY:
        likelihood, customers = likelihood_of(histories)
        parameters, value = maximise(likelihood, starts, customers)
    else:
        some = likelihood_of(histories.sampled(MANY))
        parameters, value = maximise_from_some(some, likelihood_of(histories), starts)
    if not np.isfinite(value):
        raise FitError(f"The likelihood of {name} has no maximum.")
    found = dict(zip(("r", "alpha", "a", "b"), map(float, parameters), strict=True))
    model = PurchaseModel(name, **found, log_likelihood=float(value))
    require_leaving(model, histories)
    require_inside(name, found, PURCHASE_MEANINGS)
    return model


def fit_likeliest(histories: Histories) -> PurchaseModel:
    """Return BG/NBD or MBG/NBD, whichever is not refused and has the larger likelihood.

    Raises
    ------
    FitError
        Both are refused; the message has both reasons.
    """
    fits, reasons = [], []
    for name in ("BG/NBD", "MBG/NBD"):
        try:
            fits.append(fit_purchases(histories, name))
        except FitError as reason:
            reasons.append(str(reason))
    if not fits:
        # Both models say the same of customers among whom nobody has bought again.
        raise FitError(" ".join(dict.fromkeys(reasons)))
    return max(fits, key=lambda one: one.log_likelihood)
