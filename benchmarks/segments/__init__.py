"""Measure the quality of segments: `make bench-segments`."""
