"""Processes that read published files repeatedly and report what they saw.

`python -m tests.bi.publishing.readers database analytics.duckdb` reads until its stdin
ends.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb

from bi.publishing.local.database import REQUIRED_MARTS

ROOT = Path(__file__).parents[3]


def read_database(path: Path) -> str:
    """Return the version of a published database; fail if a table has another one."""
    with duckdb.connect(str(path), read_only=True) as connection:
        promised = connection.execute(
            "select table_name, rows from _published order by all"
        ).fetchall()
        found = [
            (table, connection.sql(f"select * from marts.{table}").shape[0])
            for table, _ in promised
        ]
        assert found == promised, (found, promised)
        assert len(found) == len(REQUIRED_MARTS), found
        versions = connection.execute(
            "select distinct strftime(published_at, '%Y-%m-%dT%H:%M:%S.%fZ') "
            "from _published"
        ).fetchall()
        assert len(versions) == 1, versions
        return versions[0][0]


def read_exports(path: Path) -> str:
    """Return the version of a published folder; read it while inside the folder."""
    outside = os.getcwd()
    os.chdir(path)
    try:
        manifest = json.loads(Path("manifest.json").read_text())
        for table, file in manifest["files"].items():
            rows = duckdb.sql(f"select * from '{file}'").shape[0]
            assert rows == manifest["rows"][table], (table, rows, manifest)
            facts = dict(
                duckdb.sql(
                    "select decode(key), decode(value) "
                    f"from parquet_kv_metadata('{file}')"
                ).fetchall()
            )
            assert facts["published_at"] == manifest["published_at"], (facts, manifest)
        return manifest["published_at"]
    finally:
        os.chdir(outside)


READERS = {"database": read_database, "exports": read_exports}


class Reader:
    """A process that reads until it is stopped."""

    def __init__(self, kind: str, path: Path):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bi.publishing.readers", kind, str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        # The process has read the files once.
        self.process.stdout.readline()

    def stop(self) -> dict:
        """Return the number of reads, the number of versions, and the failures."""
        out, _ = self.process.communicate()
        return json.loads(out)


@contextlib.contextmanager
def reading(analytics: Path, exports: Path):
    """Yield a list that gets the reports of two readers at the end of the block."""
    readers = [Reader("database", analytics), Reader("exports", exports)]
    reports = []
    try:
        yield reports
    finally:
        reports += [reader.stop() for reader in readers]


def main() -> None:
    """Read until stdin ends, then print the report."""
    kind, path = sys.argv[1:]
    ended = threading.Event()
    threading.Thread(target=lambda: (os.read(0, 1), ended.set()), daemon=True).start()
    reads, versions, failures = 0, set(), []
    while not ended.wait(0.02):
        try:
            versions.add(READERS[kind](Path(path)))
        except Exception as error:
            failures.append(f"{type(error).__name__}: {error}")
        reads += 1
        if reads == 1:
            print("ready", flush=True)  # noqa: T201
    report = {"reads": reads, "versions": len(versions), "failures": failures[:5]}
    print(json.dumps(report))  # noqa: T201


if __name__ == "__main__":
    main()
