"""Builds that several files of tests share. No test may change them."""

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from subprocess import CompletedProcess

import pytest

from tests.pipeline.events import write_odd_events
from tests.pipeline.project import DATA, Project

# The files of a build that other processes need.
SAID = ("returncode", "stdout", "stderr")


def pytest_collection_modifyitems(items):
    """Run files that build the sample first, then the longest files.

    Many files wait for the sample. Short files come last, so that all processes end at
    nearly the same time.
    """
    rooms = ("test_sample.py", "test_parity.py", "test_package.py", "pipeline")
    rooms += ("spark", "tables")
    items.sort(key=lambda item: [one not in item.path.parts for one in rooms])


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Return the project after its first build, on the bundled sample."""
    return build_once("the sample", tmp_path_factory, build_sample)


@pytest.fixture(scope="session")
def sample_with_events(sample, tmp_path_factory):
    """Return the sample with events, built in a warehouse that had no events."""

    def build(project):
        copy(sample, project.folder)
        events = write_odd_events(project.folder / "events.csv")
        variables = {"events_path": str(events), "n_segments": 4}
        project.run = project.dbt(variables=variables)
        assert project.run.returncode == 0, project.run.stdout

    return build_once("events", tmp_path_factory, build)


@pytest.fixture(scope="session")
def customer_orders(sample, tmp_path_factory):
    """Return the file of the study, built in a warehouse with the sample."""
    return build_file(sample, tmp_path_factory, "customer_orders.csv")


@pytest.fixture(scope="session")
def dataco(sample, tmp_path_factory):
    """Return the DataCo export, built in a warehouse with the sample."""
    return build_file(sample, tmp_path_factory, "dataco_orders_sample.csv")


def build_sample(project):
    project.run = project.build()
    assert project.run.returncode == 0, project.run.stderr


def build_file(sample, tmp_path_factory, file):
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{file} is absent: it lies in ../shared/data")
    source = "dataco" if file.startswith("dataco") else "customer_orders"
    variables = {
        "orders_source": source,
        "orders_path": str(path),
        "n_segments": 4,
        "training_customers": 5_000,
    }

    def build(project):
        copy(sample, project.folder)
        project.run = project.dbt(variables=variables)
        assert project.run.returncode == 0, project.run.stdout
        for command in ("bi.publish", "bi.report"):
            assert project._run(["-m", command], {}).returncode == 0

    return build_once(source, tmp_path_factory, build)


def build_once(name, tmp_path_factory, build):
    """Return a project. The first test process that needs it builds it for all."""
    with shared_folder(name, tmp_path_factory) as folder:
        project, kept = Project(folder), folder.with_suffix(".json")
        if not kept.exists():
            folder.mkdir(exist_ok=True)
            build(project)
            said = {one: getattr(project.run, one) for one in SAID}
            kept.write_text(json.dumps(said))
    project.run = CompletedProcess([], **json.loads(kept.read_text()))
    return project


@contextmanager
def shared_folder(name, tmp_path_factory):
    """Yield the path of a folder that only one test process at a time may create."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name


def copy(project, folder):
    """Return a copy of a built project that a test may change."""
    shutil.copytree(project.folder, folder, dirs_exist_ok=True)
    return Project(folder)
