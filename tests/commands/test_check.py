"""`make check` reports on a file, and writes nothing except the draft of a block."""

import csv
import re

import pytest

from tests.pipeline.project import DATA, Project

PERSONAL = ("Customer Fname", "Customer Lname", "Customer Street", "Customer Zipcode")


def check(project, **environment):
    """Run `make check`; return the exit status and the output."""
    run = project._run(
        ["-m", "commands.check"],
        {"ORDERS": "", "SOURCE": "", "SOURCES_PATH": "", **environment},
    )
    assert "Traceback" not in run.stdout + run.stderr
    return run.returncode, run.stdout, run.stderr


def table(text, first):
    """Return the rows of the table whose heading begins with `first`."""
    part = re.search(rf"^{first} .*?(?=^\s*$|\Z)", text, re.M | re.S)[0]
    return [re.sub(r" {2,}", " | ", line.strip()) for line in part.splitlines()[1:]]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Project(tmp_path_factory.mktemp("check"))


# Files that a shipped block reads ---------------------------------------------


@pytest.fixture(scope="module")
def dataco(tmp_path_factory):
    """Return the output for the DataCo export; check that no other file changes."""
    if not (DATA / "dataco_orders_sample.csv").exists():
        pytest.skip("dataco_orders_sample.csv is absent: it lies in ../shared/data")
    project = Project(tmp_path_factory.mktemp("dataco"))
    project.warehouse.write_text("a warehouse")
    project.analytics.write_text("what is published")
    status, said, _ = check(project, ORDERS=DATA / "dataco_orders_sample.csv")
    assert status == 0
    left = {path.name: path.read_text() for path in project.folder.iterdir()}
    assert left == {
        "warehouse.duckdb": "a warehouse",
        "analytics.duckdb": "what is published",
    }
    return said


def test_a_check_shows_the_format_and_the_columns_of_a_file(dataco):
    assert dataco.startswith("Source 'dataco' fits and reads 17 columns.\n")
    assert table(dataco, "file") == [
        "dataco_orders_sample.csv | csv | utf-8 | comma | yes | 6,000 | 0"
    ]
    columns = table(dataco, "column")
    assert "order_line_id | Order Item Id" in columns
    assert "ordered_at | order date (DateOrders)" in columns
    assert "Not in the file | currency" in columns
    words = " ".join(" ".join(columns).split())
    assert "Not read | Days for shipping (real), Days for shipment (sched" in words
    assert "Customer Password" in words
    assert table(dataco, "verdict") == ["accepted | 6,000"]


def test_a_check_ends_with_what_to_do(dataco):
    *_, orders, repairs, outcome, first_fix = dataco.strip().splitlines()
    assert orders == (
        "5,743 orders of 4,680 customers from 2015-01-01 to 2018-01-31;"
        " sales 1,109,810.65, of which 1,063,460.85 count."
    )
    assert repairs == "Shipping durations to repair: none."
    assert outcome.startswith(
        "A build would succeed, 0 of 6,000 lines rejected (0.0%): make build ORDERS="
    )
    assert re.search(r"/dataco_orders_sample\.csv.? SOURCE=dataco$", outcome)
    assert first_fix == "Nothing to fix."


def test_a_check_shows_no_personal_value(dataco):
    with (DATA / "dataco_orders_sample.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    values = {row[column] for row in rows for column in PERSONAL}
    assert len(values) > 3_000
    # Names of columns are ignored, because a customer is called Price.
    words = {*re.findall(r"\w+", dataco)} - {*re.findall(r"\w+", " ".join(rows[0]))}
    assert {value for value in values if len(value) > 2} & words == set()
    assert [one for one in values if len(one.split()) > 1 and one in dataco] == []


def test_a_log_without_a_header_is_recognised(project):
    path = project.folder / "my log.txt"
    path.write_text(
        " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n"
        " 00021 0002 19970101  3   63.34\n 00050 0003 19970101  1   6.79?\n"
    )
    status, said, _ = check(project, ORDERS=path)
    assert status == 0
    assert said.startswith("Source 'purchase_log' fits and reads 4 columns.\n")
    assert table(said, "file") == ["my log.txt | blanks | utf-8 | blanks | no | 4 | 1"]
    assert table(said, "column")[:5] == [
        "order_id | = replace(cast(ordered_at as string), ' ', 'T')",
        "customer_id | column 2",
        "ordered_at | column 3",
        "quantity | column 4",
        "sales_amount | column 5",
    ]
    assert "Not read | column 1" in table(said, "column")
    assert "3 orders of 2 customers from 1997-01-01 to 1997-01-18" in said
    assert said.splitlines()[-1].startswith(
        "First to fix: sales_amount_unreadable, 1 line, such as '6.79?' in line 4."
        " Write plain numbers"
    )


INVOICES = {
    "may.csv": "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,"
    "CustomerID,Currency\n"
    "1,A,TEA,2,5/1/2010 8:26,1.00,17850.0,GBP\n"
    "2,A,TEA,2,5/13/2010 8:26,1.00,17850.0,GBP\n"
    "3,A,TEA,2,13/5/2010 8:26,1.00,17850.0,GBP\n"
    "4,A,TEA,2,13/5/2010 8:26,1.00,17850.0,GBP\n"
    "5,A,TEA,[red]2,5/1/2010 8:26,1.00,17850.0,GBP\n"
    '6,A,"TEA,2,5/1/2010 8:26,1.00,17850.0,GBP\n'
    "7,A,TEA,2,5/1/2010 8:26,1.00,,GBP\n",
    "june.csv": "Invoice;StockCode;Description;Quantity;InvoiceDate;Price;Customer ID;"
    "Currency;Country\n"
    "11;A;Té;2;6/1/2010 8:26;1.00;17850.0;USD;UK\n",
}


def test_differences_between_files_are_shown(project):
    folder = project.folder / "invoices"
    folder.mkdir()
    (folder / "may.csv").write_text(INVOICES["may.csv"])
    (folder / "june.csv").write_bytes(INVOICES["june.csv"].encode("cp1252"))
    status, said, notes = check(project, ORDERS=folder / "*.csv")
    assert status == 0
    assert said.startswith("Source 'invoice_export' fits and reads ")
    assert "june.csv' was read as cp1252." in notes
    assert table(said, "file") == [
        "june.csv | csv | cp1252 | semicolon | yes | 1 | 0",
        "may.csv | csv | utf-8 | comma | yes | 7 | 4",
    ]
    columns = table(said, "column")
    assert columns[:2] == [
        "order_id | Invoice; InvoiceNo in may.csv",
        "customer_id | Customer ID; CustomerID in may.csv",
    ]
    assert "market | Country; not there in may.csv" in columns
    assert "product | Description" in columns
    assert "sales_amount | = quantity * unit_price" in columns
    assert "Not read | StockCode" in columns
    assert table(said, "verdict") == [
        "accepted | 3",
        "rejected | ordered_at_unreadable | 2 | '13/5/2010 8:26' in line 4 of may.csv",
        "rejected | line_has_broken_quotes | 1 | line 7 of may.csv",
        "rejected | quantity_unreadable | 1 | '[red]2' in line 6 of may.csv",
        "rejected | sales_amount_missing | 1 | line 6 of may.csv",
        "excluded | customer_id_missing | 1 | line 8 of may.csv",
    ]
    *_, repairs, outcome, first_fix = said.strip().splitlines()
    assert repairs == (
        "Shipping durations to repair: none, because the file has no shipping dates."
    )
    assert outcome == (
        "A build would stop: 4 of 7 lines rejected (57.1%), above reject_error_ratio"
        " (5%); several currencies, GBP (2), USD (1)."
    )
    assert first_fix.startswith(
        "First to fix: ordered_at_unreadable, 2 lines, such as '13/5/2010 8:26' in"
        " line 4 of may.csv. Add the format of such dates to date_formats"
    )


# A file that no shipped block reads --------------------------------------------

SALES = (
    "Order No,Cust.,Customer Street,Order Date,Shipped,Qty,Item Price,Paid\n"
    + 'a1,c1,Secret Lane 5,13.05.2024,14.05.2024,2,"1,50","3,00"\n'
    + 'a2,c2,Secret Lane 6,14.05.2024,12.05.2024,2,"1,50","3,00"\n'
    + 'a3,c3,Secret Lane 7,15.05.2024,,2,"1,50","3,00"\n'
)


def test_a_check_drafts_a_block_for_an_unknown_file_and_uses_it(project):
    path = project.folder / "shops" / "sales of May.csv"
    path.parent.mkdir()
    path.write_text(SALES)
    blocks = project.folder / "my blocks"
    asked = {"ORDERS": path, "SOURCES_PATH": blocks}
    status, said, _ = check(project, **asked)
    (block,) = blocks.glob("*.yml")
    assert status == 0
    assert block.stem.endswith("_shops_sales_of_may")
    assert said.startswith(f"No source fits '{path}'. ")
    assert f": {block}. You can edit it." in said
    text = block.read_text()
    assert 'date_formats: ["%d.%m.%Y"]\ndecimal_comma: true\n' in text
    assert '  order_id: "Order No"\n  customer_id: "Cust."\n' in text
    assert "Secret" not in text + said
    assert text.count("Customer Street") == 1
    assert "3 orders of 3 customers from 2024-05-13 to 2024-05-15; sales 9.00." in said
    assert "Shipping durations to repair: 1 missing, 1 negative." in said
    command = f"ORDERS='{path}' SOURCE={block.stem} SOURCES_PATH='{blocks}'"
    assert f"make build {command}\n" in said

    # The next check uses the draft as a source and does not change it.
    status, said, _ = check(project, **asked)
    assert (status, block.read_text()) == (0, text)
    assert said.startswith(f"Source '{block.stem}' fits and reads 7 columns.\n")


UNDECIDED = (
    "Order No,Cust No,Contact,Order Date,Total,Paid\n"
    "a1,c1,Jane Doe,2024-01-02,5.00,4.00\n"
    "a2,c2,Jane Roe,2024-01-03,6.00,6.00\n"
    "a3,c2,Jane Poe,2024-01-04,7.00,6.50\n"
)


def test_the_user_decides_an_open_column_in_one_line_of_the_draft(
    project,
):
    path = project.folder / "undecided.csv"
    path.write_text(UNDECIDED)
    blocks = project.folder / "undecided blocks"
    asked = {"ORDERS": path, "SOURCES_PATH": blocks}
    status, said, noise = check(project, **asked)
    (block,) = blocks.glob("*.yml")
    assert (status, len(said.splitlines()), noise) == (1, 1, "")
    assert f'in {block}: decide there sales_amount ("Paid" or "Total")' in said
    text = block.read_text()
    assert '  # sales_amount: "Paid"  # such as 4.00, 6.00, 6.50\n' in text
    assert "Jane" not in text + said

    status, said, _ = check(project, **asked)
    assert (status, block.read_text()) == (1, text)
    assert f"An earlier check drafted {block}: complete it" in said
    assert "(sales_amount; see docs/sources.md)" in said

    block.write_text(text.replace('# sales_amount: "Paid', 'sales_amount: "Paid'))
    status, said, _ = check(project, **asked)
    assert status == 0
    assert "3 orders of 2 customers from 2024-01-02 to 2024-01-04; sales 16.50." in said


def test_the_user_decides_between_day_first_and_month_first(project):
    path = project.folder / "days.csv"
    days = ("05/04/2024", "01/02/2024", "12/03/2024", "02/06/2024")
    lines = [f"{line},c{line % 2},{day},5\n" for line, day in enumerate(days)]
    path.write_text("Order No,Cust No,Order Placed,Order Total\n" + "".join(lines))
    blocks = project.folder / "days blocks"
    asked = {"ORDERS": path, "SOURCES_PATH": blocks}
    status, said, _ = check(project, **asked)
    assert status == 1
    assert "decide there how dates are written (%d/%m/%Y or %m/%d/%Y)" in said
    # The draft is not used as a source until the user has decided the open questions.
    status, said, _ = check(project, **asked)
    assert status == 1
    assert "see date_formats in docs/sources.md" in said
    (block,) = blocks.glob("*.yml")
    text = block.read_text()
    block.write_text(text.replace('# date_formats: ["%m', 'date_formats: ["%m'))
    status, said, _ = check(project, **asked)
    assert status == 0
    assert "4 orders of 2 customers from 2024-01-02 to 2024-12-03" in said


def test_an_incomplete_draft_for_another_file_is_ignored(project):
    blocks = project.folder / "begun"
    bare, other = project.folder / "bare.csv", project.folder / "other.csv"
    bare.write_text("1,c1,2024-01-01,5.00\n2,c2,2024-01-02,6.00\n")
    other.write_text("order_id,customer_id,order_date,amount\n1,c1,2024-01-01,5.00\n")
    check(project, ORDERS=bare, SOURCES_PATH=blocks)
    (begun,) = blocks.glob("*.yml")
    said = check(project, ORDERS=other, SOURCES_PATH=blocks)[1]
    assert str(begun) not in said and "Source 'purchase_log' fits" in said
    # Without its first line, the block counts as the user's own, and the output names
    # it.
    begun.write_text(begun.read_text().partition("\n")[2])
    assert str(begun) in check(project, ORDERS=other, SOURCES_PATH=blocks)[1]


def test_files_of_the_same_name_get_different_blocks(project):
    blocks = project.folder / "two blocks"
    for folder, head in (("north", "Order No,Cust"), ("south", "Ticket,Client")):
        path = project.folder / folder / "orders.csv"
        path.parent.mkdir()
        path.write_text(f"{head},Date,Total\n1,a,2024-01-02,3\n2,b,2024-01-03,4\n")
        status, _, _ = check(project, ORDERS=path, SOURCES_PATH=blocks)
        assert status == 0
    names = sorted(path.stem for path in blocks.glob("*.yml"))
    assert len(names) == 2
    assert names[0].endswith("north_orders") and names[1].endswith("south_orders")


def test_a_file_without_dates_is_refused_without_a_draft(project):
    path = project.folder / "gaps.csv"
    path.write_text("order_id,user_id,hour,days_since_last\n1,1,8,\n2,1,9,7\n3,2,9,1\n")
    blocks = project.folder / "no blocks"
    status, said, noise = check(project, ORDERS=path, SOURCES_PATH=blocks)
    assert (status, len(said.splitlines()), noise) == (1, 1, "")
    assert "no column of order dates (ordered_at) and none of amounts" in said
    assert not blocks.exists()


def test_a_draft_for_a_file_without_header_contains_no_values(project):
    path = project.folder / "dataco.csv"
    path.write_text("1,Jane Doe,Secret Lane 5,2024-01-01,c1,5.00\n")
    blocks = project.folder / "no header"
    status, said, _ = check(project, ORDERS=path, SOURCES_PATH=blocks)
    (block,) = blocks.glob("*.yml")
    text = block.read_text()
    assert status == 1
    assert "  - [null, null, null, null, null, null]\n" in text
    assert "Doe" not in said + text and "Secret" not in said + text


# What counts, and what is to decide ----------------------------------------------

MIXED = (
    "order_id,customer_id,order_date,amount,Bestellstatus,valuta\n"
    "1,c1,2024-01-05,100,Geliefert,EUR\n"
    "2,c2,2024-01-06,50,STORNIERT,EUR\n"
    "3,c2,2024-02-06,40,wartet auf Sonne,CHF\n"
)


def test_a_draft_replaces_a_source_that_does_not_read_the_status(
    project,
):
    path = project.folder / "mixed.csv"
    path.write_text(MIXED)
    blocks = project.folder / "mixed blocks"
    status, said, _ = check(project, ORDERS=path, SOURCES_PATH=blocks)
    assert status == 0
    assert said.startswith(
        "Source 'purchase_log' fits, but does not read 'Bestellstatus' and 'valuta'."
    )
    assert table(said, "status") == [
        "Geliefert | counted | source block | 1 | 100.00",
        "STORNIERT | cancelled | source block | 1 | 50.00",
        "wartet auf Sonne | counted | unknown, so it counts | 1 | 40.00",
    ]
    assert "sales 190.00, of which 140.00 count.\n" in said
    assert "A build would stop: several currencies, EUR (2), CHF (1).\n" in said
    assert "To decide: Status 'wartet auf Sonne' is unknown: 1 line" in said
    assert "Nothing to fix" not in said


def test_an_unread_status_of_a_named_source_is_to_decide(project):
    path = project.folder / "unread.csv"
    path.write_text(MIXED.replace("CHF", "EUR"))
    status, said, _ = check(project, ORDERS=path, SOURCE="purchase_log")
    assert status == 0
    columns = table(said, "column")
    assert "To decide | Bestellstatus (order_status?), valuta (currency?)" in columns
    assert "Not read | nothing" in columns
    assert not any("order_status" in one for one in columns if "Not in the file" in one)
    assert "To decide: 'Bestellstatus' looks like order_status" in said
    assert "Nothing to fix" not in said


def test_a_status_that_is_a_number_is_to_decide(project):
    path = project.folder / "codes.csv"

    def says(codes):
        lines = [f"{n},c{n % 7},2024-01-02,{n}.5,{codes[n % 3]}" for n in range(20)]
        lines = ["order_id,customer_id,order_date,amount,stat", *lines]
        path.write_text("\n".join(lines))
        return "'stat' looks like order_status" in check(project, ORDERS=path)[1]

    assert says((10, 30, 99))
    # A column with the same value on all lines is not taken for a status.
    assert not says((10, 10, 10))


def test_an_orders_total_on_each_of_its_lines_is_to_decide(project):
    path = project.folder / "totals.csv"
    lines = [
        f"{n // 2},c{n % 20 // 2},2024-02-03,{n // 2 * 3 + 5}\n" for n in range(40)
    ]
    path.write_text("order_id,customer_id,date,total\n" + "".join(lines))
    status, said, _ = check(project, ORDERS=path)
    assert status == 0
    assert "To decide: In 20 of 20 orders with several lines" in said
    # Lines that are in two exports are not mistaken for totals of orders either.
    (project.folder / "twice").mkdir()
    for name in ("a.csv", "b.csv"):
        lines = "".join(f"{n},c{n % 7},2024-02-03,{n}.5\n" for n in range(20))
        text = f"order_id,customer_id,date,total\n{lines}"
        (project.folder / "twice" / name).write_text(text)
    _, said, _ = check(project, ORDERS=project.folder / "twice" / "*.csv")
    assert "may be counted twice" in said and "total of the order" not in said
    # Two equal purchases of a customer on one day are not mistaken for an order's
    # total.
    path.write_text(path.read_text().replace("order_id,", "basket,"))
    _, said, _ = check(project, ORDERS=path, SOURCE="purchase_log")
    assert "Nothing to fix." in said


def test_unread_refunds_are_to_decide(project):
    path = project.folder / "refunds.csv"

    def says(refund):
        lines = [f"{n},c{n % 7},2024-01-02,{n}.50,{refund}" for n in range(20)]
        lines = ["order_id,customer_id,order_date,amount,refunded", *lines]
        path.write_text("\n".join(lines))
        return "does not read 'refunded'" in check(project, ORDERS=path)[1]

    assert says("1.25")
    assert not says("0.00")


def test_unread_discounts_are_to_decide(project):
    path = project.folder / "discounts.csv"
    lines = [f"{n},c{n % 7},2024-01-02,2,{n}.50,{n % 3 * 5}" for n in range(20)]
    lines = ["order_id,customer_id,order_date,quantity,price,rebate pct", *lines]
    path.write_text("\n".join(lines))
    _, said, _ = check(project, ORDERS=path, SOURCE="purchase_log")
    assert (
        "Source 'purchase_log' does not read 'rebate pct', so sales are before" in said
    )


def test_whole_amounts_that_may_be_cents_are_to_decide(project):
    path = project.folder / "whole.csv"

    def sentences(amounts):
        lines = [f"{n},c{n % 7},2024-01-02,{one}" for n, one in enumerate(amounts)]
        lines = ["order_id,customer_id,order_date,amount", *lines]
        path.write_text("\n".join(lines))
        return re.findall("All sales are .*? cents", check(project, ORDERS=path)[1])

    cents = [1995 + 137 * n for n in range(20)]
    assert sentences(cents) == [
        "All sales are whole numbers with a median of 3,296. If they are cents"
    ]
    assert not sentences([*cents, "19.95"])


def test_names_of_people_as_customers_are_to_decide(project):
    path = project.folder / "names.csv"
    path.write_text(
        "customer,date,amount\n"
        "Ada Lovelace,2024-01-01,5\nMary A. Shelley,2024-01-02,6\n"
    )
    status, said, _ = check(project, ORDERS=path)
    assert status == 0
    assert "To decide: Customers of source 'purchase_log' look like names of" in said
    assert "Lovelace" not in said and "Shelley" not in said


def test_excluded_lines_are_counted_in_the_outcome(project):
    path = project.folder / "guests.csv"
    path.write_text(
        "customer_id,date,amount\nn/a,2024-01-01,5\nc1,2024-01-01,5\nc1,x,5\n"
        "c2,2024-01-02,6\n"
    )
    status, said, _ = check(project, ORDERS=path)
    assert status == 0
    assert "1 of 3 lines rejected (33.3%)" in said
    lines = said.strip().splitlines()
    assert lines[-1].startswith("First to fix: ordered_at_unreadable, 1 line, such as")
    assert lines[-2].startswith("To decide: ")
    assert "leaves out 1 line with sales of 5.00" in lines[-2]
    path.write_text(path.read_text().replace("c1,x,5\n", ""))
    status, said, _ = check(project, ORDERS=path)
    assert "would succeed, 0 of 2 lines rejected (0.0%), 1 excluded: make build" in said


# Files that cannot be checked ---------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("", None, "Name a file: make check ORDERS=path [SOURCE=name]"),
        ("nowhere.csv", None, "There is no file '{path}'. Check the path."),
        ("empty.csv", b"\n", "The file '{path}' is empty."),
        (
            "header.csv",
            b"order_id,customer_id,order_date,amount\n",
            "The file '{path}' has a header but no lines.",
        ),
        ("book.csv", b"PK\x03\x04" + b"\0" * 99, "an Excel workbook"),
        ("array.json", b'[{"a": 1}]', "no column of customer ids"),
        ("broken.parquet", b"PAR1" + b"x" * 99, "The Parquet file '{path}' is damaged"),
    ],
)
def test_an_unreadable_file_is_refused(project, name, content, sentence):
    path = project.folder / name if name else ""
    if content:
        path.write_bytes(content)
    status, said, noise = check(
        project, ORDERS=path, SOURCES_PATH=project.folder / "none"
    )
    assert (status, len(said.splitlines()), noise) == (1, 1, "")
    assert sentence.format(path=path) in said
    assert not (project.folder / "none").exists()


def test_a_source_that_does_not_fit_is_refused_in_one_sentence(project):
    path = project.folder / "log.csv"
    path.write_text("customer,date,amount\nc1,2024-01-01,5\n")
    status, said, noise = check(project, ORDERS=path, SOURCE="dataco")
    assert (status, len(said.splitlines()), noise) == (1, 1, "")
    assert "lacks columns that source 'dataco' needs: order_id (looked for" in said
