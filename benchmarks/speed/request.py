"""The size of a measurement."""

from dataclasses import dataclass

# Larger data frames do not fit into the memory of a usual machine.
LARGEST_COMPARED = 10_000_000


@dataclass(frozen=True)
class Request:
    """The size of the measurement.

    Attributes
    ----------
    lines : int
        Number of lines of the largest file.
    runs : int
        Number of runs of each measurement. Pages show their median.
    """

    lines: int
    runs: int
