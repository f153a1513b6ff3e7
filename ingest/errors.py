"""The error that all of ingest/ raises for input that it cannot use."""


class OrdersError(ValueError):
    """Says what is wrong with the input of the user, and what to do next."""
