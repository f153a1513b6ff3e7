"""Measure speed and memory and write benchmarks/RESULTS.md.

    python -m benchmarks.speed [--lines 100000] [--runs 3] [--sections data growth]

Sections that are not named keep their text.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks.processes import ROOT
from benchmarks.speed.bundled import measure_sample
from benchmarks.speed.data_layer import measure_data_layer
from benchmarks.speed.growth import measure_growth
from benchmarks.speed.increment import measure_increment
from benchmarks.speed.many_files import measure_many_files
from benchmarks.speed.notebook import measure_notebook
from benchmarks.speed.request import Request
from benchmarks.speed.results import put_section
from benchmarks.speed.scoring import measure_scoring
from benchmarks.speed.selection import measure_selection
from benchmarks.speed.spark import measure_spark
from benchmarks.wording import machine

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
SECTIONS = {
    "sample": ("The sample", measure_sample),
    "data": ("The data layer", measure_data_layer),
    "files": ("Many files", measure_many_files),
    "increment": ("A day later", measure_increment),
    "growth": ("Growth", measure_growth),
    "scoring": ("Scoring", measure_scoring),
    "selection": ("The choice of k", measure_selection),
    "notebook": ("The study's notebook", measure_notebook),
    "spark": ("Spark", measure_spark),
}
PACKAGES = ("dbt-core", "duckdb", "numpy", "pandas", "keras", "scikit-learn")


def main() -> None:
    """Run the named sections. Print and write each section when it ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--sections", nargs="+", choices=SECTIONS, default=list(SECTIONS)
    )
    arguments = parser.parse_args()
    if arguments.lines < 10_000 or arguments.runs < 1:
        parser.error("--lines must be at least 10000, and --runs 1")
    request = Request(arguments.lines, arguments.runs)
    titles = [title for title, _ in SECTIONS.values()]
    console = Console()
    # Sections share the larger generated files.
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.sections:
            title, measure = SECTIONS[name]
            lines = [*machine(*PACKAGES), f"Runs: {request.runs}.", ""]
            lines += measure(Path(folder), request)
            text = "\n".join(lines)
            console.print(f"## {title}\n{text}\n", markup=False, soft_wrap=True)
            put_section(RESULTS, title, text, titles)


if __name__ == "__main__":
    sys.exit(main())
