"""Open files and tables: their columns, their format, and which lines are new."""
