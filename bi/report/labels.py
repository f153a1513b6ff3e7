"""Where labels go so that none covers another or leaves the drawing."""

import textwrap
from dataclasses import dataclass

LINE_HEIGHT = 16
# An average bold letter in pixels: the page's font is not known while drawing.
LETTER = 6.6
LONGEST_LINE = 22


@dataclass(frozen=True)
class Label:
    """Text, or a mark without one, with its upper middle in pixels, y upwards."""

    x: float
    y: float
    text: str
    half_width: float
    height: float

    def covers(self, other: "Label") -> bool:
        """Return whether the two would overlap."""
        beside = abs(self.x - other.x) >= self.half_width + other.half_width
        above = self.y - self.height >= other.y or other.y - other.height >= self.y
        return not (beside or above)

    def is_within(self, box) -> bool:
        """Return whether the label lies in a matplotlib bounding box."""
        return (
            box.x0 <= self.x - self.half_width
            and self.x + self.half_width <= box.x1
            and box.y0 <= self.y - self.height
            and self.y <= box.y1
        )


def arrange(places: list[tuple], box, radius: float) -> list[Label]:
    """Return a label for each mark, beside it and clear of all that is drawn.

    Parameters
    ----------
    places : tuples (x, y, text) of round marks, in pixels, y upwards
    box : matplotlib bounding box in pixels
    radius : float
        Of the marks, in pixels.
    """
    drawn = [Label(x, y + radius, "", radius, 2 * radius) for x, y, _ in places]
    labels = []
    for x, y, text in sorted(places, key=lambda place: (-place[1], place[2])):
        tries = list(around(x, y, "\n".join(textwrap.wrap(text, LONGEST_LINE)), radius))
        within = [one for one in tries if one.is_within(box)] or tries[:1]
        # The first of those that cover the least, which is mostly nothing.
        chosen = min(within, key=lambda one: sum(map(one.covers, drawn)))
        drawn.append(chosen)
        labels.append(chosen)
    return labels


def around(x: float, y: float, text: str, radius: float):
    """Yield the places for a label: below first, then farther and farther off."""
    lines = text.split("\n")
    half = max(map(len, lines)) * LETTER / 2
    height = len(lines) * LINE_HEIGHT
    for away in range(0, 160, 8):
        off = radius + 3 + away
        for across in (0, half / 2, -half / 2, half, -half):
            yield Label(x + across, y - off, text, half, height)
            yield Label(x + across, y + off + height, text, half, height)
        for across in (off + half, -off - half):
            yield Label(x + across, y + height / 2, text, half, height)


def spread(heights: list[float], gap: float, top: float) -> list[float]:
    """Return the heights, moved where two are nearer than `gap`, none above `top`."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    moved = list(heights)
    for lower, upper in zip(order, order[1:], strict=False):
        moved[upper] = max(moved[upper], moved[lower] + gap)
    highest = top
    for index in reversed(order):
        moved[index] = min(moved[index], highest)
        highest = moved[index] - gap
    return moved
