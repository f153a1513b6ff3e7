"""Colours of the report that a browser cannot judge: single figures on a shade."""

import re
from pathlib import Path

import pytest

STYLE = Path("bi/report/templates/style.css")
SCHEMES = ("light", "dark")
# Of small text, after WCAG 2.2.
READABLE = 4.5
SHADES = [f"{side}-{step}" for side in ("below", "above") for step in (1, 2, 3)]


def read_colours(scheme: str) -> dict[str, str]:
    """Return the variables of a scheme with their colours."""
    light, dark = STYLE.read_text(encoding="utf-8").split("prefers-color-scheme: dark")
    text = light if scheme == "light" else dark
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", text))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return how bright a colour is, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_of_segments_can_be_read(scheme):
    colours = read_colours(scheme)
    segments = [name for name in colours if name.startswith("segment-")]
    assert len(segments) == 8
    weak = [
        one for one in segments if contrast(colours[one], colours["card"]) < READABLE
    ]
    assert weak == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_figures_on_a_shade_can_be_read(scheme):
    colours = read_colours(scheme)
    weak = [one for one in SHADES if contrast(colours["ink"], colours[one]) < READABLE]
    assert weak == []
