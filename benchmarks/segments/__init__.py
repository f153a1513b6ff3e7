"""What the segments are worth, measured: `make bench-segments`."""
