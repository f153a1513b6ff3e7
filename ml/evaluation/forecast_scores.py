"""The accuracy of forecasts, with confidence intervals."""

import numpy as np

from ml.evaluation.ranking import (
    Ranking,
    auc,
    average_precision,
    gini_ratio,
    top_share,
)

SAMPLES = 200
# The quantiles of bootstrap samples that limit a 95 % interval.
INTERVAL = (0.025, 0.975)
AMOUNTS = ("mae", "rmse", "correlation", "bias", "gini", "top_decile_share")
CHANCES = ("auc", "average_precision", "brier_score")
COVERAGE = "coverage"
MEASURES = (*AMOUNTS, *CHANCES, COVERAGE)


class AmountScores:
    """Measures of error and of ranking for forecasts of orders or revenue.

    Parameters
    ----------
    forecast, actual : (customers,) arrays
        In the unit of the target.
    """

    def __init__(self, forecast: np.ndarray, actual: np.ndarray):
        self.forecast, self.actual = forecast, actual
        self.off = forecast - actual
        self.ranking, self.perfect = Ranking(forecast), Ranking(actual)

    def measure(self, weights: np.ndarray) -> dict:
        """Return the measures if each customer counts `weights` times, (customers,).

        Returns
        -------
        dict
            `mae` and `rmse` in the unit of the target; `correlation`; `bias`, the
            forecast total divided by the actual total, minus 1; `gini`, 1 for the best
            ranking; `top_decile_share`, the share of the actual total of the tenth of
            customers with the highest forecasts. A measure that is not defined is None.
        """
        size, weighted = weights.sum(), weights * self.actual
        total = weighted.sum()
        ranked, perfect = (
            (one.add_up(weights), one.add_up(weighted))
            for one in (self.ranking, self.perfect)
        )
        return {
            "mae": float(weights @ np.abs(self.off) / size),
            "rmse": float(np.sqrt(weights @ self.off**2 / size)),
            "correlation": correlate(self.forecast, self.actual, weights),
            "bias": float(weights @ self.forecast / total - 1) if total else None,
            "gini": gini_ratio(ranked, perfect),
            "top_decile_share": top_share(*ranked) if total else None,
        }


class ChanceScores:
    """Measures of error and of ranking for forecasts of a chance.

    Parameters
    ----------
    forecast : (customers,) array
        Chances, 0 to 1.
    actual : (customers,) array
        1 for customers with a purchase, 0 for others.
    """

    def __init__(self, forecast: np.ndarray, actual: np.ndarray):
        self.actual = actual
        self.squares = (forecast - actual) ** 2
        self.ranking = Ranking(forecast)

    def measure(self, weights: np.ndarray) -> dict:
        """Return the measures if each customer counts `weights` times, (customers,).

        All are None if every customer bought, or if nobody did.
        """
        size, weighted = weights.sum(), weights * self.actual
        if not 0 < weighted.sum() < size:
            return dict.fromkeys(CHANCES)
        ranked = self.ranking.add_up(weights), self.ranking.add_up(weighted)
        return {
            "auc": auc(*ranked),
            "average_precision": average_precision(*ranked),
            "brier_score": float(weights @ self.squares / size),
        }


class CoverageScores:
    """The share of customers whose outcome lies in their interval.

    Parameters
    ----------
    inside : (customers,) array
        1 for inside, 0 for outside, NaN for a customer without an interval.
    """

    def __init__(self, inside: np.ndarray):
        self.known = ~np.isnan(inside)
        self.inside = inside[self.known]

    def measure(self, weights: np.ndarray) -> dict:
        """Return `coverage` if each customer counts `weights` times, (customers,)."""
        counted = weights[self.known]
        size = counted.sum()
        return {COVERAGE: float(counted @ self.inside / size) if size else None}


def correlate(first: np.ndarray, second: np.ndarray, weights: np.ndarray):
    """Return the Pearson correlation of weighted values; None if one does not vary."""
    size = np.sqrt((weights @ first**2) * (weights @ second**2))
    first, second = (one - weights @ one / weights.sum() for one in (first, second))
    spread = np.sqrt((weights @ first**2) * (weights @ second**2))
    # Rounding makes the spread of equal values differ from 0.
    if spread <= 1e-9 * size:
        return None
    return float(weights @ (first * second) / spread)


def draw_samples(customers: int, seed: int = 7) -> np.ndarray:
    """Return how often each customer is in each bootstrap sample, (200, customers)."""
    random = np.random.default_rng(seed)
    drawn = (random.integers(0, customers, customers) for _ in range(SAMPLES))
    return np.array([np.bincount(one, minlength=customers) for one in drawn], float)


def score_with_intervals(scores, samples: np.ndarray) -> dict:
    """Return measures with the limits of their 95 % intervals, as `_low` and `_high`.

    The intervals come from bootstrap samples of the customers (Efron & Tibshirani 1993,
    chapter 13).

    Parameters
    ----------
    scores : AmountScores, ChanceScores or CoverageScores
    samples : (samples, customers) array
        How often each customer is in each sample.
    """
    found = scores.measure(np.ones(samples.shape[1]))
    drawn = [scores.measure(weights) for weights in samples]
    for name, value in list(found.items()):
        known = [one[name] for one in drawn if one[name] is not None]
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
