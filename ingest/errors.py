"""The error of a file, a table or a source block that cannot be used."""


class OrdersError(ValueError):
    """What is wrong with the user's orders or events, and what to do next."""
