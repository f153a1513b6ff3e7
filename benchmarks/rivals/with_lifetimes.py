"""Fit and score with the package `lifetimes`; print seconds and results as JSON.

    python with_lifetimes.py customers.parquet each|counted

The script runs in a separate environment (benchmarks/rivals/) and imports nothing from
the project. `each` passes one row per customer, as in the documentation of the package.
`counted` passes each history once, with its number of customers.
"""

import json
import sys
import time
import warnings

import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter

HISTORY = ["repeat_days", "last_repeat_days", "age_days"]


def score_each(customers: pd.DataFrame) -> tuple[BetaGeoFitter, pd.DataFrame]:
    """Fit BG/NBD to all customers and score them."""
    history = weeks(customers)
    model = BetaGeoFitter(penalizer_coef=0.0).fit(*history)
    return model, customers.assign(**score(model, history))


def score_counted(customers: pd.DataFrame) -> tuple[BetaGeoFitter, pd.DataFrame]:
    """Fit BG/NBD to counted histories and score them."""
    counted = customers.groupby(HISTORY, as_index=False).size()
    history = weeks(counted)
    model = BetaGeoFitter(penalizer_coef=0.0).fit(*history, weights=counted["size"])
    scored = counted.assign(**score(model, history))
    return model, customers.merge(scored, on=HISTORY)


def weeks(histories: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return frequency, recency and T in weeks, the inputs of the package."""
    return (
        histories["repeat_days"],
        histories["last_repeat_days"] / 7,
        histories["age_days"] / 7,
    )


def score(model: BetaGeoFitter, history: tuple) -> dict:
    """Return the columns of customer_expectations that describe purchases."""
    expected = model.conditional_expected_number_of_purchases_up_to_time
    return {
        "probability_alive": model.conditional_probability_alive(*history),
        "expected_orders_90d": expected(90 / 7, *history),
        "expected_orders_365d": expected(365 / 7, *history),
    }


def score_spend(scored: pd.DataFrame) -> tuple[GammaGammaFitter, pd.Series]:
    """Fit Gamma-Gamma to repeat customers; return the value expected in 365 days."""
    repeats = scored["repeat_days"]
    mean_amounts = (scored["repeat_sales_amount"] / repeats).where(repeats > 0, 0.0)
    again = (repeats > 0) & (mean_amounts > 0)
    model = GammaGammaFitter(penalizer_coef=0.0)
    model.fit(repeats[again], mean_amounts[again])
    amounts = model.conditional_expected_average_profit(repeats, mean_amounts)
    return model, amounts * scored["expected_orders_365d"]


def main() -> None:
    """Run the command line."""
    # The package divides by zero and warns of it.
    warnings.simplefilter("ignore")
    path, way = sys.argv[1:]
    customers = pd.read_parquet(path)
    start = time.perf_counter()
    score_customers = {"each": score_each, "counted": score_counted}[way]
    purchases, scored = score_customers(customers)
    spend, value = score_spend(scored)
    measured = {
        "seconds": time.perf_counter() - start,
        "parameters": {
            name: float(number)
            for model in (purchases, spend)
            for name, number in model.params_.items()
        },
        "expected_orders": float(scored["expected_orders_365d"].sum()),
        "expected_value": float(value.sum()),
    }
    print(json.dumps(measured))  # noqa: T201


if __name__ == "__main__":
    main()
