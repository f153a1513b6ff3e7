"""Orders that are a table already: of a database, a lakehouse, or SQL of the user's."""
