"""What can go wrong while publishing."""


class PublishError(RuntimeError):
    """Why nothing was published, in a sentence."""


class MissingMartsError(PublishError):
    """Which marts the warehouse lacks, in a sentence."""


class TargetError(RuntimeError):
    """Why a place besides the local files was left as it was, a sentence each."""
