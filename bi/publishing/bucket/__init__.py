"""Upload the Parquet files to an object store."""
