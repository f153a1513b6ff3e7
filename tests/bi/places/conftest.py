"""Places of which all are ours."""

import pytest

from bi.publish import publish
from bi.report.write import write_report
from commands import build
from tests.bi.places.tree import tree
from tests.bi.publishing.marts_warehouse import make_warehouse
from tests.bi.report.warehouse import make_warehouse as make_report_warehouse

# What a publication of today's version has written, and the same for the report.
NAMES = {
    "WAREHOUSE_PATH": "warehouse.duckdb",
    "ANALYTICS_PATH": "analytics.duckdb",
    "EXPORTS_PATH": "exports",
    "REPORT_PATH": "reports/segments.html",
    "DBT_TARGET_PATH": "target",
    "DBT_LOG_PATH": "logs",
}


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Return the page of a report."""
    folder = tmp_path_factory.mktemp("report")
    make_report_warehouse(folder / "w.duckdb", {"Large": 30, "Other": 15})
    write_report(folder / "w.duckdb", folder / "page.html")
    return (folder / "page.html").read_bytes()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a folder whose places the environment names."""
    folder = tmp_path / "it's home"
    folder.mkdir()
    for setting, name in NAMES.items():
        monkeypatch.setenv(setting, str(folder / name))
    return folder


@pytest.fixture
def published(home, pages):
    """Return a folder with a warehouse, published files and a report."""
    make_warehouse(home / "warehouse.duckdb", 3)
    publish_home(home)
    (home / "reports").mkdir()
    (home / "reports" / "segments.html").write_bytes(pages)
    return home


def publish_home(home):
    """Publish the warehouse of a folder."""
    return publish(
        home / "warehouse.duckdb", home / "analytics.duckdb", home / "exports"
    )


@pytest.fixture
def refused(monkeypatch, capsys):
    """Return a function that builds, and proves that the build changed nothing."""
    monkeypatch.setattr(build, "run_dbt", lambda *words: pytest.fail("dbt ran"))

    def refused(folder, **environment):
        for setting, value in environment.items():
            monkeypatch.setenv(setting, str(value))
        before = tree(folder)
        assert build.main() == 1
        said = capsys.readouterr().err
        assert tree(folder) == before
        assert said.count("\n") == 1
        assert "Errno" not in said and "Traceback" not in said
        return said

    return refused
