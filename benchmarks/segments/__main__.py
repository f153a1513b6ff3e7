"""Measure the segments and write benchmarks/SEGMENTS.md.

    python -m benchmarks.segments [--customers 200000]

This takes a quarter of an hour. Sections of missing files are left out.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import ROOT
from benchmarks.segments import sections
from benchmarks.wording import write_report

RESULTS = ROOT / "benchmarks" / "SEGMENTS.md"


def main() -> None:
    """Run all sections, print them and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=200_000)
    customers = parser.parse_args().customers
    head = [
        "# Quality of the segments",
        "",
        "Written by `make bench-segments`. Agreement is the adjusted Rand index "
        "unless a row names another measure: 1 means equal segments, 0 agreement by "
        "chance. The constants of the training were chosen on these files "
        "(DECISIONS.md). Other files probably have somewhat lower values.",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_report(
            RESULTS,
            head,
            sections.sample(folder),
            sections.generated(folder, customers),
            sections.customer_orders(folder),
            sections.cdnow(folder),
            sections.out_of_time(folder),
            sections.large_retrain(folder),
        )


if __name__ == "__main__":
    sys.exit(main())
