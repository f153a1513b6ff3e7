"""Text in a pipe is never written to disk, and no reader waits for ever."""

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


def test_the_pipe_is_private_and_vanishes_when_it_is_opened(tmp_path, folder):
    piped = start(tmp_path, HEADER + b"1,2\r\n3,4")
    assert [name for _, _, names in os.walk(folder) for name in names] == ["records"]
    assert stat.S_ISFIFO(os.stat(piped.path).st_mode)
    assert stat.S_IMODE(os.stat(os.path.dirname(piped.path)).st_mode) == 0o700
    with open(piped.path, "rb") as pipe:
        assert pipe.read() == b"1,2\n3,4\n"
    piped.raise_if_failed()
    assert not os.listdir(folder)


def test_a_reader_may_stop_early(tmp_path, folder):
    piped = start(tmp_path, HEADER + b"1,2\n" * 500_000)
    with open(piped.path, "rb") as pipe:
        pipe.read(10)
    piped.thread.join(10)
    assert not piped.thread.is_alive() and not os.listdir(folder)
    piped.raise_if_failed()


def test_an_unread_pipe_can_be_closed(tmp_path, folder):
    piped = start(tmp_path, HEADER + b"1,2\n")
    piped.close()
    piped.thread.join(10)
    assert not piped.thread.is_alive() and not os.listdir(folder)
    piped.close()


def test_an_unread_pipe_does_not_block_the_end_of_the_process(tmp_path, folder):
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


def test_an_error_of_the_writer_reaches_the_reader(tmp_path):
    with patch(
        "ingest.formats.text.pipe.clean_blocks", side_effect=OrdersError("is damaged")
    ):
        piped = start(tmp_path, HEADER)
        assert open(piped.path, "rb").read() == b""
    with pytest.raises(OrdersError, match="is damaged"):
        piped.raise_if_failed()


def test_a_file_that_changed_since_it_was_scanned_is_a_failure(tmp_path):
    piped = start(tmp_path, HEADER + b"1,2\n", records=2)
    open(piped.path, "rb").read()
    with pytest.raises(OrdersError, match="changed while it was read"):
        piped.raise_if_failed()


def test_a_pipe_can_begin_at_appended_lines(tmp_path):
    piped = start(tmp_path, HEADER + b"1,2\n3,4\n", start=8)
    assert open(piped.path, "rb").read() == b"3,4\n"
