"""Publish the marts to a DuckLake catalog."""
