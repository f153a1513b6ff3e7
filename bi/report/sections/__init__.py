"""The figures and sentences of each section of the report."""
