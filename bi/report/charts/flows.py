"""The flow chart: bands from earlier segments of customers to their later segments."""

import textwrap

from bi.report.wording import count, is_known, label

# In pixels: the height of all bands together, the space between segments, and the
# height of a line of text.
BANDS_HEIGHT, GAP, TEXT_HEIGHT = 300, 14, 16
LONGEST_LINE = 24
NOWHERE = {"before": "New or back", "after": "Lost"}
KEYS = {"before": "from_segment_id", "after": "to_segment_id"}


def flow_chart(segments: list[dict], moves: list[dict]) -> dict:
    """Return blocks and bands, with heights in proportion to customers.

    `moves` are the rows of `queries/changes/moves.sql` for one span of months.
    """
    known = [row for row in moves if is_known(row["customers"])]
    scale = BANDS_HEIGHT / (sum(row["customers"] for row in known) or 1)
    sides = {side: stack(side, segments, known, scale) for side in KEYS}
    return {
        "height": max(
            one["bottom"] for side in sides.values() for one in side.values()
        ),
        "sides": {side: list(blocks.values()) for side, blocks in sides.items()},
        "bands": list(draw_bands(known, sides, scale)),
    }


def stack(side: str, segments: list[dict], moves: list[dict], scale: float) -> dict:
    """Return the blocks of a side by segment_id, from the top downwards."""
    blocks, top = {}, 0.0
    for segment in [*segments, None]:
        segment_id = segment and segment["segment_id"]
        own = [row["customers"] for row in moves if row[KEYS[side]] == segment_id]
        if not own:
            continue
        name = label(segment) if segment else NOWHERE[side]
        text = [*textwrap.wrap(name, LONGEST_LINE), count(sum(own))]
        height = sum(own) * scale
        room = max(height, len(text) * TEXT_HEIGHT)
        blocks[segment_id] = {
            "segment_id": segment_id,
            "text": text,
            "y": round(top + (room - height) / 2, 1),
            "height": round(height, 1),
            "bottom": round(top + room, 1),
        }
        top += room + GAP
    return blocks


def draw_bands(moves: list[dict], sides: dict, scale: float):
    """Yield the band of each move. The bands of one block do not cross each other."""
    before, after = (
        {one: block["y"] for one, block in sides[side].items()} for side in KEYS
    )

    def from_the_top(row: dict) -> list[float]:
        return [sides[side][row[key]]["y"] for side, key in KEYS.items()]

    for row in sorted(moves, key=from_the_top):
        start, end = row["from_segment_id"], row["to_segment_id"]
        height = row["customers"] * scale
        left, right = before[start], after[end]
        before[start] += height
        after[end] += height
        yield {
            "segment_id": start,
            "stays": start == end,
            "path": band(left, right, height),
        }


def band(left: float, right: float, height: float) -> str:
    """Return the outline of a band of width 100 with level ends."""
    top = f"M0 {left:.1f}C50 {left:.1f} 50 {right:.1f} 100 {right:.1f}"
    left, right = left + height, right + height
    return f"{top}V{right:.1f}C50 {right:.1f} 50 {left:.1f} 0 {left:.1f}Z"
