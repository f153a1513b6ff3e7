"""Whether a newly trained model may replace the champion."""

from ml.segments.clustering import SMALLEST_SHARE
from ml.segments.measures import Candidate
from ml.segments.selection import STABLE

# A challenger is worse if it explains a smaller share of the variance of later revenue
# than the champion, by more than this difference.
WORSE_VALUE = 0.02


def reason_to_refuse(challenger: Candidate, champion: Candidate) -> str:
    """Return why the champion stays, in a sentence; "" if the challenger replaces it.

    Both models are measured on today's customers.
    """
    share, before = challenger.smallest_share, champion.smallest_share
    if not share:
        return "One of its segments is empty."
    if share < min(SMALLEST_SHARE, before):
        return (
            f"Its smallest segment has {share:.1%} of the customers, that of the "
            f"champion {before:.1%}."
        )
    least, before = challenger.least_stability, champion.least_stability
    if least is not None and before is not None and least < min(STABLE, before):
        return (
            f"Its least stable segment recurs by {least:.0%} among other customers, "
            f"that of the champion by {before:.0%}."
        )
    value, before = challenger.value_explained, champion.value_explained
    if value is not None and before is not None and value < before - WORSE_VALUE:
        return (
            f"It explains {value:.1%} of the variance of later log revenue, the "
            f"champion {before:.1%}."
        )
    return ""
