"""Use the learned forecast only if it is better for the customers of a later date."""

import numpy as np

LEARNED, CLOSED, NONE = "gradient boosting", "closed form", "none"


def decide(
    learned: np.ndarray, closed: np.ndarray | None, mean: float, actual: np.ndarray
) -> dict:
    """Choose the learned forecast if it beats the closed form and the mean.

    Its squared error must be smaller than that of the closed form, and than that of the
    mean, by more than one standard error of the customers' differences. A smaller
    difference may be chance, and the closed form is the simpler model.

    Parameters
    ----------
    learned, closed : (customers,) arrays
        The forecasts: chances, 0 to 1, or amounts in the currency of the file. `closed`
        is None if the closed form could not be fitted.
    mean : float
        The mean outcome in training, which is the simplest forecast.
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
