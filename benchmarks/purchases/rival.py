"""The package `lifetimes`: installed into an environment of its own, and run there."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.purchases.processes import Finished, run

FOLDER = Path(__file__).parent
REQUIREMENTS = FOLDER / "requirements.txt"
ENVIRONMENT = FOLDER / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


def install() -> str | None:
    """Make the environment unless it is there; return why it cannot be, or None."""
    installed = ENVIRONMENT / REQUIREMENTS.name
    if installed.exists() and installed.read_text() == REQUIREMENTS.read_text():
        return None
    try:
        run(sys.executable, "-m", "venv", "--clear", ENVIRONMENT)
        run(PYTHON, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"`lifetimes` could not be installed here: {error}"
    installed.write_text(REQUIREMENTS.read_text())
    return None


def measure(customers: Path, way: str) -> tuple[dict, Finished]:
    """Return what `with_lifetimes.py` says of itself, and what the process took."""
    finished = run(PYTHON, FOLDER / "with_lifetimes.py", customers, way)
    return json.loads(finished.output.splitlines()[-1]), finished
