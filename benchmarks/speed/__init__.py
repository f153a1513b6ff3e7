"""How fast everything is, beside other ways: `make bench`."""
