"""The file formats: text, JSON, Excel and Parquet."""
