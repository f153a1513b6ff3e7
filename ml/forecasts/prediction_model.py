"""Keep the forecasts, or learn and choose them again: `prediction_model`."""

import sys
from datetime import date

import duckdb
import pyarrow as pa

from ml.customers.sampling import hash_names
from ml.forecasts.rows import RowReader
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA, to_choice
from ml.forecasts.stored_rows import find_damage
from ml.recipe import hash_recipe
from ml.segments.seals import SEAL, SEAL_FIELD, seal_table

# The module that decides the result of a training.
FORECAST_RECIPE = "ml.forecasts.training"
STORED_SCHEMA = PREDICTION_MODEL_SCHEMA.append(SEAL_FIELD)
DAMAGED = "predictions.prediction_model is damaged: {}; forecasts are learned again."


def keep_or_train_forecasts(former: str, reader: RowReader, as_of_dates, asked: dict):
    """Return a relation of one row per target and method: its tests, and its trees.

    The forecasts of the last build stay if its source, inputs, last month end, number
    of training customers and code are those of this build. A daily build therefore
    learns nothing until a month ends. If a row is not as a build wrote it, the user is
    told so, and forecasts are learned again: nothing about them has to be asked.

    Parameters
    ----------
    former : str
        The quoted name of the table that the last build wrote; the table may be
        missing.
    reader : RowReader
    as_of_dates : duckdb.DuckDBPyRelation
        `int_as_of_dates`.
    asked : dict
        The keys are `source_name`, `training_customers`, `retrain`, and
        `purchase_model`, the row of this table.
    """
    session = reader.session
    today = current_date(as_of_dates)
    if today is None:
        return session.from_arrow(STORED_SCHEMA.empty_table())
    numbers, categories = reader.names
    request = {
        "source_name": asked["source_name"],
        "input_hash": hash_names(numbers + categories),
        "learned_until": today.replace(day=1),
        "training_customers": asked["training_customers"],
        "recipe_version": hash_recipe(FORECAST_RECIPE),
    }
    rows = [] if asked["retrain"] else read_former(session, former, request)
    rows = rows or [{**row, **request} for row in train_all(reader, today, asked)]
    rows.sort(key=lambda row: (row["target"], row["method"]))
    table = pa.Table.from_pylist(rows, PREDICTION_MODEL_SCHEMA)
    return session.from_arrow(seal_table(table))


def current_date(as_of_dates) -> date | None:
    """Return the first day that is not known, or None without orders."""
    found = as_of_dates.filter("is_current").select("as_of_date").fetchone()
    return found and found[0]


def read_former(session, table: str, request: dict) -> list[dict]:
    """Return the rows of the last build if all were made for this request.

    Damaged rows are not returned, and the user is told what is wrong with them.
    """
    try:
        found = session.sql(f"from {table}").to_arrow_table()
    except duckdb.CatalogException:
        return []
    absent = [one for one in STORED_SCHEMA.names if one not in found.column_names]
    # An earlier version wrote a table without other columns, and without a seal.
    if absent and absent != [SEAL]:
        if SEAL in found.column_names:
            sys.stderr.write(DAMAGED.format(f"it has no column `{absent[0]}`") + "\n")
        return []
    if absent:
        found = found.append_column(SEAL_FIELD, pa.nulls(len(found), SEAL_FIELD.type))
    rows = found.select(STORED_SCHEMA.names).to_pylist()
    if not any(request.items() <= row.items() for row in rows):
        return []
    damage = find_damage(rows, request)
    if damage:
        sys.stderr.write(DAMAGED.format(damage) + "\n")
        return []
    return rows


def train_all(reader: RowReader, today: date, asked: dict) -> list[dict]:
    """Return all rows, and tell the user which method was chosen for each target."""
    from ml.forecasts.closed_forms import closed_forms_of
    from ml.forecasts.training import train_forecasts

    if reader.first_day() is None:
        return []
    closed = closed_forms_of(asked["purchase_model"])
    rows = train_forecasts(reader, today, closed, asked["training_customers"])
    chosen = to_choice(rows)
    for target in dict.fromkeys(target for target, _ in chosen):
        methods = {}
        for (of, days), method in chosen.items():
            if of == target:
                methods.setdefault(method, []).append(str(days))
        said = "; ".join(
            f"{', '.join(days)} days by {method}" for method, days in methods.items()
        )
        sys.stderr.write(f"Forecast of {target}: {said}.\n")
    return rows
