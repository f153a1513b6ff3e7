"""In a browser the report is complete and readable at any width."""

import re
import shutil
import subprocess

import pytest

from bi.report import write_report
from tests.bi.report.chromium import Chromium, find_chromium
from tests.bi.report.warehouse import make_warehouse

LONG = "Mid-spending one-time buyers, high-margin, low-priced items ×"
# Six segments with long names are the hardest case for the layout. One segment is too
# small for its figures to be shown.
SEGMENTS = {f"{LONG}{number}": 60 - 10 * number for number in range(6)} | {"Few": 4}
WIDTHS = (1280, 800, 390)
SCHEMES = ("light", "dark")
AXE = "axe-core@4.14.1"
SEVERE = ("serious", "critical")
# The least contrast that WCAG 2.2 allows for small text.
READABLE = 4.5

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
    """Return the script of axe-core, which checks accessibility."""
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


@pytest.mark.parametrize("width", WIDTHS)
def test_names_stand_in_the_charts_or_below_them(chromium, page, width):
    chromium.open(page, width)
    in_charts, below = chromium.ask(
        """['.plot .wide', '.chart > .narrow'].map(names =>
            [...document.querySelectorAll(names)].filter(one =>
                one.getBoundingClientRect().width).length)"""
    )
    assert (in_charts > 0, below > 0) == (width > 700, width <= 700)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_bar_is_as_long_as_its_number_says(chromium, page, width):
    chromium.open(page, width)
    bars = chromium.ask(
        """[...document.querySelectorAll('.sizes .bar')].map(one => {
            const track = one.querySelector('.track').getBoundingClientRect().width
            const bar = one.querySelector('.track span').getBoundingClientRect().width
            return [parseFloat(one.querySelector('.figure').textContent),
                    100 * bar / track]})"""
    )
    assert len(bars) == 18
    assert all(length == pytest.approx(share, abs=1) for share, length in bars)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_month_is_as_high_as_its_revenue(chromium, page, width):
    chromium.open(page, width)
    bars, lines = chromium.ask(
        """['.panels svg rect', '.panels svg .grid'].map(marks =>
            [...document.querySelectorAll(marks)].slice(0, 4).map(one =>
                one.getBoundingClientRect()).map(({left, width, top, height}) =>
                    [left, width, top, height]))"""
    )
    label = chromium.ask(
        "document.querySelectorAll('.panels .grid + text')[1].innerHTML"
    )
    # The first segment has 60 customers; customer n has a revenue of 1000 + n.
    (first, _, _, high), (second, *_) = bars[:2]
    revenue = high / (lines[0][2] - lines[1][2]) * float(label.replace(",", ""))
    assert revenue == pytest.approx(61_770, rel=0.01)
    # There is one month between the two dates.
    assert second - first == pytest.approx(lines[0][1] / 2, abs=1)


@pytest.mark.parametrize("width", WIDTHS)
def test_text_in_charts_keeps_its_size(chromium, page, width):
    chromium.open(page, width)
    heights = chromium.ask(
        """[...document.querySelectorAll('.plot text')].map(one =>
            one.getBoundingClientRect().height / Math.max(1,
                one.querySelectorAll('tspan').length)).filter(height => height)"""
    )
    assert 11 <= min(heights) and max(heights) <= 20


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_of_the_largest_segment_end_at_its_name(chromium, page, width):
    chromium.open(page, width)
    end, disc = chromium.ask(
        """['.named .curve', '.named .disc'].map(marks =>
            document.querySelector(marks).getBoundingClientRect()).map(
                ({left, right, top, bottom}) => ({left, right, top, bottom}))"""
    )
    assert 0 < disc["left"] - end["right"] < 40


def test_the_keyboard_reaches_every_link_and_scrolling_table(chromium, page):
    chromium.open(page, 390)
    passed_over = chromium.ask(
        """[...document.querySelectorAll('a, .scroll')].filter(one => {
            one.focus()
            return document.activeElement !== one
        }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert passed_over == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_and_figures_stand_out_from_their_colours(chromium, page, scheme):
    """axe does not check single characters on a coloured background."""
    chromium.open(page, 1280, scheme=scheme)
    pairs = chromium.ask(
        """(() => {
            const probe = document.querySelector('.heatmap td')
            const shades = ['below', 'above'].flatMap(side =>
                [1, 2, 3].map(step => `${side}-${step}`))
            const cells = [...shades, 'same', 'unknown'].map(shade => {
                const cell = probe.cloneNode(true)
                cell.className = shade
                return probe.parentNode.appendChild(cell)
            })
            const numbers = [...Array(8).keys()].map(id => {
                const number = document.querySelector('.number').cloneNode(true)
                const row = document.createElement('p')
                row.className = `segment-${id}`
                row.append(number)
                document.body.append(row)
                return number
            })
            return [...cells, ...numbers].map(one => {
                const {color, backgroundColor} = getComputedStyle(one)
                const card = getComputedStyle(document.querySelector('figure'))
                const shade = backgroundColor === 'rgba(0, 0, 0, 0)'
                    ? card.backgroundColor : backgroundColor
                return [one.className, color, shade]
            })
        })()"""
    )
    assert len(pairs) == 16 and len({shade for *_, shade in pairs}) == 16
    weak = [one for one in pairs if contrast(one[1], one[2]) < READABLE]
    assert weak == []


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as `rgb(1, 2, 3)`, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the brightness of a colour, from 0 to 1."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_picture_has_words_in_its_place(chromium, page):
    chromium.open(page, 1280)
    pictures = chromium.ask(
        """[...document.querySelectorAll('svg, img, canvas')]
            .map(one => one.closest('[role=img]')?.getAttribute('aria-label') || '')"""
    )
    assert len(pictures) >= 8
    assert all(len(words) > 20 for words in pictures)


def test_headings_skip_no_level(chromium, page):
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


def test_the_page_prints_in_light_colours_with_names(chromium, page):
    chromium.open(page, 1280, scheme="dark")
    assert chromium.print().startswith(b"%PDF")
    chromium.send("Emulation.setEmulatedMedia", media="print")
    paper, names = chromium.ask(
        """[getComputedStyle(document.querySelector('figure')).backgroundColor,
            document.querySelector('.plot .wide').getBoundingClientRect().width]"""
    )
    chromium.send("Emulation.setEmulatedMedia", media="")
    assert paper == "rgb(255, 255, 255)" and names > 0
