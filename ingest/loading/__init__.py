"""Load lines into a DuckDB warehouse."""
