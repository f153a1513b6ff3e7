"""Check that a source block can be understood, before any file is opened by it."""

import re

import duckdb

from ingest.blocks.expressions import references_in
from ingest.datasets import Dataset
from ingest.engines.duckdb_dialect import DuckDB
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.sql.render import render, text_read_as_number
from ingest.sql.values import TEXT

# What DuckDB says where text stands in the place of a number or a time.
NOT_TYPED = re.compile("VARCHAR.*explicit|explicit.*VARCHAR")


def reject_unknown(path, kind, given, known):
    """Raise OrdersError when `given` holds a word that `known` does not."""
    for word in given:
        if word not in known:
            raise OrdersError(
                f"The source block {path} has an unknown {kind} '{word}'. "
                f"Known: {', '.join(sorted(known))}."
            )


def check_positions(path, block, dataset: Dataset):
    """Raise OrdersError where columns by position cannot be read."""
    rows = block.without_header
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise OrdersError(
            f"The source block {path} needs a list of lists as without_header: one "
            "list of columns by position for each number of columns a line may have."
        )
    named = [one for row in rows for one in row if one]
    reject_unknown(path, "column", named, dataset.column_names)
    for row in rows:
        there = {*row, *block.expressions}
        missing = [one for one in dataset.required_columns if one not in there]
        # The number also tells a first line from a header.
        if missing or dataset.number_column not in row:
            raise OrdersError(
                f"The source block {path} lacks "
                f"{(missing or [dataset.number_column])[0]} in the columns by "
                "position: "
                f"{', '.join(one or 'null' for one in row)}."
            )


def check_form(path, block):
    """Raise OrdersError where a block does not make sense about the form of a text."""
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


def check_with_duckdb(path, block, dataset: Dataset):
    """Raise OrdersError where DuckDB cannot use what a block says.

    Parameters
    ----------
    dataset : Dataset
        With the columns that expressions may read.
    """
    check_expressions(path, block)
    with scratch().cursor() as connection:
        for what, sql, value, hint in queries_to_try(block, dataset):
            try:
                connection.execute(sql, [value] if value else None).fetchall()
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                if hint and NOT_TYPED.search(reason):
                    reason = hint
                raise OrdersError(
                    f"The source block {path} has a {what} that cannot be used: "
                    f"{reason}"
                ) from error


def sql_of(block) -> list[tuple[str, str]]:
    """Return all SQL of a block, and what it is for."""
    options = [(name, sql) for name, all_ in block.expressions.items() for sql in all_]
    return [*options, *block.conditions.items()]


def check_expressions(path, block):
    """Raise OrdersError where what a block has as SQL is no expression."""
    for name, sql in sql_of(block):
        try:
            references_in(sql)
        except OrdersError as error:
            raise OrdersError(
                f"The source block {path} has a SQL for {name}, '{sql}', that cannot "
                f"be used: {error}"
            ) from error


def queries_to_try(block, dataset: Dataset):
    """Yield what is to be tried: its name, SQL, its parameter, and what may help."""
    for word in block.date_formats:
        yield f"date format '{word}'", "select try_strptime('1', ?)", word, ""
    zone = block.time_zone
    yield f"time zone '{zone}'", "select now() at time zone ?", zone, ""
    types = {column.name: column.sql_type for column in dataset.columns}
    own = dict.fromkeys(block.own_keys.values(), TEXT)
    nothing = ", ".join(
        f"cast(null as {type_}) as {name}" for name, type_ in {**types, **own}.items()
    )
    types |= dict.fromkeys(block.conditions, "boolean")
    for name, sql in sql_of(block):
        spelt = render(sql, block, own, DuckDB())
        query = f"select try(cast(({spelt}) as {types[name]})) from (select {nothing})"
        text = text_read_as_number(sql, block)
        hint = f"{text} is text there: write number({text}) or moment({text})"
        yield f"SQL for {name}, '{sql}',", query, None, hint if text else ""
