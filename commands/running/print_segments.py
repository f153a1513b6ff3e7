"""Print the segments and the places of the results at the end of a build."""

from collections.abc import Iterable

from commands.terminal import open_console, print_table

# The printed columns of marts.segments, then their headings and formats.
SEGMENTS = "segment_id segment_name customers revenue_share suggested_action".split()
HEADINGS = {
    "id": "{}",
    "segment": "",
    "customers": "{:,}",
    "revenue": "{:.1%}",
    "what to do": "",
}


def print_segments(segments: Iterable[tuple], places: dict) -> None:
    """Print one row per segment, then each place with its purpose.

    Parameters
    ----------
    segments : iterable of tuple
        The values of the columns `SEGMENTS`.
    places : dict of str to path
        By purpose.
    """
    console = open_console()
    print_table(console, HEADINGS, segments)
    for purpose, place in places.items():
        console.print(f"{purpose:<12}{place}")
