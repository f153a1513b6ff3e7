"""The page of forecasts counts the intervals of totals that held."""

from benchmarks.forecasts.totals import describe_totals, read_totals
from benchmarks.page import Line, to_text


def section(*found):
    """Return the text of a case with totals of 90 days."""
    return to_text(
        [
            "90 days: revenue by mean.",
            Line("90 days: customers", "", "1,000"),
            *(
                Line(f"90 days: outcome / forecast of {name}", "", text)
                for name, text in found
            ),
        ]
    )


def test_intervals_that_held_are_counted_and_the_worst_miss_is_first():
    totals = read_totals(
        {
            "one": section(
                ("Whales", "1.500 (0.800 to 1.200)"),
                ("all segments", "1.100 (0.900 to 1.200)"),
            ),
            "two": section(("Mice", "0.200 (0.600 to 1.400)")),
        }
    )
    assert [one.is_inside for one in totals] == [False, True, False]
    text = describe_totals(totals)
    assert "| of a segment | 0 of 2 | 0.00 |" in text
    assert "| of all segments | 1 of 1 | 1.00 |" in text
    assert "| of 90 days | 1 of 3 | 0.33 |" in text
    assert text.index("- two, 90 days of Mice: 0.20") < text.index("- one, 90 days")


def test_without_totals_nothing_is_measured():
    assert describe_totals(read_totals({"one": section()})) == "Not measured."
