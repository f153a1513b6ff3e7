"""How near forecasts came."""

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from ml.value import normalised_gini


def score_amounts(forecast: np.ndarray, actual: np.ndarray) -> dict:
    """Return errors and ranking of (customers,) amounts.

    Returns
    -------
    dict
        `mae` and `rmse` in the currency of the file; `correlation`; `bias`, the total
        forecast per the actual one, minus 1; `gini`, 1 for the best ranking;
        `top_decile_share`, the part of the actual total with the tenth of customers
        that is forecast the most.
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
    """Return how well chances, (customers,), tell who it happened to.

    Where it happened to all or nobody there is nothing to tell.
    """
    if happened.all() or not happened.any():
        return {"auc": None, "average_precision": None, "brier_score": None}
    return {
        "auc": float(roc_auc_score(happened, forecast)),
        "average_precision": float(average_precision_score(happened, forecast)),
        "brier_score": float(brier_score_loss(happened, np.clip(forecast, 0, 1))),
    }
