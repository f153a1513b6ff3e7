"""Segments and forecasts: functions and small classes without dbt."""

# The schema of the tables that Spark or `ml.step` writes outside of dbt.
TRAINED_SCHEMA = "trained"
