"""Decimals that every tool takes for a number: those of 64 bits."""

# The digits of a 64-bit decimal, and how many of money stand behind the point.
DIGITS = 18
MONEY_SCALE = 4


def narrow_types(connection, table: str) -> dict[str, str]:
    """Return 64-bit types for decimals of 128 bits, if all their values fit.

    Sums are decimal(38, 4) in the warehouse. Many tools read that as text, or round
    it; decimal(18, 4) holds sums up to a hundred trillion and is a plain number to
    all of them. What has more decimals is a measurement and not money.
    """
    wide = connection.execute(
        "select column_name, numeric_scale from duckdb_columns() where "
        "database_name = 'warehouse' and schema_name = 'marts' and table_name = ? "
        "and starts_with(data_type, 'DECIMAL') and numeric_precision > ?",
        [table, DIGITS],
    ).fetchall()
    narrow = {
        column: f"decimal({DIGITS}, {scale})" if scale <= MONEY_SCALE else "double"
        for column, scale in wide
    }
    if not narrow:
        return {}
    fits = ", ".join(
        f'count("{column}") = count(try_cast("{column}" as {kind}))'
        for column, kind in narrow.items()
    )
    answers = connection.execute(
        f"select {fits} from warehouse.marts.{table}"
    ).fetchone()
    return {
        column: kind
        for (column, kind), fits in zip(narrow.items(), answers, strict=True)
        if fits
    }
