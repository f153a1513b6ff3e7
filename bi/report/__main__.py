"""`python -m bi.report`: write the report of the warehouse."""

import sys

from bi.paths import places, report_path, warehouse_path
from bi.places.errors import PlaceError
from bi.places.shared import refuse_shared
from bi.report.write import ReportError, write_report


def main() -> int:
    """Write the report; return the exit status."""
    try:
        refuse_shared(places())
        write_report(warehouse_path(), report_path())
    except (PlaceError, ReportError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"The report is in {report_path()}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
