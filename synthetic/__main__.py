"""Write synthetic order lines of a shop whose customers have known personas.

    python -m synthetic --customers 2000 --seed 7 --output orders.csv

12 million customers make about 100 million lines. `--personas others` writes customers
of five other personas, which only judge the segments.
"""

import argparse
from pathlib import Path

from synthetic.generate import LINES_PER_CUSTOMER, SAMPLE, write_orders, write_sample
from synthetic.personas import PERSONA_SETS


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m synthetic", description=__doc__.split("\n")[0]
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--customers", type=int, default=SAMPLE["customers"])
    size.add_argument("--lines", type=int, help="about this number of lines")
    parser.add_argument("--seed", type=int, default=SAMPLE["seed"])
    parser.add_argument("--output", type=Path, help="path ending in .csv or .parquet")
    parser.add_argument("--truth", type=Path, help="where to write the personas (CSV)")
    parser.add_argument(
        "--personas",
        choices=PERSONA_SETS,
        default="sample",
        help="the four personas of the bundled sample, or five others",
    )
    parser.add_argument("--clean", action="store_true", help="without damaged lines")
    parser.add_argument(
        "--sample", action="store_true", help="write the bundled sample again"
    )
    arguments = parser.parse_args(words)
    if arguments.lines:
        arguments.customers = max(1, round(arguments.lines / LINES_PER_CUSTOMER))
    if not arguments.sample and arguments.output is None:
        parser.error("--output is needed, or --sample")
    if arguments.customers < 1:
        parser.error("--customers must be at least 1")
    return arguments


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    arguments = read_arguments(words)
    if arguments.sample:
        write_sample()
        return
    write_orders(
        arguments.output,
        arguments.customers,
        arguments.seed,
        truth=arguments.truth,
        clean=arguments.clean,
        persona_set=arguments.personas,
    )


if __name__ == "__main__":
    main()
