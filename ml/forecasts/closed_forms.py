"""Forecast the next 90 days by BG/NBD or MBG/NBD, and Gamma-Gamma."""

import numpy as np

from ml.forecasts.periods import Period
from ml.forecasts.rows import HORIZON_DAYS
from ml.purchases.orders import fit_likeliest
from ml.purchases.spend import fit_spend

WEEKS = HORIZON_DAYS / 7


def forecast_churn(period: Period) -> np.ndarray:
    """Return the chance of no purchase in the next 90 days, (customers,).

    Raises
    ------
    FitError
        Too few customers bought on a second day.
    """
    model = fit_likeliest(period.histories)
    return model.probability_of_none(period.histories, WEEKS)


def forecast_revenue(period: Period) -> np.ndarray:
    """Return the expected orders times the expected spend per order, (customers,).

    Raises
    ------
    FitError
        Too few customers bought on a second day, or no model fits their amounts.
    """
    repeats, amount = (
        period.purchases[name] for name in ("repeat_days", "repeat_amount")
    )
    known = (repeats > 0) & (amount > 0)
    means = amount[known] / repeats[known]
    spend = fit_spend(repeats[known], means, np.ones(len(means)))
    mean = np.maximum(amount, 0) / np.maximum(repeats, 1)
    orders = fit_likeliest(period.histories).expected_orders(period.histories, WEEKS)
    return orders * spend.expected_spend(repeats, mean)


CLOSED_FORMS = {"churn": forecast_churn, "revenue": forecast_revenue}
