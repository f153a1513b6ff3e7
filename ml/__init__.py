"""The ml step: pure functions and small classes; nothing here knows dbt."""
