"""No module of the benchmarks imports what the project no longer has."""

import subprocess
import sys

from benchmarks.processes import ROOT

OWN = ("benchmarks", "bi", "ingest", "ml", "synthetic", "tools")
NAMES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "benchmarks").rglob("*.py")
    # `make bench` installs rivals into benchmarks/rivals/.venv.
    if path.name != "__init__.py" and ".venv" not in path.parts
)
# Rivals are packages of their own environments.
IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(name, (error.name or "").split(".")[0], error, sep="|")
"""


def test_every_module_of_the_benchmarks_can_be_imported():
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORT_ALL, *NAMES],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    ).stdout
    broken = [one for one in found.splitlines() if one.split("|")[1] in OWN]
    assert len(NAMES) > 30
    assert broken == []
