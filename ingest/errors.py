"""The error that ingest/ raises for input that it cannot use."""


class OrdersError(ValueError):
    """Its message says what is wrong with the user's input, and what to do next."""
