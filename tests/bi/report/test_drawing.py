"""What the charts of the report compute before they draw."""

from datetime import date

import pytest

from bi.report.flow_blocks import stack
from bi.report.labels import arrange, spread
from bi.report.months_chart import calendar
from bi.report.sizes_chart import draw_sizes, trace


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
    assert spread([5.0, 4.9, 0.0], 1, top=9) == pytest.approx([5.9, 4.9, 0.0])


def test_names_of_lines_stay_below_the_top():
    assert spread([5.0, 4.9, 4.8], 1, top=5) == pytest.approx([5.0, 4.0, 3.0])


def test_bands_fill_the_blocks_they_join():
    segments = [
        {"segment_id": 0, "segment_name": "First"},
        {"segment_id": 1, "segment_name": "Second"},
    ]
    moves = [
        {"from_segment_id": 0, "to_segment_id": 0, "customers": 200},
        {"from_segment_id": 0, "to_segment_id": None, "customers": 50},
        {"from_segment_id": None, "to_segment_id": 1, "customers": 50},
    ]
    before = stack("before", segments, moves, names=True)
    after = stack("after", segments, moves, names=True)
    assert list(before) == [0, None] and list(after) == [0, 1, None]
    heights = [one["end"] - one["start"] for one in [*before.values(), *after.values()]]
    assert heights == pytest.approx([250, 50, 200, 50, 50])
    for blocks in (before, after):
        ends = [one["bottom"] for one in blocks.values()]
        starts = [one["start"] for one in blocks.values()]
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))


def test_a_line_breaks_where_few_customers_were():
    sizes = [
        {"segment_id": 0, "month": date(2025, 1, 1), "customers": 12},
        {"segment_id": 0, "month": date(2025, 2, 1), "customers": None},
        {"segment_id": 0, "month": date(2025, 4, 1), "customers": 14},
    ]
    (line,) = trace([{"segment_id": 0}], sizes)
    assert line["values"] == [12, None, None, 14]


def test_a_month_nobody_bought_in_keeps_its_place():
    months = calendar([date(2025, 2, 1), date(2024, 11, 1)])
    assert months == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]


def test_a_line_that_ends_early_has_its_number_there():
    segments = [{"segment_id": 0, "segment_name": "Gone"}]
    sizes = [
        {"segment_id": 0, "month": date(2025, 1, 1), "customers": 12},
        {"segment_id": 0, "month": date(2025, 2, 1), "customers": None},
    ]
    assert ">0</text>" in draw_sizes(segments, sizes[:1], 800, "sizes")
    numbers = draw_sizes(segments, sizes, 350, "sizes").count("fill: var(--card)")
    assert numbers == draw_sizes(segments, sizes[:1], 350, "sizes").count(
        "fill: var(--card)"
    )
