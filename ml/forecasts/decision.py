"""Use the learned forecast only if it is better on later customers."""

import numpy as np

LEARNED, CLOSED, NONE = "gradient boosting", "closed form", "none"


def decide(
    learned: np.ndarray, closed: np.ndarray | None, mean: float, actual: np.ndarray
) -> dict:
    """Choose the learned forecast if it beats the closed form and the mean.

    It must beat both by more than one standard error of the difference, customer by
    customer. A smaller difference may be chance, and the closed form has fewer ways to
    be wrong.

    Parameters
    ----------
    learned, closed : (customers,) arrays
        Forecasts: chances, 0 to 1, or amounts in the currency of the file. `closed` is
        None if it could not be fitted.
    mean : float
        Mean outcome in training, the forecast of a customer without features.
    actual : (customers,) array

    Returns
    -------
    dict
        Columns of `prediction_model`: `method`, `chosen_because`, and the roots of the
        mean squared errors in the unit of the forecasts.
    """
    forecasts = {"gradient boosting": learned, "the closed form": closed}
    errors = {
        name: (forecast - actual) ** 2
        for name, forecast in {**forecasts, "the mean": mean}.items()
        if forecast is not None
    }
    roots = {name: float(np.sqrt(one.mean())) for name, one in errors.items()}
    said = ", ".join(f"{root:.4g} by {name}" for name, root in roots.items())
    mine, *others = errors.values()
    differences = [mine - other for other in others]
    wins = all(one.mean() < -one.std() / np.sqrt(len(one)) for one in differences)
    return {
        "method": LEARNED if wins else CLOSED,
        "chosen_because": f"Error on later customers: {said}.",
        "learned_error": roots["gradient boosting"],
        "closed_form_error": roots.get("the closed form"),
        "mean_error": roots["the mean"],
    }
