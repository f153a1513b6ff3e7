"""If Spark or Java is missing, the user gets one sentence and nothing changes."""

import io

import pytest
from rich.console import Console

from commands.spark.build import build_on_spark
from ml.__main__ import main as train
from ml.spark import requirements


def test_without_the_extra(monkeypatch):
    monkeypatch.setattr(requirements, "PACKAGES", ("pyspark_that_is_not_there",))
    said = io.StringIO()
    assert build_on_spark({}, Console(file=said, width=200)) == 1
    assert said.getvalue() == (
        "Spark is not installed: run `make setup-spark`, then again.\n"
    )


@pytest.mark.parametrize("home", ["", "an_old_one"])
def test_without_java(monkeypatch, tmp_path, home, capsys):
    monkeypatch.setattr(requirements, "PACKAGES", ())
    expected = "Spark needs Java 17 or later, and there is none: install it"
    if home:
        expected = "Spark needs Java 17 or later, and this is Java 8: let JAVA_HOME"
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_412\"' >&2\n")
        java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["ml", "train", "--target", "spark"])
    assert train() == 1
    said = capsys.readouterr()
    assert said.err.startswith(expected)
    assert said.err.count("\n") == 1
    assert said.out == ""
