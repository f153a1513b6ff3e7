"""Open files and tables: find their format, their columns and their new lines."""
