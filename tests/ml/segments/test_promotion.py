"""A challenger replaces the champion only if it is not worse."""

import re
from dataclasses import replace

import pytest

from ml.segments.measures import Candidate
from ml.segments.promotion import reason_to_refuse

CHAMPION = Candidate(
    n_segments=2,
    division=None,
    inertia=1.0,
    silhouette=0.5,
    davies_bouldin=1.0,
    calinski_harabasz=1.0,
    stability=(0.9, 0.8),
    smallest=100,
    smallest_share=0.1,
    value_explained=0.2,
)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "^$"),
        ({"smallest_share": 0.03, "stability": (1.0, 0.75)}, "^$"),
        ({"value_explained": 0.19}, "^$"),
        ({"value_explained": None}, "^$"),
        ({"smallest_share": 0.0}, "One of its segments is empty."),
        ({"smallest_share": 0.02}, "smallest segment has 2.0% .* champion 10.0%"),
        ({"stability": (0.7, 1.0)}, "least stable segment recurs by 70% .* by 80%"),
        ({"value_explained": 0.15}, "explains 15.0% .* revenue, the champion 20.0%"),
    ],
)
def test_a_challenger_passes_or_is_refused_with_a_reason(changes, reason):
    assert re.search(reason, reason_to_refuse(replace(CHAMPION, **changes), CHAMPION))


def test_a_challenger_no_worse_than_a_poor_champion_passes():
    poor = replace(CHAMPION, smallest_share=0.01, stability=(0.5, 0.6))
    assert reason_to_refuse(poor, poor) == ""
