"""Where the segments of before and after stand in the drawing of moves."""

import textwrap

from bi.report.labels import LINE_HEIGHT
from bi.report.wording import count, label

# All bands together, in pixels, beside what is left free between segments.
BANDS_HEIGHT, GAP = 300, 14
LONGEST_LINE = 24
NOWHERE = {"before": "New or back", "after": "Lost"}
KEYS = {"before": "from_segment_id", "after": "to_segment_id"}


def scale(moves: list[dict]) -> float:
    """Return the pixels of one customer."""
    return BANDS_HEIGHT / (sum(row["customers"] for row in moves) or 1)


def stack(side: str, segments: list[dict], moves: list[dict], names: bool) -> dict:
    """Return the blocks of a side by segment_id, in pixels from the top downwards."""
    blocks, top = {}, 0.0
    for segment in [*segments, None]:
        segment_id = segment["segment_id"] if segment else None
        own = [row["customers"] for row in moves if row[KEYS[side]] == segment_id]
        if not own:
            continue
        customers, height = sum(own), sum(own) * scale(moves)
        text = say_block(segment, side, customers, names)
        room = max(height, len(text) * LINE_HEIGHT)
        start = top + (room - height) / 2
        blocks[segment_id] = {
            "text": text,
            "start": start,
            "end": start + height,
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
