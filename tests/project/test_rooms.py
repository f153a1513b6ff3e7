"""The folders of ml/ and ingest/ have an order: no folder imports from a later one."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The lowest folder comes first. A folder imports from itself and from folders before
# it.
ROOMS = {
    "ml": [
        "recipe",
        "metrics",
        "customers",
        "subprocesses",
        "encoder",
        "segments",
        "purchases",
        "forecasts",
        "evaluation",
        "spark",
        "step",
        "__main__",
    ],
    "ingest": [
        "errors",
        "datasets",
        "engines",
        "blocks",
        "sql",
        "sources",
        "formats",
        "files",
        "tables",
        "opening",
        "loading",
        "spark",
        "dbt_model",
    ],
}


def imported_rooms(path, package):
    """Yield the folder of each import from a package, anywhere in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{one.name}" for one in node.names]
        else:
            continue
        own = [name for name in names if name.startswith(f"{package}.")]
        rooms = [name.split(".")[1] for name in own]
        yield from (room for room in rooms if room in ROOMS[package])


def imports_that_run_up(folder, package):
    """Return each file that imports from a higher folder, with this folder."""
    order = ROOMS[package].index
    return [
        (str(path.relative_to(folder)), room)
        for path in folder.rglob("*.py")
        for own in [path.relative_to(folder).with_suffix("").parts[0]]
        for room in imported_rooms(path, package)
        if own != "__init__" and order(room) > order(own)
    ]


@pytest.mark.parametrize(("package", "most"), [("ml", 12), ("ingest", 13)])
def test_the_order_names_all_rooms_and_they_stay_few(package, most):
    folder = ROOT / package
    found = {path.stem for path in folder.iterdir() if path.name != "__pycache__"}
    assert sorted(ROOMS[package]) == sorted(found - {"__init__"})
    assert len(ROOMS[package]) <= most


@pytest.mark.parametrize("package", ROOMS)
def test_imports_run_down(package):
    assert imports_that_run_up(ROOT / package, package) == []


@pytest.mark.parametrize(
    "line",
    [
        "from ml.segments.clustering import nearest",
        "import ml.segments.clustering",
        "from ml import segments",
        "def encode():\n    from ml.segments import clustering",
    ],
)
def test_an_import_that_runs_up_is_found(tmp_path, line):
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder/network.py").write_text(line)
    assert imports_that_run_up(tmp_path, "ml") == [("encoder/network.py", "segments")]
