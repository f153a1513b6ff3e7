"""dbt-duckdb plugin: makes the door callable from SQL."""

from dbt.adapters.duckdb.plugins import BasePlugin

from ingest.door import open_files_as_json
from ingest.feeding import Feeder


class Plugin(BasePlugin):
    """Register the door as SQL functions on the warehouse connection."""

    def configure_connection(self, conn):
        """Register the functions, text in and text out, on `conn`."""
        feeder = Feeder()
        functions = {
            "open_files": open_files_as_json,
            "feed_file": feeder.feed_file,
            "check_feeds": feeder.check_feeds,
        }
        for name, function in functions.items():
            conn.create_function(
                name, function, ["VARCHAR"], "VARCHAR", side_effects=True
            )
