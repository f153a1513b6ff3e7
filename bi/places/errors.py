"""The error of a place that is not ours, or that cannot be written."""

from pathlib import Path

ADVICE = "move it away, or name another place"


class PlaceError(RuntimeError):
    """A place cannot be used and was not changed; the message names its setting."""


def foreign(setting: str, path: Path, reason: str, advice: str = ADVICE) -> PlaceError:
    """Return the error of a place that holds something else.

    Parameters
    ----------
    setting : str
        The environment variable that names the place.
    path : Path
    reason : str
        What the place is, to follow "which".
    advice : str, optional
        What to do next.
    """
    return PlaceError(
        f"{setting} names '{path}', which {reason}. It was not changed: {advice}."
    )
