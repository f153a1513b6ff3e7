"""Errors of publishing; their messages are sentences for the user."""


class PublishError(RuntimeError):
    """Nothing was published."""


class TargetError(RuntimeError):
    """Another place was not published to; the local files were."""
