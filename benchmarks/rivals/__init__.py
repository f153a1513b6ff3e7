"""Other programs that do work of the project: `make bench` compares it with them."""
