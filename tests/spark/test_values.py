"""Spark reads values in the same way as DuckDB."""

import json

from ingest.engines.spark_dialect import Spark
from tests.ingest.values import (
    EXPRESSIONS,
    QUESTIONS,
    answers,
    question,
    question_of_expressions,
)
from tests.spark.project import SparkProject


def test_values_of_every_type_are_read_as_duckdb_reads_them(tmp_path, spark_is_there):
    queries = tmp_path / "queries"
    queries.mkdir()
    for name, (cases, block) in QUESTIONS.items():
        asked = question(Spark(), cases, block)
        (queries / f"{name}.sql").write_text(asked, encoding="utf-8")
    asked = question_of_expressions(Spark())
    (queries / "expressions.sql").write_text(asked, encoding="utf-8")
    found = json.loads(SparkProject(tmp_path / "project").ask("answer", queries))
    computed = found.pop("expressions")
    assert computed == [expected for *_, expected in EXPRESSIONS]
    assert found == {name: answers(cases) for name, (cases, _) in QUESTIONS.items()}
