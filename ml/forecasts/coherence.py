"""Make the forecasts of one customer agree with each other."""

import numpy as np


def cohere(chance: np.ndarray, orders: np.ndarray, revenue: np.ndarray):
    """Return chance, orders, amount per order and revenue, (customers, horizons) each.

    Each target and horizon has its own best method, so raw forecasts may contradict
    each other. A longer period holds the shorter one, so no forecast is below that of
    a shorter period. Whoever buys has at least one order, so orders are not below the
    chance. The amount per order is revenue divided by orders.

    Parameters
    ----------
    chance, orders, revenue : (customers, horizons) arrays
        The horizons ascend. NaN where there is no forecast; it stays NaN, and the
        others are as if it were not there.
    """
    chance = np.clip(rise(chance), 0.0, 1.0)
    # SQL subtracts chances from 1, and again: the result must not differ by a rounding.
    chance = 1 - (1 - chance)
    orders = rise(np.maximum(orders, np.nan_to_num(chance)))
    # Without a single order, there is no revenue in this period or in a shorter one.
    none = np.logical_or.accumulate((orders <= 0)[:, ::-1], axis=1)[:, ::-1]
    revenue = np.maximum(rise(revenue), 0.0) * np.where(none, 0.0, 1.0)
    amount = np.divide(revenue, orders, out=revenue.copy(), where=~(orders <= 0))
    return chance, orders, amount, revenue


def rise(forecasts: np.ndarray) -> np.ndarray:
    """Return forecasts of which none is below that of a shorter period.

    The last axis is the horizon. NaN stays NaN.
    """
    risen = np.fmax.accumulate(forecasts, axis=-1)
    return np.where(np.isnan(forecasts), np.nan, risen)
