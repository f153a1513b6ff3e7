"""The size of a measurement."""

from dataclasses import dataclass

# Data frames of more lines do not fit into the memory of a usual machine.
LARGEST_COMPARED = 10_000_000


@dataclass(frozen=True)
class Request:
    """The size of the measurement.

    Attributes
    ----------
    lines : int
        Lines of the largest file.
    runs : int
        Of each measurement; reports have their median.
    """

    lines: int
    runs: int
