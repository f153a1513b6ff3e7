"""Run processes and measure their time and memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WATCH = ROOT / "benchmarks" / "watch.py"


@dataclass(frozen=True)
class Finished:
    """The output and measurements of a process that ended without an error.

    Attributes
    ----------
    output : str
    seconds : float
        Seconds from its start to its end.
    processor_seconds : float
        Processor time of all its threads, in seconds.
    peak_megabytes : float
        The largest resident memory, in megabytes.
    """

    output: str
    seconds: float
    processor_seconds: float
    peak_megabytes: float


def run(*words: str | Path, environment: Mapping[str, str] | None = None) -> Finished:
    """Run a command in the root of the project. Print its output only if it fails.

    Raises
    ------
    subprocess.CalledProcessError
        The command failed.
    """
    with tempfile.NamedTemporaryFile("r", suffix=".json") as report:
        finished = subprocess.run(
            [sys.executable, "-I", "-S", WATCH, report.name, *map(str, words)],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            # dbt prints its errors on stdout.
            sys.stderr.write(finished.stdout + finished.stderr)
            finished.check_returncode()
        return Finished(finished.stdout, **json.load(report))
