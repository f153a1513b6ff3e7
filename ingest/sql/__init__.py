"""Write the SQL that turns raw lines of a source into the columns of a dataset."""
