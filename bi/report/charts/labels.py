"""Place labels beside the discs of a map without covering discs or other labels."""

# In pixels: the width of a disc, the space around a disc, the height of a line of text,
# and the mean width of a bold letter.
DISC, SPACE, LINE_HEIGHT, LETTER = 19, 2, 18, 7.4
FARTHEST, STEP = 160, 8


def arrange(
    spots: list[tuple], texts: list[list[str]], size: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return the offset of each label's middle from the middle of its disc.

    All lengths are pixels.

    Parameters
    ----------
    spots : middles of the discs
    texts : lines of the label of each disc
    size : width and height of the drawing
    """
    taken = [box(spot, (0, 0), (DISC, DISC)) for spot in spots]
    offsets = [(0.0, 0.0)] * len(spots)
    for at in sorted(range(len(spots)), key=lambda at: spots[at][1]):
        width = max(map(len, texts[at])) * LETTER
        label = (width, len(texts[at]) * LINE_HEIGHT)
        boxes = {offset: box(spots[at], offset, label) for offset in around(label)}
        inside = [one for one, place in boxes.items() if is_inside(place, size)]
        # Choose the place that covers the least of other discs and labels. Among equal
        # places, choose the nearest one.
        offsets[at] = min(
            inside or boxes,
            key=lambda one: sum(overlap(boxes[one], other) for other in taken),
        )
        taken.append(boxes[offsets[at]])
    return offsets


def around(label: tuple[float, float]):
    """Yield offsets from a disc to its label: first below, then farther away."""
    width, height = label
    for away in range(0, FARTHEST, STEP):
        across = DISC / 2 + SPACE + away + width / 2
        down = DISC / 2 + SPACE + away + height / 2
        for aside in (0, width / 4, -width / 4, width / 2, -width / 2):
            yield aside, down
            yield aside, -down
        yield across, 0
        yield -across, 0


def box(spot: tuple, offset: tuple, size: tuple) -> tuple:
    """Return left, top, right and bottom of a rectangle at an offset from a spot."""
    x, y = spot[0] + offset[0], spot[1] + offset[1]
    return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2


def overlap(one: tuple, other: tuple) -> bool:
    """Return whether two rectangles overlap."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def is_inside(one: tuple, size: tuple[float, float]) -> bool:
    """Return whether a rectangle lies in the drawing."""
    return one[0] >= 0 and one[1] >= 0 and one[2] <= size[0] and one[3] <= size[1]
