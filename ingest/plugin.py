"""dbt-duckdb plugin: makes the door callable from SQL."""

from dbt.adapters.duckdb.plugins import BasePlugin

from ingest.door import open_orders_as_json
from ingest.feeding import feed_orders


class Plugin(BasePlugin):
    """Register the door as SQL functions on the warehouse connection."""

    def configure_connection(self, conn):
        """Register `open_orders` and `feed_orders`, text in and text out."""
        for function in (open_orders_as_json, feed_orders):
            conn.create_function(
                function.__name__.removesuffix("_as_json"),
                function,
                ["VARCHAR"],
                "VARCHAR",
                side_effects=True,
            )
