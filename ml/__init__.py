"""Functions and small classes for segments and forecasts. None of them uses dbt."""

# The schema in which Spark and `ml.step` write tables.
TRAINED_SCHEMA = "trained"
