"""The data layer as one would write it in Polars: lazy, on its streaming engine."""
