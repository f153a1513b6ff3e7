"""Check that two programs give the same customers and the same numbers."""

from pathlib import Path

import duckdb

# The sums of the other programs are sums of doubles, so small differences are allowed.
TOLERANCE = 1e-6
NUMBERS = ("BIGINT", "INTEGER", "HUGEINT", "DOUBLE", "DECIMAL")


class DisagreementError(Exception):
    """Two programs gave different results."""


def compare_features(warehouse: Path, rival: Path) -> str:
    """Return the number of customers, and how many numbers of each agree.

    Parameters
    ----------
    warehouse : Path
        Database with `features.customer_features`.
    rival : Path
        Parquet file with the same numeric columns.

    Raises
    ------
    DisagreementError
        A customer is missing or a number differs. The message names the number and the
        difference.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        ours = connection.sql("select * from features.customer_features")
        names = [
            name
            for name, kind in zip(ours.columns, ours.types, strict=True)
            if str(kind).split("(")[0] in NUMBERS
        ]
        counted = ", ".join(count_differences(name) for name in names)
        matched, alone, *differences = connection.execute(
            f"""
            select
                count(ours.customer_id || rival.customer_id),
                count(*) - count(ours.customer_id || rival.customer_id),
                {counted}
            from features.customer_features as ours
            full join read_parquet(?) as rival
                on ours.customer_id = rival.customer_id
            """,
            [str(rival)],
        ).fetchall()[0]
    found = dict(zip(names, differences, strict=True))
    wrong = {name: count for name, count in found.items() if count}
    if alone or wrong or not matched:
        raise DisagreementError(
            f"{rival.name}: {matched:,} customers in both, {alone:,} in one only; "
            f"customers that differ: {wrong}"
        )
    return f"equal to {TOLERANCE:g}: {matched:,} customers, {len(names)} numbers each"


def count_differences(name: str) -> str:
    """Return SQL that counts the customers whose number differs."""
    ours, theirs = (f"cast({side}.{name} as double)" for side in ("ours", "rival"))
    return (
        f"count(*) filter (({ours} is null) != ({theirs} is null) or "
        f"abs({ours} - {theirs}) > {TOLERANCE})"
    )
