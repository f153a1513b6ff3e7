"""Other ways to do the work of the project: `make bench` compares with them."""
