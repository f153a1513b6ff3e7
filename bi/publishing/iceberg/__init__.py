"""Publish the marts to an Iceberg catalog."""
