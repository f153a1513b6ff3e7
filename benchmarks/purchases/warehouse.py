"""Build the four models of purchase forecasts with dbt."""

import json
from datetime import datetime
from pathlib import Path

import duckdb

from benchmarks.builds import logs_of, run_dbt
from benchmarks.processes import Finished

MODELS = (
    "purchase_histories",
    "purchase_model",
    "purchase_expectations",
    "customer_expectations",
)
PREFIX = "segmentation__"
LOAD = """
    create schema intermediate;
    create table intermediate.int_purchase_days_counted as
    select
        * replace (
            cast(repeat_sales_amount as decimal(38, 4)) as repeat_sales_amount,
            cast(sales_amount as decimal(38, 4)) as sales_amount
        )
    from read_parquet(?)
"""
TOTALS = """
    select
        sum(expected_orders_365d) as expected_orders,
        sum(expected_value_365d) as expected_value
    from predictions.customer_expectations
"""


class Warehouse:
    """A warehouse with purchases and no other data."""

    def __init__(self, folder: Path, customers: Path) -> None:
        """Load customers into a new database with the settings of profiles.yml."""
        self.path = folder / f"{customers.stem}.duckdb"
        config = {"storage_compatibility_version": "v1.4.0"}
        with duckdb.connect(str(self.path), config=config) as connection:
            create_schema, create_table = LOAD.split(";")
            connection.execute(create_schema)
            connection.execute(create_table, [str(customers)])

    def measure(self) -> tuple[dict, Finished]:
        """Build the models; return their results and the measurements of the process.

        Seconds are counted from the start of the first model to the end of the last.
        They include the import of SciPy and the work of dbt between the models.
        """
        models = (PREFIX + model for model in MODELS)
        finished = run_dbt(self.path, "run", "--select", *models).process
        return {**self._read_seconds(), **self._read_results()}, finished

    def _read_seconds(self) -> dict:
        """Return the seconds of all models together and of each model."""
        text = (logs_of(self.path) / "run_results.json").read_text()
        times = {
            result["unique_id"].split(PREFIX)[-1]: [
                datetime.fromisoformat(timing[end])
                for timing in result["timing"]
                for end in ("started_at", "completed_at")
            ]
            for result in json.loads(text)["results"]
        }
        spans = {name: (min(times[name]), max(times[name])) for name in MODELS}
        start = min(begun for begun, _ in spans.values())
        end = max(ended for _, ended in spans.values())
        return {
            "seconds": (end - start).total_seconds(),
            **{
                f"seconds of {name}": (ended - begun).total_seconds()
                for name, (begun, ended) in spans.items()
            },
        }

    def _read_results(self) -> dict:
        """Return the parameters, and the expected orders and value of all customers."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            model = connection.sql("select * from predictions.purchase_model")
            row = dict(zip(model.columns, model.fetchall()[0], strict=True))
            orders, value = connection.execute(TOTALS).fetchall()[0]
        return {
            "name": row["model_name"],
            "parameters": {name: row[name] for name in ("r", "alpha", *"abpqv")},
            "all_days_parameters": {name: row[f"all_days_{name}"] for name in "pqv"},
            "expected_orders": orders,
            "expected_value": value,
        }
