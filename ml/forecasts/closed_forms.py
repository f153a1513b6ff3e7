"""Forecasts in closed form: BG/NBD or MBG/NBD, times Gamma-Gamma."""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from ml.forecasts.rows import Rows
from ml.purchases.fitting import FitError
from ml.purchases.orders import PurchaseModel, fit_likeliest
from ml.purchases.spend import SpendModel, fit_spend

YEAR = 365
# Forecasts are corrected by a factor, so what is corrected must not be 0.
LEAST_ORDERS, LEAST_AMOUNT = 1e-3, 1e-2


@dataclass(frozen=True)
class ClosedForms:
    """Fitted models, each None if it was refused.

    Attributes
    ----------
    orders : PurchaseModel or None
    spend, spend_of_all_days : SpendModel or None
        Of purchase days after the first, and of all purchase days.
    """

    orders: PurchaseModel | None
    spend: SpendModel | None
    spend_of_all_days: SpendModel | None

    def chance(self, rows: Rows, days: int) -> np.ndarray:
        """Return the chance of a purchase in the next days, (rows,)."""
        return 1 - self.orders.probability_of_none(rows.histories, days / 7)

    def expected_orders(self, rows: Rows, days: int) -> np.ndarray:
        """Return the expected days with a purchase, (rows,)."""
        return self.orders.expected_orders(rows.histories, days / 7)

    def columns(self, rows: Rows, horizons: tuple[int, ...]) -> dict[str, np.ndarray]:
        """Return the columns of `customer_expectations` that forecasts read.

        They are (rows,) arrays: days with a purchase, chances, and amounts per day in
        the currency of the file. Columns of a refused model are missing.
        """
        found = {}
        for days in horizons if self.orders else ():
            found[f"expected_orders_{days}d"] = self.expected_orders(rows, days)
            found[f"churn_probability_{days}d"] = 1 - self.chance(rows, days)
        numbers = rows.numbers
        for name, model, first in (
            ("expected_order_amount", self.spend, 1),
            ("expected_order_amount_of_all_days", self.spend_of_all_days, 0),
        ):
            if model:
                days = numbers["order_days"] - first
                amount = numbers["net_sales"] - first * numbers["first_order_amount"]
                mean = np.maximum(amount, 0) / np.maximum(days, 1)
                found[name] = model.expected_spend(days, mean)
        return found


def fit_closed_forms(rows: Rows) -> ClosedForms:
    """Return the models of the purchases before the date of the rows.

    A model that is refused is None; no FitError leaves this function.
    """
    numbers, found = rows.numbers, [None, None, None]
    with suppress(FitError):
        found[0] = fit_likeliest(rows.histories)
    for place, first in ((1, 1), (2, 0)):
        days = numbers["order_days"] - first
        amount = numbers["net_sales"] - first * numbers["first_order_amount"]
        known = (days > 0) & (amount > 0)
        with suppress(FitError):
            found[place] = fit_spend(
                days[known], amount[known] / days[known], np.ones(known.sum())
            )
    return ClosedForms(*found)


def closed_forms_of(row: dict) -> ClosedForms:
    """Return the models of a row of `purchase_model`."""
    orders = spend = all_days = None
    if row["model_name"]:
        parameters = ("model_name", "r", "alpha", "a", "b", "log_likelihood")
        orders = PurchaseModel(*(row[name] for name in parameters))
    if row["p"]:
        parameters = ("p", "q", "v", "spend_log_likelihood")
        spend = SpendModel(*(row[name] for name in parameters))
    if row.get("all_days_p"):
        parameters = ("p", "q", "v", "spend_log_likelihood")
        all_days = SpendModel(*(row[f"all_days_{name}"] for name in parameters))
    return ClosedForms(orders, spend, all_days)


def base_of(numbers: dict[str, np.ndarray], closed: dict, days: int):
    """Return the chance, orders and amount per order that learned forecasts correct.

    They are those of the closed forms, without a season. Where these are unknown, a
    customer's own rate stands in, as if a year without a purchase had followed, and the
    own mean amount.

    Parameters
    ----------
    numbers : dict of (rows,) arrays
        A timeline.
    closed : dict of (rows,) arrays
        Columns of `customer_expectations`; may be empty.
    days : int
        The horizon.
    """
    orders, none, amount = (
        closed.get(name)
        for name in (
            f"expected_orders_{days}d",
            f"churn_probability_{days}d",
            "expected_order_amount_of_all_days",
        )
    )
    if orders is None:
        orders = numbers["order_days"] * days / (numbers["days_since_first"] + YEAR)
        none = np.exp(-orders)
    if amount is None:
        amount = numbers["average_order_day_amount"]
    return (
        1 - none,
        np.maximum(orders, LEAST_ORDERS),
        np.maximum(amount, LEAST_AMOUNT),
    )
