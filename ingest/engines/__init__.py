"""SQL of DuckDB and of Spark, and questions to DuckDB without a warehouse."""
