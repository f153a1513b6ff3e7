"""The common code of publishing to DuckLake and to Iceberg."""
