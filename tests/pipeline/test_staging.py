"""Every line of a file ends with one verdict, in a real `dbt build`."""

import pytest

from tests.pipeline.project import Project

HEADER = "order_line_id,order_id,customer_id,ordered_at,sales_amount\n"


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def judge(project, lines, **variables):
    """Build the judged lines of a file; return the finished process."""
    path = project.folder / "it's orders.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n")
    return project.dbt(
        "build",
        *["--select", "+order_lines_judged", "--indirect-selection", "cautious"],
        *["--exclude", "resource_type:unit_test"],
        variables={
            "orders_source": "sample",
            "orders_path": str(path),
            **variables,
        },
    )


def test_lines_get_their_verdicts_and_numbers(project):
    lines = [
        "1,o1,c1,2024-01-01 00:00:00,5.00",  # superseded by line 6
        "too,many,columns,2024-01-01 00:00:00,1.00,x",
        "too,few",
        "2,o2,c2,2024-01-02 00:00:00,7.00",  # the same as line 8
        "1,o1,c1,2024-01-01 00:00:00,6.00",
        "3,o3,,31/02/2024,NaN",
        "2,o2,c2,2024-01-02 00:00:00,7.00",
        "4,o4,c4.0,0001-01-01 00:00:00,1.00",
    ]
    run = judge(project, lines, reject_error_ratio=1)
    assert run.returncode == 0, run.stdout
    rows = project.query(
        "select line_number, verdict, reasons from staging.order_lines_judged"
        " order by line_number",
    )
    assert rows == [
        (2, "superseded", []),
        (3, "rejected", ["line_has_too_many_columns"]),
        (4, "rejected", ["line_has_too_few_columns"]),
        (5, "duplicate", []),
        (6, "accepted", []),
        (
            7,
            "rejected",
            ["customer_id_missing", "ordered_at_unreadable", "sales_amount_unreadable"],
        ),
        (8, "accepted", []),
        (9, "rejected", ["ordered_at_out_of_range"]),
    ]
