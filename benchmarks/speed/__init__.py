"""How fast everything is, side by side with other ways: `make bench`."""
