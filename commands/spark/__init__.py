"""Build on Spark."""
