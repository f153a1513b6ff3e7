"""Whole processes, and what they took of the machine."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Finished:
    """A process that has ended well.

    Attributes
    ----------
    output : str
    seconds : float
        From its start to its end.
    processor_seconds : float
        Of all its threads.
    peak_megabytes : float
        Resident memory, at most.
    """

    output: str
    seconds: float
    processor_seconds: float
    peak_megabytes: float


def run(*words: str | Path, environment: Mapping[str, str] | None = None) -> Finished:
    """Run a command from the project's root.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    output = process.stdout.read()
    # Unlike wait(), this says what the process has used.
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args, output)
    processor_seconds = used.ru_utime + used.ru_stime
    return Finished(output, seconds, processor_seconds, used.ru_maxrss / 1024)
