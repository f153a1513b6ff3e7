"""Check what Spark needs on this machine."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

# Spark 4 needs this version or a later one.
OLDEST_JAVA = 17
PACKAGES = ("pyspark", "dbt.adapters.spark")


class MissingError(RuntimeError):
    """Which requirement is missing, and how to install it."""


def require_spark() -> None:
    """Raise MissingError where Java or the packages of the extra are missing."""
    if not all(find_spec(package) for package in PACKAGES):
        raise MissingError(
            "Spark is not installed: run `make setup-spark`, then again."
        )
    version = java_version()
    if version is None:
        raise MissingError(
            f"Spark needs Java {OLDEST_JAVA} or later, and there is none: install it "
            f"(on Debian and Ubuntu: apt install openjdk-{OLDEST_JAVA}-jre-headless), "
            "or let JAVA_HOME name it."
        )
    if version < OLDEST_JAVA:
        raise MissingError(
            f"Spark needs Java {OLDEST_JAVA} or later, and this is Java {version}: let "
            "JAVA_HOME name a later one."
        )


def java_version() -> int | None:
    """Return the version of Java that Spark would start; None if none runs."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    try:
        said = subprocess.run(
            [java or "java", "-version"], capture_output=True, text=True, check=True
        ).stderr
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None
