"""A copy of the example project that uses this one as a package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from tests.pipeline.project import ROOT

EXAMPLE = ROOT / "examples" / "dbt_package"
BUILD_WHEEL = (
    "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
)
# The files and folders of a wheel.
SOURCES = ("bi", "commands", "ingest", "ml")


def install(folder: Path) -> Path:
    """Install the wheel of this project; return the folder for Python's path."""
    source, wheels, installed = (folder / name for name in ("source", "wheels", "lib"))
    for name in SOURCES:
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    wheels.mkdir()
    subprocess.run(
        [sys.executable, "-c", BUILD_WHEEL, str(wheels)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.glob("*.whl")
    shutil.unpack_archive(wheel, installed, "zip")
    return installed


class Host:
    """A copy of the example, with this project installed as a package."""

    def __init__(self, folder: Path, installed: Path):
        self.folder = folder
        self.installed = installed
        self.warehouse = folder / "shop.duckdb"
        shutil.copytree(
            EXAMPLE, folder, ignore=shutil.ignore_patterns("target", "dbt_packages")
        )
        packages = folder / "packages.yml"
        packages.write_text(packages.read_text().replace("../..", str(ROOT)))

    def dbt(self, *words):
        """Run dbt as users run it; return the finished process."""
        return subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.installed)},
            capture_output=True,
            text=True,
            check=False,
        )

    def query(self, sql):
        """Return the rows of a query to its warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()
