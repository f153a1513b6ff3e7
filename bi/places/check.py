"""Check all places of a command before it does anything."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from bi.lock import hold
from bi.paths import analytics_path, exports_path, places
from bi.places.database import refuse_foreign_database
from bi.places.folder import refuse_foreign_folder
from bi.places.page import refuse_foreign_page
from bi.places.shared import refuse_shared
from bi.places.warehouse import refuse_foreign_warehouse
from bi.places.writing import refuse_unwritable

CHECKS = {
    "WAREHOUSE_PATH": refuse_foreign_warehouse,
    "ANALYTICS_PATH": refuse_foreign_database,
    "EXPORTS_PATH": refuse_foreign_folder,
    "REPORT_PATH": refuse_foreign_page,
}


def check_places(inputs: Mapping[str, list[Path]]) -> None:
    """Raise PlaceError if a build would destroy something or cannot write its results.

    Parameters
    ----------
    inputs : mapping of str to list of Path
        Files that the build reads, by setting.

    Raises
    ------
    PlaceError
        The message names the setting. Nothing was changed.
    LockedError, WarehouseError
        Another process publishes, or keeps the warehouse open.
    """
    refuse_shared(places(), inputs)
    for setting in CHECKS:
        refuse_unwritable(setting, places()[setting])
    with contextlib.ExitStack() as stack:
        # Another command may be publishing. If the folder is missing, nothing is there.
        for path in (analytics_path(), exports_path()):
            if path.resolve().parent.exists():
                stack.enter_context(hold(path))
        for setting, check in CHECKS.items():
            check(places()[setting])
