"""A project on Spark for one test, with its tables in one folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.pipeline.project import ROOT

SETTINGS = ROOT / "spark"
# Few tasks are faster for small tables, and quick compilation is faster for short runs.
FEW_TASKS = "spark.sql.shuffle.partitions 1\n"
HASTE = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"


class SparkProject:
    """Runs commands on Spark tables in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.tables = folder / "spark-warehouse"
        self.settings = folder / "settings"
        shutil.copytree(SETTINGS, self.settings)
        defaults = self.settings / "spark-defaults.conf"
        said = defaults.read_text().replace("spark-warehouse", str(self.tables))
        said = said.replace("-Duser.timezone", f"{HASTE} -Duser.timezone")
        defaults.write_text(f"{said}{FEW_TASKS}spark.sql.warehouse.dir {self.tables}\n")

    def build(self, variables: dict, **environment):
        """Run the command behind `make build TARGET=spark`; return the process."""
        program = (
            f"import sys; from commands.build import main; sys.exit(main({variables}))"
        )
        return self.run("-c", program, TARGET="spark", **environment)

    def dbt(self, command, *arguments):
        """Run dbt on Spark; return the finished process."""
        program = "from dbt.cli.main import cli; cli()"
        words = ["--no-use-colors", command, "--target", "spark"]
        return self.run("-c", program, *words, *arguments)

    def run(self, *words, **environment):
        """Run Python with the settings of this project; return the finished process."""
        process = self.start(*words, **environment)
        said, complained = process.communicate()
        return subprocess.CompletedProcess(words, process.returncode, said, complained)

    def start(self, *words, **environment):
        """Start Python with the settings of this project; return the process."""
        settings = {
            "SPARK_CONF_DIR": self.settings,
            "DBT_TARGET_PATH": self.folder / "target",
            "DBT_LOG_PATH": self.folder / "logs",
            **environment,
        }
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", *words],
            cwd=ROOT,
            env={
                **os.environ,
                **{name: str(value) for name, value in settings.items()},
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, task: str, folder: Path):
        """Run a task of `tests.spark.session` on a folder of Parquet files."""
        run = self.run("-m", "tests.spark.session", task, str(folder))
        assert run.returncode == 0, run.stderr
        return run.stdout
