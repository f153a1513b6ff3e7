"""Replace one section of benchmarks/RESULTS.md."""

import re
from pathlib import Path

HEAD = """# Speed and memory

Written by `make bench`. `make bench SECTIONS="scoring growth"` measures only these
sections. Figures are medians of the runs, with minimum and maximum. Peak memory is the
resident memory of the whole process. [PURCHASES.md](PURCHASES.md) compares purchase
forecasts with `lifetimes`; [SEGMENTS.md](SEGMENTS.md) measures the segments.
"""


def put_section(path: Path, title: str, text: str, order: list[str]) -> None:
    """Write a section and keep the others.

    Parameters
    ----------
    title : str
        One of `order`, the titles of all sections.
    """
    sections = read_sections(path) | {title: text}
    parts = [
        f"## {one}\n\n{sections[one].strip()}\n" for one in order if one in sections
    ]
    path.write_text("\n".join([HEAD, *parts]))


def read_sections(path: Path) -> dict[str, str]:
    """Return the text of each section by its title."""
    if not path.exists():
        return {}
    _, *parts = re.split(r"^## (.*)$", path.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))
