"""Segments and forecasts: functions and small classes that know nothing of dbt."""

# The schema of what is trained outside of dbt, on Spark or by `ml.step`.
TRAINED_SCHEMA = "trained"
