"""Store learned forecasts in the columns of `prediction_model`, and read them."""

from dataclasses import asdict

import pyarrow as pa

from ml.forecasts.boosting import Learned
from ml.forecasts.encoding import Encoding
from ml.forecasts.trees import Trees
from ml.segments.model_table import MATRIX, NUMBERS, TEXTS

# The targets of forecasts; each has a column of `customer_forecasts`.
TARGETS = {"churn": "churn_probability_90d", "revenue": "expected_revenue_90d"}
INDICES = pa.list_(pa.list_(pa.int32()))
PREDICTION_MODEL_SCHEMA = pa.schema(
    [
        ("target", pa.string()),
        # the request: the row stays as long as the request is the same
        ("source_name", pa.string()),
        ("input_hash", pa.string()),
        ("segment_model_version", pa.string()),
        ("learned_until", pa.date32()),
        ("training_customers", pa.int32()),
        ("recipe_version", pa.int32()),
        # the decision for a method, and its reasons
        ("method", pa.string()),
        ("chosen_because", pa.string()),
        ("tested_from", pa.date32()),
        ("customers_tested", pa.int32()),
        ("learned_error", pa.float64()),
        ("closed_form_error", pa.float64()),
        ("mean_error", pa.float64()),
        ("tested_inputs", TEXTS),
        ("importance", NUMBERS),
        # the learned forecast, if it is used
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
        ("slope", pa.float64()),
        ("intercept", pa.float64()),
        ("largest", pa.float64()),
    ]
)


def to_columns(learned: Learned) -> dict:
    """Return the columns of `prediction_model` that store a learned forecast."""
    columns = asdict(learned)
    return columns | columns.pop("encoding") | columns.pop("trees")


def to_learned(row: dict) -> Learned:
    """Return the learned forecast that a row of `prediction_model` stores."""

    def pick(kind, **parts):
        names = kind.__dataclass_fields__.keys() - parts
        return kind(**{name: row[name] for name in names}, **parts)

    names = {name: tuple(row[name]) for name in ("number_names", "category_names")}
    return pick(Learned, encoding=pick(Encoding, **names), trees=pick(Trees))
