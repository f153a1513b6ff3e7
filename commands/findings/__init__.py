"""Judge a file of orders and print what is found."""
