"""The accuracy of forecasts, with confidence intervals."""

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from ml.metrics import explain_variance, log_revenue, normalised_gini

SAMPLES = 200
# The quantiles of bootstrap samples that limit a 95 % interval.
INTERVAL = (0.025, 0.975)
AMOUNTS = ("mae", "rmse", "correlation", "bias", "gini", "top_decile_share")
CHANCES = ("auc", "average_precision", "brier_score")
DIVISION = ("variance_explained", "best_lift", "worst_lift")
MEASURES = AMOUNTS + CHANCES + DIVISION


def score_amounts(forecast: np.ndarray, actual: np.ndarray) -> dict:
    """Return measures of error and of ranking for forecasts of (customers,) amounts.

    Returns
    -------
    dict
        `mae` and `rmse` in the currency of the file; `correlation`; `bias`, the
        forecast total divided by the actual total, minus 1; `gini`, 1 for the best
        ranking; `top_decile_share`, the share of the actual total that the tenth of
        customers with the highest forecasts spent.
    """
    off = forecast - actual
    total = actual.sum()
    tenth = max(1, len(actual) // 10)
    best = np.argsort(-forecast, kind="stable")[:tenth]
    varies = forecast.std() > 0 and actual.std() > 0
    return {
        "mae": float(np.abs(off).mean()),
        "rmse": float(np.sqrt((off**2).mean())),
        "correlation": float(np.corrcoef(forecast, actual)[0, 1]) if varies else None,
        "bias": float(forecast.sum() / total - 1) if total else None,
        "gini": normalised_gini(forecast, np.maximum(actual, 0)),
        "top_decile_share": float(actual[best].sum() / total) if total else None,
    }


def score_chances(forecast: np.ndarray, happened: np.ndarray) -> dict:
    """Return how well forecast chances, (customers,), match the outcomes.

    The measures are None if the event happened to all customers, or to none.
    """
    if happened.all() or not happened.any():
        return dict.fromkeys(CHANCES)
    return {
        "auc": float(roc_auc_score(happened, forecast)),
        "average_precision": float(average_precision_score(happened, forecast)),
        "brier_score": float(brier_score_loss(happened, np.clip(forecast, 0, 1))),
    }


def score_division(forecast: np.ndarray, actual: np.ndarray) -> dict:
    """Return how well cells predict amounts; all customers of a cell have one forecast.

    Returns
    -------
    dict
        `variance_explained`, eta squared of the logarithm of revenue; `best_lift` and
        `worst_lift`, the mean amount of the cell with the highest and of the cell with
        the lowest forecast, each divided by the mean of all customers.
    """
    cells = np.unique(forecast, return_inverse=True)[1]
    mean = actual.mean()
    best, worst = (
        float(actual[forecast == end].mean() / mean) if mean else None
        for end in (forecast.max(), forecast.min())
    )
    return {
        "variance_explained": explain_variance(cells, log_revenue(actual)),
        "best_lift": best,
        "worst_lift": worst,
    }


def score_with_intervals(score, forecast, actual, seed: int = 7) -> dict:
    """Return measures with the limits of their 95 % intervals, as `_low` and `_high`.

    The intervals come from 200 bootstrap samples of the customers (Efron & Tibshirani
    1993, chapter 13).
    """
    random = np.random.default_rng(seed)
    size = len(actual)
    found = score(forecast, actual)
    samples = []
    for _ in range(SAMPLES):
        drawn = random.integers(0, size, size)
        samples.append(score(forecast[drawn], actual[drawn]))
    for name, value in list(found.items()):
        known = [one[name] for one in samples if one[name] is not None]
        ends = (None, None)
        if known and value is not None:
            ends = np.quantile(known, INTERVAL).tolist()
        found[f"{name}_low"], found[f"{name}_high"] = ends
    return found


def calibrate(forecast: np.ndarray, actual: np.ndarray) -> list[dict]:
    """Return mean forecast and outcome per tenth of customers, by forecast."""
    order = np.argsort(forecast, kind="stable")
    return [
        {
            "decile": number,
            "customers": len(places),
            "mean_forecast": float(forecast[places].mean()),
            "mean_actual": float(actual[places].mean()),
        }
        for number, places in enumerate(np.array_split(order, 10), start=1)
        if len(places)
    ]
