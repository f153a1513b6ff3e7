"""SQL from the lines of a source to the columns of a dataset."""
