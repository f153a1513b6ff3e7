"""The manifest of dbt, for tests of the rules of the project."""

import json

import pytest

from tests.pipeline.conftest import shared_folder
from tests.pipeline.project import Project
from tests.project.graph import Graph

# Warnings that dbt_project.yml silences stay silent.
WARNINGS_STOP = {"error": "all", "silence": ["UnsupportedConstraintMaterialization"]}


@pytest.fixture(scope="session")
def manifest(tmp_path_factory):
    """Return the manifest of dbt, parsed without a warehouse and without warnings."""
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
