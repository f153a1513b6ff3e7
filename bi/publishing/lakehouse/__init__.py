"""What publishing to DuckLake and to Iceberg shares."""
