"""How good the segments are: `make bench-segments`."""
