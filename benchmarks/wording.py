"""The text of pages: the machine, measurements with their range, tables."""

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

from rich.console import Console


def machine(*packages: str) -> Iterator[str]:
    """Describe the machine and the versions of packages."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy, *_ = os.getloadavg()
    yield ""
    yield (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + f". Load before the first run: {busy:.1f}."
    )


def write_report(path: Path, head: Iterable[str], *sections: Iterable[str]) -> None:
    """Print each line when it is measured, then write all lines to a file."""
    console, lines = Console(), [*head]
    for section in sections:
        for line in section:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
            lines.append(line)
    path.write_text("\n".join(lines) + "\n")


def spread(values: Iterable[float], digits: int = 2) -> str:
    """Return the median of the runs, with minimum and maximum."""
    values = list(values)
    numbers = (median(values), min(values), max(values))
    middle, least, most = (f"{number:,.{digits}f}" for number in numbers)
    return f"{middle} ({least} to {most})"


def table(*headings: str) -> Iterator[str]:
    """Yield the header of a table."""
    yield row(*headings)
    yield row(*("---" for _ in headings))


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"
