"""Tables of databases and lakehouses: their addresses, and how DuckDB reaches them."""
