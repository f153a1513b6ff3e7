"""The disc of a segment: its colour and its number."""

from bi.report.svg import PAPER, segment_colour

# Diameter in pixels.
DISC = 19


def add_mark(axes, segment_id: int, spot: tuple[float, float]) -> None:
    """Draw the disc at a spot of the axes, or beside them."""
    colour = segment_colour(segment_id)
    axes.plot(
        *spot, "o", color=colour, mec=PAPER, mew=2, markersize=DISC, clip_on=False
    )
    axes.annotate(
        str(segment_id),
        spot,
        ha="center",
        va="center_baseline",
        color=PAPER,
        fontsize=11,
        weight="bold",
        annotation_clip=False,
    )
