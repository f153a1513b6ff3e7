"""How results are written down: the machine, figures with their spread, tables."""

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from statistics import median


def machine(*packages: str) -> Iterator[str]:
    """Say what it was measured on, and with."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy, *_ = os.getloadavg()
    yield ""
    yield (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + f". Before the first run {busy:.1f} other processes wanted a core."
    )


def spread(values: Iterable[float], digits: int = 2) -> str:
    """Return the median of the runs, and the least and most beside it."""
    values = list(values)
    numbers = (median(values), min(values), max(values))
    middle, least, most = (f"{number:,.{digits}f}" for number in numbers)
    return f"{middle} ({least} to {most})"


def table(*headings: str) -> Iterator[str]:
    """Yield the head of a table."""
    yield row(*headings)
    yield row(*("---" for _ in headings))


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"
