"""File formats: text, JSON, Excel and Parquet."""
