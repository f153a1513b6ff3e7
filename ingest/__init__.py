"""The door: opens order files and tells the judging model how to read them."""
