"""Measure the segments and write benchmarks/SEGMENTS.md.

    python -m benchmarks.segments [--sections stability value] [--files cdnow] [--blind]

Sections and files that are not named keep their text.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial

from rich.console import Console

from benchmarks.page import put_section, to_text
from benchmarks.processes import ROOT
from benchmarks.segments.constants import constants
from benchmarks.segments.files import FILES, OrderFile
from benchmarks.segments.personas import personas
from benchmarks.segments.seconds import seconds
from benchmarks.segments.stability import months_later, stability
from benchmarks.segments.value import value

RESULTS = ROOT / "benchmarks" / "SEGMENTS.md"
HEAD = """# Quality of the segments

Written by `make bench-segments`. `make bench-segments SECTIONS="stability value"
FILES="cdnow"` measures only these sections and files; the others keep their text.

Agreement is the adjusted Rand index: 1 means equal segments, 0 agreement by chance.
Figures of stability are the worst of all seeds and samples, not their mean; those of
value are of one seed. "What ships" are the segments of a build, "Closed form" those
without a network. The ceiling is a score made for later revenue alone, cut into as many
parts. The wanted figures were fixed before the measurements. Of the files named
"blind", no one looked at the segments before the code was finished.

Missed:
"""
OF_FILES = {"stability": stability, "value": value, "constants": constants}
OF_GENERATED = {
    "personas": ("Generated customers of known personas", personas),
    "seconds": ("Seconds", seconds),
}


def main() -> None:
    """Run the named sections. Print and write each section when it ends."""
    arguments = read_arguments()
    console = Console()
    for title, measure in find_sections(arguments):
        text = to_text(measure())
        console.print(f"## {title}\n\n{text}\n", markup=False, soft_wrap=True)
        put_section(RESULTS, title, text, all_titles(), HEAD)


def read_arguments() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sections = [*OF_FILES, *OF_GENERATED]
    names = [one.name for one in FILES]
    parser.add_argument("--sections", nargs="+", choices=sections, default=sections)
    parser.add_argument("--files", nargs="+", choices=names)
    parser.add_argument(
        "--blind", action="store_true", help="also measure the blind files"
    )
    arguments = parser.parse_args()
    # A blind file is measured only if it is asked for.
    arguments.files = arguments.files or [
        one.name for one in FILES if arguments.blind or not one.is_blind
    ]
    return arguments


def find_sections(arguments) -> Iterator[tuple]:
    """Yield the title and the function of each section to run."""
    for file in FILES:
        for name, measure in OF_FILES.items():
            if name in arguments.sections and file.name in arguments.files:
                yield title_of(file, name), partial(of_file, file, measure)
    for name, (title, measure) in OF_GENERATED.items():
        if name in arguments.sections:
            yield title, measure


def of_file(file: OrderFile, measure):
    """Yield the lines of a section about a file, or why it is not measured."""
    if file.absent:
        yield f"Not measured: {file.absent}"
        return
    blind = " Blind." if file.is_blind else ""
    yield f"{file.origin} {file.lines:,} lines, {file.customers:,} customers.{blind}"
    yield from measure(file)
    if file.name == "cdnow" and measure is stability:
        yield from months_later(file, date(1998, 4, 1), date(1998, 7, 1))


def title_of(file: OrderFile, section: str) -> str:
    """Return the title of a section about a file."""
    return f"{file.name}: {section}"


def all_titles() -> list[str]:
    """Return the titles of all sections, in the order of the page."""
    of_files = [title_of(file, one) for file in FILES for one in OF_FILES]
    return [title for title, _ in OF_GENERATED.values()] + of_files


if __name__ == "__main__":
    sys.exit(main())
