"""The disc of a segment: its colour and its number."""

from bi.report.svg import PAPER, segment_colour

# Diameter in pixels.
DISC = 19


def add_mark(
    axes, segment_id: int, spot: tuple[float, float], right: float = 0
) -> None:
    """Draw the disc at a spot of the axes, or some pixels to the right of it."""
    colour = segment_colour(segment_id)
    x, y = axes.transData.transform(spot)
    x, y = axes.transData.inverted().transform((x + right, y))
    axes.plot(x, y, "o", color=colour, mec=PAPER, mew=2, markersize=DISC, clip_on=False)
    axes.annotate(
        str(segment_id),
        (x, y),
        ha="center",
        va="center_baseline",
        color=PAPER,
        fontsize=11,
        weight="bold",
        annotation_clip=False,
    )
