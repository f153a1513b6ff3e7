"""BI clients run the recipes of bi/README.md unchanged."""

import json
import os
import re
import shutil
import subprocess
import sys

import duckdb
import pytest

from bi.publishing.local.database import REQUIRED_MARTS
from tests.pipeline.project import ROOT

SEGMENTS = "select segment_name, customers from marts.segments order by value_rank"


def recipe(heading, language):
    """Return the code block in this language below a heading of bi/README.md."""
    section = (ROOT / "bi" / "README.md").read_text().split(f"\n## {heading}\n")[1]
    return re.search(rf"```{language}\n(.*?)```", section, re.S)[1]


def client(name):
    """Return the folder of an installed client, or skip the test."""
    (asked,) = (ROOT / "tests" / "clients").glob(f"{name}.[tj]*")
    folder = ROOT / ".clients" / name
    there = folder / "asked"
    if not there.exists() or there.read_bytes() != asked.read_bytes():
        pytest.skip(f"{name} is missing: make test-clients installs it")
    return folder


def run(words, folder, packages=""):
    """Run a program in `folder` with the packages of a client; return its output."""
    finished = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def run_python(code, folder, packages="", *arguments):
    """Run Python code and return the JSON that it prints."""
    words = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    return json.loads(run(words, folder, packages))


@pytest.fixture
def published(sample, tmp_path):
    """Return a folder with published files that a test may replace."""
    shutil.copy(sample.analytics, tmp_path)
    shutil.copytree(sample.exports, tmp_path / "exports")
    return tmp_path


def later(folder):
    """Write the next publication, which has one segment, beside the first."""
    shutil.copy(folder / "analytics.duckdb", folder / "later.duckdb")
    with duckdb.connect(str(folder / "later.duckdb")) as connection:
        connection.execute("delete from marts.segments where value_rank > 1")
    return folder


COUNT = """
    counts = [
        connection.execute(f"select count(*) from marts.{name}").fetchone()[0]
        for name in sys.argv[1:]
    ]
print(json.dumps([duckdb.__version__, len(segments), counts]))
"""


@pytest.mark.parametrize("version", ["", "1.2", "1.4", "1.5"])
def test_every_duckdb_reads_every_table(version, sample):
    packages = client(f"duckdb-{version}") if version else ""
    code = "import json, sys\n" + recipe("Python", "python").rstrip() + COUNT
    found, segments, counts = run_python(code, sample.folder, packages, *REQUIRED_MARTS)
    assert found.startswith(version)
    assert segments == 4
    assert counts == [
        sample.query(f"select count(*) from marts.{name}")[0][0]
        for name in REQUIRED_MARTS
    ]


def test_the_command_line(sample):
    packages = client("duckdb-cli")
    command = recipe("Command line", "sh").strip()
    path = f"{packages / 'bin'}:{os.environ['PATH']}"
    printed = run(["sh", "-c", f'PATH="{path}"; {command}'], sample.folder, packages)
    for name, customers in sample.query(SEGMENTS):
        assert re.search(rf"{name} *│ *{customers} ", printed)


def test_pandas_reads_the_exports(sample):
    code = recipe("pandas", "python") + (
        "print([len(customers), float(customers['clv_amount'].sum())])"
    )
    ((count, value),) = sample.query(
        "select count(*), sum(clv_amount) from marts.customers"
    )
    assert run_python(code, sample.folder) == [count, pytest.approx(float(value))]


def test_polars_reads_the_exports(sample):
    code = recipe("Polars", "python") + "print([len(churned)])"
    ((count,),) = sample.query("select count(*) from marts.customers where is_churned")
    assert run_python(code, sample.folder, client("polars")) == [count]


STREAMLIT = """
import json, os, sys
import duckdb
from streamlit.testing.v1 import AppTest
# Another session's connection, which would keep the old file for the whole process.
other = duckdb.connect("analytics.duckdb", read_only=True)
app = AppTest.from_file("app.py", default_timeout=30)
rows = [len(app.run().dataframe[0].value)]
os.replace("later.duckdb", "analytics.duckdb")
rows.append(len(app.run().dataframe[0].value))
assert not app.exception, app.exception
print(json.dumps(rows))
"""


def test_streamlit_shows_the_new_file_after_a_build(published):
    packages = client("streamlit")
    (published / "app.py").write_text(recipe("Streamlit", "python"))
    assert run_python(STREAMLIT, later(published), packages) == [4, 1]


SUPERSET = """
import json, os, sys
from sqlalchemy import create_engine, inspect, pool
uri, parameters = json.loads(sys.argv[1])
# Superset keeps no connection between queries.
engine = create_engine(uri, poolclass=pool.NullPool, **json.loads(parameters))
def count():
    with engine.connect() as connection:
        return connection.execute("select count(*) from marts.segments").scalar()
found = [sorted(inspect(engine).get_table_names(schema="marts")), count()]
try:
    engine.execute("delete from marts.segments")
except Exception as error:
    found.append(str(error).splitlines()[0])
os.replace("later.duckdb", "analytics.duckdb")
print(json.dumps(found + [count()]))
"""


def test_superset_s_way_lists_and_reads_and_cannot_write(published):
    packages = client("superset")
    fields = dict(
        line.split(": ", 1) for line in recipe("Superset", "text").splitlines()
    )
    uri = fields["SQLAlchemy URI"].replace("/path/to", str(published))
    asked = json.dumps([uri, fields["Engine parameters"]])
    tables, before, refusal, after = run_python(
        SUPERSET, later(published), packages, asked
    )
    assert tables == sorted(REQUIRED_MARTS)
    assert (before, after) == (4, 1)
    assert "read-only" in refusal


EVIDENCE = """
const connector = require("@evidence-dev/duckdb");
const [options, folder, query] = JSON.parse(process.argv[1]);
connector.getRunner(options, folder)
  .then((run) => run(query, "segments.sql", 1000))
  .then(async (answer) => {
    const rows = [];
    for await (const batch of answer.rows()) rows.push(...batch);
    console.log(JSON.stringify(rows.map((row) => [row.segment_name, row.customers])));
  });
"""


@pytest.mark.skipif(not shutil.which("node"), reason="node is missing")
def test_evidence_s_connector_reads_the_file(published, sample):
    packages = client("evidence")
    source = published / "dashboards" / "sources" / "segments"
    source.mkdir(parents=True)
    (filename,) = re.findall(r"filename: (.*)", recipe("Evidence", "yaml"))
    asked = json.dumps(
        [{"filename": filename}, str(source), recipe("Evidence", "sql").strip()]
    )
    printed = run(["node", "-e", EVIDENCE, asked], packages)
    assert json.loads(printed) == [list(row) for row in sample.query(SEGMENTS)]


def test_every_recipe_is_tested_or_says_that_it_is_not():
    readme = (ROOT / "bi" / "README.md").read_text()
    recipes = dict(re.findall(r"\n## (.*)\n\n(.*)", readme))
    untested = {name for name, says in recipes.items() if says.startswith("Not tested")}
    assert untested == {"Metabase", "Tableau", "Power BI", "Excel"}
    tests = (ROOT / "tests" / "pipeline" / "test_clients.py").read_text()
    assert recipes.keys() - untested == set(re.findall(r'recipe\("([\w ]+)", ', tests))
