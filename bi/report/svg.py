"""A matplotlib figure as SVG that lives inside a page: its colours, fonts, ids."""

import io
import re
from xml.etree import ElementTree

import matplotlib
from matplotlib.figure import Figure

# matplotlib knows no CSS, so it draws in stand-ins that become variables: the same
# drawing then serves a light page, a dark one and paper.
INK, SOFT, LINE, PAPER = "#010101", "#010102", "#010103", "#010104"
VARIABLES = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    LINE: "var(--line)",
    PAPER: "var(--card)",
}
SEGMENT_COLOURS = 8
# Groups named so become classes; every other id goes, or gets the chart's prefix.
HALO = "halo"

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "segments",
    # A segment may be called "$$$": that is a name, not a formula.
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "font.size": 12,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": LINE,
    "axes.linewidth": 1,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 1,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": SOFT,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "axes.labelsize": 12,
    "ytick.labelcolor": SOFT,
    "xtick.major.size": 4,
    "ytick.major.size": 0,
}


def segment_colour(segment_id: int) -> str:
    """Return the stand-in colour of a segment: it is the segment's, not the rank's."""
    return f"#02020{segment_id % SEGMENT_COLOURS}"


def draw(width: int, height: int, prefix: str, paint) -> str:
    """Return what `paint(figure)` draws as the text of one `<svg>`.

    Parameters
    ----------
    width, height : int
        In pixels of the page, when the chart is shown at its natural size.
    prefix : str
        Goes before every id, so that charts on one page do not share any.
    """
    with matplotlib.rc_context(SETTINGS):
        # One point of matplotlib is one unit of the viewBox.
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        paint(figure)
        written = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    return inline(written.getvalue(), prefix)


def place(figure, left: float, top: float, width: float, height: float):
    """Return new axes in a box given in pixels from the upper left corner."""
    across, down = figure.get_size_inches() * 72
    return figure.add_axes(
        (left / across, 1 - (top + height) / down, width / across, height / down)
    )


def inline(text: str, prefix: str) -> str:
    """Return the drawing without everything that only a file of its own needs."""
    root = ElementTree.fromstring(text)
    used = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", text))
    used = {name for pair in used for name in pair if name}
    for parent in root.iter():
        for child in [one for one in parent if one.tag.endswith("}style")]:
            parent.remove(child)
    for element in root.iter():
        clean(element, used, prefix)
    root.attrib = {"viewBox": root.get("viewBox"), "aria-hidden": "true"}
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))


def clean(element, used: set[str], prefix: str) -> None:
    """Strip namespaces, fonts and decimals; turn stand-ins into variables."""
    element.tag = element.tag.split("}")[1]
    attributes = {}
    for name, value in element.attrib.items():
        name = name.split("}")[-1]
        if name == "id" and value == HALO:
            attributes["class"] = HALO
        elif name == "id" and value in used:
            attributes["id"] = f"{prefix}-{value}"
        elif name == "id" or value.startswith("rotate(-0 "):
            continue
        elif name == "style":
            attributes[name] = restyle(value)
        else:
            value = re.sub(r"^#|(?<=^url\()#", f"#{prefix}-", value)
            attributes[name] = re.sub(r"\d+\.\d+", shorten, value)
    element.attrib.clear()
    element.attrib.update(attributes)
    if element.get("d"):
        element.set("d", " ".join(element.get("d").split()))


def shorten(number: re.Match) -> str:
    """Return a number of a path to a tenth of a pixel."""
    return f"{float(number.group()):.1f}".removesuffix(".0")


def restyle(style: str) -> str:
    """Return a style in the colours and the font of the page."""
    style = re.sub(r"font-family: [^;]+(; |$)", "", style)
    style = re.sub(r"#02020(\d)", r"var(--segment-\1)", style)
    for colour, variable in VARIABLES.items():
        style = style.replace(colour, variable)
    return style
