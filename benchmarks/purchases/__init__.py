"""How long expected value takes to compute: `make bench-purchases`."""
