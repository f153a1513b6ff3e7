"""Whatever an order file holds: each line has one verdict, and money reconciles."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.pipeline.project import Project

COLUMNS = (
    "order_line_id",
    "order_id",
    "customer_id",
    "ordered_at",
    "order_status",
    "product",
    "sales_amount",
)
NOT_COUNTED = ("CANCELED", "SUSPECTED_FRAUD")
AMOUNTS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False).map(str)
# Few ids, so that lines repeat and correct each other.
LINES = st.tuples(
    st.sampled_from(["", *(f"L{number}" for number in range(40))]),
    st.sampled_from(["", "O1", "O2", "O3", "O4"]),
    st.sampled_from(["", "C1", "C2", "C3", "007", "2.0"]),
    st.sampled_from(
        [
            "2024-02-29 23:59:59",
            "2023-02-29 00:00:00",
            "",
            "0001-01-01 00:00:00",
            "soon",
        ]
        + [f"2024-03-{day:02} 12:00:00" for day in range(1, 29)]
    ),
    st.sampled_from(["COMPLETE", "NEW", "", *NOT_COUNTED]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12),
    AMOUNTS | st.sampled_from(["", "0", "NaN", "1e400", "1,5", "x"]),
)
GOOD = ("L99", "O9", "C9", "2024-01-01 00:00:00", "COMPLETE", "Atlas", "1.0000")
BROKEN = st.sampled_from(["too,few", "1,2,3,4,5,6,7,8", 'a,b,c,"open,5,6'])
FILES = st.lists(LINES | BROKEN, min_size=20, max_size=250)


def write(path, lines):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        if isinstance(line, str):
            text.write(line + "\n")
        else:
            writer.writerow(line)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Project(tmp_path_factory.mktemp("properties"))


@settings(
    max_examples=3,
    # A build takes seconds: a failing file is shown as it is, not shrunk.
    phases=(Phase.generate,),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(FILES)
def test_every_line_has_a_verdict_and_money_reconciles(project, lines):
    path = project.folder / "orders.csv"
    # One good line, so that there always is a customer.
    lines = [
        *lines,
        ("L99", "O9", "C9", "2024-01-01 00:00:00", "COMPLETE", "Atlas", "1.0000"),
    ]
    write(path, lines)
    run = project.dbt(
        "build",
        *["--select", "+customer_features", "--indirect-selection", "cautious"],
        *["--exclude", "resource_type:unit_test"],
        variables={
            "orders_source": "sample",
            "orders_path": str(path),
            "reject_error_ratio": 1,
        },
    )
    assert run.returncode == 0, run.stdout
    rows = project.query(
        "select verdict, order_line_id, sales_amount from staging.order_lines_judged"
    )
    assert len(rows) == len(lines)
    assert all(verdict for verdict, *_ in rows)
    accepted = [row for row in rows if row[0] == "accepted"]
    named = [name for _, name, _ in accepted if name]
    assert len(named) == len(set(named)), "a line id is accepted once"
    total = sum((amount for *_, amount in accepted), Decimal(0))
    # What counts and what does not is all there is, to the last digit.
    ((value,),) = project.query(
        "select sum(clv_amount) from features.customer_features"
    )
    ((lost,),) = project.query(
        "select coalesce(sum(sales_amount), 0) from intermediate.int_orders_completed"
        f" where order_status in {NOT_COUNTED}"
    )
    assert value + lost == total
    written = {Decimal(line[6]) for line in lines if is_amount(line)}
    assert {amount for *_, amount in accepted} <= written


def is_amount(line):
    try:
        return not isinstance(line, str) and Decimal(line[6]).is_finite()
    except ArithmeticError:
        return False
