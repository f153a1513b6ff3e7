"""Who moved between segments: bands from where customers were to where they are."""

import textwrap

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from bi.report.labels import LINE_HEIGHT
from bi.report.svg import INK, SOFT, draw, place, segment_colour
from bi.report.wording import count, is_known, label

# All bands together, in pixels, beside what is left free between segments.
BANDS_HEIGHT, GAP, TOP = 300, 14, 24
BLOCK = 10
# From this width on, names stand beside the blocks; below it only numbers do.
NAMES_FROM, NAMES_WIDTH, NUMBERS_WIDTH = 600, 210, 66
LONGEST_LINE = 24
NOWHERE = {"before": "New or back", "after": "Lost"}


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
    sides = {side: stack(side, segments, known, names) for side in ("before", "after")}
    height = TOP + max(block["bottom"] for block in last_blocks(sides)) + GAP

    def paint(figure):
        axes = place(figure, 0, 0, width, height)
        axes.set(xlim=(0, width), ylim=(height - TOP, -TOP))
        axes.axis("off")
        add_bands(axes, sides, known, (margin, width - margin))
        for side, x in (("before", margin), ("after", width - margin)):
            add_blocks(axes, side, sides[side], x)
        for words, x, where in (
            ("before", margin, "right"),
            ("after", width - margin, "left"),
        ):
            axes.text(x, -TOP + 12, words, color=SOFT, ha=where, va="center")

    return draw(width, height, prefix, paint)


def last_blocks(sides: dict) -> list[dict]:
    """Return the lowest block of each side."""
    return [list(blocks.values())[-1] for blocks in sides.values()]


def stack(side: str, segments: list[dict], moves: list[dict], names: bool) -> dict:
    """Return the blocks of a side by segment_id, in pixels from the top downwards."""
    key = {"before": "from_segment_id", "after": "to_segment_id"}[side]
    scale = BANDS_HEIGHT / (sum(row["customers"] for row in moves) or 1)
    blocks, top = {}, 0.0
    for segment in [*segments, None]:
        segment_id = segment["segment_id"] if segment else None
        customers = sum(row["customers"] for row in moves if row[key] == segment_id)
        if not customers:
            continue
        text = say_block(segment, side, customers, names)
        room = max(customers * scale, len(text) * LINE_HEIGHT)
        start = top + (room - customers * scale) / 2
        blocks[segment_id] = {
            "text": text,
            "start": start,
            "end": start + customers * scale,
            "bottom": top + room,
        }
        top += room + GAP
    return blocks


def say_block(segment, side: str, customers: int, names: bool) -> list[str]:
    """Return the lines beside a block."""
    if segment is None:
        return [*textwrap.wrap(NOWHERE[side], LONGEST_LINE), count(customers)]
    if not names:
        return [f"{segment['segment_id']}:  {count(customers)}"]
    return [*textwrap.wrap(label(segment), LONGEST_LINE), count(customers)]


def add_bands(axes, sides: dict, moves: list[dict], ends: tuple[float, float]) -> None:
    """Draw a band for each move, from block to block in the order of both."""
    left, right = ends
    used = {
        side: {one: block["start"] for one, block in blocks.items()}
        for side, blocks in sides.items()
    }
    order = [*sides["before"], *sides["after"]]
    scale = BANDS_HEIGHT / (sum(row["customers"] for row in moves) or 1)
    ranks = {one: order.index(one) for one in order}
    for row in sorted(
        moves,
        key=lambda row: (ranks[row["from_segment_id"]], ranks[row["to_segment_id"]]),
    ):
        before, after = row["from_segment_id"], row["to_segment_id"]
        thick = row["customers"] * scale
        start, end = used["before"][before], used["after"][after]
        used["before"][before] += thick
        used["after"][after] += thick
        axes.add_patch(
            PathPatch(
                band((left + BLOCK, start), (right - BLOCK, end), thick),
                facecolor=SOFT if before is None else segment_colour(before),
                linewidth=0,
                alpha=0.22 if before == after else 0.62,
            )
        )


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
    outwards = -1 if side == "before" else 1
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
                ha="right" if side == "before" else "left",
                va="center",
            )
