"""Who moved between segments: bands from where customers were to where they are."""

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from bi.report.flow_blocks import GAP, KEYS, scale, stack
from bi.report.labels import LINE_HEIGHT
from bi.report.svg import INK, SOFT, draw, place, segment_colour
from bi.report.wording import is_known

TOP, BLOCK = 24, 10
# From this width on, names stand beside the blocks; below it only numbers do.
NAMES_FROM, NAMES_WIDTH, NUMBERS_WIDTH = 600, 210, 66
STAYED, MOVED = 0.22, 0.62


def draw_flows(segments: list[dict], moves: list[dict], width: int, prefix: str) -> str:
    """Return the SVG; who stayed is pale, who moved is strong.

    Parameters
    ----------
    segments : rows of the segments to draw, in their order
    moves : rows of `queries/moves.sql` of one span
    width : int
        In pixels.
    """
    known = [row for row in moves if is_known(row["customers"])]
    names = width >= NAMES_FROM
    margin = NAMES_WIDTH if names else NUMBERS_WIDTH
    sides = {side: stack(side, segments, known, names) for side in KEYS}
    lowest = max(one["bottom"] for side in sides.values() for one in side.values())
    height = TOP + lowest + GAP

    def paint(figure):
        axes = place(figure, 0, 0, width, height)
        axes.set(xlim=(0, width), ylim=(height - TOP, -TOP))
        axes.axis("off")
        add_bands(axes, sides, known, (margin, width - margin))
        for side, x in (("before", margin), ("after", width - margin)):
            add_blocks(axes, side, sides[side], x)

    return draw(width, height, prefix, paint)


def add_bands(axes, sides: dict, moves: list[dict], ends: tuple[float, float]) -> None:
    """Draw a band for each move; at a block they lie in the order of the others."""
    left, right = ends[0] + BLOCK, ends[1] - BLOCK
    free = {
        side: {one: block["start"] for one, block in blocks.items()}
        for side, blocks in sides.items()
    }
    for row in sorted(moves, key=lambda row: in_order(row, sides)):
        before, after = row["from_segment_id"], row["to_segment_id"]
        start, end = free["before"][before], free["after"][after]
        thick = row["customers"] * scale(moves)
        free["before"][before] += thick
        free["after"][after] += thick
        axes.add_patch(
            PathPatch(
                band((left, start), (right, end), thick),
                facecolor=SOFT if before is None else segment_colour(before),
                linewidth=0,
                alpha=STAYED if before == after else MOVED,
            )
        )


def in_order(row: dict, sides: dict) -> tuple[float, float]:
    """Return what sorts moves from the top downwards on both sides."""
    return tuple(sides[side][row[key]]["start"] for side, key in KEYS.items())


def band(start: tuple[float, float], end: tuple[float, float], thick: float) -> Path:
    """Return the outline of a band that leaves and arrives level."""
    (left, top), (right, bottom) = start, end
    middle = (left + right) / 2
    corners = [
        (left, top),
        (middle, top),
        (middle, bottom),
        (right, bottom),
        (right, bottom + thick),
        (middle, bottom + thick),
        (middle, top + thick),
        (left, top + thick),
        (left, top),
    ]
    codes = [
        Path.MOVETO,
        *[Path.CURVE4] * 3,
        Path.LINETO,
        *[Path.CURVE4] * 3,
        Path.CLOSEPOLY,
    ]
    return Path(corners, codes)


def add_blocks(axes, side: str, blocks: dict, x: float) -> None:
    """Draw the blocks of a side, and write beside them what they are."""
    outwards, where = (-1, "right") if side == "before" else (1, "left")
    axes.text(x, 12 - TOP, side, color=SOFT, ha=where, va="center")
    for segment_id, block in blocks.items():
        colour = SOFT if segment_id is None else segment_colour(segment_id)
        axes.add_patch(
            Rectangle(
                (x if side == "before" else x - BLOCK, block["start"]),
                BLOCK,
                block["end"] - block["start"],
                facecolor=colour,
                linewidth=0,
            )
        )
        # Lines are placed one by one: matplotlib aligns them by a font of its own.
        middle = (block["start"] + block["end"]) / 2
        first = middle - LINE_HEIGHT * (len(block["text"]) - 1) / 2
        for place_in_text, line in enumerate(block["text"]):
            axes.text(
                x + outwards * 8,
                first + LINE_HEIGHT * place_in_text,
                line,
                color=INK,
                ha=where,
                va="center",
            )
