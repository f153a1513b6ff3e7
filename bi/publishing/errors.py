"""Errors of publishing; their messages are sentences for the user."""


class PublishError(RuntimeError):
    """Nothing was published."""


class TargetError(RuntimeError):
    """Publishing to another place failed; the local files are published."""
