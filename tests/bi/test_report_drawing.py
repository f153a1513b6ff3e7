"""What the charts of the report compute before they draw."""

from datetime import date

import pytest

from bi.report.labels import arrange, spread
from bi.report.months_chart import calendar


class Box:
    """The edges of a drawing."""

    x0, y0, x1, y1 = 0, 0, 300, 300


def test_labels_neither_meet_nor_leave_the_drawing():
    places = [(2, 150, "0 First"), (20, 160, "1 Second"), (298, 5, "2 Third of three")]
    labels = arrange(places, Box, radius=8)
    assert len(labels) == 3
    assert all(label.is_within(Box) for label in labels)
    pairs = [(one, other) for one in labels for other in labels if one is not other]
    assert not any(one.covers(other) for one, other in pairs)


def test_names_of_lines_keep_their_distance():
    assert spread([5.0, 4.9, 0.0], gap=1) == pytest.approx([5.9, 4.9, 0.0])


def test_a_month_nobody_bought_in_keeps_its_place():
    months = calendar([date(2025, 2, 1), date(2024, 11, 1)])
    assert months == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]
