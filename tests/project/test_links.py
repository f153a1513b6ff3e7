"""Links between pages lead to existing files and headings."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.ingest.exports import EXPORTS
from tests.pipeline.project import ROOT

LINK = re.compile(r"\]\(([^)\s#]+)(?:#([^)\s]+))?\)|\]\(#([^)\s]+)\)")
# Blocks without a page of documentation, because their description is enough.
NO_EXPORTS = {
    *("customer_events", "customer_orders", "dataco", "invoice_export"),
    *("purchase_log", "sample"),
}
FENCE = re.compile(r"^```.*?^```", re.S | re.M)


def tracked():
    """Return the files that git tracks; other files exist only on this machine."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {str(Path(one)) for one in said.stdout.splitlines()}


def anchors_in(text):
    """Return the anchors of the headings of a page."""
    text = FENCE.sub("", text)
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
        # `#!/model/...` leads to a page of `make docs`: test_documentation.py.
        if "://" in place or place.startswith("mailto:") or here.startswith("!/model/"):
            continue
        target = (path.parent / place).resolve() if place else path
        name = str(target.relative_to(ROOT))
        is_there = name in known or any(one.startswith(f"{name}/") for one in known)
        wanted = heading or here
        if not is_there or (
            wanted and wanted not in anchors_in(target.read_text("utf-8"))
        ):
            dead.append(f"{place}#{wanted}")
    assert dead == []


def test_the_index_of_the_decisions_names_each_of_them():
    text = (ROOT / "DECISIONS.md").read_text("utf-8")
    decisions = re.findall(r"^### .+$", text, re.M)
    assert [here for _, _, here in LINK.findall(text) if here] == [
        anchor for one in decisions for anchor in anchors_in(one)
    ]


def test_each_export_has_a_page_that_git_knows_and_docs_lead_to():
    sources = {one.stem for one in (ROOT / "ingest" / "sources").glob("*.yml")}
    exports = sources - NO_EXPORTS
    assert exports == {*EXPORTS.values()}
    wanted = {f"docs/exports/{one}.md" for one in exports}
    assert wanted - tracked() == set()
    links = LINK.findall((ROOT / "docs" / "sources.md").read_text("utf-8"))
    assert wanted - {f"docs/{place}" for place, _, _ in links} == set()
