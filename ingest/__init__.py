"""Read order lines and events from files and tables into one set of columns."""
