"""Read DuckLake and Iceberg catalogs with DuckDB, without code of this project."""

from contextlib import closing

import duckdb

from ingest.tables.extensions import load_extension


def open_lake(address, options="(read_only)"):
    """Return a connection with the catalog of an address attached as `lake`."""
    place, _, data_path = address.removeprefix("ducklake:").partition("data_path=")
    place = place.rstrip("?&")
    connection = duckdb.connect()
    load_extension(connection, "ducklake")
    for scheme in ("sqlite", "postgres"):
        if place.startswith(scheme):
            load_extension(connection, f"{scheme}_scanner")
    if place.startswith("postgresql:"):
        place = f"postgres:{place}"
    if data_path and not options:
        options = "(data_path '" + data_path.replace("'", "''") + "')"
    place = place.replace("'", "''")
    connection.execute(f"attach 'ducklake:{place}' as lake {options}")
    return connection


def read_lake(address, sql):
    """Return the rows of a query to the catalog `lake`."""
    with closing(open_lake(address)) as connection:
        return connection.execute(sql).fetchall()


def snapshots(address):
    """Return the number of the last snapshot."""
    return read_lake(address, "select max(snapshot_id) from lake.snapshots()")[0][0]


def open_iceberg(catalog):
    """Return a DuckDB connection with the catalog attached as `lake`."""
    from tests.bi.publishing.iceberg.iceberg_catalog import TOKEN as token

    connection = duckdb.connect()
    load_extension(connection, "httpfs")
    load_extension(connection, "iceberg")
    connection.execute(f"create secret catalog (type iceberg, token '{token}')")
    connection.execute(
        f"attach 'shop' as lake (type iceberg, endpoint '{catalog.address}', "
        "secret catalog)"
    )
    return connection


def read_iceberg(catalog, sql: str):
    """Return the rows of a query to the catalog `lake`."""
    with closing(open_iceberg(catalog)) as connection:
        return connection.execute(sql).fetchall()
