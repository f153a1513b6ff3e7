"""Score customers of a Parquet file on Spark; print the seconds as JSON.

    python -m benchmarks.speed.score_on_spark folder numpy|unrolled

The folder holds `inputs.parquet` and `model.parquet`, a row of segment_model; results
are written there. `numpy` is the function that a build on Spark calls.
"""

import json
import sys
import time
from pathlib import Path

import pyarrow.parquet as parquet
from pyspark.sql.functions import arrow_udf

from benchmarks.speed.unrolled import unroll
from ml.spark.score_customer import FUNCTION, RESULT, make_scoring
from ml.spark.session import close_session, open_session

CALL = """
    select customer_id, scored.*
    from (
        select
            customer_id,
            {function}(array({numbers}), array({categories})) as scored
        from inputs
    )
"""


def main() -> None:
    """Run the command line."""
    folder, way = Path(sys.argv[1]), sys.argv[2]
    model = parquet.read_table(folder / "model.parquet").to_pylist()[0]
    session = open_session()
    session.read.parquet(str(folder / "inputs.parquet")).createTempView("inputs")
    session.udf.register(FUNCTION, arrow_udf(make_scoring(model), RESULT))
    query = CALL.format(
        function=FUNCTION,
        numbers=", ".join(f"cast({one} as double)" for one in model["feature_names"]),
        categories=", ".join(model["category_names"]),
    )
    if way == "unrolled":
        query = unroll(model, "inputs")
    start = time.perf_counter()
    session.sql(query).write.mode("overwrite").parquet(str(folder / way))
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201
    close_session()


if __name__ == "__main__":
    main()
