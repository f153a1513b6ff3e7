"""What was asked to be measured."""

from dataclasses import dataclass

# Data frames of more lines than these do not fit the memory of a usual machine.
LARGEST_COMPARED = 10_000_000


@dataclass(frozen=True)
class Request:
    """The size of the measurement.

    Attributes
    ----------
    lines : int
        Order lines of the largest file.
    runs : int
        Of each measurement; its median is written down.
    """

    lines: int
    runs: int
