"""Train on the driver for a build on Spark: `python -m ml train --target spark`.

`make build TARGET=spark` includes this step. On DuckDB, `dbt build` trains without this
step.
"""

import argparse
import sys

INPUTS = "features.customer_encoder_inputs"
NO_INPUTS = (
    "There are no customers to train on yet: run `make build TARGET=spark ORDERS=... "
    "SOURCE=...` first."
)


def main() -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ml", description=__doc__)
    parser.add_argument("task", choices=["train"])
    parser.add_argument("--target", choices=["spark"], required=True)
    parser.add_argument("--n-segments", type=int, default=0, help="0: the best number")
    parser.add_argument("--random-seed", type=int, default=7)
    parser.add_argument("--retrain", action="store_true")
    parser.add_argument("--training-customers", type=int, default=50_000)
    parser.add_argument("--champion-version", default="")
    problem = train_on_driver(vars(parser.parse_args()))
    if problem:
        sys.stderr.write(f"{problem}\n")
    return int(bool(problem))


def train_on_driver(settings: dict) -> str:
    """Train; return the reason if nothing was trained, else ""."""
    from ml.spark.requirements import MissingError, require_spark

    try:
        require_spark()
    except MissingError as error:
        return str(error)
    from ml.segments.champion import ChampionError
    from ml.spark.log import SPARK_ERRORS, describe_error, keep_java_quiet
    from ml.spark.segment_training import train_models
    from ml.spark.session import TablesHeldError, close_session, open_session
    from ml.subprocesses import SubprocessError

    keep_java_quiet()
    try:
        session = open_session()
        if not session.catalog.tableExists(INPUTS):
            return NO_INPUTS
        train_models(session, settings)
    except (ChampionError, TablesHeldError, SubprocessError) as error:
        return str(error)
    except SPARK_ERRORS as error:
        return describe_error(error)
    finally:
        close_session()
    return ""


if __name__ == "__main__":
    sys.exit(main())
