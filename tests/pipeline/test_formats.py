"""The same orders give the same judged lines in every format."""

import csv
import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.project import ROOT, Project

LINES = 400
# Examples of all kinds of letters that CP1252 has.
PRODUCTS = (
    "Café crème",
    "Größe – 8 €",
    "Plain",
    'A "quoted" one',
    "semi;colon, a\t|",
)


def read_sample():
    """Return the header and the complete rows of the sample, with unusual products."""
    with (ROOT / "seeds/sample_orders.csv").open(newline="") as file:
        header, *rows = [row for row in csv.reader(file) if len(row) == 17]
    rows = list({row[0]: row for row in rows}.values())[:LINES]
    product = header.index("product")
    for number, row in enumerate(rows):
        row[product] = PRODUCTS[number % len(PRODUCTS)]
    return header, rows


HEADER, ROWS = read_sample()


def as_csv(rows, header=HEADER, delimiter=",", line_end="\n", **options):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, **options)
    writer.writerows([header, *rows])
    return text.getvalue()


def as_json(rows):
    objects = [dict(zip(HEADER, row, strict=True)) for row in rows]
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def as_parquet(rows):
    columns = zip(HEADER, zip(*rows, strict=True), strict=True)
    target = io.BytesIO()
    pq.write_table(pa.table({name: list(values) for name, values in columns}), target)
    return target.getvalue()


def zstd(data):
    target = pa.BufferOutputStream()
    with pa.CompressedOutputStream(target, "zstd") as packed:
        packed.write(data)
    return target.getvalue().to_pybytes()


FORMATS = {
    "plain": lambda rows: as_csv(rows).encode(),
    "semicolons": lambda rows: as_csv(rows, delimiter=";").encode(),
    "tabs": lambda rows: as_csv(rows, delimiter="\t").encode(),
    "bars": lambda rows: as_csv(rows, delimiter="|").encode(),
    "all quoted": lambda rows: as_csv(rows, quoting=csv.QUOTE_ALL).encode(),
    "UTF-8 with a mark": lambda rows: as_csv(rows).encode("utf-8-sig"),
    "UTF-16": lambda rows: as_csv(rows).encode("utf-16"),
    "UTF-16, big end first, no mark": lambda rows: as_csv(rows).encode("utf-16-be"),
    "CP1252": lambda rows: as_csv(rows).encode("cp1252"),
    "line feeds and returns": lambda rows: as_csv(rows, line_end="\r\n").encode(),
    "returns only": lambda rows: as_csv(rows, line_end="\r").encode(),
    "both mixed": lambda rows: as_csv(rows).replace("\n", "\r\n", 50).encode(),
    "blank lines": lambda rows: as_csv(rows).replace("\n", "\n\n\n", 9).encode(),
    "gzip": lambda rows: gzip.compress(as_csv(rows).encode()),
    "gzip of CP1252": lambda rows: gzip.compress(as_csv(rows).encode("cp1252")),
    "zstd": lambda rows: zstd(as_csv(rows).encode()),
    "Parquet": as_parquet,
    "JSON lines": lambda rows: as_json(rows).encode(),
    "a JSON array": lambda rows: f"[{as_json(rows)[:-1]}]".replace("\n", ",").encode(),
    "a JSON object over lines": lambda rows: json.dumps(
        {
            "page": 1,
            "orders": [json.loads(line) for line in as_json(rows).split("\n")[:-1]],
        },
        indent=2,
    ).encode("utf-16"),
    "below a title": lambda rows: b"All orders\n2024\n\n" + as_csv(rows).encode(),
    "below what Excel is told": lambda rows: (
        "sep=;\n" + as_csv(rows, delimiter=";", line_end="\r\n")
    ).encode("utf-16"),
    "no line end at the end": lambda rows: as_csv(rows).strip().encode(),
    "columns in another order": lambda rows: as_csv(
        [row[::-1] for row in rows], HEADER[::-1]
    ).encode(),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Return the judged lines by format, from one build of all the files."""
    project = Project(tmp_path_factory.mktemp("formats"))
    folder = project.folder / "orders"
    folder.mkdir()
    for number, write in enumerate(FORMATS.values(), start=10):
        # Without another id in each file, all files except one would have only
        # duplicates.
        rows = [[f"{number}{row[0]}", *row[1:]] for row in ROWS]
        (folder / f"{number}.txt").write_bytes(write(rows))
    run = project.dbt(
        "build",
        *[
            "--select",
            "+segmentation__order_lines_judged",
            "--exclude",
            "resource_type:unit_test",
        ],
        *["--indirect-selection", "cautious"],
        variables={"orders_source": "sample", "orders_path": str(folder / "*.txt")},
    )
    assert run.returncode == 0, run.stdout
    assert "was read as cp1252" in run.stdout
    return {
        name: project.query(
            "select order_line_id[3:] as order_line_id, order_id, customer_id,"
            " * exclude (source_file, line_number, raw_values, order_line_id,"
            " order_id, customer_id)"
            " from staging.order_lines_judged"
            f" where source_file like '%/{number}.txt' order by all"
        )
        for number, name in enumerate(FORMATS, start=10)
    }


def test_the_plain_file_is_read_as_the_csv_module_reads_it(judged):
    assert [row[0] for row in judged["plain"]] == sorted(row[0] for row in ROWS)
    product = HEADER.index("product")
    read = {row[0]: row[product] for row in judged["plain"]}
    assert read == {row[0]: row[product] for row in ROWS}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_lines(judged, name):
    assert judged[name] == judged["plain"]
