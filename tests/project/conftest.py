"""The manifest of dbt, which tests of the project ask."""

import json

import pytest

from tests.pipeline.project import Project
from tests.project.graph import Graph

# What dbt_project.yml silences stays so.
WARNINGS_STOP = {"error": "all", "silence": ["UnsupportedConstraintMaterialization"]}


@pytest.fixture(scope="session")
def manifest(tmp_path_factory):
    """What dbt knows of the project, without a warehouse; it has no warnings."""
    project = Project(tmp_path_factory.mktemp("project"))
    words = ["--warn-error-options", json.dumps(WARNINGS_STOP)]
    run = project.dbt("parse", *words, DBT_WRITE_JSON="true")
    assert run.returncode == 0, run.stdout
    return json.loads((project.folder / "target" / "manifest.json").read_text())


@pytest.fixture(scope="session")
def graph(manifest):
    return Graph(manifest)
