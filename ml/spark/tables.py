"""Copy tables between Spark and DuckDB in memory, where models are trained."""

import duckdb
from pyspark.sql import DataFrame, SparkSession

from ml import TRAINED_SCHEMA


def fetch(connection: duckdb.DuckDBPyConnection, frame: DataFrame, name: str):
    """Copy rows of Spark to a table `name`; return it as a relation."""
    rows = frame.toArrow()
    connection.register("fetched_rows", rows)
    connection.execute(f"create table {name} as select * from fetched_rows")
    connection.unregister("fetched_rows")
    return connection.table(name)


def fetch_if_there(
    session: SparkSession, connection: duckdb.DuckDBPyConnection, table: str, name: str
):
    """Copy a table of Spark; return it as a relation, or None if it is missing."""
    if not session.catalog.tableExists(table):
        return None
    return fetch(connection, session.table(table), name)


def write(session: SparkSession, relation, name: str) -> None:
    """Replace a table of the schema `trained` by a relation of DuckDB."""
    session.sql(f"create schema if not exists {TRAINED_SCHEMA}")
    # The new table is written beside the old one, which a failure therefore does not
    # change.
    rows = relation.to_arrow_table()
    new, old = f"{TRAINED_SCHEMA}.{name}_new", f"{TRAINED_SCHEMA}.{name}"
    session.createDataFrame(rows).coalesce(1).write.mode("overwrite").saveAsTable(new)
    session.sql(f"drop table if exists {old}")
    session.sql(f"alter table {new} rename to {old}")
