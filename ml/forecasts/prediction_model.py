"""Keep the learned forecasts, or learn them again: `prediction_model`."""

import sys
from datetime import date

import duckdb
import pyarrow as pa

from ml.customers.sampling import hash_names
from ml.forecasts.decision import CLOSED, NONE
from ml.forecasts.rows import HORIZON_DAYS, RowReader
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA, TARGETS
from ml.purchases.fitting import FitError
from ml.recipe import hash_recipe

# The module that decides the result of a training.
FORECAST_RECIPE = "ml.forecasts.validation"


def keep_or_train_forecasts(former: str, reader: RowReader, as_of_dates, asked: dict):
    """Return a relation of one row per target: the forecast in use, and why it is used.

    The forecasts of the last build stay if its source, inputs, champion, month ends,
    number of training customers and code are those of this build. A daily build
    therefore learns nothing until a month ends.

    Parameters
    ----------
    former : str
        The quoted name of the table that the last build wrote; the table may be
        missing.
    reader : RowReader
    as_of_dates : duckdb.DuckDBPyRelation
        `int_as_of_dates`.
    asked : dict
        The keys are `source_name`, `segment_model_version`, `training_customers`,
        `retrain` and `no_closed_form`. The last is the reason why the closed form was
        not fitted to today's customers, or None.
    """
    session = reader.panel.session
    dates = known_dates(as_of_dates)
    numbers, categories = reader.names
    request = {
        "source_name": asked["source_name"],
        "input_hash": hash_names(numbers + categories),
        "segment_model_version": asked["segment_model_version"],
        "learned_until": max(dates, default=None),
        "training_customers": asked["training_customers"],
        "recipe_version": hash_recipe(FORECAST_RECIPE),
    }
    rows = [] if asked["retrain"] else read_former(session, former, request)
    if len(rows) < len(TARGETS):
        rows = [{**row, **request} for row in train_all(reader, dates, asked)]
    rows.sort(key=lambda row: row["target"])
    return session.from_arrow(pa.Table.from_pylist(rows, PREDICTION_MODEL_SCHEMA))


def known_dates(as_of_dates) -> list[date]:
    """Return the month ends whose following 90 days lie before the current date."""
    rows = as_of_dates.select("as_of_date, is_current, is_month_end").fetchall()
    # Without orders, there is no current date.
    return [
        day
        for today, is_current, _ in rows
        if is_current
        for day, _, is_month_end in rows
        if is_month_end and (today - day).days >= HORIZON_DAYS
    ]


def read_former(session, table: str, request: dict) -> list[dict]:
    """Return the models of the last build that were trained for this request."""
    columns = ", ".join(PREDICTION_MODEL_SCHEMA.names)
    try:
        found = session.sql(f"select {columns} from {table}").to_arrow_table()
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
    return [row for row in found.to_pylist() if request.items() <= row.items()]


def train_all(reader: RowReader, dates: list[date], asked: dict) -> list[dict]:
    """Return a row per target, and tell the user which forecast was chosen."""
    from ml.forecasts.validation import refuse, train_forecasts

    try:
        rows = train_forecasts(reader, dates, asked["training_customers"])
    except FitError as reason:
        rows = [{"target": target, **refuse(reason)} for target in TARGETS]
    if asked["no_closed_form"]:
        rows = [without_closed_form(row, asked["no_closed_form"]) for row in rows]
    for row in rows:
        sys.stderr.write(
            f"{row['target'].capitalize()} of the next {HORIZON_DAYS} days: "
            f"{row['method']}. {row['chosen_because']}\n"
        )
    return rows


def without_closed_form(row: dict, reason: str) -> dict:
    """Return the row of a target, without a forecast if the closed form was chosen."""
    if row["method"] != CLOSED:
        return row
    said = f"{row['chosen_because']} The closed form is not used either: {reason}"
    return {**row, "method": NONE, "chosen_because": said}
