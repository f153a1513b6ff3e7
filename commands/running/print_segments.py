"""Print the segments and the places of the results at the end of a build."""

from collections.abc import Iterable

from commands.terminal import open_console, print_table

# The warning that segments are no groups; no row if they are.
WARNING = "select groups_because from {} where not are_groups"
# The printed columns of marts.segments, then their headings and formats.
SEGMENTS = "segment_id segment_name customers revenue_share suggested_action".split()
HEADINGS = {
    "id": "{}",
    "segment": "",
    "customers": "{:,}",
    "revenue": "{:.1%}",
    "what to do": "",
}


def print_segments(segments: Iterable[tuple], places: dict, warning="") -> None:
    """Print one row per segment, a warning, then each place with its purpose.

    Parameters
    ----------
    segments : iterable of tuple
        The values of the columns `SEGMENTS`.
    places : dict of str to path
        By purpose.
    warning : str, optional
        That the segments are no groups.
    """
    console = open_console()
    print_table(console, HEADINGS, segments)
    if warning:
        console.print(warning, style="yellow")
    for purpose, place in places.items():
        console.print(f"{purpose:<12}{place}")
