"""Guess which column of a file is which, by names and values."""
