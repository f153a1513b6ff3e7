"""What can go wrong while publishing."""


class PublishError(RuntimeError):
    """Why nothing was published, in a sentence."""
