"""Use the learned forecast only where it is better on later customers."""

from dataclasses import dataclass

import numpy as np

LEARNED, CLOSED, NONE = "gradient boosting", "closed form", "none"


@dataclass(frozen=True)
class Decision:
    """Which forecast is used, and why.

    Attributes
    ----------
    method : str
        `gradient boosting`, `closed form` or `none`.
    chosen_because : str
        A sentence.
    learned_error, closed_form_error, mean_error : float or None
        Root of the mean squared error on later customers: of a chance, 0 to 1, or of
        an amount in the currency of the file. None where there was no forecast.
    """

    method: str
    chosen_because: str
    learned_error: float | None = None
    closed_form_error: float | None = None
    mean_error: float | None = None


def decide(
    learned: np.ndarray, closed: np.ndarray | None, mean: float, actual: np.ndarray
) -> Decision:
    """Choose the learned forecast where it beats the closed form and the mean.

    It must beat both by more than one standard error of the difference, customer by
    customer. Less is chance, and the closed form has fewer ways to be wrong.

    Parameters
    ----------
    learned, closed : (customers,) arrays
        Forecasts; `closed` is None where it could not be fitted.
    mean : float
        Mean outcome in training, the forecast of a customer without features.
    actual : (customers,) array
    """
    errors = {
        "gradient boosting": (learned - actual) ** 2,
        "the closed form": None if closed is None else (closed - actual) ** 2,
        "the mean": (mean - actual) ** 2,
    }
    roots = {
        name: None if one is None else float(np.sqrt(one.mean()))
        for name, one in errors.items()
    }
    said = ", ".join(
        f"{root:.4g} by {name}" for name, root in roots.items() if root is not None
    )
    mine, *others = errors.values()
    wins = all(is_less(mine, other) for other in others if other is not None)
    method = LEARNED if wins else CLOSED
    return Decision(method, f"Error on later customers: {said}.", *roots.values())


def is_less(errors: np.ndarray, others: np.ndarray) -> bool:
    """Return whether errors are smaller by more than one standard error of the mean."""
    difference = errors - others
    return bool(difference.mean() < -difference.std() / np.sqrt(len(difference)))
