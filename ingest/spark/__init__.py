"""Spark reads files: order lines and events as views."""
