"""The numbers behind the charts of the report."""

from datetime import date

import pytest

from bi.report.charts.axis import Axis, find_ticks, label_months, list_months, spread
from bi.report.charts.bars import month_charts
from bi.report.charts.flows import flow_chart
from bi.report.charts.labels import around, arrange, box, is_inside, overlap
from bi.report.charts.lines import loss_chart, measure_chart, size_chart
from bi.report.charts.map import map_chart

FIRST = {"segment_id": 0, "segment_name": "First"}
SECOND = {"segment_id": 1, "segment_name": "Second"}


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 57_000], [0, 20_000, 40_000, 60_000]),
        ([0.43, 0.72], [0.4, 0.5, 0.6, 0.7, 0.8]),
        ([-30, 50], [-50, 0, 50]),
        ([7], [7, 8]),
        ([0], [0, 1]),
    ],
)
def test_ticks_are_round_and_enclose_all_values(values, ticks):
    assert find_ticks(values, 3) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("ticks", "texts"),
    [
        ([0, 20_000], ["0", "20,000"]),
        ([-2.5, 0], ["−2.5", "0.0"]),
        ([0.25, 0.5], ["0.25", "0.50"]),
    ],
)
def test_labels_have_the_digits_that_tell_ticks_apart(ticks, texts):
    assert [one["text"] for one in Axis(ticks, 100).labels] == texts


def test_the_highest_value_lies_at_the_top_of_an_axis():
    axis = Axis([0, 50, 100], height=200)
    assert [axis.place(value) for value in (100, 25, 0)] == [0, 150, 200]


def test_names_of_lines_keep_their_distance():
    assert spread([5.0, 4.9, 0.0], 1, limit=9) == pytest.approx([5.9, 4.9, 0.0])


def test_names_of_lines_stay_within_the_limit():
    assert spread([5.0, 4.9, 4.8], 1, limit=5) == pytest.approx([5.0, 4.0, 3.0])


def test_a_month_without_orders_keeps_its_place():
    months = list_months([date(2025, 2, 1), date(2024, 11, 1)])
    assert [(month.year, month.month) for month in months] == [
        (2024, 11),
        (2024, 12),
        (2025, 1),
        (2025, 2),
    ]


def test_years_are_labelled_or_both_ends_of_a_short_time():
    months = list_months([date(2023, 1, 1), date(2025, 1, 1)])
    labels = label_months(months, place=lambda at: at)
    assert [(one["x"], one["text"]) for one in labels] == [
        (0, "2023"),
        (12, "2024"),
        (24, "2025"),
    ]
    labels = label_months(months[:3], place=lambda at: at)
    assert [one["text"] for one in labels] == ["Jan 2023", "Mar 2023"]


def test_a_line_has_a_gap_where_customers_were_few():
    sizes = [
        {"segment_id": 0, "month": date(2025, 1, 1), "customers": 12},
        {"segment_id": 0, "month": date(2025, 2, 1), "customers": None},
        {"segment_id": 0, "month": date(2025, 4, 1), "customers": 14},
    ]
    (line,) = size_chart([FIRST], sizes)["lines"]
    assert line["values"] == [12, None, None, 14]
    assert line["path"].count("M") == 2 and "L" not in line["path"]
    assert line["dots"].count("M") == 2


def test_a_line_that_ends_early_is_named_where_it_ends():
    sizes = [
        {"segment_id": 0, "month": date(2025, 1, 1), "customers": 12},
        {"segment_id": 1, "month": date(2025, 1, 1), "customers": 10},
        {"segment_id": 1, "month": date(2025, 2, 1), "customers": 15},
    ]
    early, late = size_chart([FIRST, SECOND], sizes)["lines"]
    assert early["ends_early"] and early["last"][0] == 0
    assert not late["ends_early"] and late["last"] == (100, 0)


@pytest.mark.parametrize(("chosen", "anchor"), [(2, "start"), (3, "start"), (4, "end")])
def test_the_chosen_number_of_segments_is_marked_within_the_chart(chosen, anchor):
    candidates = [
        {"n_segments": n, "silhouette": 0.1 * n, "is_chosen": n == chosen}
        for n in (2, 3, 4)
    ]
    chart = measure_chart(candidates, "silhouette")
    (mark,) = chart["marks"]
    assert (mark["text"], mark["anchor"]) == (f"{chosen} chosen", anchor)
    assert [one["text"] for one in chart["below"]] == [2, 3, 4]


def test_losses_are_named_at_their_ends_without_a_line_for_unknown_ones():
    chart = loss_chart([0.5, 0.2], [0.6, 0.2])
    names = {one["name"][0]: one["label_y"] for one in chart["lines"]}
    assert abs(names["training"] - names["validation"]) >= 16
    assert [one["name"] for one in loss_chart([0.5], [])["lines"]] == [["training"]]


@pytest.mark.parametrize(
    ("epochs", "labels"), [(1, ["1"]), (2, ["1", "2"]), (40, ["10", "20", "30", "40"])]
)
def test_epochs_have_whole_labels(epochs, labels):
    chart = loss_chart([0.5] * epochs, [])
    assert [one["text"] for one in chart["below"]] == labels


def test_bars_are_as_long_as_the_revenue_and_losses_hang_below_zero():
    months = [
        {"segment_id": 0, "month": date(2025, month, 1), "revenue_amount": amount}
        for month, amount in enumerate([100.0, 50.0, None, -50.0], start=1)
    ]
    chart = month_charts([FIRST], months)
    high, half, loss = chart["panels"][0]["bars"]
    assert [half["height"], loss["height"]] == pytest.approx(
        [high["height"] / 2, high["height"] / 2], abs=0.1
    )
    bottoms = [high["y"] + high["height"], half["y"] + half["height"]]
    assert bottoms == pytest.approx([loss["y"], loss["y"]])
    assert loss["x"] - half["x"] == pytest.approx(2 * (half["x"] - high["x"]))


def test_bands_fill_the_blocks_they_join():
    moves = [
        {"from_segment_id": 0, "to_segment_id": 0, "customers": 200},
        {"from_segment_id": 0, "to_segment_id": None, "customers": 50},
        {"from_segment_id": None, "to_segment_id": 1, "customers": 50},
        {"from_segment_id": 1, "to_segment_id": 0, "customers": None},
    ]
    chart = flow_chart([FIRST, SECOND], moves)
    before, after = chart["sides"]["before"], chart["sides"]["after"]
    assert [one["height"] for one in [*before, *after]] == [250, 50, 200, 50, 50]
    assert [one["text"][-1] for one in after] == ["200", "50", "50"]
    for blocks in (before, after):
        for upper, lower in zip(blocks, blocks[1:], strict=False):
            assert upper["y"] + upper["height"] < lower["y"]
    # A move of few customers between segments is not shown.
    assert [(one["segment_id"], one["stays"]) for one in chart["bands"]] == [
        (0, True),
        (0, False),
        (None, False),
    ]


def test_labels_cover_neither_each_other_nor_discs_and_stay_in_the_drawing():
    spots = [(2, 150), (20, 160), (298, 5)]
    texts = [["0 First"], ["1 Second"], ["2 Third", "of three"]]
    offsets = arrange(spots, texts, (300, 300))
    labels = [
        box((x, y), (dx, dy), (max(map(len, text)) * 7.4, len(text) * 18))
        for (x, y), (dx, dy), text in zip(spots, offsets, texts, strict=True)
    ]
    assert all(is_inside(one, (300, 300)) for one in labels)
    discs = [box(spot, (0, 0), (19, 19)) for spot in spots]
    assert not any(overlap(one, disc) for one in labels for disc in discs)
    pairs = [(one, other) for one in labels for other in labels if one is not other]
    assert not any(overlap(one, other) for one, other in pairs)


def test_a_label_stands_below_its_disc_where_there_is_room():
    assert arrange([(150, 150)], [["0 First"]], (300, 300)) == [next(around((1, 18)))]


def test_both_axes_of_the_map_have_one_scale():
    corners = [(0, 0), (10, 0), (0, 5), (10, 5)]
    points = [{"segment_id": 0, "x": x, "y": y} for x, y in corners]
    chart = map_chart([FIRST], points, [{"segment_id": 0, "x": 5, "y": 2.5}])
    (middle,) = chart["middles"]
    assert (middle["x"], middle["y"]) == (50, 50)
    (cloud,) = chart["clouds"]
    assert cloud["path"] == "M40 380h0M760 380h0M40 20h0M760 20h0"
