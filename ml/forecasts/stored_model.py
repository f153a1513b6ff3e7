"""The rows of `prediction_model`: their columns, and forecasts in and out of them."""

from dataclasses import asdict

import pyarrow as pa

from ml.forecasts.boosting import Learned
from ml.forecasts.encoding import Encoding
from ml.forecasts.trees import Trees

WORDS = pa.list_(pa.string())
NUMBERS = pa.list_(pa.float64())
NODES = pa.list_(NUMBERS)
PLACES = pa.list_(pa.list_(pa.int32()))

# What a forecast was learned from: while it is the same, it is kept.
FORECAST_REQUEST = [
    ("source_name", pa.string()),
    ("input_hash", pa.string()),
    ("segment_model_version", pa.string()),
    ("learned_until", pa.date32()),
    ("training_customers", pa.int32()),
    ("recipe_version", pa.int32()),
]
PREDICTION_MODEL_SCHEMA = pa.schema(
    [
        ("target", pa.string()),
        *FORECAST_REQUEST,
        # what was decided, and by what
        ("method", pa.string()),
        ("chosen_because", pa.string()),
        ("tested_from", pa.date32()),
        ("customers_tested", pa.int32()),
        ("learned_error", pa.float64()),
        ("closed_form_error", pa.float64()),
        ("mean_error", pa.float64()),
        ("tested_inputs", WORDS),
        ("importance", NUMBERS),
        # the learned forecast, where it ships
        ("number_names", WORDS),
        ("category_names", WORDS),
        ("category_values", pa.list_(WORDS)),
        ("baseline", pa.float64()),
        ("features", PLACES),
        ("thresholds", NODES),
        ("unknown_left", pa.list_(pa.list_(pa.bool_()))),
        ("lefts", PLACES),
        ("rights", PLACES),
        ("leaf_values", NODES),
        ("slope", pa.float64()),
        ("intercept", pa.float64()),
        ("largest", pa.float64()),
    ]
)


def to_columns(learned: Learned) -> dict:
    """Return the columns that hold a learned forecast."""
    return {
        **asdict(learned.encoding),
        **asdict(learned.trees),
        "slope": learned.slope,
        "intercept": learned.intercept,
        "largest": learned.largest,
    }


def to_learned(row: dict) -> Learned:
    """Return the learned forecast that a row holds."""

    def pick(kind):
        return kind(**{name: row[name] for name in kind.__dataclass_fields__})

    encoding = pick(Encoding)
    return Learned(
        row["target"],
        Encoding(
            tuple(encoding.number_names),
            tuple(encoding.category_names),
            encoding.category_values,
        ),
        pick(Trees),
        row["slope"],
        row["intercept"],
        row["largest"],
    )
