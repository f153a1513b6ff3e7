"""A virtual environment for packages that the project does not depend on."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.processes import Finished, run

FOLDER = Path(__file__).parent
REQUIREMENTS = FOLDER / "requirements.txt"
ENVIRONMENT = FOLDER / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


def is_installed() -> bool:
    """Return whether the environment has the required packages."""
    installed = ENVIRONMENT / REQUIREMENTS.name
    return installed.exists() and installed.read_text() == REQUIREMENTS.read_text()


def install() -> str | None:
    """Make the environment if it is missing. Return an error message or None."""
    if is_installed():
        return None
    try:
        run(sys.executable, "-m", "venv", "--clear", ENVIRONMENT)
        run(PYTHON, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS)
    except (OSError, subprocess.CalledProcessError):
        # The error is only printed: a page of results must not name paths of this
        # machine.
        return "Not measured: its package could not be installed here."
    (ENVIRONMENT / REQUIREMENTS.name).write_text(REQUIREMENTS.read_text())
    return None


def required_version(package: str) -> str:
    """Return the required version of a package."""
    pins = dict(
        line.split("==") for line in REQUIREMENTS.read_text().split() if "==" in line
    )
    return pins[package]


def measure(python: str | Path, *words: str | Path) -> tuple[dict, Finished]:
    """Return the JSON that a script prints, and the measurements of its process."""
    finished = run(python, *words)
    return json.loads(finished.output.splitlines()[-1]), finished
