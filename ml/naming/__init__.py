"""Words for segments: their names, a sentence about each, and what to do with it."""

from ml.naming.actions import suggest_action
from ml.naming.descriptions import describe
from ml.naming.names import name_segments

__all__ = ["describe", "name_segments", "suggest_action"]
