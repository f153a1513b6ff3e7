"""Judge a file of orders and print the findings."""
