"""Segments and forecasts: functions and small classes that know nothing of dbt."""

# The schema of tables that Spark or `ml.step` trains outside of dbt.
TRAINED_SCHEMA = "trained"
