"""For any order file, no line and no cent is lost."""

import csv
import hashlib
import io
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.pipeline.project import ROOT, Project

COLUMNS = (
    "order_line_id,order_id,customer_id,ordered_at,shipped_at,shipping_mode,"
    "order_status,payment_type,customer_type,market,category,product,quantity,"
    "unit_price,discount_rate,sales_amount,profit_amount"
).split(",")
AMOUNTS = (
    "20.00,0,-20.00,0.0001,-0.0001,19.9999,-7.1234,1234.5,0.00,-0.00,33.3333,.5,"
    "1e3,-2.5e-3,8765432.1098,99999999999999.9999,-99999999999999.9999"
).split(",")
STATUSES = (
    "COMPLETE,CLOSED,PENDING,CANCELED,,SUSPECTED_FRAUD,ON_HOLD,Unknown,TELEPORTED,"
    "Returned,voided"
).split(",")
PRODUCTS = ["Atlas", "Atlas, large", 'the "large" atlas', "Größe\n8", "", "a\n\nb,c"]
# Each of these changes turns a good line into a rejected line.
FLAWS = [
    *[("customer_id", ""), ("customer_id", "  "), ("order_id", "")],
    *[("ordered_at", ""), ("ordered_at", "31/12/2024"), ("ordered_at", "9999-01-01")],
    *[("shipped_at", "soon"), ("shipped_at", "1969-12-31 00:00:00")],
    *[("sales_amount", ""), ("sales_amount", "n/a"), ("sales_amount", "1,5")],
    *[("sales_amount", "1e14"), ("sales_amount", "NaN"), ("profit_amount", "?")],
    *[("quantity", "a dozen"), ("unit_price", "1 apple"), ("discount_rate", "20")],
]
BROKEN = [
    "L1,O1,C1,2024-01-01 00:00:00",
    ",".join(["x"] * (len(COLUMNS) + 1)),
    'L1,"O1' + ",x" * (len(COLUMNS) - 2),
    'L1,"O1"x' + ",x" * (len(COLUMNS) - 2),
    ",".join(COLUMNS),
]


@dataclass
class Line:
    """An order line of a file; `values` is set only if the line is good."""

    text: str
    values: dict | None = None


def write_line(random) -> Line:
    """Return a line of any kind."""
    pick = random.choice
    if random.random() < 0.05:
        return Line(pick(BROKEN))
    order = random.randrange(60)
    values = dict.fromkeys(COLUMNS, "")
    values |= {
        "order_line_id": pick([f"L{random.randrange(150)}"] * 5 + [""]),
        "order_id": pick([f"O{order}", f" O{order} "]),
        # Two customers may have the same order id.
        "customer_id": f"C{pick([order % 20, order % 20, 0])}",
        "ordered_at": f"2024-0{pick([1, 2, 9])}-1{order % 10} 10:00:00",
        "shipped_at": pick(["", "2024-03-01 10:00:00"]),
        "order_status": pick(STATUSES),
        "product": pick(PRODUCTS),
        "quantity": pick(["", "1", "0", "-2"]),
        "discount_rate": pick(["", "0.00", "0.5", "1"]),
        "sales_amount": pick(AMOUNTS),
        "profit_amount": pick(["", "5.00", "-0.0001"]),
    }
    if random.random() < 0.1:
        column, value = pick(FLAWS)
        return Line(as_csv({**values, column: value}))
    return Line(as_csv(values), values)


def write_lines(random, size: int) -> list[Line]:
    """Return about this number of lines; bad ones often follow each other."""
    lines = []
    while len(lines) < size:
        line = write_line(random)
        lines += [line] * (1 if line.values else random.randrange(1, 4))
    return lines


def as_csv(values: dict) -> str:
    """Return the text of a line from a CSV writer, without its line end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values.values())
    return text.getvalue().removesuffix("\n")


def place_lines(lines: list[Line]) -> dict[int, Line]:
    """Return the lines by their first line number, below a header."""
    places, number = {}, 2
    for line in lines:
        places[number] = line
        number += 1 + line.text.count("\n")
    return places


def accept(places: dict[int, Line], path: str) -> dict[int, dict]:
    """Return accepted values by line number; the last line with an id counts."""
    usable = {number: line.values for number, line in places.items() if line.values}
    are_numbers = are_numbers_within_orders([*usable.values()])
    latest = {}
    for number, values in usable.items():
        line_id = values["order_line_id"]
        if line_id and are_numbers:
            line_id = f"{order_key(values)}:{line_id}"
        line_id = line_id or f"{path}:{number:010}"
        latest[line_id] = (number, {**values, "order_line_id": line_id})
    return dict(latest.values())


def are_numbers_within_orders(lines: list[dict]) -> bool:
    """Return whether most lines with an id share it with lines of other orders."""
    orders = {}
    with_id = [line for line in lines if line["order_line_id"]]
    for line in with_id:
        orders.setdefault(line["order_line_id"], set()).add(order_key(line))
    shared = [line for line in with_id if len(orders[line["order_line_id"]]) > 1]
    return 2 * len(shared) > len(with_id)


def order_key(line: dict) -> str:
    """Return the key of the order of a line."""
    customer = line["customer_id"]
    text = f"{len(customer)}:{customer}{line['order_id'].strip()}"
    return hashlib.md5(text.encode()).hexdigest()


def value_customers(accepted: list[dict]) -> dict[str, Decimal]:
    """Return the value of each customer: the sum of orders whose status counts."""
    with (ROOT / "seeds/segmentation__order_statuses.csv").open(newline="") as file:
        counts = {
            row["order_status"]: row["is_counted"] == "true"
            for row in csv.DictReader(file)
        }
    # A word from the seed of usual words, in another spelling.
    counts["voided"] = False
    orders = {}
    for line in accepted:
        orders.setdefault((line["customer_id"], line["order_id"].strip()), []).append(
            line
        )
    clv = {}
    for (customer, _), lines in orders.items():
        first = min(lines, key=lambda line: (line["ordered_at"], line["order_line_id"]))
        amount = sum(Decimal(line["sales_amount"]) for line in lines)
        status = first["order_status"] or "Unknown"
        takes_back = any(Decimal(line["sales_amount"]) < 0 for line in lines)
        if status == "Returned" and not (takes_back and amount <= 0):
            amount = Decimal(0)
        if not counts.get(status, True):
            amount = Decimal(0)
        clv[customer] = clv.get(customer, Decimal(0)) + amount
    return clv


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return one project for all files. Each file replaces the one before."""
    return Project(tmp_path_factory.mktemp("properties"))


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    # Each step of shrinking would take a build of several seconds.
    phases=[Phase.explicit, Phase.generate],
)
@example(random=Random(1), size=40, line_end="\n")
@given(
    random=st.randoms(use_true_random=True),
    size=st.integers(20, 800),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_line_has_one_verdict_and_every_cent_its_place(
    project, random, size, line_end
):
    path = str(project.folder / "orders.csv")
    lines = write_lines(random, size)
    with open(path, "w", encoding="utf-8", newline=line_end) as file:
        file.write("\n".join([",".join(COLUMNS), *(line.text for line in lines)]))
    run = project.dbt(
        "build",
        *[
            "--select",
            "+segmentation__customer_features",
            "--exclude",
            "resource_type:unit_test",
        ],
        *["--indirect-selection", "cautious"],
        variables={
            "orders_source": "sample",
            "orders_path": path,
            "reject_error_ratio": 1,
        },
    )
    assert run.returncode == 0, run.stdout

    places = place_lines(lines)
    accepted = accept(places, path)
    verdicts = project.query(
        "select line_number, verdict from staging.order_lines_judged order by all"
    )
    assert [number for number, _ in verdicts] == [*places]
    assert {number for number, line in places.items() if not line.values} == {
        number for number, verdict in verdicts if verdict == "rejected"
    }
    assert sorted(accepted) == [
        number for number, verdict in verdicts if verdict == "accepted"
    ]

    ((sales_amount,),) = project.query(
        "select sum(sales_amount) from staging.stg_order_lines"
    )
    assert sales_amount == sum(
        Decimal(line["sales_amount"]) for line in accepted.values()
    )
    clv = value_customers([*accepted.values()])
    assert clv == dict(
        project.query("select customer_id, clv_amount from features.customer_features")
    )
