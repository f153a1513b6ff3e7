"""Measure time and memory of purchase forecasts: `make bench-purchases`."""
