"""Store methods and what they learned in `prediction_model`, and read them."""

from dataclasses import asdict

import pyarrow as pa

from ml.forecasts.boosting import Learned
from ml.forecasts.encoding import Encoding
from ml.forecasts.intervals import Spread
from ml.forecasts.methods import MEAN, Forecaster
from ml.forecasts.season import Season
from ml.forecasts.trees import Trees
from ml.segments.model_table import INTEGERS, MATRIX, NUMBERS, TEXTS

INDICES = pa.list_(pa.list_(pa.int32()))
# One entry per horizon.
BY_HORIZON = {
    "horizon_days": INTEGERS,
    "is_chosen": pa.list_(pa.bool_()),
    "cuts": INTEGERS,
    "customers_tested": INTEGERS,
    "errors": NUMBERS,
    "root_mean_squared_errors": NUMBERS,
    "mean_absolute_errors": NUMBERS,
    "biases": NUMBERS,
    "mean_outcomes": NUMBERS,
    "seasons_learned": NUMBERS,
    "chance_bounds": MATRIX,
    "ratios": pa.list_(MATRIX),
    "low_levels": NUMBERS,
    "high_levels": NUMBERS,
    "ratio_squares": MATRIX,
    "level_deviations": NUMBERS,
}
PREDICTION_MODEL_SCHEMA = pa.schema(
    [
        ("target", pa.string()),
        ("method", pa.string()),
        # the request: the rows stay as long as the request is the same
        ("source_name", pa.string()),
        ("input_hash", pa.string()),
        ("learned_until", pa.date32()),
        ("training_customers", pa.int32()),
        ("recipe_version", pa.int32()),
        # the months of the year, January to December
        ("season_index", NUMBERS),
        # the tests on later customers
        ("refused_because", pa.string()),
        *BY_HORIZON.items(),
        # the learned forecast, if it is used
        ("tested_inputs", TEXTS),
        ("importance", NUMBERS),
        ("number_names", TEXTS),
        ("category_names", TEXTS),
        ("category_values", pa.list_(TEXTS)),
        ("baseline", pa.float64()),
        ("features", INDICES),
        ("thresholds", MATRIX),
        ("unknown_left", pa.list_(pa.list_(pa.bool_()))),
        ("lefts", INDICES),
        ("rights", INDICES),
        ("leaf_values", MATRIX),
    ]
)
# What is learned for each target. Learned revenue is orders times amounts.
PARTS = {"chance": "chance", "orders": "orders", "revenue": "amount"}


def to_columns(learned: Learned) -> dict:
    """Return the columns of `prediction_model` that store a learned forecast."""
    columns = asdict(learned)
    del columns["target"]
    return columns | columns.pop("encoding") | columns.pop("trees")


def to_learned(row: dict) -> Learned:
    """Return the learned forecast that a row of `prediction_model` stores."""

    def pick(kind, **parts):
        names = kind.__dataclass_fields__.keys() - parts
        return kind(**{name: row[name] for name in names}, **parts)

    names = {name: tuple(row[name]) for name in ("number_names", "category_names")}
    return Learned(PARTS[row["target"]], pick(Encoding, **names), pick(Trees))


def to_forecaster(rows: list[dict]) -> Forecaster:
    """Return what the methods know, from the rows of `prediction_model`."""
    return Forecaster(
        {
            (row["target"], days): mean
            for row in rows
            if row["method"] == MEAN
            for days, mean in zip(
                row["horizon_days"], row["mean_outcomes"], strict=True
            )
            if mean is not None
        },
        {
            (row["method"], PARTS[row["target"]]): to_learned(row)
            for row in rows
            if row["features"] is not None
        },
        {
            (row["method"], days): season
            for row in rows
            if row["target"] == "chance"
            for days, season in zip(
                row["horizon_days"], row["seasons_learned"], strict=True
            )
            if season is not None
        },
    )


def to_season(rows: list[dict]) -> Season:
    """Return the season of the shop, from the rows of `prediction_model`."""
    return Season(tuple(rows[0]["season_index"]))


def to_choice(rows: list[dict]) -> dict[tuple[str, int], str]:
    """Return the method of each target and horizon."""
    return {
        (row["target"], days): row["method"]
        for row in rows
        for days, is_chosen in zip(row["horizon_days"], row["is_chosen"], strict=True)
        if is_chosen
    }


def to_spreads(rows: list[dict]) -> dict[int, Spread]:
    """Return the spread of revenue for each horizon, in days, that has one."""
    found = {}
    for row in rows:
        for place, days in enumerate(row["horizon_days"]):
            if row["low_levels"] and row["low_levels"][place] is not None:
                found[days] = Spread(
                    row["chance_bounds"][place],
                    row["ratios"][place],
                    row["low_levels"][place],
                    row["high_levels"][place],
                    row["ratio_squares"][place],
                )
    return found
