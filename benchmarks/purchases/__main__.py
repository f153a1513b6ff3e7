"""Measure purchase forecasts and write benchmarks/PURCHASES.md.

    python -m benchmarks.purchases [--customers 10000000] [--runs 5]

This takes ten minutes. The package `lifetimes` is installed into a separate
environment. If that fails, the report has no comparison with it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import ROOT
from benchmarks.purchases import sections
from benchmarks.wording import machine, write_report

RESULTS = ROOT / "benchmarks" / "PURCHASES.md"


def main() -> None:
    """Run all sections, print them and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=10_000_000)
    parser.add_argument("--customers-beside", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    runs = arguments.runs
    head = [
        "# Time and memory of purchase forecasts",
        "",
        "Written by `make bench-purchases`. The customers are simulated by BG/NBD "
        "and Gamma-Gamma. The models from `int_purchase_days_counted` to "
        f"`customer_expectations` are measured. Figures are medians of {runs} runs, "
        "with minimum and maximum. This project fits BG/NBD and MBG/NBD, uses the "
        "model with the higher likelihood (here BG/NBD) and writes its tables to "
        "disk. The seconds of this project include the work of dbt between the "
        "models and the import of SciPy. The seconds of `lifetimes` begin after it "
        "has imported its modules and read the data.",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_report(
            RESULTS,
            head,
            machine("dbt-core", "duckdb", "numpy", "scipy"),
            sections.alone(folder, arguments.customers, runs),
            sections.beside_lifetimes(folder, arguments.customers_beside, runs),
        )


if __name__ == "__main__":
    sys.exit(main())
