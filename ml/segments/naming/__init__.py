"""Words for each segment: a name, a sentence with figures, and a recommended action."""

from ml.segments.naming.actions import suggest_action
from ml.segments.naming.descriptions import describe, describe_all
from ml.segments.naming.names import name_segments

__all__ = ["describe", "describe_all", "name_segments", "suggest_action"]
