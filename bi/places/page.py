"""Recognise the HTML page that the report replaces."""

from pathlib import Path

from bi.places.errors import foreign
from bi.places.resolve import is_file

SETTING = "REPORT_PATH"
# Both are in bi/report/templates/page.html.
BEGIN = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
MARK = '<meta name="generator" content="customer_segmentation">'
# Pages without the mark, of earlier versions, have these lines.
FORMER_MARKS = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:\">\n",
    "\n<title>Customer segments – ",
)
# The marks are in the first bytes.
HEAD_BYTES = 4096


def refuse_foreign_page(path: Path) -> None:
    """Raise PlaceError unless a page of ours, or nothing, is at `path`."""
    if not is_file(SETTING, path):
        return
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES).decode(errors="replace")
    except OSError as error:
        raise foreign(SETTING, path, f"cannot be read ({error.strerror})") from error
    is_former = all(mark in head for mark in FORMER_MARKS)
    if not head.startswith(BEGIN) or not (MARK in head or is_former):
        raise foreign(SETTING, path, "is no report of this project")
