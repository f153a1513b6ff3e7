"""Builds that several files look at; none of them changes what it looks at."""

import shutil

import pytest

from tests.pipeline.project import DATA, Project


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Return the project after its first build, on the bundled sample."""
    project = Project(tmp_path_factory.mktemp("the sample"))
    project.first_run = project.build()
    assert project.first_run.returncode == 0, project.first_run.stderr
    return project


@pytest.fixture(scope="session")
def customer_orders(sample, tmp_path_factory):
    """Return the study's file, built in a warehouse that held the sample."""
    return build_file(sample, tmp_path_factory, "customer_orders.csv")


@pytest.fixture(scope="session")
def dataco(sample, tmp_path_factory):
    """Return the DataCo export, built in a warehouse that held the sample."""
    return build_file(sample, tmp_path_factory, "dataco_orders_sample.csv")


def build_file(sample, tmp_path_factory, file):
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{file} is absent: it lies in ../shared/data")
    source = "dataco" if file.startswith("dataco") else "customer_orders"
    project = copy(sample, tmp_path_factory.mktemp(source))
    project.run = project.dbt(
        variables={
            "orders_source": source,
            "orders_path": str(path),
            "n_segments": 4,
        }
    )
    assert project.run.returncode == 0, project.run.stdout
    for command in ("bi.publish", "bi.report"):
        assert project._run(["-m", command], {}).returncode == 0
    return project


def copy(project, folder):
    """Return a project of its own that holds what `project` holds."""
    shutil.copytree(project.folder, folder, dirs_exist_ok=True)
    return Project(folder)
