"""The generator of orders is reproducible and plausible; its personas can be found."""

import csv
from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from synthetic import catalogue
from synthetic import generate as generator
from synthetic.__main__ import main, read_arguments
from synthetic.personas import PERSONA_SETS

BEST = "high_value_frequent"
HEADER = (
    "order_line_id,order_id,customer_id,ordered_at,shipped_at,shipping_mode,"
    "order_status,payment_type,customer_type,market,category,product,quantity,"
    "unit_price,discount_rate,sales_amount,profit_amount"
).split(",")


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file below its header."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def whole(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the rows that have every column, by column name."""
    return [dict(zip(HEADER, row, strict=True)) for row in rows if len(row) == 17]


@pytest.fixture(scope="module")
def sample_rows() -> list[list[str]]:
    """Return the rows of the bundled sample."""
    return read_rows(generator.SAMPLE_ORDERS)


@pytest.fixture(scope="module")
def sample_lines(sample_rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the lines of the bundled sample that have all columns."""
    return whole(sample_rows)


@pytest.fixture(scope="module")
def sample_personas() -> dict[str, str]:
    """Return the persona of each customer of the bundled sample."""
    rows = read_rows(generator.SAMPLE_TRUTH)
    personas = {customer: persona for customer, persona, _ in rows}
    assert len(rows) == len(personas), "a customer has two personas"
    return personas


@pytest.fixture(scope="module")
def clean_lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Return lines of orders that were written without damage."""
    path = tmp_path_factory.mktemp("clean") / "orders.csv"
    generator.write_orders(path, 400, 3, clean=True)
    rows = read_rows(path)
    assert len(whole(rows)) == len(rows)
    return whole(rows)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_same_arguments_write_same_bytes(tmp_path: Path, suffix: str) -> None:
    paths = [tmp_path / f"{name}.{suffix}" for name in ("first", "second", "other")]
    for path, seed in zip(paths, ("5", "5", "6"), strict=True):
        words = ["--customers", "300", "--seed", seed, "--output", str(path)]
        main(words)
    first, second, other = (path.read_bytes() for path in paths)
    assert first == second
    assert first != other


def test_bundled_sample_is_what_the_generator_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = [
        generator.SAMPLE_ORDERS.read_bytes(),
        generator.SAMPLE_TRUTH.read_bytes(),
    ]
    monkeypatch.setattr(generator, "SAMPLE_ORDERS", tmp_path / "orders.csv")
    monkeypatch.setattr(generator, "SAMPLE_TRUTH", tmp_path / "personas.csv")
    main(["--sample"])
    written = [
        generator.SAMPLE_ORDERS.read_bytes(),
        generator.SAMPLE_TRUTH.read_bytes(),
    ]
    assert written == bundled


def test_sample_size(sample_rows: list[list[str]]) -> None:
    content = generator.SAMPLE_ORDERS.read_bytes()
    assert len(content) < 3_000_000
    assert content.startswith(",".join(HEADER).encode() + b"\n")
    assert 10_000 <= len(sample_rows) <= 20_000


def test_every_customer_has_one_persona(
    sample_lines: list[dict[str, str]], sample_personas: dict[str, str]
) -> None:
    assert len(sample_personas) == generator.SAMPLE["customers"] == 2000
    shares = Counter(sample_personas.values())
    expected = dict(
        zip(PERSONA_SETS["sample"].names, (0.20, 0.30, 0.25, 0.25), strict=True)
    )
    assert shares.keys() == expected.keys()
    for persona, share in expected.items():
        assert shares[persona] / 2000 == pytest.approx(share, abs=0.03)
    seen = {line["customer_id"] for line in sample_lines} - {""}
    assert seen == sample_personas.keys()


@pytest.mark.parametrize("column", catalogue.VOCABULARIES)
def test_vocabularies_appear(sample_lines: list[dict[str, str]], column: str) -> None:
    vocabulary = catalogue.VOCABULARIES[column]
    counts = Counter(line[column] for line in sample_lines)
    missing = counts.pop("", 0) / len(sample_lines)
    assert counts.keys() == set(vocabulary)
    always_known = column in ("shipping_mode", "order_status")
    assert missing == 0 if always_known else 0.005 < missing < 0.025
    assert not any(character in word for word in vocabulary for character in ',"')


def test_products_stay_in_their_category(clean_lines: list[dict[str, str]]) -> None:
    category_of = {one["product"]: one["category"] for one in catalogue.PRODUCTS}
    known = [line for line in clean_lines if line["category"] and line["product"]]
    assert len(known) > 1000
    assert all(category_of[line["product"]] == line["category"] for line in known)


def test_sales_reconcile(clean_lines: list[dict[str, str]]) -> None:
    for line in clean_lines:
        listed = int(line["quantity"]) * Decimal(line["unit_price"])
        paid = listed * (1 - Decimal(line["discount_rate"]))
        rounded = paid.quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert Decimal(line["sales_amount"]) == rounded


def test_returns_are_negative_orders_of_their_own(
    clean_lines: list[dict[str, str]],
) -> None:
    returned = [line for line in clean_lines if int(line["quantity"]) < 0]
    sold = [line for line in clean_lines if int(line["quantity"]) > 0]
    assert all(float(line["sales_amount"]) < 0 for line in returned)
    assert all(float(line["profit_amount"]) <= 0 for line in returned)
    returned_orders = {line["order_id"] for line in returned}
    sold_orders = {line["order_id"] for line in sold}
    assert not returned_orders & sold_orders
    assert 0.02 < len(returned_orders) / len(sold_orders) < 0.06
    buyers = {line["customer_id"] for line in sold}
    assert {line["customer_id"] for line in returned} <= buyers


def test_lines_are_ordered_and_orders_have_one_customer(
    clean_lines: list[dict[str, str]],
) -> None:
    keys = [(line["ordered_at"], line["order_line_id"]) for line in clean_lines]
    assert keys == sorted(keys)
    assert keys[0][0] >= "2023-01-01 00:00:00"
    assert keys[-1][0] <= "2025-12-31 23:59:59"
    heads = {(line["order_id"], line["customer_id"]) for line in clean_lines}
    assert len(heads) == len({order for order, _ in heads})


def test_sample_season_and_cancellations(sample_lines: list[dict[str, str]]) -> None:
    months = Counter(
        int(line["ordered_at"][5:7])
        for line in sample_lines
        if line["ordered_at"].startswith("2024-")
    )
    assert min(months[11], months[12]) > max(months[month] for month in range(1, 9))
    status = {line["order_id"]: line["order_status"] for line in sample_lines}
    lost = sum(word in ("CANCELED", "SUSPECTED_FRAUD") for word in status.values())
    assert 0.025 < lost / len(status) < 0.055


def test_csv_and_parquet_hold_the_same_lines(tmp_path: Path) -> None:
    for clean in (True, False):
        paths = [tmp_path / f"{clean}.csv", tmp_path / f"{clean}.parquet"]
        for path in paths:
            generator.write_orders(path, 400, 3, clean=clean)
        table = pq.read_table(paths[1])
        assert table.column_names == HEADER
        texts = [column.cast("string").to_pylist() for column in table.columns]
        # Parquet stores times in milliseconds, not in seconds.
        in_parquet = [
            [(text or "").removesuffix(".000") for text in row]
            for row in zip(*texts, strict=True)
        ]
        in_csv = [row for row in read_rows(paths[0]) if len(row) == len(HEADER)]
        assert in_csv == in_parquet


def test_spoiling_only_adds_and_overwrites(
    tmp_path: Path, clean_lines: list[dict[str, str]]
) -> None:
    path = tmp_path / "spoiled.csv"
    generator.write_orders(path, 400, 3)
    # Of several lines with the same id, the last line counts.
    last = {line["order_line_id"]: line for line in whole(read_rows(path))}
    assert last.keys() == {line["order_line_id"] for line in clean_lines}
    changed = [line for line in clean_lines if last[line["order_line_id"]] != line]
    assert 0 < len(changed) < 0.008 * len(clean_lines)


def test_chunks_do_not_share_ids() -> None:
    chunks = list(generator.make_chunks(300, 5, clean=True, chunk_customers=100))
    assert len(chunks) == 3
    for column in ("order_line_id", "order_id", "customer_id"):
        sets = [set(lines[column].to_pylist()) for lines, _ in chunks]
        assert len(set.union(*sets)) == sum(len(ids) for ids in sets)
    line_ids = [name for lines, _ in chunks for name in lines["order_line_id"]]
    numbers = [int(name.as_py()[1:]) for name in line_ids]
    assert numbers == list(range(1, len(numbers) + 1))
    customers = [name for _, truth in chunks for name in truth["customer_id"]]
    assert len({name.as_py() for name in customers}) == 300
    sales = [lines["sales_amount"].to_pylist() for lines, _ in chunks]
    assert sales[0] != sales[1], "chunks must not repeat each other"


def test_sample_shipping_durations() -> None:
    days = duckdb.sql(
        """
        select date_diff('second', try_cast(ordered_at as timestamp),
                         try_cast(shipped_at as timestamp)) / 86400 as days
        from read_csv(?, all_varchar = true, strict_mode = false,
                      ignore_errors = true)
        where ordered_at like '202%'
        """,
        params=[str(generator.SAMPLE_ORDERS)],
    ).fetchnumpy()["days"]
    missing = np.ma.getmaskarray(np.ma.masked_invalid(days))
    known = np.asarray(days[~missing], dtype=float)
    assert 0.01 < missing.mean() < 0.03
    assert 0.01 < (known < 0).mean() < 0.03
    assert 0.004 < (known > 60).mean() < 0.02
    assert 0.02 < ((known > 5) & (known < 15)).mean() < 0.10


def test_sample_is_spoiled_in_every_way(
    sample_rows: list[list[str]], sample_lines: list[dict[str, str]]
) -> None:
    fields = Counter(len(row) for row in sample_rows)
    assert fields == {17: len(sample_lines), 19: 2, 5: 1}
    damaged = {
        "no customer": sum(not line["customer_id"] for line in sample_lines),
        "no order": sum(not line["order_id"] for line in sample_lines),
    }
    for value in ("not a date", "31/02/2024", "0001-01-01 00:00:00"):
        damaged[value] = sum(line["ordered_at"] == value for line in sample_lines)
    for value in ("n/a", "12,50 EUR", "NaN"):
        damaged[value] = sum(line["sales_amount"] == value for line in sample_lines)
    assert all(damaged.values()), damaged
    assert 0.002 < sum(damaged.values()) / len(sample_lines) < 0.006
    versions = Counter(tuple(line.values()) for line in sample_lines)
    duplicates = sum(count - 1 for count in versions.values())
    names = Counter(version[0] for version in versions)
    corrected = sum(count - 1 for count in names.values())
    assert 0.002 < duplicates / len(sample_lines) < 0.005
    assert 0.0003 < corrected / len(sample_lines) < 0.002


def test_nobody_vanishes_with_a_damaged_line() -> None:
    lines, truth = next(generator.make_chunks(3000, 2, clean=False))
    good = [
        line["customer_id"]
        for line in lines.to_pylist()
        if line["order_id"]
        and line["ordered_at"].startswith("202")
        and line["sales_amount"].lstrip("-").replace(".", "").isdigit()
    ]
    assert set(good) - {None} == set(truth["customer_id"].to_pylist())


def test_some_of_the_best_customers_of_the_sample_left() -> None:
    rows = read_rows(generator.SAMPLE_TRUTH)
    best = [left_on for _, persona, left_on in rows if persona == BEST]
    left = [left_on for left_on in best if left_on]
    assert 0.15 <= len(left) / len(best) <= 0.20
    assert not any(left_on for _, persona, left_on in rows if persona != BEST)
    # 18 months, in each of which about the same number left.
    assert "2024-06-15" < min(left) < "2024-09-01"
    assert "2025-12-01" < max(left) <= "2026-01-01"
    assert 0.3 < sum(left_on < "2025-04-01" for left_on in left) / len(left) < 0.7


def test_left_on_is_the_day_after_the_last_order() -> None:
    lines, truth = next(generator.make_chunks(1000, 2, clean=True))
    last = duckdb.sql(
        "select customer_id, max(ordered_at)::date + 1 from lines"
        " where quantity > 0 group by customer_id"
    ).fetchall()
    left = {
        one["customer_id"]: one["left_on"]
        for one in truth.to_pylist()
        if one["left_on"] is not None
    }
    assert len(left) > 20
    assert left.items() <= dict(last).items()


def test_only_those_who_leave_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """All others order the same at the same time, under other order numbers."""
    personas = PERSONA_SETS["sample"]
    lines, truth = next(generator.make_chunks(1000, 2, clean=True))
    nobody = replace(personas, leaver_shares=np.zeros(4))
    monkeypatch.setitem(PERSONA_SETS, "sample", nobody)
    lines_before, truth_before = next(generator.make_chunks(1000, 2, clean=True))
    left = set(truth.filter(pc.is_valid(truth["left_on"]))["customer_id"].to_pylist())
    assert truth_before["persona"] == truth["persona"]
    assert truth_before["left_on"].null_count == 1000
    assert lines_of_others(lines, left) == lines_of_others(lines_before, left)
    assert len(lines) != len(lines_before)
    for table in (lines, lines_before):
        numbers = pc.unique(table["order_id"]).to_pylist()
        assert numbers == [f"O{one + 1:07d}" for one in range(len(numbers))]


def lines_of_others(lines: pa.Table, left: set[str]) -> list[dict]:
    """Return the lines of customers who did not leave, without ids of orders."""
    kept = lines.drop_columns(["order_line_id", "order_id"]).to_pylist()
    others = [line for line in kept if line["customer_id"] not in left]
    return sorted(others, key=repr)


def test_plain_rfm_segments_are_only_half_right(
    sample_personas: dict[str, str],
) -> None:
    names, *columns = (
        duckdb.sql(
            """
        with accepted as (
            select distinct on (order_line_id) *
            from (select *, row_number() over () as place
                  from read_csv(?, all_varchar = true, strict_mode = false,
                                ignore_errors = true))
            where customer_id is not null and order_id is not null
                and order_status not in ('CANCELED', 'SUSPECTED_FRAUD')
                and ordered_at like '202%'
                and try_cast(sales_amount as decimal(18, 2)) is not null
            order by order_line_id, place desc
        )
        select customer_id,
            date_diff('day', max(ordered_at::timestamp) filter (quantity::int > 0),
                      timestamp '2026-01-01') as recency_days,
            count(distinct order_id) filter (quantity::int > 0) as order_count,
            greatest(sum(sales_amount::double), 0) as clv_amount
        from accepted group by all having order_count > 0 order by all
        """,
            params=[str(generator.SAMPLE_ORDERS)],
        )
        .fetchnumpy()
        .values()
    )
    truth = [sample_personas[name] for name in names]
    points = StandardScaler().fit_transform(np.log1p(np.column_stack(columns)))
    for seed in (0, 1, 2):
        found = KMeans(4, n_init=10, random_state=seed).fit_predict(points)
        assert 0.50 <= adjusted_rand_score(truth, found) <= 0.80


def test_command_line_arguments(tmp_path: Path) -> None:
    words = ["--lines", "20000", "--output", str(tmp_path / "orders.csv")]
    lines = generator.write_orders(
        tmp_path / "orders.csv", read_arguments(words).customers, 1
    )
    assert lines == pytest.approx(20_000, rel=0.05)
    for wrong in ([], ["--customers", "0", *words[2:]], [*words, "--customers", "9"]):
        with pytest.raises(SystemExit):
            read_arguments(wrong)


def test_progress_bar_is_silent_without_a_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    generator.write_orders(tmp_path / "orders.csv", 50, 1, truth=tmp_path / "truth.csv")
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Return `orders` and `truth` of customers of the other personas."""
    folder = tmp_path_factory.mktemp("others")
    main(
        [
            *("--personas", "others", "--customers", "2000", "--seed", "4", "--clean"),
            *("--output", str(folder / "orders.parquet")),
            *("--truth", str(folder / "truth.csv")),
        ]
    )
    connection = duckdb.connect()
    connection.execute(
        f"create view truth as from read_csv('{folder / 'truth.csv'}');"
        f"create view orders as from read_parquet('{folder / 'orders.parquet'}')"
    )
    return connection


def test_the_other_personas_differ_from_those_of_the_sample(others) -> None:
    personas = PERSONA_SETS["others"]
    assert not {*personas.names} & {*PERSONA_SETS["sample"].names}
    shares = dict(
        others.sql("select persona, count(*) / 2000 from truth group by all").fetchall()
    )
    wanted = dict(zip(personas.names, personas.shares, strict=True))
    assert shares == pytest.approx(wanted, abs=0.03)


def test_each_of_the_other_personas_buys_as_described(others) -> None:
    """Medians over customers, and the key accounts among the business customers."""
    found = others.sql(
        """
        with customers as (
            select customer_id, persona,
                date_diff('day', min(ordered_at), timestamp '2026-01-01') as tenure,
                date_diff('day', max(ordered_at), timestamp '2026-01-01') as recency,
                count(distinct order_id) as order_count,
                avg(quantity) as units, sum(sales_amount) as sales,
                count(distinct category) as categories,
                avg(if(isodow(ordered_at) > 5, 1, 0)) as weekends,
                avg(if(month(ordered_at) in (5, 11, 12), 1, 0)) as before_feasts
            from orders inner join truth using (customer_id)
            where quantity > 0 group by all
        )
        select persona, median(tenure) as tenure, median(recency) as recency,
            median(order_count) as order_count, median(units) as units,
            avg(weekends) as weekends, avg(before_feasts) as before_feasts,
            median(categories) as categories,
            sum(sales) filter (sales >= top) / sum(sales) as top_share
        from customers inner join (
            select persona, quantile_cont(sales, 0.9) as top from customers group by all
        ) using (persona)
        group by all
        """
    )
    columns = found.columns[1:]
    of = {name: dict(zip(columns, row, strict=True)) for name, *row in found.fetchall()}
    assert of["newcomer"]["tenure"] < 60 < of["gift_buyer"]["tenure"]
    assert of["former_enthusiast"]["recency"] > 300
    business = of["business_customer"]
    assert business["units"] > 4 * max(
        one["units"] for name, one in of.items() if name != "business_customer"
    )
    assert business["weekends"] < 0.1
    assert business["categories"] <= 5
    assert business["top_share"] > 0.35, "the tenth of key accounts"
    assert of["gift_buyer"]["before_feasts"] > 0.5
    assert of["household"]["before_feasts"] < 0.35
    assert of["household"]["order_count"] > 10


def test_the_other_personas_overlap_in_what_they_spend(others) -> None:
    """Money alone must not tell who is who."""
    names, sales = (
        others.sql(
            "select persona, sum(sales_amount)::double as sales from orders "
            "inner join truth using (customer_id) group by customer_id, persona"
        )
        .fetchnumpy()
        .values()
    )
    points = np.log1p(np.maximum(sales, 0))[:, None]
    found = KMeans(5, n_init=10, random_state=0).fit_predict(points)
    assert adjusted_rand_score(names, found) < 0.5
