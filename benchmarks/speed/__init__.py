"""Measure the speed of the project and of other programs: `make bench`."""
