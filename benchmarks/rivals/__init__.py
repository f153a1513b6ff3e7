"""Packages that we measure beside: they are no dependencies of the project."""
