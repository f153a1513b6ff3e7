"""What expected value costs, measured: `make bench-purchases`."""
