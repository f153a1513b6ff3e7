"""Check the settings and the SQL of a source block, before any file is opened."""

import re

import duckdb

from ingest.blocks.expressions import references_in
from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import SQL
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.sql.carry_down import check_carry_down
from ingest.sql.render import render, text_read_as_number
from ingest.sql.values import TEXT

# The error that DuckDB raises for a text that is no number or no time.
NOT_TYPED = re.compile("VARCHAR.*explicit|explicit.*VARCHAR")


def check_block(path, block: SourceBlock, asks_duckdb: bool) -> None:
    """Raise OrdersError if a setting of a block cannot be used."""
    check_positions(path, block)
    lines = block.skip_lines
    if lines is not None and (type(lines) is not int or lines < 0):
        raise OrdersError(
            f"The source block {path} needs a number of lines as skip_lines, not "
            f"'{lines}'."
        )
    reject_unknown(path, "quotes", [block.quotes], ("double", "none"))
    for word in ("records", "items"):
        if not isinstance(getattr(block, word), str):
            raise OrdersError(
                f"The source block {path} needs the path of a list as {word}, such as "
                f"{word}: data.{word}."
            )
    known = ("reject", "excluded")
    reject_unknown(path, "anonymous_lines", [block.anonymous_lines], known)
    if asks_duckdb:
        check_with_duckdb(path, block)
    check_carry_down(path, block)


def reject_unknown(path, kind: str, given, known) -> None:
    """Raise OrdersError if a word is not among the known ones."""
    for word in given:
        if word not in known:
            raise OrdersError(
                f"The source block {path} has an unknown {kind} '{word}'. "
                f"Known: {', '.join(sorted(known))}."
            )


def check_positions(path, block: SourceBlock) -> None:
    """Raise OrdersError if `without_header` cannot be used."""
    rows, dataset = block.without_header, block.dataset
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise OrdersError(
            f"The source block {path} needs a list of lists as without_header: one "
            "list of columns by position for each number of columns a line may have."
        )
    named = [one for row in rows for one in row if one]
    reject_unknown(path, "column", named, dataset.column_names)
    for row in rows:
        found = {*row, *block.expressions}
        missing = [one for one in dataset.required_columns if one not in found]
        # The list has to contain this column: a number in it shows that the first line
        # is no header.
        if dataset.number_column not in row:
            missing.append(dataset.number_column)
        if missing:
            raise OrdersError(
                f"The source block {path} lacks {missing[0]} in the columns by "
                f"position: {', '.join(one or 'null' for one in row)}."
            )


def check_with_duckdb(path, block: SourceBlock) -> None:
    """Raise OrdersError if DuckDB cannot use a date format, the time zone or SQL."""
    for name, sql in block.all_sql:
        try:
            references_in(sql)
        except OrdersError as error:
            raise OrdersError(
                f"The source block {path} has SQL for {name}, '{sql}', that cannot be "
                f"used: {error}"
            ) from error
    with scratch().cursor() as connection:
        for what, sql, value, hint in queries_to_try(block):
            try:
                connection.execute(sql, [value] if value else None).fetchall()
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                if hint and NOT_TYPED.search(reason):
                    reason = hint
                raise OrdersError(
                    f"The source block {path} has {what} that cannot be used: {reason}"
                ) from error


def queries_to_try(block: SourceBlock):
    """Yield for each setting a name, a query that tries it, a parameter and a hint."""
    for word in block.date_formats:
        yield f"a date format '{word}'", "select try_strptime('1', ?)", word, ""
    zone = block.time_zone
    yield f"a time zone '{zone}'", "select now() at time zone ?", zone, ""
    types = {column.name: column.sql_type for column in block.dataset.columns}
    extra = dict.fromkeys(block.extra_keys.values(), TEXT)
    nulls = ", ".join(
        f"cast(null as {type_}) as {name}" for name, type_ in {**types, **extra}.items()
    )
    types |= dict.fromkeys(block.conditions, "boolean")
    for name, sql in block.all_sql:
        rendered = render(sql, block, extra, SQL)
        query = f"select try(cast(({rendered}) as {types[name]})) from (select {nulls})"
        text = text_read_as_number(sql, block)
        hint = f"{text} is text: write number({text}) or moment({text})"
        yield f"SQL for {name}, '{sql}',", query, None, hint if text else ""
