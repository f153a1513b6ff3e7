"""Orders that are a table already: in a database, or by SQL of the user's own."""
