"""Puts the project's root on the path of the tests."""
