"""The published database and its Parquet files."""
