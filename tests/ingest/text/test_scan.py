"""A scan counts every line of a file as read or removed."""

import gzip
import hashlib
from unittest.mock import patch

import pyarrow as pa
import pytest

from ingest.errors import OrdersError
from ingest.formats.text.layout import sniff
from ingest.formats.text.scan import scan
from tests.ingest.reading_files import read

HEADER = b"a,b,c\n"
MANY = b"".join(b"%d,2,3\n" % number for number in range(20))


def write(tmp_path, content):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    return str(path)


def scan_all(path, has_header=True, columns=3, start=0, **how):
    return scan(
        path, sniff(path), has_header=has_header, columns=columns, start=start, **how
    )


def test_a_clean_file_is_read_in_place(tmp_path):
    content = HEADER + b'1,"x, ""y""",3\n4,5,6\n'
    for text in (content, content.replace(b"\n", b"\r\n"), content[:-1]):
        found = read(write(tmp_path, text), 3)
        assert found.scan.in_place and found.scan.has_quotes
        assert found.good == {2: ["1", 'x, "y"', "3"], 3: ["4", "5", "6"]}


@pytest.mark.parametrize("pack", [gzip.compress, "zstd"])
def test_size_and_hash_are_those_of_the_file_on_the_disk(tmp_path, pack):
    if pack == "zstd":
        content = pa.compress(HEADER + MANY, codec="zstd", asbytes=True)
    else:
        content = pack(HEADER) + pack(MANY)
    known = scan_all(write(tmp_path, content))
    assert (known.bytes, known.sha256) == (
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert known.records == 20 and known.in_place and not known.can_grow


def test_a_damaged_file_is_refused(tmp_path):
    with (
        patch("ingest.formats.text.layout.HEAD", 4),
        patch("ingest.formats.text.unpack.CHUNK", 4),
    ):
        path = write(tmp_path, gzip.compress(HEADER + MANY)[:-12])
        with pytest.raises(OrdersError, match="is damaged"):
            scan_all(path)


def test_an_unclosed_quote_costs_one_line(tmp_path):
    found = read(write(tmp_path, HEADER + b'1,"x,3\n' + MANY), 3)
    assert found.broken == {2: "line_has_broken_quotes"}
    assert len(found.good) == 20 and found.good[3] == ["0", "2", "3"]


def test_two_unclosed_quotes_do_not_join_the_lines_between_them(tmp_path):
    found = read(write(tmp_path, HEADER + b'1,"x,3\n' + MANY + b'1,x",3\n'), 3)
    assert found.broken == {2: "line_has_broken_quotes"}
    # A quote inside a value is a letter.
    assert found.good[23] == ["1", 'x"', "3"]


def test_an_even_number_of_quotes_may_be_broken(tmp_path):
    found = read(write(tmp_path, HEADER + b'1,5" pipe,"x\n2,"a"b,3\n' + MANY), 3)
    assert found.broken == dict.fromkeys((2, 3), "line_has_broken_quotes")
    assert len(found.good) == 20


def test_quotes_within_values_are_letters(tmp_path):
    found = read(write(tmp_path, HEADER + b'1,5" pipe,3\n1, "a,b" ,3\n1,  "a",3\n'), 3)
    assert found.good == {
        2: ["1", '5" pipe', "3"],
        3: ["1", "a,b", "3"],
        4: ["1", '  "a"', "3"],
    }


def test_a_value_may_cover_several_lines(tmp_path):
    text = HEADER + b'1,"x\n\n""y""\n",3\n4,"\n","\n"\n7,8,9\n'
    found = read(write(tmp_path, text), 3)
    assert found.good == {
        2: ["1", 'x\n\n"y"\n', "3"],
        6: ["4", "\n", "\n"],
        9: ["7", "8", "9"],
    }


def test_a_value_over_too_many_lines_is_broken(tmp_path):
    long = b'1,"' + b"\n" * 999 + b'",3\n'
    found = read(write(tmp_path, HEADER + long + b"7,8,9\n"), 3)
    assert list(found.good) == [2, 1002]
    found = read(write(tmp_path, HEADER + long.replace(b"\n", b"\n\n", 1) + MANY), 3)
    assert found.broken == dict.fromkeys((2, 1002), "line_has_broken_quotes")


def test_a_record_of_several_lines_with_too_many_columns_is_one_broken_record(tmp_path):
    found = read(write(tmp_path, HEADER + b'1,"x\ny",3,4\n7,8,9\n'), 3)
    assert found.scan.broken == [(2, 11, "line_has_too_many_columns")]
    assert list(found.good) == [4]


def test_an_open_quote_takes_no_whole_record(tmp_path):
    found = read(write(tmp_path, HEADER + b'1,"x\n4,5,6\ny",3\n'), 3)
    assert found.broken == {
        2: "line_has_broken_quotes",
        4: "line_has_too_few_columns",
    }
    assert found.good == {3: ["4", "5", "6"]}


def test_blank_lines_are_counted_and_left_out(tmp_path):
    found = read(write(tmp_path, b"\n\n" + HEADER + b"\n1,2,3\n\n\n4\n5,6,7\n\n"), 3)
    assert found.good == {5: ["1", "2", "3"], 9: ["5", "6", "7"]}
    assert found.broken == {8: "line_has_too_few_columns"}
    assert found.scan.lines == 10 and not found.scan.in_place


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (b"a,b,c\r1,2,3\r4,5,6\r", "5"),
        (b"a,b,c\n1,2,3\r\n4,5,6\n", "5"),
        (b"a,b,c\r\n1,2,3\r\n4,5\r5,6\r\n", "5 5"),
        (b"a,b,c\r\r\n1,2,3\r\r\n4,5,6\r\r\n", "5"),
        (b"a,b,c\n1,2,3\n4,5,6\r", "5"),
    ],
)
def test_carriage_returns_end_lines_or_become_blanks(tmp_path, text, second):
    found = read(write(tmp_path, text), 3)
    assert not found.scan.in_place
    assert found.good[2] == ["1", "2", "3"]
    assert found.good[3][:2] == ["4", second]


def test_a_line_that_is_too_long_is_never_kept_in_memory(tmp_path):
    text = HEADER + b"1,2," + b"x" * 2_500_000 + b"\n" + MANY + b"y" * 2_000_000
    found = read(write(tmp_path, text), 3)
    assert found.scan.broken == [
        (2, 2_500_004, "line_is_too_long"),
        (23, 2_000_000, "line_is_too_long"),
    ]
    assert len(found.good) == 20 and not found.scan.ends_with_newline
    found = read(write(tmp_path, HEADER + b"1,2," + b"x" * 1_999_995 + b"\n"), 3)
    assert len(found.good[2][2]) == 1_999_995


def test_few_bad_bytes_are_bad_and_many_are_cp1252(tmp_path):
    good = "ä,ö,ü\n".encode() * 5
    found = read(write(tmp_path, HEADER + good + b"1,\xfc,3\n" + MANY), 3)
    assert found.broken == {7: "line_has_bad_bytes"} and len(found.good) == 25
    found = read(write(tmp_path, HEADER + b"1,\xfc\x80,3\n1,\x81,3\n"), 3)
    assert found.good == {2: ["1", "ü€", "3"]} and found.scan.encoding == "cp1252"
    assert found.broken == {3: "line_has_bad_bytes"}


def test_words_of_polish_are_cp1250(tmp_path):
    text = "a,b,c\nZażółć,Kraków,3\nGęśl,Wałęsa,ś\n"
    found = read(write(tmp_path, text.encode("cp1250")), 3)
    assert found.scan.encoding == "cp1250"
    assert found.good == {2: ["Zażółć", "Kraków", "3"], 3: ["Gęśl", "Wałęsa", "ś"]}
    # Signs beside words are not letters, and neither are signs inside a single word.
    text = "a,b,c\n5 m³,¿Qué?,£3\nx³y,é,ü\n"
    found = read(write(tmp_path, text.encode("cp1252")), 3)
    assert found.scan.encoding == "cp1252" and found.good[2][0] == "5 m³"


def test_appended_lines_have_the_encoding_of_the_lines_before_them(tmp_path):
    before = "a,b,c\nKraków,Wałbrzych,Lądek\nŁódź,Gołdap,Zgłobice\n".encode("cp1250")
    # An ś at the end of a word cannot be distinguished from an œ.
    path = write(tmp_path, before + "Łoś,b,c\n".encode("cp1250"))
    how = {"has_header": True, "columns": 3, "start": len(before)}
    assert scan(str(path), sniff(str(path)), **how).encoding == "cp1250"


def test_a_declared_encoding_is_used(tmp_path):
    path = write(tmp_path, HEADER + b"1,\xe4\xf6\xfc,3\n")
    assert set(read(path, 3, encoding="utf-8").broken) == {2}
    assert read(path, 3, encoding="iso-8859-7").good == {2: ["1", "δφό", "3"]}


def test_bad_bytes_in_an_unread_column_break_the_line(tmp_path):
    found = read(write(tmp_path, b"\xef\xbb\xbf" + HEADER + b"1,2,\xff\n" + MANY), 3)
    assert found.broken == {2: "line_has_bad_bytes"} and len(found.good) == 20


def test_half_a_surrogate_pair_breaks_its_line(tmp_path):
    text = HEADER.decode() + "1,\ud800,3\n4,5,6\n"
    path = write(tmp_path, b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
    found = read(path, 3)
    assert found.broken == {2: "line_has_bad_bytes"}
    assert found.good == {3: ["4", "5", "6"]}


def test_null_bytes_are_found(tmp_path):
    found = read(write(tmp_path, HEADER + b"1,\0,3\n"), 3)
    assert found.scan.has_null_bytes and found.scan.in_place
    assert found.good == {2: ["1", "\0", "3"]}


def test_quotes_mean_nothing_where_lines_are_records(tmp_path):
    path = write(tmp_path, b'1 "2\n\n{"a": 3}\n')
    layout = sniff(path)
    assert layout.delimiter == "blanks"
    found = read(path, 1, False, quotes=False, delimiter="\x01")
    assert found.good == {1: ['1 "2'], 3: ['{"a": 3}']}
    assert not found.scan.has_quotes


def test_appended_lines_are_read_alone(tmp_path):
    old, new = HEADER + MANY, b'20,"2\n,3\n21,2,3\n'
    path = write(tmp_path, old + new)
    known = scan_all(path, start=len(old))
    assert (known.records, known.lines) == (1, 3)
    assert known.broken == [
        (1, 5, "line_has_broken_quotes"),
        (2, 2, "line_has_too_few_columns"),
    ]
    assert known.sha256 == hashlib.sha256(old + new).hexdigest()
    assert known.bytes == len(old + new) and not known.in_place
    assert scan_all(path).can_grow
    assert not scan_all(write(tmp_path, old[:-1])).can_grow


def test_too_many_broken_lines_are_refused_with_a_hint(tmp_path):
    path = write(tmp_path, HEADER + b'1,"x,3\n' * 5)
    with patch("ingest.formats.text.lines.MOST_BROKEN", 5):
        assert len(scan_all(path).broken) == 5
    with patch("ingest.formats.text.lines.MOST_BROKEN", 4):
        with pytest.raises(OrdersError, match="Check the encoding"):
            scan_all(path)


def test_a_header_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(OrdersError, match="header .* unreadable"):
        scan_all(write(tmp_path, b'a,"b,c\n' + MANY))


def test_a_header_may_cover_several_lines(tmp_path):
    found = read(write(tmp_path, b'a,"b\nb",c\n1,2,3\n'), 3)
    assert found.good == {3: ["1", "2", "3"]} and not found.scan.in_place
