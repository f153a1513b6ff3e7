"""The manifest of dbt, which tests of the project ask."""

import json

import pytest

from tests.pipeline.conftest import shared_folder
from tests.pipeline.project import Project
from tests.project.graph import Graph

# What dbt_project.yml silences stays so.
WARNINGS_STOP = {"error": "all", "silence": ["UnsupportedConstraintMaterialization"]}


@pytest.fixture(scope="session")
def manifest(tmp_path_factory):
    """What dbt knows of the project, without a warehouse; it has no warnings."""
    with shared_folder("manifest", tmp_path_factory) as folder:
        path = folder / "target" / "manifest.json"
        if not path.exists():
            folder.mkdir()
            words = ["--warn-error-options", json.dumps(WARNINGS_STOP)]
            run = Project(folder).dbt("parse", *words, DBT_WRITE_JSON="true")
            assert run.returncode == 0, run.stdout
    return json.loads(path.read_text())


@pytest.fixture(scope="session")
def graph(manifest):
    return Graph(manifest)
