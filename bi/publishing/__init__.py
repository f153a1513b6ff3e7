"""Copy the marts out of the warehouse, to files here and to other places."""
