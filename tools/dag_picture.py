"""Write docs/images/dag.svg: the models behind marts.customers, grouped by folder."""

import json
from collections import defaultdict
from pathlib import Path

PICTURE = Path("docs/images/dag.svg")
MART = "model.customer_segmentation.segmentation__customers"
COLUMNS = (
    ("seeds", "judging"),
    ("staging", "intermediate"),
    ("features",),
    ("segmentation", "predictions"),
    ("marts",),
)
# All lengths are pixels.
LINE, HEAD, PADDING, CHARACTER, GAP = 16, 24, 8, 6.7, 40
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" \
font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11">
<title>Models that marts.customers is built from, by room</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8z" fill="#7d8590"/></marker>\
</defs>
{arrows}
{boxes}
</svg>
"""
ARROW = (
    '<path d="M{x1:.0f} {y1:.0f} C{c1} {c2} {x2:.0f} {y2:.0f}" fill="none" '
    'stroke="#7d8590" stroke-width="1.5" marker-end="url(#tip)"/>'
)
BOX = (
    '<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{height}" rx="5" '
    'fill="#ffffff" stroke="{colour}"/>\n'
    '<path d="M{x:.0f} {line} h{width:.0f}" stroke="{colour}" stroke-width="3"/>\n'
    '<text x="{left:.0f}" y="{title}" font-weight="bold" fill="{colour}">{room}</text>'
)
NAME = '<text x="{x:.0f}" y="{y}" fill="#1f2328">{name}</text>'


def draw_dag(manifest: dict) -> str:
    """Return the picture as SVG from the manifest that `dbt parse` writes."""
    nodes, rooms, reads = manifest["nodes"], defaultdict(dict), set()
    found, to_visit = set(), [MART]
    while to_visit:
        node = nodes[to_visit.pop()]
        rooms[room_of(node)][node["alias"]] = node["config"]["docs"]["node_color"]
        # Sources are left out: they are files and tables of the last build, not steps.
        parents = {one for one in node["depends_on"].get("nodes", []) if one in nodes}
        reads |= {(room_of(nodes[one]), room_of(node)) for one in parents}
        to_visit += parents - found
        found |= parents
    boxes = place_boxes(rooms)
    arrows = [
        draw_arrow(boxes[one], boxes[other])
        for one, other in sorted(reads)
        if one != other
    ]
    return SVG.format(
        width=max(box["x"] + box["width"] for box in boxes.values()) + 2,
        height=max(box["y"] + box["height"] for box in boxes.values()) + 2,
        arrows="\n".join(arrows),
        boxes="\n".join(
            draw_box(room, box, sorted(rooms[room])) for room, box in boxes.items()
        ),
    )


def room_of(node: dict) -> str:
    """Return the folder of a model in models/, or `seeds`."""
    return "seeds" if node["resource_type"] == "seed" else node["fqn"][1]


def place_boxes(rooms: dict) -> dict[str, dict]:
    """Return position and size in pixels, and the colour, of the box of each folder."""
    heights = {room: HEAD + LINE * len(rooms[room]) + PADDING for room in rooms}
    of_columns = [
        sum(heights[room] + GAP for room in column) - GAP for column in COLUMNS
    ]
    boxes, x = {}, 2
    for column, height in zip(COLUMNS, of_columns, strict=True):
        longest = max(len(name) for room in column for name in (room, *rooms[room]))
        width = longest * CHARACTER + 2 * PADDING
        y = 2 + (max(of_columns) - height) // 2
        for room in column:
            boxes[room] = {"x": x, "y": y, "width": width, "height": heights[room]}
            boxes[room]["colour"] = next(iter(rooms[room].values()))
            y += heights[room] + GAP
        x += width + GAP
    return boxes


def draw_arrow(one: dict, other: dict) -> str:
    """Return an arrow: downwards within a column, else from a right to a left side."""
    if one["x"] == other["x"]:
        x1 = x2 = one["x"] + 30
        y1, y2 = one["y"] + one["height"], other["y"] - 2
        bend = 0
    else:
        x1, y1 = one["x"] + one["width"], one["y"] + one["height"] / 2
        x2, y2 = other["x"] - 2, other["y"] + other["height"] / 2
        bend = GAP * 0.9
    c1, c2 = f"{x1 + bend:.0f} {y1:.0f}", f"{x2 - bend:.0f} {y2:.0f}"
    return ARROW.format(x1=x1, y1=y1, c1=c1, c2=c2, x2=x2, y2=y2)


def draw_box(room: str, box: dict, names: list[str]) -> str:
    """Return the box of a folder with the names of its models."""
    left = box["x"] + PADDING
    head = BOX.format(
        **box, room=room, left=left, line=box["y"] + HEAD - 4, title=box["y"] + 15
    )
    rows = [
        NAME.format(x=left, y=box["y"] + HEAD + LINE * place - 2, name=name)
        for place, name in enumerate(names, start=1)
    ]
    return "\n".join([head, *rows])


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw_dag(json.loads(Path("target/manifest.json").read_text())))
