"""The door: opens files of orders and events, and says how to read them."""
