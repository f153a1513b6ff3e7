"""Expressions of a block: what they read, found by DuckDB's own parser.

A name that is no canonical column is one of the file's own, and `file."X"` always is.
"""

import functools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.engines.scratch import scratch
from ingest.errors import OrdersError

# What the parser is given before an expression, which moves all places.
BEFORE, AFTER = "select (\n", "\n)"
# Functions of expressions that no engine has.
CALLS = ("number", "moment", "hashed")
# Where the file's own columns are, whatever they are called.
FILE = "file"
# Names that SQL gives a value without brackets.
NO_COLUMNS = {
    *("current_date", "current_time", "current_timestamp", "localtime"),
    *("localtimestamp", "current_user", "user", "session_user", "current_catalog"),
}
# No expression has so many bytes.
NOWHERE = 1 << 32
NAME = r'(?:"(?:[^"]|"")*"|[^\W\d]\w*)'
# What may hold a bracket that is none, and brackets.
TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|[()]""", re.S)


@dataclass(frozen=True)
class Reference:
    """A column or a call in an expression, and the letters where it stands.

    Attributes
    ----------
    start, end : int
    names : tuple of str
        Of a column, as `("file", "Total")`; empty for a call.
    call : str
        One of `CALLS`; empty for a column.
    inner : tuple of int
        Where the arguments of a call stand.
    """

    start: int
    end: int
    names: tuple[str, ...] = ()
    call: str = ""
    inner: tuple[int, int] = (0, 0)

    @property
    def is_own(self) -> bool:
        """Return whether it is said to be the file's own, whatever it is called."""
        return len(self.names) > 1 and self.names[0].lower() == FILE

    @property
    def name(self) -> str:
        """Return what the column is called; parts of a path have points between."""
        return ".".join(self.names[1:] if self.is_own else self.names)


def simplify(name: str) -> str:
    """Return a header without case, blanks, `_`, `-` and `.`."""
    return re.sub(r"[\s_\-.]+", "", name).casefold()


def quote_name(name: str) -> str:
    """Return a column of the file as an expression writes it."""
    return '"' + name.replace('"', '""') + '"'


@functools.lru_cache(maxsize=1024)
def references_in(sql: str) -> tuple[Reference, ...]:
    """Return columns and calls of an expression, the outer ones first.

    Raises
    ------
    OrdersError
        It is no single expression.
    """
    with scratch().cursor() as connection:
        (said,) = connection.execute(
            "select json_serialize_sql(cast(? as varchar))", [BEFORE + sql + AFTER]
        ).fetchone()
    tree = json.loads(said)
    if tree.get("error"):
        raise OrdersError(tree.get("error_message", "it is no SQL"))
    statements = tree["statements"]
    node = statements[0]["node"]
    is_one = len(statements) == 1 and node["type"] == "SELECT_NODE"
    if not is_one or node["from_table"]["type"] != "EMPTY":
        raise OrdersError("it is more than one expression")
    found = {part_at(sql, *place) for place in places_in(node["select_list"], set())}
    # In quotes they are columns.
    parts = (one for one in found if sql[one.start : one.end].lower() not in NO_COLUMNS)
    return tuple(sorted(parts, key=lambda part: (part.start, -part.end)))


def places_in(node, bound: set[str]):
    """Yield byte, names and call of each column and call in a tree.

    Parameters
    ----------
    node : dict, list or anything else
    bound : set of str
        What lambdas around it call their parameters.
    """
    if isinstance(node, list):
        for one in node:
            yield from places_in(one, bound)
    if not isinstance(node, dict):
        return
    kind, place = node.get("class"), node.get("query_location")
    if kind == "SUBQUERY":
        raise OrdersError("it reads tables, and an expression has one line only")
    if kind == "COLUMN_REF":
        names = tuple(node["column_names"])
        if names[0].lower() not in bound:
            yield place, names, ""
        return
    if kind == "LAMBDA":
        # Parameters stand nowhere, to the parser; before the arrow of JSON stands one.
        left = [*places_in(node["lhs"], set())]
        names = {names[0].lower() for place, names, _ in left if place > NOWHERE}
        if names:
            yield from places_in(node["expr"], bound | names)
            return
    if kind == "FUNCTION" and node["function_name"].lower() in CALLS:
        yield place, (), node["function_name"].lower()
    for one in node.values():
        yield from places_in(one, bound)


def part_at(sql: str, byte: int, names: tuple[str, ...], call: str) -> Reference:
    """Return the column or the call that begins at a byte of what was parsed."""
    place = byte - len(BEFORE)
    start = len(sql.encode()[:place].decode())
    if not call:
        pattern = NAME + rf"(?:\s*\.\s*{NAME})" * (len(names) - 1)
        return Reference(start, start + re.match(pattern, sql[start:]).end(), names)
    depth, opened = 0, start
    for token in TOKEN.finditer(sql, start + len(call)):
        if token.group() == "(":
            opened = opened if depth else token.end()
            depth += 1
        elif token.group() == ")":
            depth -= 1
            if not depth:
                return Reference(start, token.end(), (), call, (opened, token.start()))
    raise OrdersError(f"{call} has no bracket behind it")


def columns_read(sql: str) -> list[Reference]:
    """Return the columns that an expression reads, in their order."""
    return [part for part in references_in(sql) if not part.call]


def rewrite(
    sql: str, column: Callable[[Reference], str], call: Callable[[Reference, str], str]
) -> str:
    """Return an expression with other SQL in place of its columns and calls.

    Parameters
    ----------
    sql : str
    column : callable
        Takes a column, returns SQL.
    call : callable
        Takes a call and its arguments, rewritten; returns SQL.
    """

    def between(start: int, end: int) -> str:
        pieces, place = [], start
        for part in references_in(sql):
            if place <= part.start and part.end <= end:
                new = call(part, between(*part.inner)) if part.call else column(part)
                pieces += [sql[place : part.start], new]
                place = part.end
        return "".join([*pieces, sql[place:end]])

    return between(0, len(sql))
