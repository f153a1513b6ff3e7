"""Say in sentences which former segments were split or merged."""


def say_lineage(lineage: list[dict]) -> list[str]:
    """Return one sentence per segment, from the rows of `queries/model/lineage.sql`."""
    splits, merges = {}, {}
    for row in lineage:
        before = name(row["from_segment_id"], row["from_segment_name"])
        after = name(row["to_segment_id"], row["to_segment_name"])
        if row["is_split"]:
            splits.setdefault(before, []).append(after)
        if row["is_merge"]:
            merges.setdefault(after, []).append(before)
    return [
        *(f"{one} was split into {join(others)}." for one, others in splits.items()),
        *(f"{one} merged {join(others)}." for one, others in merges.items()),
    ]


def name(segment_id: int, segment_name: str | None) -> str:
    """Return number and name of a segment; the name of an old one may be unknown."""
    return f"{segment_id} {segment_name or ''}".rstrip()


def join(names: list[str]) -> str:
    """Return names as "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
