"""The code that publishing to DuckLake and publishing to Iceberg share."""
