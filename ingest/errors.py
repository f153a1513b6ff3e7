"""The error of every file, table or block that cannot be used."""


class OrdersError(ValueError):
    """What is wrong with the user's orders or events, in a sentence they can act on."""
