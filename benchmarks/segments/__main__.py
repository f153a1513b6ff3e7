"""Measure the segments and write benchmarks/SEGMENTS.md.

    python -m benchmarks.segments [--customers 200000]

Takes about a quarter of an hour. Real files that are not there are left out.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks.segments import sections
from benchmarks.segments.warehouses import ROOT

RESULTS = ROOT / "benchmarks" / "SEGMENTS.md"


def main() -> None:
    """Run all sections; print them and write them down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=200_000)
    customers = parser.parse_args().customers
    console = Console()
    text = [
        "# What the segments are worth",
        "",
        "Written by `make bench-segments`. Agreement is the adjusted Rand index unless "
        "it says otherwise: 1 is the same, 0 chance. The constants of the recipe were "
        "chosen on these very files (DECISIONS.md): expect somewhat less of others.",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for section in (
            sections.sample,
            lambda folder: sections.generated(folder, customers),
            sections.customer_orders,
            sections.cdnow,
            sections.out_of_time,
            sections.large_retrain,
        ):
            for line in section(Path(folder)):
                console.print(line, markup=False, highlight=False, soft_wrap=True)
                text.append(line)
    RESULTS.write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    sys.exit(main())
