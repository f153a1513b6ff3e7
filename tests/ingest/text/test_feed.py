"""What DuckDB is fed lies nowhere on the disk, and no reader can hang."""

import os
import stat
import subprocess
import sys
import tempfile
from unittest.mock import patch

import pytest

from ingest.errors import OrdersError
from ingest.formats.text.layout import sniff
from ingest.formats.text.pipe import open_pipe

HEADER = b"a,b\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def start(tmp_path, content, **how):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    return open_pipe(str(path), sniff(str(path)), has_header=True, columns=2, **how)


def test_only_a_private_pipe_is_made_and_it_vanishes_when_opened(tmp_path, folder):
    fed = start(tmp_path, HEADER + b"1,2\r\n3,4")
    assert [name for _, _, names in os.walk(folder) for name in names] == ["records"]
    assert stat.S_ISFIFO(os.stat(fed.path).st_mode)
    assert stat.S_IMODE(os.stat(os.path.dirname(fed.path)).st_mode) == 0o700
    with open(fed.path, "rb") as pipe:
        assert pipe.read() == b"1,2\n3,4\n"
    fed.raise_if_failed()
    assert not os.listdir(folder)


def test_a_reader_may_stop_early(tmp_path, folder):
    fed = start(tmp_path, HEADER + b"1,2\n" * 500_000)
    with open(fed.path, "rb") as pipe:
        pipe.read(10)
    fed.thread.join(10)
    assert not fed.thread.is_alive() and not os.listdir(folder)
    fed.raise_if_failed()


def test_a_feed_nobody_reads_can_be_closed(tmp_path, folder):
    fed = start(tmp_path, HEADER + b"1,2\n")
    fed.close()
    fed.thread.join(10)
    assert not fed.thread.is_alive() and not os.listdir(folder)
    fed.close()


def test_a_feed_nobody_reads_does_not_hold_up_the_end(tmp_path, folder):
    path = tmp_path / "orders.csv"
    path.write_bytes(HEADER)
    program = (
        "import sys; from ingest.formats.text.layout import sniff; "
        "from ingest.formats.text.pipe import open_pipe; path = sys.argv[1];"
        "open_pipe(path, sniff(path), has_header=True, columns=2)"
    )
    environment = {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-c", program, str(path)]
    subprocess.run(command, check=True, timeout=60, env=environment)
    assert not os.listdir(folder)


def test_what_goes_wrong_reaches_whoever_asks(tmp_path):
    with patch(
        "ingest.formats.text.pipe.clean_blocks", side_effect=OrdersError("is damaged")
    ):
        fed = start(tmp_path, HEADER)
        assert open(fed.path, "rb").read() == b""
    with pytest.raises(OrdersError, match="is damaged"):
        fed.raise_if_failed()


def test_a_file_that_changed_since_it_was_scanned_is_a_failure(tmp_path):
    fed = start(tmp_path, HEADER + b"1,2\n", records=2)
    open(fed.path, "rb").read()
    with pytest.raises(OrdersError, match="changed while it was read"):
        fed.raise_if_failed()


def test_appended_lines_are_fed_alone(tmp_path):
    fed = start(tmp_path, HEADER + b"1,2\n3,4\n", start=8)
    assert open(fed.path, "rb").read() == b"3,4\n"
