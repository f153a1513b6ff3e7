"""dbt-duckdb plugin: makes the door callable from SQL as `open_orders(json)`."""

from dbt.adapters.duckdb.plugins import BasePlugin

from ingest.door import open_orders_as_json


class Plugin(BasePlugin):
    """Register the door as a SQL function on the warehouse connection."""

    def configure_connection(self, conn):
        """Register `open_orders(request)`, text in and text out, on `conn`."""
        conn.create_function(
            "open_orders",
            open_orders_as_json,
            ["VARCHAR"],
            "VARCHAR",
            side_effects=True,
        )
