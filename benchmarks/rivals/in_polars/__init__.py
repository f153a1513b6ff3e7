"""The data layer in Polars: lazy, on its streaming engine."""
