"""Files that are easily misread are read correctly."""

import gzip
import os
import subprocess
import sys
from unittest.mock import patch

import pyarrow as pa
import pytest

from ingest.formats.text.layout import sniff
from ingest.formats.text.scan import scan
from tests.ingest.reading_files import read

HEADER = "a,b,c\n"
LETTERS = "é,ö,€\n"
VALUES = ["é", "ö", "€"]


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "orders.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def zstd(content):
    return pa.compress(content, codec="zstd", asbytes=True)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd])
@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_letters_are_the_same_in_every_encoding_and_compression(write, codec, pack):
    found = read(write(pack((HEADER + LETTERS * 3).encode(codec))), 3)
    assert found.good == dict.fromkeys((2, 3, 4), VALUES)


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_completes_a_declared_utf16(write, mark):
    path = write(("\ufeff" + HEADER + LETTERS).encode(mark))
    assert read(path, 3, encoding="utf-16").good == {2: VALUES}
    assert read(path, 3, encoding=mark).good == {2: VALUES}


def test_a_declared_encoding_holds_for_the_whole_file(write):
    path = write((HEADER + LETTERS).encode())
    # In CP437 every byte is a letter.
    assert read(path, 3, encoding="cp437").good == {2: ["├⌐", "├╢", "Γé¼"]}


def test_one_letter_of_cp1252_at_the_end_decides_the_encoding(write):
    lines = 500_000
    path = write(HEADER.encode() + b"12,345,678\n" * lines + b"1,2,caf\xe9")
    assert path.stat().st_size > 5_000_000
    layout = sniff(str(path))
    known = scan(str(path), layout, has_header=True, columns=3)
    assert (known.encoding, known.records, known.broken) == ("cp1252", lines + 1, [])
    with patch("tests.ingest.reading_files.read_by_duckdb") as by_duckdb:
        by_duckdb.side_effect = lambda place, *_: open(place, "rb").readlines()
        assert read(path, 3).good[lines + 2] == "1,2,café\n".encode()


@pytest.mark.parametrize("chunk", [1, 2, 3, 1 << 18])
def test_a_few_bad_bytes_among_good_letters_stay_bad(write, chunk):
    path = write(HEADER.encode() + "é,漢,🙂\n".encode() * 3 + b"1,\xe9,3\n4,5,\xc3")
    with patch("ingest.formats.text.unpack.CHUNK", chunk):
        found = read(path, 3)
    assert found.scan.encoding == "utf-8"
    assert found.good == dict.fromkeys((2, 3, 4), ["é", "漢", "🙂"])
    assert found.broken == dict.fromkeys((5, 6), "line_has_bad_bytes")


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_half_a_letter_at_the_end_of_the_file_breaks_its_line(write, codec):
    path = write((HEADER + "1,2,3\n4,5,漢").encode(codec)[:-1])
    found = read(path, 3)
    assert found.good == {2: ["1", "2", "3"]}
    assert found.broken == {3: "line_has_bad_bytes"}


def test_the_replacement_character_is_a_letter(write):
    for codec in ("utf-8", "utf-16"):
        found = read(write((HEADER + "1,caf\ufffd,3\n").encode(codec)), 3)
        assert found.good == {2: ["1", "caf\ufffd", "3"]}


@pytest.mark.parametrize("chunk", [1, 2, 7, 8, 9])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_line_end_may_cover_two_chunks(write, line_end, chunk):
    text = (HEADER + "1,2,3\n4,5,6\n").replace("\n", line_end)
    with patch("ingest.formats.text.unpack.CHUNK", chunk):
        for path in (write(text), write(text.removesuffix(line_end))):
            found = read(path, 3)
            assert found.good == {2: ["1", "2", "3"], 3: ["4", "5", "6"]}
            assert found.scan.lines == 3
            assert found.scan.in_place == (line_end != "\r")


@pytest.mark.parametrize("chunk", [1, 2, 3, 1 << 18])
def test_a_return_and_line_feed_after_the_head_ends_one_line(write, chunk):
    path = write(HEADER.replace("\n", "\r") + "1,2,3\r4,5,6\r\n7,8,9\r\n")
    with (
        patch("ingest.formats.text.layout.HEAD", 12),
        patch("ingest.formats.text.unpack.CHUNK", chunk),
    ):
        found = read(path, 3)
    assert [*found.good] == [2, 3, 4] and found.scan.lines == 4


def test_lines_of_blanks_only_are_no_blank_lines(write):
    found = read(write("\n\n" + HEADER + " \n1,2,3\n\t\n\n4,5,6\n  "), 3)
    assert found.good == {5: ["1", "2", "3"], 8: ["4", "5", "6"]}
    assert found.bad == [4, 6, 9]


def test_a_quote_that_opens_at_the_end_of_the_file_costs_one_line(write):
    for end in ('1,2,"', '1,2,"\n', '1,2,"x\r\n', '1,"2,3\n\n\n', '"'):
        found = read(write(HEADER + "1,2,3\n" + end), 3)
        assert found.good == {2: ["1", "2", "3"]} and found.bad == [3]


@pytest.mark.parametrize("size", [19, 20, 21])
def test_a_line_of_exactly_the_limit_is_read(write, size):
    long = "1,2," + "x" * (size - 4)
    with (
        patch("ingest.formats.text.clean.LONGEST_LINE", 20),
        patch("ingest.formats.text.lines.LONGEST_LINE", 20),
    ):
        for chunk in (1, 8, 19, 20, 21, 1 << 18):
            with patch("ingest.formats.text.unpack.CHUNK", chunk):
                found = read(write(f"{HEADER}{long}\r\n4,5,6\n{long}"), 3)
            assert found.good[3] == ["4", "5", "6"]
            assert found.bad == ([2, 4] if size > 20 else [])
            assert {*found.broken.values()} <= {"line_is_too_long"}


@pytest.mark.parametrize("chunk", [1, 8])
def test_an_open_quote_does_not_hide_a_line_that_is_too_long(write, chunk):
    text = HEADER + '1,"2\n' + "x" * 99 + '",3\n4,5,6\n'
    with (
        patch("ingest.formats.text.clean.LONGEST_LINE", 20),
        patch("ingest.formats.text.lines.LONGEST_LINE", 20),
        patch("ingest.formats.text.unpack.CHUNK", chunk),
    ):
        found = read(write(text), 3)
    assert found.broken == {2: "line_has_broken_quotes", 3: "line_is_too_long"}
    assert found.good == {4: ["4", "5", "6"]}


def test_a_value_has_a_limit_of_lines(write):
    with patch("ingest.formats.text.csv_records.MOST_LINES", 3):
        found = read(write(HEADER + '1,"\n\n",3\n4,5,6\n'), 3)
        assert found.good == {2: ["1", "\n\n", "3"], 5: ["4", "5", "6"]}
        found = read(write(HEADER + '1,"\n\n\n",3\n4,5,6\n'), 3)
        assert found.good == {6: ["4", "5", "6"]} and found.bad == [2, 5]


def test_a_large_value_of_several_lines_is_one_value(write):
    value = "x" * 200_000 + "\n\x0b\x85\u2028" + "y" * 200_000
    found = read(write(f'{HEADER}1,"{value}",3\n4,5,6\n'), 3)
    assert found.good == {2: ["1", value, "3"], 4: ["4", "5", "6"]}


def test_appended_lines_are_numbered_from_their_start(write):
    old = HEADER + "é,2,3\n"
    new = '\n1,"2\n2",3\nx\n4,"5,6\n7,ö,9'
    found = read(write(old + new), 3, start=len(old.encode()))
    assert found.good == {2: ["1", "2\n2", "3"], 6: ["7", "ö", "9"]}
    assert found.broken == {
        4: "line_has_too_few_columns",
        5: "line_has_broken_quotes",
    }
    assert found.scan.lines == 6 and not found.scan.can_grow


PROGRAM = """
import os, sys, tempfile
from ingest.formats.text.pipe import open_pipe
from ingest.formats.text.layout import sniff
written = []
tempfile.gettempdir()
def note(event, what):
    if event == "open" and what[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(what[0])
sys.addaudithook(note)
path = sys.argv[1]
piped = open_pipe(path, sniff(path, encoding="cp1252"), has_header=True, columns=3)
with open(piped.path, "rb") as pipe:
    assert pipe.read(99)
    assert not os.path.exists(os.path.dirname(piped.path))
    if sys.argv[2] == "all":
        assert len(pipe.read()) > 5_000_000
assert written == [piped.path], written
"""


@pytest.mark.parametrize("how_much", ["all", "some"])
def test_reading_leaves_no_files_and_the_process_ends(write, tmp_path, how_much):
    path = write(HEADER.encode() + b"1,2,caf\xe9\n" * 600_000)
    folder = tmp_path / "temporary"
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), how_much],
        env={**os.environ, "TMPDIR": str(folder)},
        check=True,
        timeout=30,
    )
    assert os.listdir(folder) == []
    assert {*os.listdir(tmp_path)} == {"orders.csv", "temporary"}
