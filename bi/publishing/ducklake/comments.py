"""Descriptions of the tables and columns of a DuckLake catalog."""

from bi.publishing.lakehouse.table import LAKE, PUBLISHED
from bi.publishing.tables import SCHEMA
from bi.warehouse import identifier, literal


def copy_comments(connection, schema: str, table: str) -> bool:
    """Carry descriptions over; return whether any had changed."""
    wanted = comments_on(connection, PUBLISHED, schema, table)
    present = comments_on(connection, LAKE, SCHEMA, table)
    changed = wanted.items() - present.items()
    for column, comment in changed:
        place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
        if column is None:
            place = f"table {place}"
        else:
            place = f"column {place}.{identifier(column)}"
        text = "null" if comment is None else literal(comment)
        connection.execute(f"comment on {place} is {text}")
    return bool(changed)


def comments_on(connection, database: str, schema: str, table: str) -> dict:
    """Return the descriptions of a table's columns and, under None, its own."""
    return dict(
        connection.execute(
            "select null, comment from duckdb_tables() where database_name = $database "
            "and schema_name = $schema and lower(table_name) = lower($table) union all "
            "select column_name, comment from duckdb_columns() where "
            "database_name = $database and schema_name = $schema and "
            "lower(table_name) = lower($table)",
            {"database": database, "schema": schema, "table": table},
        ).fetchall()
    )
