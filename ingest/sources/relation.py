"""Read the relation of a source block: the name of a table, or a query."""

import re
from pathlib import Path

import duckdb

from ingest.engines.scratch import scratch
from ingest.errors import OrdersError

QUERY = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with|from)\b", re.I | re.S)


def read_relation(path: Path, relation) -> str:
    """Return a relation for a `from` clause: a name, or a query in brackets.

    A relation is a name such as `shop.public.orders`, a query, or a file `*.sql` beside
    the block.
    """
    if not isinstance(relation, str):
        raise OrdersError(
            f"The source block {path} needs the name of a table, a query, or a file "
            f"of SQL as relation, not '{relation}'."
        )
    text = relation.strip()
    if not text:
        return ""
    if text.lower().endswith(".sql") and "\n" not in text:
        file = path.parent / text
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise OrdersError(
                f"The source block {path} names the relation {file}, which cannot be "
                f"read: {getattr(error, 'strerror', None) or error}."
            ) from error
    text = text.strip().rstrip(";").strip()
    # The closing bracket is on a line of its own, because a comment may end the query.
    relation = f"({text}\n)" if QUERY.match(text) else text
    # The query is also checked without brackets, because a query could close the
    # bracket and add SQL after it.
    for query in [text] * (relation != text) + [f"select * from {relation}"]:
        reject_no_query(path, query)
    return relation


def reject_no_query(path: Path, query: str) -> None:
    """Raise OrdersError if SQL is not a single query."""
    reason = ""
    with scratch().cursor() as connection:
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1:
                reason = "it is more than one statement"
            elif statements[0].type != duckdb.StatementType.SELECT:
                reason = "it is no query"
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
    if reason:
        raise OrdersError(
            f"The source block {path} has a relation that cannot be used: {reason}."
        )
