"""Words for segments: their names, a sentence about each, and what to do with it."""

from ml.naming.actions import suggest_action
from ml.naming.descriptions import describe, describe_all
from ml.naming.names import name_segments

__all__ = ["describe", "describe_all", "name_segments", "suggest_action"]
