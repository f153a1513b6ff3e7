"""The beginning of a text shows its layout."""

import gzip

import pyarrow as pa
import pytest

from ingest.errors import OrdersError
from ingest.formats.text.layout import sniff


def write(tmp_path, content):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize(
    ("first_line", "delimiter", "fields"),
    [
        ("a,b,c", ",", ["a", "b", "c"]),
        ("a;b,b;c", ";", ["a", "b,b", "c"]),
        ("a\tb", "\t", ["a", "b"]),
        ("a|b", "|", ["a", "b"]),
        ('"a;;;",b', ",", ["a;;;", "b"]),
        ('a,"b ""x""",', ",", ["a", 'b "x"', ""]),
        ("  00001 19970101  1   11.77", "blanks", ["00001", "19970101", "1", "11.77"]),
        ("id", ",", ["id"]),
        ('a,"b', ",", ["a", '"b']),
        ('a,"b\nc",d', ",", ["a", "b\nc", "d"]),
    ],
)
def test_the_delimiter_is_the_most_frequent_one(
    tmp_path, first_line, delimiter, fields
):
    layout = sniff(write(tmp_path, f"\n{first_line}\n1,2,3\n".encode()))
    assert (layout.delimiter, layout.first_fields) == (delimiter, fields)


def test_a_declared_delimiter_is_used(tmp_path):
    path = write(tmp_path, b"a,b;c\n")
    assert sniff(path, ";").first_fields == ["a,b", "c"]
    assert sniff(path, " ").delimiter == "blanks"
    with pytest.raises(OrdersError, match="has to be one character"):
        sniff(path, "||")


@pytest.mark.parametrize(
    ("codec", "found", "is_certain"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16-le", True),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("cp1252", "utf-8", False),
    ],
)
def test_byte_marks_and_zeros_show_the_encoding(tmp_path, codec, found, is_certain):
    layout = sniff(write(tmp_path, "größe,b\n1,2\n".encode(codec)))
    assert (layout.encoding, layout.is_declared) == (found, is_certain)
    assert layout.first_fields == ["größe", "b"]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "undefined", "\0"])
def test_a_codec_that_gives_no_text_is_refused(tmp_path, encoding):
    with pytest.raises(OrdersError, match="is not known"):
        sniff(write(tmp_path, b"a,b\n"), encoding=encoding)


def test_compression_is_known_by_its_first_bytes(tmp_path):
    text = b"a,b\n1,2\n"
    packed = gzip.compress(text[:4]) + gzip.compress(text[4:])
    assert sniff(write(tmp_path, packed)).compression == "gzip"
    packed = pa.compress(text, codec="zstd", asbytes=True)
    layout = sniff(write(tmp_path, packed))
    assert (layout.compression, layout.first_fields) == ("zstd", ["a", "b"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"PK\x03\x04" + bytes(99), "is an Excel workbook"),
        (b"PAR1" + bytes(99), "is a Parquet file"),
        (gzip.compress(b"PAR1" + bytes(99), mtime=0), "is a Parquet file"),
        (bytes(range(32)) * 30, "is no text"),
        (gzip.compress(b"a,b\n" * 99, mtime=0)[:-9], "is damaged"),
        (b"\x28\xb5\x2f\xfd" + b"nonsense", "is damaged"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, content, sentence):
    with pytest.raises(OrdersError, match=sentence):
        sniff(write(tmp_path, content))


def test_an_error_names_a_missing_file():
    with pytest.raises(OrdersError, match="There is no file 'nowhere.csv'"):
        sniff("nowhere.csv")
