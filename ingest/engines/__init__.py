"""The SQL of DuckDB and of Spark; a DuckDB session without a warehouse."""
