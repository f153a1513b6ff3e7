"""Values are read by Spark as DuckDB reads them."""

import json

from ingest.dialects import Spark
from tests.ingest.values import CASES, TYPED_MOMENTS, answers, question
from tests.spark.project import SparkProject


def test_values_of_every_type_are_read_as_duckdb_reads_them(tmp_path, spark_is_there):
    queries = tmp_path / "queries"
    queries.mkdir()
    asked = question(Spark(), CASES + TYPED_MOMENTS)
    (queries / "values.sql").write_text(asked, encoding="utf-8")
    found = json.loads(SparkProject(tmp_path / "project").ask("answer", queries))
    assert found["values"] == answers(CASES + TYPED_MOMENTS)
