"""`make stress`: whole builds while programs read, and builds that are killed.

Each test first builds the sample. STRESS_BUILDS and STRESS_KILLS set the numbers of
repetitions.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.bi.publishing.readers import ROOT, read_database, read_exports, reading
from tests.pipeline.project import Project

BUILDS = int(os.environ.get("STRESS_BUILDS", 10))
COMMANDS = ("commands.build", "bi.publish")
KILLS = int(os.environ.get("STRESS_KILLS", 30))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the project after its first build."""
    project = Project(tmp_path_factory.mktemp("stress"))
    run = project.build()
    assert run.returncode == 0, run.stderr
    return project


def test_no_read_fails_throughout_whole_builds(project):
    began = time.monotonic()
    with reading(project.analytics, project.exports) as reports:
        for _ in range(BUILDS):
            run = project.build()
            assert run.returncode == 0, run.stderr
    print(f"{BUILDS} builds in {time.monotonic() - began:.0f} s: {reports}")  # noqa: T201
    for report in reports:
        assert report["failures"] == []
        assert report["versions"] > 2


def test_a_kill_at_any_moment_leaves_whole_files_and_a_next_build(project):
    seconds = {command: measure(project, command) for command in COMMANDS}
    moments = random.Random(7)
    kills = 0
    while kills < KILLS:
        command = COMMANDS[kills % 2]
        after = moments.uniform(0, seconds[command])
        # Kill only the command, or all its processes as if the machine stopped.
        kill = moments.choice((os.kill, os.killpg))
        process = start(project, command)
        time.sleep(after)
        if process.poll() is not None:
            # The command ended before it was killed: it took less time than when it was
            # measured.
            seconds[command] = after
            continue
        kill(process.pid, signal.SIGKILL)
        process.wait()
        kills += 1
        versions = {read_database(project.analytics), read_exports(project.exports)}
        run = project.build()
        print(  # noqa: T201
            f"{kills}: {kill.__name__} {command} after {after:.1f} s, files of "
            f"{len(versions)} run(s), next build "
            f"{'succeeded' if run.returncode == 0 else run.stderr}",
            flush=True,
        )
        assert run.returncode == 0, run.stderr
        assert read_database(project.analytics) == read_exports(project.exports)
    left = {path.name for path in project.folder.iterdir() if path.name[0] == "."}
    assert left == {".exports.previous"}


def measure(project, command):
    """Return the seconds that a command takes."""
    began = time.monotonic()
    assert start(project, command).wait() == 0
    return time.monotonic() - began


def start(project, command):
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", command],
        cwd=ROOT,
        env={
            **os.environ,
            "WAREHOUSE_PATH": str(project.warehouse),
            "ANALYTICS_PATH": str(project.analytics),
            "EXPORTS_PATH": str(project.exports),
            "REPORT_PATH": str(project.report),
            "DBT_TARGET_PATH": str(project.folder / "target"),
            "DBT_LOG_PATH": str(project.folder / "logs"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
