"""The door: opens files of orders and events and tells the judging models how to read them."""
