"""The rooms of ml/ have one order, and imports run down it."""

import ast
from pathlib import Path

import pytest

ML = Path(__file__).parents[2] / "ml"
# The lowest first: a room imports from itself and from rooms before it.
ROOMS = [
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
]


def imported_rooms(path):
    """Yield the room of each import from ml, wherever it stands in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{one.name}" for one in node.names]
        else:
            continue
        rooms = [name.split(".")[1] for name in names if name.startswith("ml.")]
        yield from (room for room in rooms if room in ROOMS)


def imports_that_run_up(folder):
    """Return each file and the room above its own that it imports."""
    return [
        (str(path.relative_to(folder)), room)
        for path in folder.rglob("*.py")
        for own in [path.relative_to(folder).with_suffix("").parts[0]]
        for room in imported_rooms(path)
        if own != "__init__" and ROOMS.index(room) > ROOMS.index(own)
    ]


def test_the_order_names_all_rooms_and_no_more_than_twelve():
    found = {path.stem for path in ML.iterdir() if not path.name == "__pycache__"}
    assert sorted(ROOMS) == sorted(found - {"__init__"})
    assert len(ROOMS) <= 12


def test_imports_run_down():
    assert imports_that_run_up(ML) == []


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
    assert imports_that_run_up(tmp_path) == [("encoder/network.py", "segments")]
