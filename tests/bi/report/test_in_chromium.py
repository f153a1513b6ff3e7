"""The report in a real browser: complete, silent, readable by all, on any width."""

import shutil
import subprocess

import pytest

from bi.report import write_report
from tests.bi.report.chromium import Chromium, find_chromium
from tests.bi.report.warehouse import make_warehouse

LONG = "Mid-spending one-time buyers, high-margin, low-priced items ×"
# Six long names, one of them too small for figures, are the hardest on a layout.
SEGMENTS = {f"{LONG}{number}": 60 - 10 * number for number in range(6)} | {"Few": 4}
WIDTHS = (1280, 800, 390)
SCHEMES = ("light", "dark")
AXE = "axe-core@4.14.1"
SEVERE = ("serious", "critical")

pytestmark = pytest.mark.skipif(
    find_chromium() is None, reason="There is no Chromium on the PATH."
)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Return the report on a small warehouse."""
    folder = tmp_path_factory.mktemp("report")
    make_warehouse(folder / "w.duckdb", SEGMENTS)
    write_report(folder / "w.duckdb", folder / "segments.html")
    return folder / "segments.html"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """Return a browser that all tests share."""
    with Chromium(find_chromium(), tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """Return the script of axe-core, which judges how accessible a page is."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("There is no npm to fetch axe-core with.")
    folder = tmp_path_factory.mktemp("axe")
    quick = ["--prefer-offline", "--fetch-retries=0", "--no-audit", "--no-fund"]
    command = [npm, "install", "--prefix", folder, *quick, AXE]
    fetched = subprocess.run(command, capture_output=True, text=True, check=False)
    if fetched.returncode != 0:
        pytest.skip(f"axe-core could not be fetched: {fetched.stderr.strip()[-200:]}")
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_asks_for_nothing_and_complains_of_nothing(chromium, page, scheme):
    chromium.open(page, 1280, scheme=scheme)
    asked = chromium.reported("Network.requestWillBeSent")
    assert [one["request"]["url"] for one in asked] == [page.resolve().as_uri()]
    for complaint in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
        assert chromium.reported(complaint) == []
    assert chromium.reported("Log.entryAdded") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_only_what_scrolls_by_itself_is_wider_than_the_screen(chromium, page, width):
    chromium.open(page, width)
    assert chromium.ask("document.documentElement.scrollWidth") == width
    beyond = chromium.ask(
        """[...document.querySelectorAll('body *')]
            .filter(one => !one.closest('.scroll, svg, .unseen, .spare'))
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert beyond == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_leaves_its_drawing(chromium, page, width):
    chromium.open(page, width)
    beyond = chromium.ask(
        """[...document.querySelectorAll('svg text')].filter(one => {
            const text = one.getBoundingClientRect()
            const figure = one.closest('figure').getBoundingClientRect()
            return text.width && (text.left < figure.left || text.right > figure.right)
        }).map(one => one.textContent)"""
    )
    assert beyond == []


def test_every_picture_has_words_in_its_place(chromium, page):
    chromium.open(page, 1280)
    pictures = chromium.ask(
        """[...document.querySelectorAll('svg, img, canvas')]
            .map(one => one.closest('[role=img]')?.getAttribute('aria-label') || '')"""
    )
    assert len(pictures) >= 8
    assert all(len(words) > 20 for words in pictures)


def test_headings_leave_no_level_out(chromium, page):
    chromium.open(page, 1280)
    levels = chromium.ask(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map(one => +one.tagName[1])"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    steps = zip(levels, levels[1:], strict=False)
    assert all(deeper <= level + 1 for level, deeper in steps)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", (1280, 390))
def test_axe_finds_nothing_serious(chromium, page, axe, width, scheme):
    chromium.open(page, width, scheme=scheme)
    chromium.ask(f"{axe}; null")
    found = chromium.ask(
        """axe.run().then(found => found.violations.map(one => [
            one.impact, one.id, one.nodes.map(node => node.html.slice(0, 120))]))"""
    )
    assert [one for one in found if one[0] in SEVERE] == []


def test_paper_gets_the_page_too(chromium, page):
    chromium.open(page, 1280, scheme="dark")
    assert chromium.print().startswith(b"%PDF")
