"""Explain forecasts of the chance to buy, by the method that makes them."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import expit, logit

from ml.forecasts.boosting import Learned
from ml.forecasts.closed_forms import closed_forms_of
from ml.forecasts.methods import BOTH, CLOSED, DATES, Asked
from ml.forecasts.samples import inputs_of
from ml.forecasts.shapley import Contributions, mean_change
from ml.forecasts.stored_model import to_choice, to_forecaster
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel

# The forecast that is explained: the chance to buy in so many days.
REASON_DAYS = 90
# The inputs of the closed form.
STATISTICS = ("order_days", "days_since_last", "days_since_first")
# A chance is at least so far from 0 and 1, so that its log odds are finite.
MARGIN = 1e-9


@dataclass(frozen=True)
class Explanation:
    """Why the chances of some customers are high or low.

    Attributes
    ----------
    names : tuple of str
        The inputs.
    contributions : (methods, customers, inputs) array
        What each input adds to the log odds; one method, or two whose mean is used.
    log_odds : (methods, customers) array
        NaN without a forecast.
    """

    names: tuple[str, ...]
    contributions: np.ndarray
    log_odds: np.ndarray

    def effects(self) -> np.ndarray:
        """Return the effects on the chance, (customers, inputs).

        An effect is the chance minus the chance without the contribution of the input.
        """
        without = expit(self.log_odds[:, :, None] - self.contributions)
        return (expit(self.log_odds)[:, :, None] - without).mean(axis=0)

    def grouped(self, places: np.ndarray) -> "Explanation":
        """Return an explanation by groups; `places` has the group of each input."""
        total = np.zeros((*self.log_odds.shape, places.max(initial=-1) + 1))
        for column, place in enumerate(places):
            total[:, :, place] += self.contributions[:, :, column]
        return Explanation((), total, self.log_odds)


@dataclass(frozen=True)
class TreeExplainer:
    """Explains a learned chance."""

    learned: Learned
    contributions: Contributions

    @property
    def names(self) -> tuple[str, ...]:
        """Return the inputs that a tree splits."""
        names = self.learned.encoding.names
        return tuple(names[place] for place in self.contributions.used)

    def explain(self, columns: dict) -> tuple[np.ndarray, np.ndarray]:
        """Return contributions, (customers, inputs), and log odds, (customers,)."""
        found = self.contributions.apply(self.learned.encoding.encode(columns))
        log_odds = self.contributions.baseline + found.sum(axis=1)
        return found[:, self.contributions.used], log_odds


@dataclass(frozen=True)
class FormulaExplainer:
    """Explains a chance of the closed form.

    The contributions are Shapley values, as those of trees. A statistic that is not
    known yet has the median of all customers. So they add up to the difference of the
    log odds from those of the customer with all medians.
    """

    orders: PurchaseModel
    medians: dict[str, float]
    names = STATISTICS

    def explain(self, columns: dict) -> tuple[np.ndarray, np.ndarray]:
        """Return contributions, (customers, inputs), and log odds, (customers,)."""
        size = len(columns[STATISTICS[0]])
        medians = {name: np.full(size, self.medians[name]) for name in STATISTICS}
        values = {
            known: self._log_odds(medians | {name: columns[name] for name in known})
            for count in range(len(STATISTICS) + 1)
            for known in combinations(sorted(STATISTICS), count)
        }
        found = [mean_change(values, name, len(STATISTICS)) for name in STATISTICS]
        return np.column_stack(found), values[tuple(sorted(STATISTICS))]

    def _log_odds(self, columns: dict) -> np.ndarray:
        """Return the log odds by the three statistics.

        A changed statistic may contradict the others. The last purchase is then not
        before the first one; with one purchase day, it is the first one.
        """
        days, last, first = (columns[name] for name in STATISTICS)
        between = np.where(days > 1, np.maximum(first - last, 0), 0)
        histories = Histories(
            days - 1, between / 7, (first - 1) / 7, np.ones_like(days)
        )
        none = self.orders.probability_of_none(histories, REASON_DAYS / 7)
        return logit(np.clip(1 - none, MARGIN, 1 - MARGIN))


def columns_of(asked: Asked) -> dict[str, np.ndarray]:
    """Return the inputs of the explained forecast by name, (customers,) each."""
    numbers, _ = inputs_of(asked.numbers, asked.closed, REASON_DAYS)
    return numbers | asked.categories


def find_explainers(rows: list[dict], purchase_model: dict, background: dict) -> list:
    """Return what explains the method that forecasts the chance to buy.

    There is none for the methods "mean" and "last period", which weigh nothing.

    Parameters
    ----------
    rows : list of dict
        `prediction_model`.
    purchase_model : dict
        The row of this table.
    background : dict of input to (customers,) arrays
        The customers with whom customers are compared.
    """
    method = to_choice(rows).get(("chance", REASON_DAYS))
    if method == CLOSED:
        orders = closed_forms_of(purchase_model).orders
        medians = {name: float(np.median(background[name])) for name in STATISTICS}
        return [FormulaExplainer(orders, medians)] if orders else []
    learned = to_forecaster(rows).learned
    found = [learned.get((one, "chance")) for one in DATES if method in (one, BOTH)]
    return [
        TreeExplainer(one, Contributions(one.trees, one.encoding.encode(background)))
        for one in found
        if one
    ]


def explain_chances(explainers: list, columns: dict[str, np.ndarray]) -> Explanation:
    """Return why the chances of customers are high or low, by one or two methods."""
    names = tuple(dict.fromkeys(name for one in explainers for name in one.names))
    size = len(columns["order_days"])
    contributions = np.zeros((len(explainers), size, len(names)))
    log_odds = np.zeros((len(explainers), size))
    for place, one in enumerate(explainers):
        found, log_odds[place] = one.explain(columns)
        contributions[place][:, [names.index(name) for name in one.names]] = found
    return Explanation(names, contributions, log_odds)
