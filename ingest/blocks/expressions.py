"""The columns and calls in the SQL of a block, found by DuckDB's parser.

A name that is not a canonical column means a column of the file. `file."X"` always
means a column of the file.
"""

import functools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.engines.scratch import scratch
from ingest.errors import OrdersError

# The parser needs a whole query, so these texts are put around an expression.
BEFORE, AFTER = "select (\n", "\n)"
# Functions that exist only in blocks.
CALLS = ("number", "moment", "hashed")
# The prefix that marks a column of the file, as in `file."Total"`.
FILE = "file"
# SQL keywords that are values, not columns.
NO_COLUMNS = {
    *("current_date", "current_time", "current_timestamp", "localtime"),
    *("localtimestamp", "current_user", "user", "session_user", "current_catalog"),
}
# The parser reports positions above this number for the parameters of a lambda.
NOWHERE = 1 << 32
NAME = r'(?:"(?:[^"]|"")*"|[^\W\d]\w*)'
# A bracket, or a text, a name or a comment. Brackets inside the last three are ignored.
TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|[()]""", re.S)


@dataclass(frozen=True)
class Reference:
    """A column or a call in an expression.

    Attributes
    ----------
    start, end : int
        The position of its first character, and the position after its last character.
    names : tuple of str
        The parts of a column's name, such as `("file", "Total")`; empty for a call.
    call : str
        One of `CALLS`; empty for a column.
    arguments : tuple of int
        The start and the end of the arguments of a call.
    """

    start: int
    end: int
    names: tuple[str, ...] = ()
    call: str = ""
    arguments: tuple[int, int] = (0, 0)

    @property
    def is_of_file(self) -> bool:
        """Return whether the name begins with the file, as in `file."Total"`."""
        return len(self.names) > 1 and self.names[0].lower() == FILE

    @property
    def name(self) -> str:
        """Return the column's name, with points between its parts."""
        return ".".join(self.names[1:] if self.is_of_file else self.names)


def simplify(name: str) -> str:
    """Return a header without case, blanks, `_`, `-` and `.`."""
    return re.sub(r"[\s_\-.]+", "", name).casefold()


@functools.lru_cache(maxsize=1024)
def references_in(sql: str) -> tuple[Reference, ...]:
    """Return the columns and calls in an expression; an outer call comes first."""
    with scratch().cursor() as connection:
        (parsed,) = connection.execute(
            "select json_serialize_sql(cast(? as varchar))", [BEFORE + sql + AFTER]
        ).fetchone()
    tree = json.loads(parsed)
    if tree.get("error"):
        raise OrdersError(tree.get("error_message", "it is no SQL"))
    statements = tree["statements"]
    node = statements[0]["node"]
    is_one = len(statements) == 1 and node["type"] == "SELECT_NODE"
    if not is_one or node["from_table"]["type"] != "EMPTY":
        raise OrdersError("it is more than one expression")
    found = {locate(sql, *place) for place in references_below(node["select_list"])}
    # A keyword such as `user` means a column only if it is in quotes.
    found = [one for one in found if sql[one.start : one.end].lower() not in NO_COLUMNS]
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def references_below(node, parameters: frozenset[str] = frozenset()):
    """Yield the byte, the names and the call of each column or call below a node."""
    if isinstance(node, list):
        for one in node:
            yield from references_below(one, parameters)
    if not isinstance(node, dict):
        return
    kind, byte = node.get("class"), node.get("query_location")
    if kind == "SUBQUERY":
        raise OrdersError("it reads tables, and an expression has one line only")
    if kind == "COLUMN_REF":
        names = tuple(node["column_names"])
        if names[0].lower() not in parameters:
            yield byte, names, ""
        return
    if kind == "LAMBDA":
        # The parser also reports JSON's arrow `->` as a lambda. In that case, the
        # column on the left side of the arrow has a real position.
        left = [*references_below(node["lhs"])]
        names = {names[0].lower() for place, names, _ in left if place > NOWHERE}
        if names:
            yield from references_below(node["expr"], parameters | names)
            return
    if kind == "FUNCTION" and node["function_name"].lower() in CALLS:
        yield byte, (), node["function_name"].lower()
    for one in node.values():
        yield from references_below(one, parameters)


def locate(sql: str, byte: int, names: tuple[str, ...], call: str) -> Reference:
    """Return the column or the call that begins at a byte of the parsed text."""
    start = len(sql.encode()[: byte - len(BEFORE)].decode())
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
                arguments = (opened, token.start())
                return Reference(start, token.end(), (), call, arguments)
    raise OrdersError(f"{call} has no bracket behind it")


def columns_read(sql: str) -> list[Reference]:
    """Return the columns that an expression reads, in their order in the expression."""
    return [one for one in references_in(sql) if not one.call]


def rewrite(
    sql: str,
    column: Callable[[Reference], str],
    call: Callable[[Reference, str], str],
) -> str:
    """Return an expression with its columns and calls replaced.

    The function `call` takes a call and its rewritten arguments, and returns SQL.
    """

    def between(start: int, end: int) -> str:
        pieces, place = [], start
        for one in references_in(sql):
            if place <= one.start and one.end <= end:
                new = call(one, between(*one.arguments)) if one.call else column(one)
                pieces += [sql[place : one.start], new]
                place = one.end
        return "".join([*pieces, sql[place:end]])

    return between(0, len(sql))
