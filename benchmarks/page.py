"""The page of results: sections, lines, and whether wanted figures are reached."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wording import row, table

MISSED = "missed"
NONE_MISSED = "Nothing."


@dataclass(frozen=True)
class Line:
    """A row of a table of measures.

    Attributes
    ----------
    measure : str
    wanted : str
        Such as ">= 0.95"; "" if the figure only informs.
    text : str
        What was found, if it is not a number.
    found : float, optional
    """

    measure: str
    wanted: str
    text: str
    found: float | None = None

    def __str__(self) -> str:
        """Return the row in Markdown."""
        found = self.text if self.found is None else f"{self.found:.3f}"
        return row(self.measure, self.wanted, found, self.verdict)

    @property
    def verdict(self) -> str:
        """Return "met" or "missed", "" without a wanted figure."""
        if not self.wanted or self.found is None:
            return ""
        sign, number = self.wanted.split()
        found, wanted = round(float(self.found), 3), float(number.rstrip("s"))
        is_met = found >= wanted if sign == ">=" else found <= wanted
        return "met" if is_met else MISSED


def to_text(lines: Iterable[Line | str]) -> str:
    """Return lines and texts in Markdown; lines that follow each other are a table."""
    found, in_table = [], False
    for one in lines:
        if isinstance(one, Line) and not in_table:
            found += ["", *table("measure", "wanted", "found", "")]
        in_table = isinstance(one, Line)
        found.append(str(one))
    return "\n".join(found).strip()


def put_section(path: Path, title: str, text: str, order: list[str], head: str) -> None:
    """Write a section, keep the others, and list at the top what was missed.

    `order` are the titles of all sections; a section of another title is dropped. The
    head of the page ends before the list of what was missed.
    """
    sections = read_sections(path) | {title: text}
    titles = [one for one in order if one in sections]
    parts = [f"## {one}\n\n{sections[one].strip()}\n" for one in titles]
    missed = [
        f"- {one}: {line.split('|')[1].strip()} ({line.split('|')[3].strip()}, wanted "
        f"{line.split('|')[2].strip()})"
        for one in titles
        for line in sections[one].splitlines()
        if line.endswith(f"{MISSED} |")
    ]
    path.write_text("\n".join([head, "\n".join(missed or [NONE_MISSED]), "", *parts]))


def read_sections(path: Path) -> dict[str, str]:
    """Return the text of each section by its title."""
    if not path.exists():
        return {}
    _, *parts = re.split(r"^## (.*)$", path.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))
