"""Measure speed and compare it with other ways: `make bench`."""
