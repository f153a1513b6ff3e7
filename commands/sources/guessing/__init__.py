"""Guess the meaning of a file's columns from their names and values."""
