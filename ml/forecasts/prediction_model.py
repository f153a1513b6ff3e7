"""Learned forecasts between DuckDB relations: kept or trained, and applied."""

import hashlib
import sys
from datetime import date

import pyarrow as pa

from ml.forecasts.decision import CLOSED, LEARNED
from ml.forecasts.rows import (
    HORIZON_DAYS,
    LIFETIME,
    RowReader,
)
from ml.forecasts.stored_model import (
    FORECAST_REQUEST,
    PREDICTION_MODEL_SCHEMA,
    to_learned,
)
from ml.purchases.fitting import FitError

# Raise it when the same rows would be learned otherwise.
RECIPE_VERSION = 1
FORECAST_BATCH = 100_000
TARGETS = {"churn": "churn_probability_90d", "revenue": "expected_revenue_90d"}
FORECAST_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        *((name, pa.float64()) for name in TARGETS.values()),
    ]
)
TODAY = """
    select
        inputs.*,
        {lifetime},
        cast(segments.segment_id as string) as segment_id
    from inputs_of_today as inputs
    inner join features_of_today as features
        on inputs.customer_id = features.customer_id
    left join segments_of_today as segments
        on inputs.customer_id = segments.customer_id
"""


def keep_or_train_forecasts(former: str, past: RowReader, as_of_dates, asked: dict):
    """Return a relation of one row per target: what forecasts it, and why.

    What was learned is kept while another month end, champion or source would not
    change what it is learned from, so that a daily build does not learn.

    Parameters
    ----------
    former : str
        Quoted name of the table that may hold the rows of the last build.
    past : RowReader
    as_of_dates : duckdb.DuckDBPyRelation
        `int_as_of_dates`.
    asked : dict
        `source_name`, `segment_model_version`, `training_customers`, `retrain`, and
        `no_closed_form`: why the closed form of today is refused, or None.
    """
    session = past.panel.session
    dates = known_dates(as_of_dates)
    numbers, categories = past.names
    request = {
        "source_name": asked["source_name"],
        "input_hash": hashlib.md5(",".join(numbers + categories).encode()).hexdigest(),
        "segment_model_version": asked["segment_model_version"],
        "learned_until": max(dates, default=None),
        "training_customers": asked["training_customers"],
        "recipe_version": RECIPE_VERSION,
    }
    rows = [] if asked["retrain"] else read_former(session, former, request)
    if len(rows) < len(TARGETS):
        rows = [{**row, **request} for row in train_all(past, dates, asked)]
    return to_relation(session, rows)


def to_relation(session, rows: list[dict]):
    """Return rows of `prediction_model`, which may be none, as a relation."""
    session.register(
        "prediction_rows", pa.Table.from_pylist(rows, schema=PREDICTION_MODEL_SCHEMA)
    )
    return session.sql("select * from prediction_rows order by target")


def known_dates(as_of_dates) -> list[date]:
    """Return the month ends whose next 90 days are known."""
    rows = as_of_dates.select("as_of_date, is_current, is_month_end").fetchall()
    # Without orders there is no today either.
    return [
        day
        for today, is_current, _ in rows
        if is_current
        for day, _, is_month_end in rows
        if is_month_end and (today - day).days >= HORIZON_DAYS
    ]


def read_former(session, table: str, request: dict) -> list[dict]:
    """Return the rows of the last build that answer the same request."""
    import duckdb

    same = " and ".join(
        f"{name} is not distinct from ${name}" for name, _ in FORECAST_REQUEST
    )
    try:
        found = session.execute(
            f"select {', '.join(PREDICTION_MODEL_SCHEMA.names)} from {table} "
            f"where {same}",
            request,
        ).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
    return [dict(zip(PREDICTION_MODEL_SCHEMA.names, row, strict=True)) for row in found]


def train_all(past: RowReader, dates: list[date], asked: dict) -> list[dict]:
    """Return a row per target, and say what was decided."""
    from ml.forecasts.validation import read_split, train, without_closed_form

    rows = []
    try:
        lesson = read_split(past, dates, asked["training_customers"])
        rows = [{"target": target, **train(target, lesson)} for target in TARGETS]
    except FitError as reason:
        said = f"Nothing was learned: {reason}."
        rows = [
            {"target": target, "method": CLOSED, "chosen_because": said}
            for target in TARGETS
        ]
    if asked["no_closed_form"]:
        rows = [without_closed_form(row, asked["no_closed_form"]) for row in rows]
    for row in rows:
        print(  # noqa: T201
            f"{row['target'].capitalize()} of the next {HORIZON_DAYS} days: "
            f"{row['method']}. {row['chosen_because']}",
            file=sys.stderr,
        )
    return rows


def forecast(session, model, inputs, features, segments):
    """Return a relation of what the learned forecasts that ship say of each customer.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    model, inputs, features, segments : duckdb.DuckDBPyRelation
        `prediction_model`, `customer_encoder_inputs`, `customer_features`,
        `customer_segments`.
    """
    columns = model.columns
    rows = [dict(zip(columns, row, strict=True)) for row in model.fetchall()]
    learned = [to_learned(row) for row in rows if row["method"] == LEARNED]
    batches = []
    if learned:
        session.register("inputs_of_today", inputs)
        session.register("features_of_today", features)
        session.register("segments_of_today", segments)
        lifetime = ", ".join(
            f"cast(features.{name} as double) as {name}" for name in LIFETIME
        )
        today = session.sql(TODAY.format(lifetime=lifetime))
        batches = [
            forecast_batch(batch, learned)
            for batch in today.to_arrow_reader(FORECAST_BATCH)
        ]
    session.register(
        "forecasts", pa.Table.from_batches(batches, schema=FORECAST_SCHEMA)
    )
    return session.sql("select * from forecasts")


def forecast_batch(batch, learned) -> pa.RecordBatch:
    """Return the forecasts of some customers."""
    columns = {
        name: column.to_numpy(zero_copy_only=False)
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if name != "customer_id"
    }
    found = {"customer_id": batch.column("customer_id")} | dict.fromkeys(
        TARGETS.values(), pa.nulls(batch.num_rows, pa.float64())
    )
    for one in learned:
        found[TARGETS[one.target]] = one.forecast_matrix(one.encoding.encode(columns))
    return pa.RecordBatch.from_pydict(found, schema=FORECAST_SCHEMA)
