"""Check inputs, run dbt and print the results."""
