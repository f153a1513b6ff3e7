"""Links between the pages of the project lead somewhere."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.pipeline.project import ROOT

LINK = re.compile(r"\]\(([^)\s#]+)(?:#([^)\s]+))?\)|\]\(#([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.S | re.M)


def tracked():
    """Return what git knows: a page that it ignores is on nobody else's disk."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {str(Path(one)) for one in said.stdout.splitlines()}


def anchors(page):
    """Return what headings of a page are called in links."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    words = (re.sub(r"[^\w\- ]", "", one.lower()) for one in headings)
    return {one.replace(" ", "-") for one in words}


PAGES = sorted(one for one in tracked() if one.endswith(".md"))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings_that_git_knows(page):
    known = tracked()
    path = ROOT / page
    dead = []
    for place, heading, here in LINK.findall(FENCE.sub("", path.read_text("utf-8"))):
        if "://" in place or place.startswith("mailto:"):
            continue
        target = (path.parent / place).resolve() if place else path
        name = str(target.relative_to(ROOT))
        is_there = name in known or any(one.startswith(f"{name}/") for one in known)
        wanted = heading or here
        if not is_there or (wanted and wanted not in anchors(target)):
            dead.append(f"{place}#{wanted}")
    assert dead == []
