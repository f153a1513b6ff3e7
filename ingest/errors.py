"""What the door says when it stays shut."""


class OrdersError(ValueError):
    """What is wrong with the user's orders or events, in a sentence they can act on."""
