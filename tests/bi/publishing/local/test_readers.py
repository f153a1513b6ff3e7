"""Readers see only whole files during publishing, and after publishing was killed."""

import random
import subprocess
import sys
import time

import pytest

from bi.publish import publish
from tests.bi.publishing.marts_warehouse import make_warehouse
from tests.bi.publishing.readers import ROOT, read_database, read_exports, reading

PUBLISHES = 10
KILLS = 6
PUBLISH_FOR_EVER = """
import itertools, sys
from pathlib import Path
from bi.publish import publish
*warehouses, analytics, exports = map(Path, sys.argv[1:])
print("ready", flush=True)
for warehouse in itertools.cycle(warehouses):
    publish(warehouse, analytics, exports)
"""


@pytest.fixture
def warehouses(tmp_path):
    """Return two warehouses of different size."""
    small, large = tmp_path / "small.duckdb", tmp_path / "large.duckdb"
    make_warehouse(small, 300, "small")
    make_warehouse(large, 900, "large")
    return small, large


def test_no_read_fails_or_mixes_versions_while_publishing(warehouses, tmp_path):
    places = tmp_path / "analytics.duckdb", tmp_path / "exports"
    publish(warehouses[0], *places)
    with reading(*places) as reports:
        for number in range(PUBLISHES):
            publish(warehouses[number % 2], *places)
    for report in reports:
        assert report["failures"] == []
        assert report["versions"] > 2


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(warehouses, tmp_path):
    places = tmp_path / "out" / "analytics.duckdb", tmp_path / "out" / "exports"
    publish(warehouses[0], *places)
    moments = random.Random(7)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH_FOR_EVER, *map(str, (*warehouses, *places))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.5))
        process.kill()
        process.communicate()
        read_database(places[0])
        read_exports(places[1])
    publish(warehouses[1], *places)
    assert read_exports(places[1]) == read_database(places[0])
    left = {path.name for path in places[0].parent.iterdir()}
    assert left == {"analytics.duckdb", "exports", ".exports.previous"}
