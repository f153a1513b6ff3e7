"""Errors of publishing; their messages are sentences for the user."""


class PublishError(RuntimeError):
    """Nothing was published."""


class TargetError(RuntimeError):
    """Nothing was published to another place; the local files are published."""
