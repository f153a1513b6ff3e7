"""The data layer in Polars, lazy and with the streaming engine."""
