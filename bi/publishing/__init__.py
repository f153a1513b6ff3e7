"""Copy the marts from the warehouse to local files and to other places."""
