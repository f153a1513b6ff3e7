"""Load files as a build does, and read the lines back."""

from ingest.loading.loaded_files import Destination

PLACE = Destination("memory", "staging")


def lines(warehouse):
    """Return file, line, order, sales and reasons of all lines."""
    return warehouse.execute(
        "select parse_filename(source_file), line_number, order_id, "
        "cast(sales_amount as double), reasons from staging.order_lines "
        "order by source_file, line_number"
    ).fetchall()
