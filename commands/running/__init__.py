"""Run dbt with checked inputs, and print what it makes."""
