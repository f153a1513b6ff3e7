"""Publish the marts to a PostgreSQL schema."""
